import Networks
import Tasks
import Tensors

/// Trains a network on one task after another by some method.
package struct ClassifierTrainer<Method: ContinualMethod> {
  /// The method, a value of its settings.
  package let method: Method

  /// A trainer of this method; all else that a task needs comes with the task.
  package init(_ method: Method) { self.method = method }

  /// The state after the task. Its row of scores is still to be added, by `ClassifierEvaluator`.
  ///
  /// - Parameter report: called after every step; throws to stop (a cancelled run).
  /// - Throws: `DivergenceError`, or what `report` throws.
  package func train(
    _ task: ClassifierTask, with aids: TrainingAids = TrainingAids(),
    report: (_ step: Int) throws -> Void
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
    if settings.keepsOptimizer == true { task.state.optimizer.map { optimizer.resume($0) } }
    var noise = RandomStream(seed: task.state.seed, purpose: "dropout", index: task.index)
    let objective = samples.objective
    var targets = TargetBatch(objective, rows: settings.batch, width: head.count)
    let (own, rows) = (settings.batch, settings.batch + extra.extraRows)
    let (outputs, scope) = (network.outputCount, task.scope)
    let inputs = TrainingInputs(samples, seed: task.state.seed, task: task.index)
    let loop = TrainingLoop(
      optimizer: settings.optimizer, batch: settings.batch, length: settings.length,
      logInterval: settings.logInterval, task: task.index, seed: task.state.seed,
      plateau: settings.validationPlateau)

    let end = try loop.run(
      on: samples, savepoint: aids.savepoint,
      score: { aids.score?(weights, statistics) }, report: report,
      parts: { parts in
        parts.numbers("weights", &weights)
        parts.numbers("statistics", &statistics)
        parts.group("optimizer", &optimizer)
        parts.group("dropout", &noise)
        parts.group("method", &extra)
      }
    ) { batch, first, rate, isLogged in
      inputs.gather(batch, from: first, into: &pass.inputs)
      samples.targets(of: batch, scope: scope, into: &targets)
      extra.fill(&pass.inputs, first: own)
      pass.forward(weights: weights, batch: rows, statistics: &statistics, noise: &noise)
      let (loss, extraLoss, correct) = pass.withLogitGradient { logits, gradient in
        clear(&gradient, count: rows * outputs)
        let (loss, correct) = objective.addLoss(
          logits, count: outputs, rows: 0..<own, scope: scope, targets: targets,
          weight: extra.ownWeight, gradient: &gradient)
        return (loss, extra.addLoss(logits: logits, first: own, gradient: &gradient), correct)
      }
      pass.backward(weights: weights, batch: rows, gradient: &gradient)
      let penalty = extra.addPenalty(weights: weights, gradient: &gradient)
      optimizer.learningRate = rate
      let norm = isLogged ? sumOfSquares(gradient).squareRoot() : 0
      let isFinite = optimizer.step(&weights, gradient: gradient)
      extra.didStep(weights: weights)
      let total = Double(loss + extraLoss)
      return TrainingLoop.Outcome(
        loss: total, isFinite: isFinite && penalty.isFinite,
        log: isLogged
          ? TrainingLoop.log(
            objective, loss: total, penalty: Double(penalty), gradientNorm: norm,
            accuracy: Double(correct) / Double(own), rate: rate) : [])
    }

    var state = task.state.with(metrics: end.log)
    state.weights = weights
    state.optimizer = settings.keepsOptimizer == true ? optimizer.moments : nil
    state.heads.append(head)
    state.statistics.append(statistics)
    try end.measure { try extra.finish(&state, task) { try end.tell(report) } }
    return state
  }
}
