/// An elementwise nonlinearity.
package enum Activation: String, Sendable, Codable, Hashable, CaseIterable {
  /// max(0, x)
  case relu
  /// x where x > 0, else eˣ − 1
  case elu
  /// 1 / (1 + e⁻ˣ)
  case sigmoid
  /// tanh x
  case tanh

  /// Replaces every `x` of `values` by `σ(x)`.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package func apply<S: Real>(to values: inout [S], count: Int) {
    precondition(count <= values.count, "\(count) of \(values.count) values")
    values.withUnsafeMutableBufferPointer { v in
      switch self {
      case .relu: for i in 0..<count { v[i] = v[i] < 0 ? 0 : v[i] }
      case .elu: for i in 0..<count where v[i] < 0 { v[i] = S.exponential(v[i]) - 1 }
      case .sigmoid: for i in 0..<count { v[i] = 1 / (1 + S.exponential(-v[i])) }
      case .tanh: for i in 0..<count { v[i] = S.hyperbolicTangent(v[i]) }
      }
    }
  }

  /// Multiplies `gradient` by σ′, which all four functions give from their *output* alone.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package func backpropagate<S: Real>(
    outputs: [S], gradient: inout [S], count: Int
  ) {
    precondition(count <= outputs.count && count <= gradient.count, "\(count) of \(outputs.count)")
    outputs.withUnsafeBufferPointer { y in
      gradient.withUnsafeMutableBufferPointer { g in
        switch self {
        case .relu: for i in 0..<count { g[i] = y[i] <= 0 ? 0 : g[i] }
        case .elu: for i in 0..<count where y[i] < 0 { g[i] *= y[i] + 1 }
        case .sigmoid: for i in 0..<count { g[i] *= y[i] * (1 - y[i]) }
        case .tanh: for i in 0..<count { g[i] *= 1 - y[i] * y[i] }
        }
      }
    }
  }
}
