import Tensors

/// The output regularizer with every weight of every past task written out: for the variants that do
/// not factor.
///
/// `R = β/m · Σ_j Σ_i F_ji (f_h(e_j, Θ*)_i − f_h(e_j, Θ + ΔΘ)_i)²`
///
/// `F` are importances of the generated weights, all 1 where there are none. Weights that do not count for a
/// task are left out. Time O(m · C · N · H), 8 · C · N · H FLOPs for each task, instead of O(C · H² + N · H²)
/// in all.
package struct DirectRegularizer<S: Real>: Sendable {
  private let hypernetwork: Hypernetwork
  private let embeddings: [S]
  /// Θ*; nil where the targets are those of the current Θ.
  private let snapshot: [S]?
  /// Which weights count, for each past task; nothing where all below P do.
  private let masks: [[Bool]]
  /// F_j, `[P]` for each past task, or nothing.
  private let importance: [[S]]
  private var target: Generator<S>
  private var generator: Generator<S>
  private var weightGradient: [S]
  private var part: [S]

  /// Remembers Θ* and the past tasks, and makes room for one task's weights at a time.
  ///
  /// - Parameters:
  ///   - snapshot: Θ*; nil for the value-preserving form
  ///   - embeddings: e_j of the past tasks, `[t × E]`
  ///   - importance: F_j, `[P]` for each of them; nil for ones
  package init(
    _ hypernetwork: Hypernetwork, snapshot: [S]?, embeddings: [S],
    weights: RegularizedWeights? = nil, importance: [[S]]? = nil
  ) {
    let h = hypernetwork
    precondition(
      importance.map {
        $0.count * h.embeddingSize == embeddings.count
          && $0.allSatisfy { $0.count == h.targetCount }
      } ?? true, "\(importance?.count ?? 0) importances")
    self.hypernetwork = h
    self.embeddings = embeddings
    self.snapshot = snapshot
    masks =
      weights.map { weights in
        (0..<embeddings.count / h.embeddingSize).map { weights.mask(task: $0, of: h) }
      } ?? []
    self.importance = importance ?? []
    target = Generator(h)
    generator = target
    weightGradient = [S](repeating: 0, count: h.generatedCount)
    part = [S](repeating: 0, count: h.parameterCount)
  }

  /// Adds ∂R/∂Θ at `ahead` (= Θ + ΔΘ) to `gradient` and returns R.
  ///
  /// - Parameters:
  ///   - current: Θ, the target of the value-preserving form
  ///   - chosen: the past tasks that count; nil for all
  package mutating func evaluate(
    ahead: [S], current: [S], chosen: [Int]? = nil, strength: S, gradient: inout [S]
  ) -> S {
    let h = hypernetwork
    let size = h.embeddingSize
    let tasks = chosen ?? Array(0..<embeddings.count / size)
    let scale = strength / S(tasks.count)
    var value: S = 0
    for task in tasks {
      let embedding = Array(embeddings[task * size..<(task + 1) * size])
      target.generate(parameters: snapshot ?? current, embedding: embedding)
      generator.generate(parameters: ahead, embedding: embedding)
      value += weighDifference(task, scale)
      generator.backward(
        parameters: ahead, embedding: embedding, weightGradient: weightGradient, gradient: &part)
      addScaled(1, part, into: &gradient, range: 0..<gradient.count)
    }
    return value
  }

  /// Sets `weightGradient` to `2 · scale · F · D`; returns `scale · Σ F D²`.
  private mutating func weighDifference(_ task: Int, _ scale: S) -> S {
    let count = hypernetwork.targetCount
    return scale
      * weighDifferences(
        generator.weights, target.weights, count: count,
        importance: importance.isEmpty ? [] : importance[task],
        mask: masks.isEmpty ? [] : masks[task], scale: 2 * scale, into: &weightGradient)
  }
}
