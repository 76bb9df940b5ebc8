import Tensors

/// Generates one task's target weights, and takes their gradient back to Θ_h and the embedding.
package struct Generator<S: Real>: Sendable {
  /// The shape of the hypernetwork; its parameters are an argument of every call.
  package let hypernetwork: Hypernetwork
  /// The generated vector, `C · N` long; its first P entries are Θ_trgt.
  package private(set) var weights: [S]
  /// The last hidden activations with a one appended, `[C × (H + 1)]`. Row `k` times the output layer is
  /// chunk `k` of `weights`.
  package var activations: [S] { hidden.activations }
  /// ∂L/∂e, `[E]`, after `backward`.
  package var embeddingGradient: [S] { hidden.embeddingGradient }
  private var hidden: HiddenPass<S>
  private var layer: OutputLayer<S>
  /// ∂L/∂ the last hidden activations, `[C × H]`.
  private var error: [S]

  /// Buffers for the weights of one task.
  ///
  /// - Parameter segments: ranges of the output layer's columns that a regularizer keeps apart
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

  /// The Gram matrices of the output layer's latest pass with a lookahead.
  package var grams: OutputLayer<S>.Grams { layer.grams }

  /// The same, and in the same pass over the output layer the Gram matrices of its distance from the snapshot
  /// after the lookahead: see `OutputLayer.backward`.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func backward(
    parameters: [S], embedding: [S], weightGradient: [S], gradient: inout [S],
    lookahead: OutputLayer<S>.Lookahead, profile: StepProfile? = nil
  ) {
    layer.backward(
      activations: hidden.activations, weightGradient: weightGradient, parameters: parameters,
      gradient: &gradient, error: &error, lookahead: lookahead, profile: profile)
    hiddenBackward(parameters, embedding, &gradient, profile)
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

  /// Computes the Gram matrices alone, where the whole gradient is known already.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func measure(
    _ lookahead: OutputLayer<S>.Lookahead, parameters: [S], gradient: [S],
    profile: StepProfile? = nil
  ) {
    layer.measure(lookahead, parameters: parameters, gradient: gradient, profile: profile)
  }

  /// Ends a step whose optimizer has moved all but the output layer: moves the output layer along the
  /// summed gradient, and generates the next weights for `embedding`. See `OutputLayer.finish`.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func finish(
    _ coefficients: OutputLayer<S>.Coefficients?, lookahead: UpdateRule<S>, snapshot: [S]?,
    rule: UpdateRule<S>, gradient: inout [S], parameters: inout [S], first: inout [S],
    second: inout [S], embedding: [S], keepsGradient: Bool, profile: StepProfile? = nil
  ) -> Bool {
    profile.measure(.generation) {
      hidden.forward(parameters: parameters, embeddings: embedding)
    }
    return layer.finish(
      coefficients, lookahead: lookahead, snapshot: snapshot, rule: rule, gradient: &gradient,
      parameters: &parameters, first: &first, second: &second, activations: hidden.activations,
      weights: &weights, keepsGradient: keepsGradient, profile: profile)
  }

  /// Adds the regularizer's gradient to that of the output layer, without a step.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func addRegularizer(
    _ coefficients: OutputLayer<S>.Coefficients, lookahead: OutputLayer<S>.Lookahead,
    parameters: [S], gradient: inout [S], profile: StepProfile? = nil
  ) {
    layer.addRegularizer(
      coefficients, lookahead: lookahead, parameters: parameters, gradient: &gradient,
      profile: profile)
  }
}
