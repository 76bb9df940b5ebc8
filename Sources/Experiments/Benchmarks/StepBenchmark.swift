import Datasets
import Foundation
import Learning
import Networks
import Tasks
import Tensors

/// Times training steps of an experiment against the matrix products they need.
package struct StepBenchmark {
  /// What was measured at one task of the sequence; times in seconds, medians over repetitions.
  package struct Row: Sendable {
    /// Counted from 1.
    package let task: Int
    /// The past tasks that the regularizer keeps in each step.
    package let regularized: Int
    package let secondsPerStep: Double
    /// All matrix products of a step at the rate of the target network's.
    package let bareSeconds: Double
    package let flops: Double
    /// The rate of the target network's products, FLOP/s.
    package let rate: Double
    /// The shares of a step's time; what no part accounts for is under nil.
    package let shares: [(part: StepProfile.Part?, share: Double)]
    /// The most memory the process has had so far, bytes.
    package let peakMemory: Int

    /// Time over bare time.
    package var ratio: Double { secondsPerStep / bareSeconds }
    /// Achieved over attainable FLOP/s.
    package var efficiency: Double { bareSeconds / secondsPerStep }
  }

  /// The products of the target network, one after another: name, m×n×k, FLOP/s.
  package struct ProductRow: Sendable {
    package let name: String
    package let shape: String
    package let rate: Double
    package let seconds: Double
  }

  private let settings: ExperimentSettings
  private let images: ImageDataset
  private let steps: Int
  private let repetitions: Int

  /// - Parameters:
  ///   - steps: of each repetition
  package init(
    _ settings: ExperimentSettings, images: ImageDataset, steps: Int, repetitions: Int = 7
  ) {
    (self.settings, self.images) = (settings, images)
    (self.steps, self.repetitions) = (steps, repetitions)
  }

  private var network: MultilayerPerceptron {
    let images = images.train
    return settings.network(height: images.height, width: images.width, channels: images.channels)
  }

  /// The rates of the target network's products, medians.
  package func products() -> [ProductRow] {
    var products = TargetProducts(network, batch: settings.batch)
    _ = products.run()
    let runs = (0..<max(9, repetitions)).map { _ in products.run() }
    return runs[0].indices.map { i in
      let seconds = median(runs.map { $0[i].seconds })
      return ProductRow(
        name: runs[0][i].name, shape: runs[0][i].shape, rate: runs[0][i].flops / seconds,
        seconds: seconds)
    }
  }

  /// Measures the given tasks (from 0, ascending). Past tasks that are not measured are simulated by
  /// random embeddings; measured ones are trained by the steps of the measurement.
  package func run(tasks: [Int], report: (Row) throws -> Void) throws {
    let sequence = settings.sequence
    let hypernetwork = settings.hypernetwork(for: network)
    var state = LearnerState(network: network, hypernetwork: hypernetwork, seed: settings.seed)
    for task in tasks {
      while state.taskEmbeddings.count < task {
        let past = state.taskEmbeddings.count
        state.taskEmbeddings.append(hypernetwork.initialEmbedding(task: past, seed: settings.seed))
        state.heads.append(sequence.head(ofTask: past))
      }
      let samples = TaskSamples(sequence, task: task, in: images.train)
      try report(measure(task, samples, &state))
      state.heads.append(samples.head)
    }
  }

  private func measure(_ task: Int, _ samples: TaskSamples, _ state: inout LearnerState) -> Row {
    let training = settings.training(ofTask: task)
    let chosen = training.regularizer.tasksPerStep
    let regularized =
      training.regularizer.strength == 0 ? 0 : chosen == 0 ? task : min(task, chosen)
    let flops = StepFlops(
      network, state.hypernetwork, batch: settings.batch, pastTasks: regularized)
    var products = TargetProducts(network, batch: settings.batch)
    var step = HypernetworkStep<PerceptronPass<Float>>(training, state)
    var minibatches = Minibatches(
      count: samples.count,
      random: RandomStream(seed: settings.seed, purpose: "minibatches", index: task))
    var batch = [Int](repeating: 0, count: settings.batch)
    var labels = batch

    func steps(_ count: Int, _ profile: StepProfile?) -> Double {
      step.profile = profile
      let start = ContinuousClock.now
      for _ in 0..<count {
        profile.measure(.data) {
          minibatches.next(into: &batch)
          samples.gather(batch, into: &step.pass.inputs)
          samples.labels(of: batch, into: &labels)
        }
        _ = step.run(labels: labels, head: samples.head, wantsPenalty: false)
      }
      return (ContinuousClock.now - start) / .seconds(1) / Double(count)
    }
    // Taking turns: the speed of a shared machine drifts.
    _ = (products.run(), steps(max(2, self.steps / 4), nil))
    var (stepTimes, productTimes) = ([Double](), [Double]())
    for _ in 0..<repetitions {
      for _ in 0..<3 { productTimes.append(products.run().reduce(0) { $0 + $1.seconds }) }
      stepTimes.append(steps(self.steps, nil))
    }
    let profile = StepProfile()
    let profiled = steps(self.steps, profile)
    var shares: [(part: StepProfile.Part?, share: Double)] = StepProfile.Part.allCases.map {
      ($0, (profile.durations[$0] ?? .zero) / .seconds(1) / Double(self.steps) / profiled)
    }
    shares.append((nil, 1 - shares.reduce(0) { $0 + $1.share }))
    state.parameters = step.parameters
    state.taskEmbeddings.append(step.embedding)
    let rate = flops.target / median(productTimes)
    return Row(
      task: task + 1, regularized: regularized, secondsPerStep: median(stepTimes),
      bareSeconds: flops.total / rate, flops: flops.total, rate: rate, shares: shares,
      peakMemory: peakMemory())
  }
}

/// The middle value, or the mean of the two.
func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  precondition(!sorted.isEmpty, "no values")
  return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}

/// The most memory that the process has had, bytes.
func peakMemory() -> Int {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return usage.ru_maxrss * 1024
}
