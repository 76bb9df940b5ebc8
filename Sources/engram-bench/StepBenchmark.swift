import Datasets
import Foundation
import Learning
import Networks
import Settings
import Tasks
import Tensors

/// Times training steps of an experiment, and the matrix products that they need by themselves.
struct StepBenchmark {
  /// What was measured at one task of the sequence. Times are in seconds, medians over repetitions.
  struct Row: Sendable {
    /// The task, counted from 1.
    let task: Int
    /// The past tasks that the regularizer keeps in each step.
    let regularized: Int
    /// The time of a whole step.
    let secondsPerStep: Double
    /// The samples of a step.
    let batch: Int
    /// Floating-point operations of all products of a step.
    let flops: StepFlops
    /// The rate of the target network's products by themselves, FLOP/s; of a large product where it has
    /// convolutions.
    let attainable: Double
    /// The share of each part in a step's time; the part is nil for what no part accounts for.
    let shares: [(part: StepProfile.Part?, share: Double)]
    /// The share of batch norm and all else that is done with feature maps between convolutions; it is in
    /// those of the target network, too.
    let passes: Double
    /// The memory of the process after the measurement, and the most so far, bytes.
    let memory: Int
    let peakMemory: Int

    /// The time that all products of a step would take at the rate `attainable`.
    var bareSeconds: Double { flops.total / attainable }
    /// The time of a step over that of its products: 1 would be ideal.
    var ratio: Double { secondsPerStep / bareSeconds }
    /// The rate of the products in a step, FLOP/s.
    var achieved: Double { flops.total / secondsPerStep }
  }

  /// The time of a step with a variant of the regularizer, at one task.
  struct VariantRow: Sendable {
    /// The variant, as the report shows it, such as `own_head=yes`.
    let name: String
    /// The time of a whole step, in seconds.
    let secondsPerStep: Double
    /// The same as a multiple of the step with the experiment's own regularizer.
    let ofPlain: Double
  }

  /// A product of the target network's step.
  struct ProductRow: Sendable {
    /// The product and its layer, such as `forward 1`.
    let name: String
    /// The shape, `rows × columns × inner side`.
    let shape: String
    /// The rate of the program's own kernels, FLOP/s.
    let rate: Double
    /// The time of the product with these, in seconds.
    let seconds: Double
    /// The rate of OpenBLAS, FLOP/s.
    let nativeRate: Double
  }

  private let settings: ExperimentSettings
  private let images: ImageDataset
  private let steps: Int
  private let repetitions: Int
  private let network: Architecture
  private var products: TargetProducts
  /// The tasks trained or simulated so far.
  private var state: HypernetworkState

  /// A benchmark of the networks, tasks and training of `settings`.
  ///
  /// - Parameters:
  ///   - images: what the tasks are made of
  ///   - steps: steps in each repetition
  ///   - repetitions: how often each time is taken
  init(
    _ settings: ExperimentSettings, images: ImageDataset, steps: Int, repetitions: Int
  ) {
    (self.settings, self.images) = (settings, images)
    (self.steps, self.repetitions) = (steps, repetitions)
    let shape = images.train
    network = settings.network(height: shape.height, width: shape.width, channels: shape.channels)
    products = TargetProducts(network, batch: settings.batch)
    state = HypernetworkState(
      network: network, hypernetwork: settings.hypernetwork(for: network), seed: settings.seed)
  }

  /// Measures the rates of the target network's products; the program's own kernels and OpenBLAS take turns.
  mutating func measureProducts() -> [ProductRow] {
    _ = (products.run(by: .portable), products.run(by: .native))
    let runs = (0..<3 * repetitions).map { _ in
      (own: products.run(by: .portable), native: products.run(by: .native))
    }
    return runs[0].own.indices.map { i in
      let seconds = median(runs.map { $0.own[i].seconds })
      let product = runs[0].own[i]
      return ProductRow(
        name: product.name, shape: product.shape, rate: product.flops / seconds, seconds: seconds,
        nativeRate: product.flops / median(runs.map { $0.native[i].seconds }))
    }
  }

