import Foundation
import Learning
import Tasks

/// Test accuracy over a grid of two-dimensional task embeddings (the paper's Figure 4).
package struct EmbeddingScan: Codable, Hashable, Sendable {
  /// Grid coordinates along the first dimension of the embedding.
  package let xs: [Double]
  /// Grid coordinates along the second dimension.
  package let ys: [Double]
  /// The tasks that were evaluated.
  package let tasks: [Int]
  /// `accuracy[k][iy · xs.count + ix]` of `tasks[k]`, fractions.
  package let accuracy: [[Double]]

  /// A scan of these points and tasks, with its measured accuracies.
  package init(xs: [Double], ys: [Double], tasks: [Int], accuracy: [[Double]]) {
    (self.xs, self.ys, self.tasks, self.accuracy) = (xs, ys, tasks, accuracy)
  }

  private enum CodingKeys: CodingKey { case xs, ys, tasks, accuracy }

  /// Reads a scan. Throws `DecodingError` for sizes that contradict each other and for impossible numbers.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    xs = try values.decode([Double].self, forKey: .xs)
    ys = try values.decode([Double].self, forKey: .ys)
    tasks = try values.decode([Int].self, forKey: .tasks)
    accuracy = try values.decode([[Double]].self, forKey: .accuracy)
    let points = xs.count.multipliedReportingOverflow(by: ys.count)
    guard !points.overflow, tasks.count == accuracy.count, tasks.allSatisfy({ $0 >= 0 }),
      (xs + ys).allSatisfy(\.isFinite),
      accuracy.allSatisfy({
        $0.count == points.partialValue && $0.allSatisfy { (0...1).contains($0) }
      })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .accuracy, in: values, debugDescription: "no scan has these sizes and numbers")
    }
  }

  /// The coordinates of a square grid of `points × points` that holds all embeddings, with a margin.
  ///
  /// The embeddings' larger extent counts, or 1 if it is less; on each side `margin` times as much is added.
  package static func axes(
    around embeddings: [[Float]], points: Int, margin: Double
  ) -> (xs: [Double], ys: [Double]) {
    precondition(points >= 2 && embeddings.allSatisfy { $0.count == 2 }, "\(points) points")
    let ranges = (0..<2).map { d -> (low: Double, high: Double) in
      let values = embeddings.map { Double($0[d]) }
      return (values.min() ?? 0, values.max() ?? 0)
    }
    let extent = ranges.map { $0.high - $0.low }.reduce(1, max) * (1 + 2 * margin)
    let axes = ranges.map { range in
      let start = (range.low + range.high - extent) / 2
      return (0..<points).map { start + extent * Double($0) / Double(points - 1) }
    }
    return (axes[0], axes[1])
  }

  /// Measures the accuracy at every point of the grid on the full test sets.
  ///
  /// The weights of a point are generated once for all tasks, and the first layer's products with the
  /// test sets are shared by all points. A task is tested with its own statistics. Complexity: 2 · points² ·
  /// samples · P FLOPs, without the first layer's weights where its table has room.
  package static func measure(
    _ state: HypernetworkState, xs: [Double], ys: [Double],
    tests: [(task: Int, samples: TaskSamples)],
    report: (_ point: Int) throws -> Void
  ) rethrows -> EmbeddingScan {
    var predictor = Predictor(state.network, state.hypernetwork)
    let tables = tests.map { predictor.firstLayer(of: $0.samples, parameters: state.parameters) }
    // A task that has not been learned has none of its own.
    let statistics = tests.map {
      $0.task < state.statistics.count
        ? state.statistics[$0.task] : state.network.initialStatistics()
    }
    var accuracy = [[Double]](repeating: [], count: tests.count)
    for (iy, y) in ys.enumerated() {
      for (ix, x) in xs.enumerated() {
        predictor.use(parameters: state.parameters, embedding: [Float(x), Float(y)])
        for (k, test) in tests.enumerated() {
          predictor.statistics = statistics[k]
          accuracy[k].append(predictor.score(on: test.samples, through: tables[k]))
        }
        try report(iy * xs.count + ix + 1)
      }
    }
    return EmbeddingScan(xs: xs, ys: ys, tasks: tests.map(\.task), accuracy: accuracy)
  }
}
