import Networks
import Tasks
import Tensors

/// Trains a network on one task after another by some method.
package struct ClassifierTrainer<Method: ContinualMethod> {
  package let method: Method

  package init(_ method: Method) { self.method = method }

  /// The state after the task; its row of accuracies is still to be added, see `ClassifierTests`.
  ///
  /// - Parameter report: called after every step; throws to stop (a cancelled run).
  /// - Throws: `DivergenceError`, or what `report` throws.
  package func train(
    _ task: ClassifierTask, report: (_ step: Int) throws -> Void
  ) throws -> ClassifierState {
    let (settings, samples) = (task.training, task.samples)
    let head = samples.head
    var extra = method.training(task)
    let network = method.network(task.state.network, forTask: task.index)
    var pass = Method.Pass(
      network, capacity: settings.batch + extra.extraRows, backward: true)
    var weights = method.startingWeights(task)
    var gradient = [Float](repeating: 0, count: weights.count)
    var statistics: [Float] = network.initialStatistics()
    let trained = network.trainableRange
    var optimizer = Optimizer<Float>(
      settings.optimizer, count: trained.count, from: trained.lowerBound)
    var minibatches = Minibatches(
      count: samples.count,
      random: RandomStream(seed: task.state.seed, purpose: "minibatches", index: task.index))
    var noise = RandomStream(seed: task.state.seed, purpose: "dropout", index: task.index)
    var rate = LearningRate(
      settings.optimizer.schedule, base: settings.optimizer.learningRate, steps: settings.steps)
    var batch = [Int](repeating: 0, count: settings.batch)
    var labels = batch
    let (own, rows) = (settings.batch, settings.batch + extra.extraRows)
    let (outputs, scope) = (network.outputCount, task.scope)
    var metrics: [TrainingMetric] = []
    var lastFiniteLoss: Double?

    for k in stride(from: 1, through: settings.steps, by: 1) {
      minibatches.next(into: &batch)
      samples.gather(batch, into: &pass.inputs)
      samples.labels(of: batch, into: &labels)
      for i in labels.indices { labels[i] += head.lowerBound - scope.lowerBound }
      extra.fill(&pass.inputs, first: own)
      pass.forward(weights: weights, batch: rows, statistics: &statistics, noise: &noise)
      let (loss, extraLoss, correct) = pass.withLogitGradient { logits, gradient in
        clear(&gradient, count: rows * outputs)
        let (loss, correct) = Loss.addCrossEntropy(
          logits: logits, outputs: outputs, rows: 0..<own, scope: scope, labels: labels,
          weight: extra.ownWeight, gradient: &gradient)
        return (loss, extra.addLoss(logits: logits, first: own, gradient: &gradient), correct)
      }
      pass.backward(weights: weights, batch: rows, gradient: &gradient)
      let penalty = extra.addPenalty(weights: weights, gradient: &gradient)
      optimizer.learningRate = rate.rate(atStep: k - 1)
      let isLogged = k == 1 || k % settings.logInterval == 0 || k == settings.steps
      let norm = isLogged ? sumOfSquares(gradient).squareRoot() : 0
      let isFinite = optimizer.step(&weights, gradient: gradient)
      extra.didStep(weights: weights)
      let total = Double(loss + extraLoss)
      if total.isFinite { lastFiniteLoss = total }
      guard total.isFinite, isFinite, penalty.isFinite else {
        throw DivergenceError(
          task: task.index, step: k, learningRate: optimizer.learningRate,
          what: total.isFinite ? .weights : .loss, lastFiniteLoss: lastFiniteLoss)
      }
      rate.observe(loss: total)
      if isLogged {
        metrics += [
          ("loss", total), ("regularizer", Double(penalty)), ("gradient_norm", norm),
          ("accuracy", Double(correct) / Double(own)), ("learning_rate", optimizer.learningRate),
        ].map { TrainingMetric(step: k, name: $0, value: $1) }
      }
      try report(k)
    }

    var state = task.state.with(metrics: metrics)
    state.weights = weights
    state.heads.append(head)
    do {
      try extra.finish(&state, task) { try report(settings.steps) }
    } catch is NonFiniteImportance {
      throw DivergenceError(
        task: task.index, step: settings.steps, learningRate: optimizer.learningRate,
        what: .importance, lastFiniteLoss: lastFiniteLoss)
    }
    return state
  }
}