  /// Measures steps at task `task` (from 0, not before one measured earlier) and keeps what they learn.
  /// Tasks in between are simulated by random embeddings.
  mutating func measure(task: Int) -> Row {
    simulate(upTo: task)
    let samples = TaskSamples(settings.sequence, task: task, in: images.train)
    let training = settings.training(ofTask: task)
    let chosen = training.regularizer.tasksPerStep
    let regularized =
      training.regularizer.strength == 0 ? 0 : chosen == 0 ? task : min(task, chosen)
    let flops = StepFlops(
      network, state.hypernetwork, batch: settings.batch, pastTasks: regularized)
    var timed = TimedSteps(training, state, samples)
    _ = (products.run(), timed.run(max(2, steps / 2)))
    var (stepTimes, productTimes) = ([Double](), [Double]())
    // Taking turns: the speed of a shared machine drifts.
    for _ in 0..<repetitions {
      for _ in 0..<3 { productTimes.append(products.run().reduce(0) { $0 + $1.seconds }) }
      stepTimes.append(timed.run(steps))
    }
    // Twenty steps, or what takes half a second.
    let shares = timed.shares(max(steps, min(20, Int(0.5 / median(stepTimes)))))
    state.parameters = timed.step.parameters
    state.taskEmbeddings.append(timed.step.embedding)
    state.heads.append(samples.head)
    state.statistics.append(timed.step.statistics)
    return Row(
      task: task + 1, regularized: regularized, secondsPerStep: median(stepTimes),
      batch: settings.batch, flops: flops, attainable: products.flops / median(productTimes),
      shares: shares.parts, passes: shares.passes, memory: residentMemory(),
      peakMemory: peakMemory()
    )
  }

  /// Measures every variant of the regularizer at task `task`; nothing of it is kept.
  mutating func measureVariants(task: Int) -> [VariantRow] {
    simulate(upTo: task)
    let samples = TaskSamples(settings.sequence, task: task, in: images.train)
    var state = state
    state.taskEmbeddings = Array(state.taskEmbeddings[..<task])
    state.heads = Array(state.heads[..<task])
    state.statistics = Array(state.statistics[..<task])
    // The importances do not matter for the time.
    let count = state.hypernetwork.parameterCount
    state.memory.importance = [Float](repeating: 1, count: count)
    state.memory.anchor = state.parameters
    state.memory.targetFisher = [[Float]](
      repeating: [Float](repeating: 1, count: network.weightCount), count: task)
    var variants = Self.variants.map { variant in
      var settings = settings
      variant.change(&settings)
      return TimedSteps(
        settings.training(ofTask: task), state, samples, form: variant.isDirect ? .direct : .cheaper
      )
    }
    var times = variants.map { _ in [Double]() }
    let count2 = max(2, steps / 2)
    for repetition in 0...repetitions {
      for i in variants.indices {
        let seconds = variants[i].run(count2)
        if repetition > 0 { times[i].append(seconds) }
      }
    }
    let plain = median(times[0])
    return Self.variants.indices.map { i in
      VariantRow(
        name: Self.variants[i].name, secondsPerStep: median(times[i]),
        ofPlain: median(times[i]) / plain)
    }
  }

  private struct Variant {
    let name: String
    var isDirect = false
    let change: @Sendable (inout ExperimentSettings) -> Void
  }

