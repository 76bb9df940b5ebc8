import Tensors

/// Random initial values, drawn in `Double` so that both precisions start alike.
package enum Initialization {
  /// `count` values of N(0, 1).
  package static func standardNormal<S: Real>(
    count: Int, using random: inout RandomStream
  ) -> [S] {
    (0..<count).map { _ in S(random.normal()) }
  }
}
