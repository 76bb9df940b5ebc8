import Foundation
import Hypernetworks
import Networks
import Tasks
import Tensors

/// Trains a hypernetwork on one task after another (von Oswald et al. 2020, eq. 2).
public struct HypernetworkTrainer {
  /// How a task is trained.
  public let settings: TrainingSettings

  /// A trainer with these settings, which may differ from task to task.
  public init(_ settings: TrainingSettings) { self.settings = settings }

  /// The state after task `t`, given the state after task `t − 1`.
  ///
  /// Traps where the samples do not fit the state's network: another number of inputs, or a head of units
  /// that it does not have.
  ///
  /// - Parameter report: called after every step; throws to stop (a cancelled run).
  /// - Throws: `DivergenceError`, or what `report` throws.
  public func train(
    _ state: HypernetworkState, on samples: TaskSamples,
    report: (_ step: Int) throws -> Void = { _ in }
  ) throws -> HypernetworkState {
    try train(state, on: samples, with: TrainingAids(), report: report)
  }

  /// The same with a savepoint, or a score that the learning rate follows.
  package func train(
    _ state: HypernetworkState, on samples: TaskSamples, with aids: TrainingAids,
    report: (_ step: Int) throws -> Void
  ) throws -> HypernetworkState {
    precondition(
      samples.inputCount == state.network.inputCount
        && samples.head.upperBound <= state.network.outputCount,
      "samples of \(samples.inputCount) inputs and head \(samples.head) for a network of "
        + "\(state.network.inputCount) inputs and \(state.network.outputCount) outputs")
    return try train(
      state, of: state.network, NetworkPass<Float>.self, on: samples, with: aids, report: report)
  }

  /// The same with any target network of as many weights as the state's, and its pass. Importances, where the
  /// regularizer needs them, are those of the state's own network.
  @specialized(where Pass == NetworkPass<Float>)
  package func train<Pass: TargetPass>(
    _ state: HypernetworkState, of network: Pass.Network, _ pass: Pass.Type,
    on samples: TaskSamples, with aids: TrainingAids = TrainingAids(),
    report: (_ step: Int) throws -> Void
  ) throws -> HypernetworkState where Pass.S == Float {
    var step = HypernetworkStep<Pass>(settings, state, of: network)
    let (head, objective) = (samples.head, samples.objective)
    var targets = TargetBatch(objective, rows: settings.batch, width: head.count)
    let task = state.taskEmbeddings.count
    let inputs = TrainingInputs(samples, seed: state.seed, task: task)
    let loop = TrainingLoop(settings, task: task, seed: state.seed)
    let end = try loop.run(
      on: samples, savepoint: aids.savepoint,
      score: { aids.score?(step.weights, step.statistics) }, report: report,
      parts: { $0.group("hypernetwork", &step) }
    ) { batch, first, rate, isLogged in
      inputs.gather(batch, from: first, into: &step.pass.inputs)
      samples.targets(of: batch, scope: head, into: &targets)
      step.learningRate = rate
      let outcome =
        switch objective {
        case .classification: step.run(labels: targets.labels, head: head, isLogged: isLogged)
        case .regression: step.run(values: targets.values, head: head, isLogged: isLogged)
        }
      return TrainingLoop.Outcome(
        loss: Double(outcome.loss), isFinite: outcome.isFinite,
        log: isLogged ? log(of: outcome, step, objective) : [])
    }
    var state = state.with(metrics: end.log)
    try end.measure {
      try state.learn(step, samples, settings.regularizer) { try end.tell(report) }
    }
    return state
  }

  /// An entry of the training log.
  private func log<Pass>(
    of outcome: HypernetworkStep<Pass>.Outcome, _ step: HypernetworkStep<Pass>,
    _ objective: Objective
  ) -> [(name: String, value: Double)] where Pass.S == Float {
    TrainingLoop.log(
      objective, loss: Double(outcome.loss), penalty: Double(outcome.penalty ?? 0),
      gradientNorm: step.squaredGradientNorm.squareRoot(),
      accuracy: Double(outcome.correct) / Double(settings.batch), rate: step.learningRate)
  }
}

extension HypernetworkStep where Pass == NetworkPass<Float> {
  /// The steps of the task after those that `state` has learned.
  ///
  /// - Parameter form: how the output regularizer is computed
  package init(
    _ settings: TrainingSettings, _ state: HypernetworkState,
    form: TaskRegularizer<Float>.Form = .cheaper
  ) {
    self.init(settings, state, of: state.network, form: form)
  }
}

extension HypernetworkStep where S == Float {
  /// The same with any target network of as many weights as the state's.
  package init(
    _ settings: TrainingSettings, _ state: HypernetworkState, of network: Pass.Network,
    form: TaskRegularizer<Float>.Form = .cheaper
  ) {
    let task = state.taskEmbeddings.count
    self.init(
      settings, network: network, hypernetwork: state.hypernetwork,
      parameters: state.parameters,
      embedding: settings.embeddingStart.embedding(
        state.hypernetwork, after: state.taskEmbeddings, seed: state.seed),
      regularizer: TaskRegularizer(
        settings.regularizer, hypernetwork: state.hypernetwork, network: network,
        snapshot: state.parameters, embeddings: state.taskEmbeddings, heads: state.heads,
        importance: state.memory.importance, anchor: state.memory.anchor,
        targetFisher: state.memory.targetFisher, form: form),
      pastTasks: task, task: task, seed: state.seed)
  }
}

extension HypernetworkState {
  /// Takes over what a task's steps have learned, and measures what its regularizer must remember.
  ///
  /// - Parameter report: called now and then; throws to stop.
  fileprivate mutating func learn<Pass>(
    _ step: HypernetworkStep<Pass>, _ samples: TaskSamples, _ settings: RegularizerSettings,
    report: () throws -> Void
  ) throws where Pass.S == Float {
    let start = parameters
    parameters = step.parameters
    taskEmbeddings.append(step.embedding)
    heads.append(samples.head)
    statistics.append(step.statistics)
    guard settings.needsImportance else { return }
    var estimator = ImportanceEstimator(self, samples, count: settings.importanceSamples)
    let labels = settings.fisherLabels ?? .own
    let measured: [Float] =
      switch settings.method {
      case .output: try estimator.targetFisher(labels: labels, report: report)
      case .ewc, .onlineEWC: try estimator.fisher(labels: labels, report: report)
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
