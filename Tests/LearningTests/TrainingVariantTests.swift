import Datasets
import Evaluation
import Hypernetworks
import Learning
import Networks
import Tasks
import Tensors
import TestSupport
import Testing

@Suite("Variants of training")
struct TrainingVariantTests {
  /// The state after `tasks` more tasks: the stripes' two in turn.
  private func train(
    _ settings: TrainingSettings, tasks: Int, after start: HypernetworkState? = nil
  ) throws -> HypernetworkState {
    let start = start ?? Stripes.start(seed: 1)
    return try (0..<tasks).reduce(start) { state, _ in
      try HypernetworkTrainer(settings).train(
        state, on: Stripes.samples(task: state.taskEmbeddings.count % 2)
      ) { _ in }
    }
  }

  // MARK: Embeddings

  @Test(
    "An embedding starts where the setting says, the first one always at random",
    arguments: TrainingSettings.EmbeddingStart.allCases)
  func embeddingStart(start: TrainingSettings.EmbeddingStart) throws {
    let past = try train(Stripes.settings(beta: 0, steps: 5), tasks: 2)
    // A step that is too small to be seen in single precision.
    var settings = Stripes.settings(beta: 0, rate: 1e-12, steps: 1)
    settings.embeddingStart = start
    let h = past.hypernetwork
    let first = try train(settings, tasks: 1)
    #expect(first.taskEmbeddings == [h.initialEmbedding(task: 0, seed: 1)])
    let third = try train(settings, tasks: 1, after: past)
    #expect(Array(third.taskEmbeddings[..<2]) == past.taskEmbeddings)
    let expected: [Float] =
      switch start {
      case .random: h.initialEmbedding(task: 2, seed: 1)
      case .previous: past.taskEmbeddings[1]
      case .mean: zip(past.taskEmbeddings[0], past.taskEmbeddings[1]).map { ($0 + $1) / 2 }
      }
    #expect(third.taskEmbeddings[2] == expected)
  }

  // MARK: Past tasks of a step

  @Test(
    "Subsets of past tasks depend on the seed alone, and matter while there are more tasks",
    arguments: [false, true])
  func subsets(isDirect: Bool) throws {
    func parameters(_ tasksPerStep: Int) throws -> [UInt32] {
      var settings = Stripes.settings(beta: 1, steps: 8)
      settings.regularizer.tasksPerStep = tasksPerStep
      settings.regularizer.fisherWeighted = isDirect
      settings.regularizer.importanceSamples = 5
      return try train(settings, tasks: 4).parameters.map(\.bitPattern)
    }
    let (all, one, two) = (try parameters(0), try parameters(1), try parameters(2))
    #expect(try parameters(1) == one)
    #expect(one != all && two != all && one != two)
    #expect(try parameters(3) == all)
    #expect(try parameters(100) == all)
  }

