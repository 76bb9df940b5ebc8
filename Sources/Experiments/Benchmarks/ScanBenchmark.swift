import Datasets
import Evaluation
import Hypernetworks
import Learning
import Tasks
import Tensors

/// Times evaluation: the scan over the embedding plane, and the inference of tasks by entropy.
package struct ScanBenchmark {
  /// Seconds, medians.
  package struct Row: Sendable {
    package let name: String
    package let seconds: Double
    /// Points, or samples times tasks, per second.
    package let rate: Double
    package let unit: String
  }

  private let settings: ExperimentSettings
  private let images: ImageDataset

  package init(_ settings: ExperimentSettings, images: ImageDataset) {
    (self.settings, self.images) = (settings, images)
  }

  /// - Parameter points: per side of the grid that is timed
  package func run(points: Int, repetitions: Int) -> [Row] {
    let shape = images.test
    let network = settings.network(
      height: shape.height, width: shape.width, channels: shape.channels)
    let h = settings.hypernetwork(for: network)
    var state = LearnerState(network: network, hypernetwork: h, seed: settings.seed)
    let sequence = settings.sequence
    for task in 0..<settings.tasks {
      state.taskEmbeddings.append(h.initialEmbedding(task: task, seed: settings.seed))
      state.heads.append(sequence.head(ofTask: task))
    }
    let tests = [0, settings.tasks - 1].map {
      (task: $0, samples: TaskSamples(sequence, task: $0, in: images.test))
    }
    let axis = (0..<points).map { Double($0) / Double(max(1, points - 1)) - 0.5 }
    func seconds(_ body: () -> Void) -> Double {
      median(
        (0..<repetitions).map { _ in
          let start = ContinuousClock.now
          body()
          return (ContinuousClock.now - start) / .seconds(1)
        })
    }
    let whole = seconds {
      _ = EmbeddingScan.measure(state, xs: axis, ys: axis, tests: tests) { _ in }
    }
    let table = seconds { _ = EmbeddingScan.measure(state, xs: [], ys: [], tests: tests) { _ in } }
    var predictor = Predictor(network, h)
    let plain = seconds {
      predictor.use(parameters: state.parameters, embedding: [0.1, 0.2])
      for test in tests { _ = predictor.accuracy(on: test.samples) }
    }
    let all = TaskSamples(sequence.prefix(1), task: 0, in: images.test)
    let inference = seconds { _ = TaskInference.byEntropy(state, on: all) }
    let count = Double(points * points)
    return [
      Row(
        name: "scan, first layer shared", seconds: (whole - table) / count,
        rate: count / (whole - table), unit: "points/s"),
      Row(name: "scan, every point by itself", seconds: plain, rate: 1 / plain, unit: "points/s"),
      Row(name: "table of the shared layer", seconds: table, rate: 1 / table, unit: "tables/s"),
      Row(
        name: "task inference by entropy", seconds: inference,
        rate: Double(all.count * settings.tasks) / inference, unit: "predictions/s"),
    ]
  }
}
