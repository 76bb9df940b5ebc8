import Foundation
import Hypernetworks
import Networks
import Tasks
import Tensors

/// Trains a hypernetwork on one task after another (von Oswald et al. 2020, eq. 2).
package struct HypernetworkTrainer {
  package let settings: TrainingSettings

  package init(_ settings: TrainingSettings) { self.settings = settings }

  /// The state after task `t`, given the state after task `t − 1`.
  ///
  /// - Parameter report: called after every step; throws to stop (a cancelled run).
  /// - Throws: `DivergenceError`, or what `report` throws.
  package func train(
    _ state: LearnerState, on samples: TaskSamples, report: (_ step: Int) throws -> Void
  ) throws -> LearnerState {
    var state = state
    let task = state.taskEmbeddings.count
    var step = HypernetworkStep<PerceptronPass<Float>>(settings, state)
    var minibatches = Minibatches(
      count: samples.count,
      random: RandomStream(seed: state.seed, purpose: "minibatches", index: task))
    var rate = LearningRate(
      settings.optimizer.schedule, base: settings.optimizer.learningRate, steps: settings.steps)
    var batch = [Int](repeating: 0, count: settings.batch)
    var labels = batch
    var lastFiniteLoss: Double?
    state.metrics = []

    for k in 1...settings.steps {
      minibatches.next(into: &batch)
      samples.gather(batch, into: &step.pass.inputs)
      samples.labels(of: batch, into: &labels)
      step.learningRate = rate.rate(atStep: k - 1)
      let isLogged = k == 1 || k % settings.logInterval == 0 || k == settings.steps
      let outcome = step.run(labels: labels, head: samples.head, isLogged: isLogged)
      if outcome.loss.isFinite { lastFiniteLoss = Double(outcome.loss) }
      guard outcome.isFinite else {
        throw DivergenceError(
          task: task, step: k, learningRate: step.learningRate,
          what: outcome.loss.isFinite ? .weights : .loss, lastFiniteLoss: lastFiniteLoss)
      }
      rate.observe(loss: Double(outcome.loss))
      if isLogged { state.metrics += metrics(k, outcome, step) }
      try report(k)
    }
    do {
      try state.learn(step, samples, settings.regularizer) { try report(settings.steps) }
    } catch is NonFiniteImportance {
      throw DivergenceError(
        task: task, step: settings.steps, learningRate: step.learningRate, what: .importance,
        lastFiniteLoss: lastFiniteLoss)
    }
    return state
  }

  /// An entry of the training log.
  private func metrics(
    _ k: Int, _ outcome: HypernetworkStep<PerceptronPass<Float>>.Outcome,
    _ step: HypernetworkStep<PerceptronPass<Float>>
  ) -> [TrainingMetric] {
    [
      ("loss", Double(outcome.loss)), ("regularizer", Double(outcome.penalty ?? 0)),
      ("gradient_norm", step.squaredGradientNorm.squareRoot()),
      ("accuracy", Double(outcome.correct) / Double(settings.batch)),
      ("learning_rate", step.learningRate),
    ].map { TrainingMetric(step: k, name: $0, value: $1) }
  }
}

extension HypernetworkStep where Pass == PerceptronPass<Float> {
  /// The steps of the task after those that `state` has learned.
  ///
  /// - Parameter form: how the output regularizer is computed
  package init(
    _ settings: TrainingSettings, _ state: LearnerState,
    form: TaskRegularizer<Float>.Form = .cheaper
  ) {
    let task = state.taskEmbeddings.count
    self.init(
      settings, network: state.network, hypernetwork: state.hypernetwork,
      parameters: state.parameters,
      embedding: settings.embeddingStart.embedding(
        state.hypernetwork, after: state.taskEmbeddings, seed: state.seed),
      regularizer: TaskRegularizer(
        settings.regularizer, hypernetwork: state.hypernetwork, network: state.network,
        snapshot: state.parameters, embeddings: state.taskEmbeddings, heads: state.heads,
        importance: state.memory.importance, anchor: state.memory.anchor,
        targetFisher: state.memory.targetFisher, form: form),
      pastTasks: task, task: task, seed: state.seed)
  }
}

extension LearnerState {
  /// Takes over what a task's steps have learned, and measures what its regularizer must remember.
  ///
  /// - Parameter report: called now and then; throws to stop.
  fileprivate mutating func learn(
    _ step: HypernetworkStep<PerceptronPass<Float>>, _ samples: TaskSamples,
    _ settings: RegularizerSettings, report: () throws -> Void
  ) throws {
    let start = parameters
    parameters = step.parameters
    taskEmbeddings.append(step.embedding)
    heads.append(samples.head)
    guard settings.needsImportance else { return }
    var estimator = ImportanceEstimator(self, samples, count: settings.importanceSamples)
    let measured: [Float] =
      switch settings.method {
      case .output: try estimator.targetFisher(report: report)
      case .ewc, .onlineEWC: try estimator.fisher(report: report)
      case .mas: try estimator.sensitivity(report: report)
      case .si:
        SynapticIntelligence.importances(
          step.pathIntegral, from: start, to: step.parameters, damping: settings.damping)
      }
    guard measured.allSatisfy(\.isFinite) else { throw NonFiniteImportance() }
    if settings.method == .output {
      memory.targetFisher.append(measured)
    } else {
      memory.add(measured, at: parameters, settings)
    }
  }
}
