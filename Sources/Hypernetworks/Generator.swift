import Tensors

/// Generates one task's target weights, and takes their gradient back to Θ_h and the embedding.
package struct Generator<S: Real>: Sendable {
  package let hypernetwork: Hypernetwork
  /// The generated vector, `C · N` long; its first P entries are Θ_trgt.
  package private(set) var weights: [S]
  /// The last hidden activations of the weights, a one appended: `[C × (H + 1)]`. Chunk `k` of
  /// `weights` is row `k` of these times the output layer.
  package var activations: [S] { hidden.activations }
  /// ∂L/∂e, `[E]`, after `backward`.
  package var embeddingGradient: [S] { hidden.embeddingGradient }
  private var hidden: HiddenPass<S>
  private var layer: OutputLayer<S>
  /// ∂L/∂ the last hidden activations, `[C × H]`.
  private var error: [S]

  /// - Parameter segments: ranges of the output layer's columns that a regularizer keeps apart.
  package init(_ hypernetwork: Hypernetwork, segments: [Range<Int>]? = nil) {
    let h = hypernetwork
    self.hypernetwork = h
    weights = [S](repeating: 0, count: h.generatedCount)
    hidden = HiddenPass(h, tasks: 1)
    layer = OutputLayer(h.outputBlock, chunks: h.chunks, segments: segments)
    error = [S](repeating: 0, count: h.chunks * h.lastHiddenSize)
  }

  /// `weights = f_h(embedding, parameters)`. Complexity: 2 · C · N · H FLOPs.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func generate(parameters: [S], embedding: [S]) {
    hidden.forward(parameters: parameters, embeddings: embedding)
    layer.generate(activations: hidden.activations, parameters: parameters, weights: &weights)
  }

  /// Overwrites `gradient` with ∂L/∂Θ_h and sets `embeddingGradient`, given `∂L/∂weights` (`C · N` long,
  /// zero beyond P). Belongs to the weights in hand.
  ///
  /// Complexity: 4 · C · N · H FLOPs.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func backward(
    parameters: [S], embedding: [S], weightGradient: [S], gradient: inout [S],
    profile: StepProfile? = nil
  ) {
    layer.backward(
      activations: hidden.activations, weightGradient: weightGradient, parameters: parameters,
      gradient: &gradient, error: &error, profile: profile)
    hiddenBackward(parameters, embedding, &gradient, profile)
  }

  /// The same; and, in the same pass over the output layer, how far the layer will be from where it
  /// was, and the Gram matrices of that: see `OutputLayer.backward`.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func backward(
    parameters: [S], embedding: [S], weightGradient: [S], gradient: inout [S],
    lookahead: OutputLayer<S>.Lookahead, difference: inout [S], profile: StepProfile? = nil
  ) -> OutputLayer<S>.Grams {
    let grams = layer.backward(
      activations: hidden.activations, weightGradient: weightGradient, parameters: parameters,
      gradient: &gradient, error: &error, lookahead: lookahead, difference: &difference,
      profile: profile)
    hiddenBackward(parameters, embedding, &gradient, profile)
    return grams
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  private mutating func hiddenBackward(
    _ parameters: [S], _ embedding: [S], _ gradient: inout [S], _ profile: StepProfile?
  ) {
    profile.measure(.hypernetworkBackward) {
      for range in hypernetwork.rangesBesideOutput {
        for i in range { gradient[i] = 0 }
      }
      hidden.backward(
        parameters: parameters, embeddings: embedding, error: error, gradient: &gradient)
    }
  }

  /// The Gram matrices alone, for a gradient that is there already.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func grams(
    parameters: [S], gradient: [S], lookahead: OutputLayer<S>.Lookahead, difference: inout [S],
    profile: StepProfile? = nil
  ) -> OutputLayer<S>.Grams {
    layer.grams(
      parameters: parameters, gradient: gradient, lookahead: lookahead, difference: &difference,
      profile: profile)
  }

  /// Ends a step whose optimizer has moved all but the output layer: moves the output layer along the
  /// summed gradient, and generates the next weights for `embedding`. See `OutputLayer.finish`.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func finish(
    _ coefficients: OutputLayer<S>.Coefficients?, difference: [S], snapshot: [S]?,
    rule: UpdateRule<S>, gradient: inout [S], parameters: inout [S], first: inout [S],
    second: inout [S], embedding: [S], profile: StepProfile? = nil
  ) -> Bool {
    profile.measure(.generation) {
      hidden.forward(parameters: parameters, embeddings: embedding)
    }
    return layer.finish(
      coefficients, difference: difference, snapshot: snapshot, rule: rule, gradient: &gradient,
      parameters: &parameters, first: &first, second: &second, activations: hidden.activations,
      weights: &weights, profile: profile)
  }

  /// Adds the regularizer's gradient to that of the output layer, without a step.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package func addRegularizer(
    _ coefficients: OutputLayer<S>.Coefficients, difference: [S], snapshot: [S],
    gradient: inout [S], profile: StepProfile? = nil
  ) {
    layer.addRegularizer(
      coefficients, difference: difference, snapshot: snapshot, gradient: &gradient,
      profile: profile)
  }
}
