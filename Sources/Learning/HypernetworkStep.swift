import Hypernetworks
import Networks
import Tensors

/// The steps of one task: a hypernetwork, the target network whose weights it generates, their
/// regularizer, optimizers, and all buffers, which stay from step to step.
///
/// A step, as in von Oswald et al. 2020, §2: the task's gradient; where the optimizer's step along it
/// would lead; the regularizer's gradient there; one step along the sum. The output layer is passed over
/// twice: see `OutputLayer`.
package struct HypernetworkStep<Pass: TargetPass>: Sendable {
  /// The scalar of the computation.
  package typealias S = Pass.S

  /// Θ_h after the steps so far.
  package private(set) var parameters: [S]
  /// e_t after the steps so far.
  package private(set) var embedding: [S]
  /// The target network's statistics of the task.
  package private(set) var statistics: [S]
  /// The batch's buffers; fill the inputs before each step.
  package var pass: Pass
  /// η of the next step.
  package var learningRate: Double {
    didSet {
      (optimizer.learningRate, embeddingOptimizer.learningRate) = (learningRate, learningRate)
    }
  }
  /// Where time goes, for benchmarks.
  package var profile: StepProfile?
  /// ω of synaptic intelligence, the path integral of the task's gradient so far; empty for others.
  package private(set) var pathIntegral: [S] = []

  private let settings: TrainingSettings
  private let outputs: Int
  private var regularizer: TaskRegularizer<S>
  private var generator: Generator<S>
  private var optimizer: Optimizer<S>
  private var embeddingOptimizer: Optimizer<S>
  private var weightGradient: [S]
  private var gradient: [S]
  /// Θ + ΔΘ; its output layer is used by the direct form alone.
  private var ahead: [S]
  /// The rule of the step's lookahead.
  private var lookahead = UpdateRule<S>(.rest)
  /// The task's own gradient and the parameters before the step, for the path integral.
  private var taskGradient: [S] = []
  private var start: [S] = []
  private var noise: RandomStream
  private var choice: RandomStream
  private let pastTasks: Int
  private let besideOutput: [Range<Int>]

  /// The steps of a task from `parameters` and `embedding` on. The first weights are generated here.
  ///
  /// - Parameters:
  ///   - task: the task's index; all randomness derives from it and `seed`
  ///   - pastTasks: the number of tasks that `regularizer` keeps
  @specialized(where Pass == NetworkPass<Float>)
  package init(
    _ settings: TrainingSettings, network: Pass.Network, hypernetwork: Hypernetwork,
    parameters: [S], embedding: [S], regularizer: TaskRegularizer<S>, pastTasks: Int, task: Int,
    seed: UInt64
  ) {
    self.settings = settings
    self.parameters = parameters
    self.embedding = embedding
    self.regularizer = regularizer
    self.pastTasks = pastTasks
    besideOutput = hypernetwork.rangesBesideOutput
    statistics = network.initialStatistics()
    outputs = network.outputCount
    pass = Pass(network, capacity: settings.batch, backward: true)
    learningRate = settings.optimizer.learningRate
    generator = Generator(hypernetwork, segments: regularizer.segments)
    generator.generate(parameters: parameters, embedding: embedding)
    optimizer = Optimizer(settings.optimizer, count: parameters.count)
    embeddingOptimizer = Optimizer(settings.optimizer, count: embedding.count)
    weightGradient = [S](repeating: 0, count: hypernetwork.generatedCount)
    gradient = [S](repeating: 0, count: parameters.count)
    ahead = parameters
    noise = RandomStream(seed: seed, purpose: "dropout", index: task)
    choice = RandomStream(seed: seed, purpose: "regularized tasks", index: task)
    if settings.regularizer.method == .si {
      (pathIntegral, taskGradient, start) = (gradient, gradient, gradient)
    }
  }

  /// What a step has found.
  package struct Outcome: Sendable {
    /// The loss of the task before the step, without the regularizer.
    package let loss: S
    /// Samples of the batch that were classified right; 0 in regression.
    package fileprivate(set) var correct = 0
    /// R, where the regularizer was evaluated; nil if it was not asked for.
    package let penalty: S?
    /// Whether all that went in and came out is finite.
    package let isFinite: Bool
  }

  /// Takes a step of classification on the batch in `pass`.
  ///
  /// - Parameters:
  ///   - labels: the samples' classes, counted within the output units `head`
  ///   - isLogged: whether R and, afterwards, `squaredGradientNorm` are asked for
  @specialized(where Pass == NetworkPass<Float>)
  package mutating func run(
    labels: [Int], head: Range<Int>, isLogged: Bool = true
  ) -> Outcome {
    let outputs = outputs
    return run(batch: labels.count, isLogged) { logits, gradient in
      Loss.crossEntropy(
        logits: logits, outputs: outputs, head: head, labels: labels, gradient: &gradient)
    }
  }

  /// Takes a step of regression on the batch in `pass`.
  ///
  /// - Parameters:
  ///   - values: what the output units `head` shall give, `[batch × head]`
  ///   - isLogged: as above
  @specialized(where Pass == NetworkPass<Float>)
  package mutating func run(
    values: [S], head: Range<Int>, isLogged: Bool = true
  ) -> Outcome {
    let (outputs, batch) = (outputs, values.count / head.count)
    return run(batch: batch, isLogged) { logits, gradient in
      clear(&gradient, count: batch * outputs)
      let loss = Loss.addSquaredError(
        values: logits, outputs: outputs, rows: 0..<batch, scope: head, targets: values,
        gradient: &gradient)
      return (loss, 0)
    }
  }

  /// Takes a step on a loss of the outputs. `loss` returns it with the number of samples that are right, and
  /// sets the gradient with respect to the outputs.
  @specialized(where Pass == NetworkPass<Float>)
  private mutating func run(
    batch: Int, _ isLogged: Bool, loss: (_ outputs: [S], _ gradient: inout [S]) -> (S, Int)
  ) -> Outcome {
    let profile = profile
    // Taken out, so that there is one of each: what is shared would be copied.
    var (noise, statistics, correct) = (noise, statistics, 0)
    self.statistics = []
    var outcome = run(isLogged: isLogged) { pass, weights, gradient in
      let (loss, right) = profile.measure(.targetForward) {
        pass.forward(weights: weights, batch: batch, statistics: &statistics, noise: &noise)
        return pass.withLogitGradient(loss)
      }
      correct = right
      guard loss.isFinite else { return loss }
      profile.measure(.targetBackward) {
        pass.backward(weights: weights, batch: batch, gradient: &gradient)
      }
      return loss
    }
    (self.noise, self.statistics, outcome.correct) = (noise, statistics, correct)
    return outcome
  }

  /// Takes a step on any loss of the generated weights.
  ///
  /// - Parameters:
  ///   - isLogged: whether R and, afterwards, `squaredGradientNorm` are asked for
  ///   - taskLoss: given `pass` and the generated weights, returns the loss and sets the first P numbers
  ///     of its gradient with respect to these; that is not read where the loss is no finite number
  @specialized(where Pass == NetworkPass<Float>)
  package mutating func run(
    isLogged: Bool = true,
    taskLoss: (_ pass: inout Pass, _ weights: [S], _ gradient: inout [S]) -> S
  ) -> Outcome {
    // 1. The task's gradient, through the target network and the generated weights.
    let loss = taskLoss(&pass, generator.weights, &weightGradient)
    guard loss.isFinite else { return Outcome(loss: loss, penalty: nil, isFinite: false) }
    // 2, 3. The regularizer's gradient where the optimizer's own step would lead.
    let (penalty, coefficients) = addRegularizedGradient(isLogged)
    // 4. One step for Θ_h on the sum, one for the embedding on the task's gradient alone.
    let isFinite = advance(coefficients, keepsGradient: isLogged)
    return Outcome(
      loss: loss, penalty: penalty, isFinite: isFinite && (penalty?.isFinite ?? true))
  }

  /// The weights that are generated for the task, of which the first belong to the target network.
  package var weights: [S] { generator.weights }

  /// `Σ g²` over Θ_h, of the last step's summed gradient, where that step was logged.
  package var squaredGradientNorm: Double { sumOfSquares(gradient) }

  /// The task's gradient and the regularizer's, less what the latter gives the output layer in the
  /// factored form: that is returned, for `advance` to add in passing.
  private mutating func addRegularizedGradient(
    _ wantsPenalty: Bool
  ) -> (penalty: S?, coefficients: OutputLayer<S>.Coefficients?) {
    let strength = S(settings.regularizer.strength)
    switch regularizer {
    case .none:
      backward()
      return (0, nil)
    case .weights(let quadratic):
      backward()
      let factor: S = [.ewc, .onlineEWC].contains(settings.regularizer.method) ? 0.5 : 1
      let penalty = profile.measure(.regularizer) {
        quadratic.evaluate(
          parameters: parameters, strength: factor * strength, gradient: &gradient)
      }
      return (penalty, nil)
    case .direct(var direct):
      backward()
      regularizer = .none
      let rule = lookaheadRule()
      profile.measure(.lookahead) { look(rule, ranges: [0..<parameters.count]) }
      let penalty = profile.measure(.regularizer) {
        direct.evaluate(
          ahead: ahead, current: parameters, chosen: chooseTasks(), strength: strength,
          gradient: &gradient)
      }
      regularizer = .direct(direct)
      return (penalty, nil)
    case .factored(var factored):
      // Taken out, so that there is one of it: what is shared would be copied.
      regularizer = .none
      backward(against: factored.snapshot)
      profile.measure(.lookahead) { look(lookahead, ranges: besideOutput) }
      let penalty = profile.measure(.regularizer) {
        factored.evaluate(
          generator.grams, ahead: ahead, current: parameters, chosen: chooseTasks(),
          strength: strength, gradient: &gradient, wantsValue: wantsPenalty)
      }
      regularizer = .factored(factored)
      return (penalty, factored.coefficients)
    }
  }

  private mutating func backward() {
    generator.backward(
      parameters: parameters, embedding: embedding, weightGradient: weightGradient,
      gradient: &gradient, profile: profile)
    guard !pathIntegral.isEmpty else { return }
    copy(gradient, into: &taskGradient)
    copy(parameters, into: &start)
  }

  /// The task's gradient, and what the lookahead along it makes of the output layer.
  private mutating func backward(against snapshot: [S]?) {
    // With clipping by norm the step is known only when the whole gradient is.
    let isKnown = !settings.optimizer.clipping.needsNorm
    if !isKnown { backward() }
    lookahead = lookaheadRule()
    let ahead = OutputLayer<S>.Lookahead(
      lookahead, first: optimizer.first, second: optimizer.second, snapshot: snapshot)
    if isKnown {
      generator.backward(
        parameters: parameters, embedding: embedding, weightGradient: weightGradient,
        gradient: &gradient, lookahead: ahead, profile: profile)
    } else {
      generator.measure(ahead, parameters: parameters, gradient: gradient, profile: profile)
    }
  }

  private func lookaheadRule() -> UpdateRule<S> {
    switch settings.regularizer.lookahead {
    case .optimizer: optimizer.rule(for: gradient)
    case .sgd: UpdateRule(.gradient(rate: S(learningRate)))
    case .none: UpdateRule(.rest)
    }
  }

  private mutating func look(_ rule: UpdateRule<S>, ranges: [Range<Int>]) {
    for range in ranges {
      lookAhead(
        rule, gradient: gradient, parameters: parameters, first: optimizer.first,
        second: optimizer.second, into: &ahead, range: range)
    }
  }

  /// The past tasks of this step; nil for all.
  private mutating func chooseTasks() -> [Int]? {
    let count = settings.regularizer.tasksPerStep
    guard count > 0, count < pastTasks else { return nil }
    return choice.choose(count, of: pastTasks)
  }

  /// Moves Θ_h and the embedding, and generates the next weights.
  private mutating func advance(
    _ coefficients: OutputLayer<S>.Coefficients?, keepsGradient: Bool
  ) -> Bool {
    var coefficients = coefficients
    let snapshot = regularizer.snapshot
    if let some = coefficients, settings.optimizer.clipping.needsNorm {
      let ahead = OutputLayer<S>.Lookahead(
        lookahead, first: optimizer.first, second: optimizer.second, snapshot: snapshot)
      generator.addRegularizer(
        some, lookahead: ahead, parameters: parameters, gradient: &gradient, profile: profile)
      coefficients = nil
    }
    let rule = optimizer.rule(for: gradient)
    var isFinite = profile.measure(.optimizer) {
      var isFinite = true
      for range in besideOutput {
        let moved = update(
          rule, gradient: gradient, parameters: &parameters, first: &optimizer.first,
          second: &optimizer.second, range: range)
        isFinite = isFinite && moved
      }
      return embeddingOptimizer.step(&embedding, gradient: generator.embeddingGradient) && isFinite
    }
    let moved = generator.finish(
      coefficients, lookahead: lookahead, snapshot: snapshot, rule: rule, gradient: &gradient,
      parameters: &parameters, first: &optimizer.first, second: &optimizer.second,
      embedding: embedding, keepsGradient: keepsGradient, profile: profile)
    isFinite = isFinite && moved
    optimizer.advance()
    if !pathIntegral.isEmpty {
      addPathIntegral(gradient: taskGradient, before: start, after: parameters, to: &pathIntegral)
    }
    return isFinite
  }
}

extension HypernetworkStep: Resumable {
  /// All that a step moves. Gradients, lookahead and the regularizer's products are made anew in each step, and
  /// the weights are generated once more.
  package mutating func saveOrRestore(_ parts: inout SavedParts) {
    parts.numbers("parameters", &parameters)
    parts.numbers("embedding", &embedding)
    parts.numbers("statistics", &statistics)
    parts.numbers("path_integral", &pathIntegral)
    parts.group("optimizer", &optimizer)
    parts.group("embedding_optimizer", &embeddingOptimizer)
    parts.group("dropout", &noise)
    parts.group("regularized_tasks", &choice)
    if parts.isRestoring { generator.generate(parameters: parameters, embedding: embedding) }
  }
}