  private static let variants = [
    Variant(name: "output, all past tasks") { _ in },
    Variant(name: "the same, written out (direct)", isDirect: true) { _ in },
    Variant(name: "no regularizer (beta=0)") { $0.beta = 0 },
    Variant(name: "a past task a step (regularized_tasks=1)") { $0.regularizedTasks = 1 },
    Variant(name: "own_head=yes") { $0.ownHead = true },
    Variant(name: "regularizer_targets=current") { $0.regularizerTargets = .current },
    Variant(name: "lookahead=sgd") { $0.lookahead = .sgd },
    Variant(name: "lookahead=none") { $0.lookahead = .none },
    Variant(name: "fisher=yes (direct)") { $0.fisher = true },
    Variant(name: "regularizer=ewc") { $0.regularizer = .ewc },
    Variant(name: "regularizer=si") { $0.regularizer = .si },
    Variant(name: "regularizer=mas") { $0.regularizer = .mas },
    Variant(name: "clip_norm=1") { $0.clipNorm = 1 },
  ]

  private mutating func simulate(upTo task: Int) {
    let sequence = settings.sequence
    while state.taskEmbeddings.count < task {
      let past = state.taskEmbeddings.count
      state.taskEmbeddings.append(
        state.hypernetwork.initialEmbedding(task: past, seed: settings.seed))
      state.heads.append(sequence.head(ofTask: past))
      state.statistics.append(state.network.initialStatistics())
    }
  }
}

/// Steps on real minibatches of a task, timed.
private struct TimedSteps {
  var step: HypernetworkStep<NetworkPass<Float>>
  private let samples: TaskSamples
  private let inputs: TrainingInputs
  private var minibatches: Minibatches
  private var batch: [Int]
  private var targets: TargetBatch

  init(
    _ training: TrainingSettings, _ state: HypernetworkState, _ samples: TaskSamples,
    form: TaskRegularizer<Float>.Form = .cheaper
  ) {
    step = HypernetworkStep(training, state, form: form)
    self.samples = samples
    inputs = TrainingInputs(samples, seed: state.seed, task: 0)
    minibatches = Minibatches(
      count: samples.count, random: RandomStream(seed: state.seed, purpose: "minibatches"))
    batch = [Int](repeating: 0, count: training.batch)
    targets = TargetBatch(samples.objective, rows: training.batch, width: samples.head.count)
  }

  /// Seconds per step.
  mutating func run(_ count: Int) -> Double {
    let start = ContinuousClock.now
    for _ in 0..<count {
      step.profile.measure(.data) {
        let first = minibatches.given
        minibatches.next(into: &batch)
        inputs.gather(batch, from: first, into: &step.pass.inputs)
        samples.targets(of: batch, scope: samples.head, into: &targets)
      }
      _ = step.run(labels: targets.labels, head: samples.head, isLogged: false)
    }
    return (ContinuousClock.now - start) / .seconds(1) / Double(count)
  }

  /// Where the time of `count` steps goes: to each part, nil for the rest; and to passes over feature maps, which
  /// are within the target network's parts.
  mutating func shares(_ count: Int) -> (
    parts: [(part: StepProfile.Part?, share: Double)], passes: Double
  ) {
    let profile = StepProfile()
    (step.profile, step.pass.profile) = (profile, profile)
    let seconds = run(count) * Double(count)
    (step.profile, step.pass.profile) = (nil, nil)
    func share(_ part: StepProfile.Part) -> Double {
      (profile.durations[part] ?? .zero) / .seconds(1) / seconds
    }
    let parts = StepProfile.Part.ofStep.map { (part: Optional($0), share: share($0)) }
    return (parts + [(nil, 1 - parts.reduce(0) { $0 + $1.share })], share(.passes))
  }
}

/// The middle value, or the mean of the two.
func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  precondition(!sorted.isEmpty, "no values")
  return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}

/// The memory that the process holds, bytes; its peak where the system does not tell.
private func residentMemory() -> Int {
  if let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .ascii),
    let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
  {
    return pages * sysconf(Int32(_SC_PAGESIZE))
  }
  return peakMemory()
}

/// The most memory that the process has held, bytes.
private func peakMemory() -> Int {
  var usage = rusage()
  #if os(Linux)
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  #else
    getrusage(RUSAGE_SELF, &usage)
    return usage.ru_maxrss
  #endif
}
