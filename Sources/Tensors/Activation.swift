/// An elementwise nonlinearity.
public enum Activation: String, Sendable, Codable, Hashable, CaseIterable {
  /// max(0, x)
  case relu
  /// x where x > 0, else eˣ − 1
  case elu
  /// 1 / (1 + e⁻ˣ)
  case sigmoid
  /// tanh x
  case tanh

  /// Entries of one slice: exponentials are slow enough for short ones.
  private static var sliceWidth: Int { 4096 }

  /// Replaces the first `count` entries `x` of `values` by `σ(x)`. Complexity: one pass.
  package func apply<S: Real>(to values: inout [S], count: Int) {
    precondition(count <= values.count, "\(count) of \(values.count) values")
    withMutablePointers(&values) { v in
      parallelSlices(count, width: Self.sliceWidth) { _, range in
        activationKernel(self, v, range.lowerBound, range.upperBound)
      }
    }
  }

  /// Multiplies `gradient` by σ′, which all four functions give from their *output* alone. Complexity: one
  /// pass over the first `count` entries.
  package func backpropagate<S: Real>(outputs: [S], gradient: inout [S], count: Int) {
    precondition(count <= outputs.count && count <= gradient.count, "\(count) of \(outputs.count)")
    withPointers(outputs) { y in
      withMutablePointers(&gradient) { g in
        parallelSlices(count, width: Self.sliceWidth) { _, range in
          slopeKernel(self, y, g, range.lowerBound, range.upperBound)
        }
      }
    }
  }
}

extension Activation {
  /// The same on this thread, for neighbouring numbers.
  package func apply<S: Real>(to values: UnsafeMutablePointer<S>, count: Int) {
    activationKernel(self, values, 0, count)
  }

  /// The same on this thread, for neighbouring numbers.
  package func backpropagate<S: Real>(
    outputs: UnsafePointer<S>, to gradient: UnsafeMutablePointer<S>, count: Int
  ) {
    slopeKernel(self, outputs, gradient, 0, count)
  }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func activationKernel<S: Real>(
  _ activation: Activation, _ v: UnsafeMutablePointer<S>, _ low: Int, _ high: Int
) {
  switch activation {
  case .relu: for i in low..<high { v[i] = v[i] < 0 ? 0 : v[i] }
  case .elu: for i in low..<high where v[i] < 0 { v[i] = S.exponential(v[i]) - 1 }
  case .sigmoid: for i in low..<high { v[i] = 1 / (1 + S.exponential(-v[i])) }
  case .tanh: for i in low..<high { v[i] = S.hyperbolicTangent(v[i]) }
  }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func slopeKernel<S: Real>(
  _ activation: Activation, _ y: UnsafePointer<S>, _ g: UnsafeMutablePointer<S>, _ low: Int,
  _ high: Int
) {
  switch activation {
  case .relu: for i in low..<high { g[i] = y[i] <= 0 ? 0 : g[i] }
  case .elu: for i in low..<high where y[i] < 0 { g[i] *= y[i] + 1 }
  case .sigmoid: for i in low..<high { g[i] *= y[i] * (1 - y[i]) }
  case .tanh: for i in low..<high { g[i] *= 1 - y[i] * y[i] }
  }
}
