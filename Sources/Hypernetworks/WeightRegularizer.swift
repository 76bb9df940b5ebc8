import Tensors

/// Keeps a network's own weights near an anchor, each as strongly as it matters:
/// `R = c · Σ_i Ω_i (Θ_i − Θ̄_i)²`.
///
/// With `c = β/2` and Fisher information this is EWC (Kirkpatrick et al. 2017); with `c = β` SI (Zenke et
/// al. 2017) and MAS (Aljundi et al. 2018), which differ in Ω. Complexity: one pass over four vectors.
package struct WeightRegularizer<S: Real>: Sendable {
  /// Ω
  private let importance: [S]
  /// Θ̄
  private let anchor: [S]

  /// Remembers Ω and Θ̄; traps unless they have as many numbers.
  package init(importance: [S], anchor: [S]) {
    precondition(importance.count == anchor.count, "\(importance.count) ≠ \(anchor.count)")
    (self.importance, self.anchor) = (importance, anchor)
  }

  /// Adds ∂R/∂Θ to `gradient` and returns R; `strength` is `c`.
  package func evaluate(parameters: [S], strength: S, gradient: inout [S]) -> S {
    addQuadratic(
      strength: strength, importance: importance, anchor: anchor, at: parameters, to: &gradient)
  }
}
