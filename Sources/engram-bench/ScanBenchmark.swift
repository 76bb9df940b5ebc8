import Datasets
import Evaluation
import Hypernetworks
import Learning
import Settings
import Tasks
import Tensors

/// Times evaluation: the scan over the embedding plane, and the inference of tasks by entropy.
struct ScanBenchmark {
  /// What was measured of one kind of evaluation; times are medians over repetitions.
  struct Row: Sendable {
    /// What was timed, as the report shows it.
    let name: String
    /// Seconds for a point of the scan, for the tables of the tested tasks, or for inference on all samples.
    let seconds: Double
    /// How many of `unit` are done in a second.
    let rate: Double
    /// What is counted, such as `points/s`.
    let unit: String
  }

  private let settings: ExperimentSettings
  private let images: ImageDataset

  /// Benchmarks of the networks and tasks of `settings`, on the test part of `images`.
  init(_ settings: ExperimentSettings, images: ImageDataset) {
    (self.settings, self.images) = (settings, images)
  }

  /// Times the scan with and without the shared first layer, its table, and task inference.
  ///
  /// The weights are initial ones, since no time depends on them.
  ///
  /// - Parameters:
  ///   - points: points of the plane in each repetition
  ///   - repetitions: how often each is timed
  func run(points: Int, repetitions: Int) -> [Row] {
    let shape = images.test
    let network = settings.network(
      height: shape.height, width: shape.width, channels: shape.channels)
    let h = settings.hypernetwork(for: network)
    var state = HypernetworkState(network: network, hypernetwork: h, seed: settings.seed)
    let sequence = settings.sequence
    for task in 0..<settings.tasks {
      state.taskEmbeddings.append(h.initialEmbedding(task: task, seed: settings.seed))
      state.heads.append(sequence.head(ofTask: task))
      state.statistics.append(network.initialStatistics())
    }
    let tests = [0, settings.tasks - 1].map {
      (task: $0, samples: TaskSamples(sequence, task: $0, in: images.test))
    }
    func seconds(_ body: () -> Void) -> Double {
      median(
        (0..<repetitions).map { _ in
          let start = ContinuousClock.now
          body()
          return (ContinuousClock.now - start) / .seconds(1)
        })
    }
    var predictor = Predictor(network, h)
    let table = seconds {
      for test in tests {
        _ = predictor.firstLayer(of: test.samples, parameters: state.parameters)
      }
    }
    let tables = tests.map { predictor.firstLayer(of: $0.samples, parameters: state.parameters) }
    let shared = seconds {
      for i in 0..<points {
        predictor.use(parameters: state.parameters, embedding: [Float(i), 0.2])
        for (test, table) in zip(tests, tables) {
          _ = predictor.score(on: test.samples, through: table)
        }
      }
    }
    let plain = seconds {
      predictor.use(parameters: state.parameters, embedding: [0.1, 0.2])
      for test in tests { _ = predictor.score(on: test.samples) }
    }
    let all = TaskSamples(sequence.prefix(1), task: 0, in: images.test)
    let inference = seconds { _ = TaskInference.byEntropy(state, on: all) }
    let count = Double(points)
    return [
      Row(
        name: "scan, first layer shared", seconds: shared / count, rate: count / shared,
        unit: "points/s"),
      Row(name: "scan, every point by itself", seconds: plain, rate: 1 / plain, unit: "points/s"),
      Row(name: "table of the shared layer", seconds: table, rate: 1 / table, unit: "tables/s"),
      Row(
        name: "task inference by entropy", seconds: inference,
        rate: Double(all.count * settings.tasks) / inference, unit: "predictions/s"),
    ]
  }
}
