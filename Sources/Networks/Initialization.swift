import Tensors

/// Random initial values, drawn in `Double` so that both precisions start alike.
package enum Initialization {
  /// Xavier-uniform (Glorot & Bengio 2010): `U(−a, a)` with `a = √(6 / (in + out))`.
  package static func xavierUniform<S: Real>(
    _ values: inout [S], range: Range<Int>, inputs: Int, outputs: Int,
    using random: inout RandomStream
  ) {
    let limit = (6 / Double(inputs + outputs)).squareRoot()
    for i in range { values[i] = S((2 * random.uniform() - 1) * limit) }
  }

  /// `count` values of N(0, 1).
  package static func standardNormal<S: Real>(
    count: Int, using random: inout RandomStream
  ) -> [S] {
    (0..<count).map { _ in S(random.normal()) }
  }
}
