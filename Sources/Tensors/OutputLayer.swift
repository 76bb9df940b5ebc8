/// What a training step does to the output layer `W` `[w × N]` of a hypernetwork, in two passes over
/// memory. It is by far the network's largest matrix, and its products are too thin to hide the time that
/// its transfer takes.
///
/// Columns are taken in strips that fit a processor's cache; all that a pass does with a strip is done
/// before the next one. Where the matrices are not thin (many hidden units, or many chunks of few
/// weights), the same is done one product after another, by themselves.
///
/// Throughout, the last column of the activations `A` `[C × w]` is one, so that the last row of `W` is
/// the bias. Threads take slices of columns that depend on sizes alone, and partial sums are added in
/// the slices' order: the number of threads changes no bit.
package struct OutputLayer<S: Real>: Sendable {
  /// Where `W` lies in the vectors of parameters, gradient, snapshot and optimizer state.
  package let block: Block
  /// C, the rows of activations and of generated weights.
  package let chunks: Int
  /// Ranges of columns for which Gram matrices and coefficients are kept apart.
  package let segments: [Range<Int>]

  /// A range of columns within one segment, for one thread at a time.
  struct Slice: Sendable {
    let columns: Range<Int>
    let segment: Int
  }
  let slices: [Slice]
  /// The slices of each segment.
  let segmentSlices: [Range<Int>]

  /// The Gram matrices of the latest first pass with a lookahead.
  package internal(set) var grams = Grams()

  // Buffers that stay from step to step.
  /// Sums of each slice, sixteen lanes each: `dΘ Wᵀ`, and the Gram matrices.
  var partialErrors: [S] = []
  var partialGrams: [S] = []
  var sums: [S] = []
  /// Two strips for each thread, `D` and the summed gradient: neither goes to memory.
  var strips: [S] = []
  /// `D` of the whole layer, where products are made one by one.
  private var difference: [S] = []
  private let isThin: Bool

  /// More rows than this are multiplied by themselves.
  private static var thinLimit: Int { 64 }

  /// Buffers for the layer at `block`. Traps unless `segments` cover the columns in order.
  package init(_ block: Block, chunks: Int, segments: [Range<Int>]? = nil) {
    let segments = segments ?? [0..<block.columns]
    precondition(
      segments.first?.lowerBound == 0 && segments.last?.upperBound == block.columns
        && zip(segments, segments.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound },
      "segments \(segments) of \(block.columns) columns")
    (self.block, self.chunks, self.segments) = (block, chunks, segments)
    isThin = block.rows <= Self.thinLimit && chunks <= Self.thinLimit
    let slices = Self.slices(of: segments, columns: block.columns)
    self.slices = slices
    segmentSlices = segments.indices.map { segment in
      let own = slices.indices.filter { slices[$0].segment == segment }
      return (own.first ?? 0)..<(own.last ?? -1) + 1
    }
  }

  /// w = H + 1, the rows of `W`.
  var width: Int { block.rows }
  var generated: Block { Block(rows: chunks, columns: block.columns) }
  private var activationBlock: Block { Block(rows: chunks, columns: width) }

  // MARK: Generation

  /// `weights = A W`, `[C × N]`. Complexity: 2 · C · w · N FLOPs, one pass over `W` and the weights.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package func generate(activations: [S], parameters: [S], weights: inout [S]) {
    check(activations, parameters, weights)
    if isThin {
      generateByStrips(activations, parameters, &weights)
    } else {
      multiply(
        activations.matrix(activationBlock), parameters.matrix(block), into: &weights,
        at: generated)
    }
  }

  // MARK: The first pass

  /// The task's gradient: `gradient[W] = Aᵀ dΘ`, and `error = dΘ Wᵀ` less its last column.
  ///
  /// `weightGradient` dΘ is `[C × N]`, `error` `[C × H]`.
  /// Complexity: 4 · C · w · N FLOPs, one pass over `W`, dΘ and the gradient.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func backward(
    activations: [S], weightGradient: [S], parameters: [S], gradient: inout [S], error: inout [S],
    profile: StepProfile? = nil
  ) {
    check(activations, parameters, weightGradient)
    check(gradient, error)
    if isThin {
      backwardByStrips(
        activations, weightGradient, parameters, &gradient, &error, nil, profile)
    } else {
      profile.measure(.hypernetworkBackward) {
        multiply(
          activations.matrix(activationBlock).transposed, weightGradient.matrix(generated),
          into: &gradient, at: block)
        multiply(
          weightGradient.matrix(generated),
          parameters.matrix(block.rows(0..<width - 1)).transposed, into: &error,
          at: Block(rows: chunks, columns: width - 1))
      }
    }
  }

  /// Computes the task's gradient as above, and in the same pass the Gram matrices of `D = W + ΔW − W*`,
  /// which go to `grams`. `ΔW` is the step of `lookahead`.
  ///
  /// Complexity: 3 · w² · N FLOPs more, one pass more over state and snapshot.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func backward(
    activations: [S], weightGradient: [S], parameters: [S], gradient: inout [S], error: inout [S],
    lookahead: Lookahead, profile: StepProfile? = nil
  ) {
    guard isThin else {
      backward(
        activations: activations, weightGradient: weightGradient, parameters: parameters,
        gradient: &gradient, error: &error, profile: profile)
      measure(lookahead, parameters: parameters, gradient: gradient, profile: profile)
      return
    }
    check(activations, parameters, weightGradient)
    check(gradient, error)
    check(lookahead.rule, lookahead.first, lookahead.second, lookahead.snapshot)
    backwardByStrips(
      activations, weightGradient, parameters, &gradient, &error, lookahead, profile)
    collectGrams(lookahead)
  }

  /// Computes the Gram matrices alone, where the whole gradient is known already.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func measure(
    _ lookahead: Lookahead, parameters: [S], gradient: [S], profile: StepProfile? = nil
  ) {
    check(lookahead.rule, lookahead.first, lookahead.second, lookahead.snapshot)
    precondition(
      parameters.count >= block.range.upperBound && gradient.count >= block.range.upperBound,
      "\(parameters.count) parameters, gradient of \(gradient.count) for \(block)")
    if isThin {
      gramsByStrips(parameters, gradient, lookahead, profile)
      collectGrams(lookahead)
      return
    }
    profile.measure(.lookahead) {
      if difference.isEmpty { difference = [S](repeating: 0, count: block.count) }
      differenceAhead(
        lookahead.rule, gradient: gradient, parameters: parameters, first: lookahead.first,
        second: lookahead.second, less: lookahead.snapshot ?? parameters, range: block.range,
        into: &difference)
    }
    profile.measure(.regularizer) { gramsByProducts(parameters, lookahead) }
  }

  // MARK: The second pass

  /// Adds the regularizer's gradient to the task's, `gradient`.
  ///
  /// `D` is computed anew from `lookahead`, which is that of the first pass.
  ///
  /// Complexity: 4 · w² · N FLOPs, one pass over state, W* and the gradient.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func addRegularizer(
    _ coefficients: Coefficients, lookahead: Lookahead, parameters: [S], gradient: inout [S],
    profile: StepProfile? = nil
  ) {
    check(coefficients)
    check(lookahead.rule, lookahead.first, lookahead.second, lookahead.snapshot)
    precondition(
      parameters.count >= block.range.upperBound && gradient.count >= block.range.upperBound,
      "\(parameters.count) parameters, gradient of \(gradient.count)")
    if isThin {
      regularizeByStrips(coefficients, lookahead, parameters, &gradient, profile)
    } else {
      addProducts(
        coefficients, snapshot: lookahead.snapshot ?? parameters, gradient: &gradient,
        profile: profile)
    }
  }

  /// Ends a step: adds the regularizer's gradient where there is one, takes the optimizer's step, and
  /// generates the next `weights = A W`.
  ///
  /// Returns false if an entry of `W` is no finite number afterwards.
  ///
  /// - Parameters:
  ///   - lookahead: the rule of the first pass, from which `D` is computed anew
  ///   - snapshot: nil where W* is `W` before the step
  ///   - keepsGradient: whether `gradient` is to hold the sum afterwards; else it is left undefined,
  ///     which saves a transfer to memory
  /// Complexity: 4 · w² · N + 2 · C · w · N FLOPs, one pass over W*, gradient, state, `W`, weights.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func finish(
    _ coefficients: Coefficients?, lookahead: UpdateRule<S>, snapshot: [S]?, rule: UpdateRule<S>,
    gradient: inout [S], parameters: inout [S], first: inout [S], second: inout [S],
    activations: [S], weights: inout [S], keepsGradient: Bool, profile: StepProfile? = nil
  ) -> Bool {
    check(activations, parameters, weights)
    check(rule, first, second, snapshot)
    if let coefficients {
      check(coefficients)
      check(lookahead, first, second, snapshot)
    }
    precondition(gradient.count >= block.range.upperBound, "gradient of \(gradient.count)")
    if isThin {
      return finishByStrips(
        coefficients, lookahead, snapshot, rule, &gradient, &parameters, &first, &second,
        activations, &weights, keepsGradient, profile)
    }
    if let coefficients {
      addProducts(
        coefficients, snapshot: snapshot ?? parameters, gradient: &gradient, profile: profile)
    }
    let isFinite = profile.measure(.optimizer) {
      update(
        rule, gradient: gradient, parameters: &parameters, first: &first, second: &second,
        range: block.range)
    }
    profile.measure(.generation) {
      generate(activations: activations, parameters: parameters, weights: &weights)
    }
    return isFinite
  }

  // MARK: One product after another

  private mutating func gramsByProducts(_ parameters: [S], _ lookahead: Lookahead) {
    prepareGrams(lookahead)
    for (index, columns) in segments.enumerated() {
      let target = square(index)
      let d = difference.matrix(Block(rows: width, columns: block.columns).columns(columns))
      let s = (lookahead.snapshot ?? parameters).matrix(block.columns(columns))
      multiply(d, d.transposed, into: &grams.ofDifference, at: target)
      multiply(d, s.transposed, into: &grams.withSnapshot, at: target)
      if lookahead.snapshot == nil {
        multiply(s, s.transposed, into: &grams.ofSnapshot, at: target)
      }
    }
  }

  /// Adds `c₁ D + c₂ W*` for the `D` of the last first pass.
  private func addProducts(
    _ coefficients: Coefficients, snapshot: [S], gradient: inout [S], profile: StepProfile?
  ) {
    precondition(difference.count == block.count, "no first pass before")
    profile.measure(.regularizer) {
      for (index, columns) in segments.enumerated() {
        let target = block.columns(columns)
        multiply(
          coefficients.ofDifference.matrix(square(index)),
          difference.matrix(Block(rows: width, columns: block.columns).columns(columns)),
          into: &gradient, at: target, accumulate: true)
        multiply(
          coefficients.ofSnapshot.matrix(square(index)), snapshot.matrix(target),
          into: &gradient, at: target, accumulate: true)
      }
    }
  }

  // MARK: Sizes

  /// The `w × w` matrix of a segment in a vector of them.
  private func square(_ segment: Int) -> Block {
    Block(offset: segment * width * width, rows: width, columns: width)
  }

  /// Makes room for the Gram matrices of all segments.
  mutating func prepareGrams(_ lookahead: Lookahead) {
    let size = segments.count * width * width
    func fit(_ vector: inout [S], _ count: Int) {
      if vector.count != count { vector = [S](repeating: 0, count: count) }
    }
    fit(&grams.ofDifference, size)
    fit(&grams.withSnapshot, size)
    fit(&grams.ofSnapshot, lookahead.snapshot == nil ? size : 0)
  }

  private func check(_ activations: [S], _ parameters: [S], _ weights: [S]) {
    precondition(
      activations.count == chunks * width && parameters.count >= block.range.upperBound
        && weights.count == generated.count,
      "\(activations.count) activations, \(weights.count) weights of \(chunks)×\(block.columns)")
  }

  private func check(_ gradient: [S], _ error: [S]) {
    precondition(
      gradient.count >= block.range.upperBound && error.count == chunks * (width - 1),
      "gradient of \(gradient.count), error of \(error.count) for \(block)")
  }

  private func check(_ rule: UpdateRule<S>, _ first: [S], _ second: [S], _ snapshot: [S]?) {
    let end = block.range.upperBound
    precondition(
      (!rule.usesFirst || first.count >= end) && (!rule.usesSecond || second.count >= end)
        && snapshot?.count ?? end >= end,
      "state of \(first.count) and \(second.count), snapshot of \(snapshot?.count ?? end) for "
        + "\(block)")
  }

  private func check(_ coefficients: Coefficients) {
    let size = segments.count * width * width
    precondition(
      coefficients.ofDifference.count == size && coefficients.ofSnapshot.count == size,
      "coefficients of \(coefficients.ofDifference.count) and \(coefficients.ofSnapshot.count) for "
        + "\(segments.count) segments")
  }
}