  @Test("Each step takes its number of different past tasks, of which all get their turn")
  func turns() {
    let network = Architecture(widths: [6, 4, 3])
    let h = Hypernetwork(
      targetCount: network.weightCount, embeddingSize: 2, chunkSize: 10, chunkEmbeddingSize: 2,
      hidden: [4], activation: .tanh)
    let (start, snapshot): ([Double], [Double]) = (
      uniformValues(h.parameterCount, seed: 1), uniformValues(h.parameterCount, seed: 2)
    )
    let past: [[Double]] = (0..<4).map { uniformValues(2, seed: 3 + $0) }
    // Nothing moves, so that R tells the subset.
    var settings = TrainingSettings(
      optimizer: .sgd(learningRate: 0), batch: 1, steps: 1, beta: 0.5, logInterval: 1)
    settings.regularizer.tasksPerStep = 2
    settings.regularizer.lookahead = .none
    var step = HypernetworkStep<NetworkPass<Double>>(
      settings, network: network, hypernetwork: h, parameters: start,
      embedding: uniformValues(2, seed: 9),
      regularizer: TaskRegularizer(
        settings.regularizer, hypernetwork: h, network: network, snapshot: snapshot,
        embeddings: past, heads: [], importance: [], anchor: [], targetFisher: []),
      pastTasks: 4, task: 4, seed: 1)
    var generator = Generator<Double>(h)
    let distances = past.map { embedding in
      generator.generate(parameters: snapshot, embedding: embedding)
      let target = generator.weights
      generator.generate(parameters: start, embedding: embedding)
      let differences = zip(generator.weights, target).prefix(h.targetCount).map { $0 - $1 }
      return differences.reduce(0) { $0 + $1 * $1 }
    }
    let pairs = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)].map { i, j in
      0.5 / 2 * (distances[i] + distances[j])
    }
    var counts = [Int](repeating: 0, count: pairs.count)
    for _ in 0..<600 {
      let penalty = step.run(labels: [0], head: 0..<3).penalty ?? .nan
      guard let pair = pairs.firstIndex(where: { abs($0 - penalty) < 1e-10 * $0 }) else {
        Issue.record("\(penalty) is none of \(pairs)")
        return
      }
      counts[pair] += 1
    }
    #expect(step.parameters == start)
    // Five standard deviations of a binomial count around 100.
    for count in counts { #expect(abs(count - 100) < 46, "\(counts)") }
  }

  // MARK: Rates

  private static let schedules: [LearningRateSchedule] = [
    .constant, .step(interval: 3, factor: 0.5),
    .milestones([.init(step: 2, factor: 0.5), .init(step: 5, factor: 0.1)]),
    .exponential(factor: 0.9), .cosine(minimum: 0.1),
    .plateau(factor: 0.5, patience: 0, window: 2, threshold: 0.99),
  ]

  @Test("The logged rates are those of the schedule, anew in each task", arguments: schedules)
  func loggedRates(schedule: LearningRateSchedule) throws {
    var settings = Stripes.settings(beta: 1, rate: 0.01, steps: 12)
    settings.logInterval = 1
    settings.optimizer.schedule = schedule
    var state = Stripes.start(seed: 1)
    for task in 0..<2 {
      state = try train(settings, tasks: 1, after: state)
      func logged(_ name: String) -> [Double] {
        state.metrics.filter { $0.name == name }.map(\.value)
      }
      var rate = LearningRate(schedule, base: 0.01, steps: 12)
      var expected: [Double] = []
      for (k, loss) in logged("loss").enumerated() {
        expected.append(rate.rate(atStep: k))
        rate.observe(loss: loss)
      }
      #expect(logged("learning_rate") == expected && expected.count == 12, "task \(task)")
      #expect((Set(expected).count == 1) == (schedule == .constant), "task \(task)")
    }
  }

  @Test(
    "Step, lookahead and embedding all follow the schedule: half of a rate is half the rate",
    arguments: RegularizerSettings.Lookahead.allCases,
    [OptimizerSettings.Algorithm.adam(), .adamW(), .sgd(momentum: 0.5), .rmsProp()])
  func scheduledRates(
    lookahead: RegularizerSettings.Lookahead, algorithm: OptimizerSettings.Algorithm
  ) throws {
    func state(_ rate: Double, _ schedule: LearningRateSchedule) throws -> HypernetworkState {
      var settings = Stripes.settings(beta: 1, steps: 8)
      settings.optimizer = OptimizerSettings(
        algorithm, learningRate: rate, weightDecay: 0.1, schedule: schedule)
      settings.regularizer.lookahead = lookahead
      return try train(settings, tasks: 2).with(metrics: [])
    }
    let half = try state(0.005, .constant)
    #expect(try state(0.01, .milestones([.init(step: 0, factor: 0.5)])) == half)
    #expect(try state(0.01, .constant) != half)
  }

  @Test("What is logged changes nothing that is learned", arguments: [false, true])
  func logging(isDirect: Bool) throws {
    func state(_ interval: Int) throws -> HypernetworkState {
      var settings = Stripes.settings(beta: 1, steps: 8)
      settings.regularizer.fisherWeighted = isDirect
      settings.logInterval = interval
      return try train(settings, tasks: 2).with(metrics: [])
    }
    #expect(try state(1) == state(100))
  }

  @Test("A learner's first parameters suit its target's activation")
  func initialization() {
    func deviations(_ activation: Activation) -> Double {
      let h = Stripes.start(seed: 1).hypernetwork
      let state = HypernetworkState(
        network: Architecture(widths: [64, 20, 2], activation: activation),
        hypernetwork: h, initialization: .hyperfanIn, seed: 1)
      return sumOfSquares(Array(state.parameters[h.outputBlock.range]))
    }
    #expect(abs(deviations(.tanh) / deviations(.relu) - 0.5) < 1e-6)
  }

  // MARK: Dropout

  @Test("Dropout depends on the seed alone, and changes training")
  func dropout() throws {
    func state(_ dropout: Double, seed: UInt64) throws -> HypernetworkState {
      try train(
        Stripes.settings(beta: 1, steps: 8), tasks: 2,
        after: Stripes.start(seed: seed, dropout: dropout))
    }
    let (once, again) = (try state(0.4, seed: 1), try state(0.4, seed: 1))
    #expect(once == again)
    #expect(once.parameters.map(\.bitPattern) == again.parameters.map(\.bitPattern))
    #expect(try state(0, seed: 1).parameters != once.parameters)
    #expect(try state(0.2, seed: 1).parameters != once.parameters)
    #expect(try state(0.4, seed: 2).parameters != once.parameters)
  }

  @Test("Neither accuracies nor importances are measured with dropout")
  func dropoutIsForTraining() throws {
    let trained = try train(
      Stripes.settings(beta: 0, steps: 3), tasks: 1,
      after: Stripes.start(seed: 1, dropout: 0.6))
    // Images without stripes: what is made of them hangs on every unit.
    var random = RandomStream(seed: 1, purpose: "pixels")
    let images = LabelledImages(
      pixels: (0..<300 * 64).map { _ in UInt8(random.integer(below: 256)) },
      labels: (0..<300).map { UInt8($0 % 2) }, count: 300, height: 8, width: 8, channels: 1)
    let samples = TaskSamples(Stripes.sequence, task: 0, in: images)
    func measure(_ dropout: Double) -> (accuracy: [[Double]], importance: [[Float]]) {
      var state = HypernetworkState(
        network: Architecture(widths: [64, 20, 2], dropout: dropout),
        hypernetwork: trained.hypernetwork, parameters: trained.parameters,
        taskEmbeddings: trained.taskEmbeddings, heads: trained.heads,
        seed: 1)
      state.evaluate(on: [samples])
      var estimator = ImportanceEstimator(state, samples, count: 10)
      return (
        state.scores.rows,
        [estimator.fisher {}, estimator.targetFisher {}, estimator.sensitivity {}]
      )
    }
    let (with, without) = (measure(0.6), measure(0))
    #expect(with.accuracy == without.accuracy && with.importance == without.importance)
    #expect((0.3..<0.7).contains(with.accuracy[0][0]), "\(with.accuracy)")
  }
}
