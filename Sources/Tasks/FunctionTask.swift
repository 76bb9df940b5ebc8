import Datasets
import Tensors

/// A regression task in one dimension: a polynomial on an interval, from noisy points.
///
/// `y = Σ_k coefficients[k] · (x − center)ᵏ`
package struct FunctionTask: Codable, Hashable, Sendable {
  /// The lower end of the interval that points are taken from.
  package let low: Double
  /// The upper end of the interval.
  package let high: Double
  /// The x that powers are taken around.
  package let center: Double
  /// The coefficients of the powers of x − center, the constant first.
  package let coefficients: [Double]

  /// A polynomial on an interval; traps unless `low < high` and there is a coefficient.
  package init(from low: Double, to high: Double, center: Double = 0, _ coefficients: [Double]) {
    precondition(low < high && !coefficients.isEmpty, "[\(low), \(high)], \(coefficients)")
    (self.low, self.high, self.center, self.coefficients) = (low, high, center, coefficients)
  }

  /// y at x, without noise. Complexity: O(coefficients).
  package func value(at x: Double) -> Double {
    coefficients.reversed().reduce(0) { $0 * (x - center) + $1 }
  }

  /// The tasks of Figure 2 of von Oswald et al. 2020: `x + 3`, `2x² − 1` and `(x − 3)³`.
  package static let figure2 = [
    FunctionTask(from: -4, to: -2, [3, 1]), FunctionTask(from: -1, to: 1, [-1, 0, 2]),
    FunctionTask(from: 2, to: 4, center: 3, [0, 0, 0, 1]),
  ]
}

/// How many points of functions there are to learn from and to be tested on.
package struct FunctionSampling: Codable, Hashable, Sendable {
  /// Points to learn from: x uniform in the interval, Gaussian noise on y.
  package let training: Int
  /// Points to be tested on: equidistant over the interval, its ends included, without noise.
  package let test: Int
  /// The standard deviation of the noise.
  package let noise: Double
  /// The seed that all points and all noise derive from.
  package let seed: UInt64

  /// Traps unless there is a point to learn from, and two to be tested on, and for a negative `noise`.
  package init(training: Int, test: Int, noise: Double, seed: UInt64) {
    precondition(
      training > 0 && test > 1 && noise >= 0, "\(training), \(test) points, noise \(noise)")
    (self.training, self.test, self.noise, self.seed) = (training, test, noise, seed)
  }

  /// The points to learn task number `index` from. Complexity: O(points).
  package func trainingPoints(of task: FunctionTask, index: Int) -> NumberTable {
    var random = RandomStream(seed: seed, purpose: "function points", index: index)
    let points = (0..<training).map { _ in
      let x = task.low + (task.high - task.low) * random.uniform()
      return (x, task.value(at: x) + noise * random.normal())
    }
    return Self.table(points)
  }

  /// The points that the task is tested on.
  package func testPoints(of task: FunctionTask) -> NumberTable {
    Self.table(
      (0..<test).map { i in
        let x = task.low + (task.high - task.low) * Double(i) / Double(test - 1)
        return (x, task.value(at: x))
      })
  }

  private static func table(_ points: [(x: Double, y: Double)]) -> NumberTable {
    NumberTable(
      inputs: points.map { Float($0.x) }, inputCount: 1, targets: points.map { Float($0.y) },
      targetCount: 1)
  }
}
