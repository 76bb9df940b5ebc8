import Tensors
import TestSupport
import Testing

/// The passes over an output layer against loops over all entries.
@Suite("Passes over an output layer")
struct OutputLayerTests {
  /// Sizes of a layer, and where its columns are cut.
  struct Case: CustomTestStringConvertible, Sendable {
    let rows: Int
    let columns: Int
    let chunks: Int
    let cuts: [Int]

    var testDescription: String { "\(chunks)×\(rows)×\(columns) cut at \(cuts)" }
    var segments: [Range<Int>] {
      zip([0] + cuts, cuts + [columns]).map { $0..<$1 }
    }
    /// The layer lies behind other parameters, and before some.
    var block: Block { Block(offset: 5, rows: rows, columns: columns) }
    var count: Int { block.range.upperBound + 3 }
    var size: Int { rows * columns }

    static let thin = [
      Case(rows: 11, columns: 1000, chunks: 12, cuts: []),
      Case(rows: 11, columns: 1000, chunks: 12, cuts: [1, 391, 777]),
      Case(rows: 26, columns: 801, chunks: 28, cuts: [400]),
      Case(rows: 2, columns: 17, chunks: 1, cuts: [9]),
      Case(rows: 5, columns: 1, chunks: 3, cuts: []),
      Case(rows: 4, columns: 30, chunks: 7, cuts: [29]),
    ]
    static let wide = [
      Case(rows: 70, columns: 90, chunks: 20, cuts: [33]),
      Case(rows: 9, columns: 3, chunks: 100, cuts: [1]),
    ]
    static let all = thin + wide
  }

  /// Numbers for every operand of the passes.
  private struct Operands<S: Real> {
    let activations: [S]
    let weightGradient: [S]
    var parameters: [S]
    let snapshot: [S]
    var gradient: [S]
    var first: [S]
    var second: [S]
    var error: [S]
    var weights: [S]

    init(_ c: Case) {
      activations = uniformValues(c.chunks * c.rows, seed: 1)
      weightGradient = uniformValues(c.chunks * c.columns, seed: 2)
      parameters = uniformValues(c.count, seed: 3)
      snapshot = uniformValues(c.count, seed: 4)
      gradient = uniformValues(c.count, seed: 5)
      first = uniformValues(c.count, seed: 6)
      second = uniformValues(c.count, seed: 7).map { $0 * $0 }
      error = [S](repeating: 9, count: c.chunks * (c.rows - 1))
      weights = [S](repeating: 9, count: c.chunks * c.columns)
    }
  }

  private let rule = UpdateRule<Double>(
    .adam(rate: 0.1, beta1: 0.9, beta2: 0.99, rootCorrection: 1.5, epsilon: 1e-8))

  /// `Σ_n a[i, n] b[j, n]` over a range of columns.
  private func gram(
    _ a: (Int, Int) -> Double, _ b: (Int, Int) -> Double, _ rows: Int, _ columns: Range<Int>
  ) -> [Double] {
    (0..<rows * rows).map { at in
      columns.reduce(0) { $0 + a(at / rows, $1) * b(at % rows, $1) }
    }
  }

  @Test("Generated weights are the product", arguments: Case.all)
  func generate(c: Case) {
    var o = Operands<Double>(c)
    OutputLayer(c.block, chunks: c.chunks).generate(
      activations: o.activations, parameters: o.parameters, weights: &o.weights)
    #expect(relativeError(o.weights, product(o.activations, o.parameters, c)) < 1e-13)
  }

  private func product(_ activations: [Double], _ parameters: [Double], _ c: Case) -> [Double] {
    (0..<c.chunks * c.columns).map { at in
      (0..<c.rows).reduce(0) {
        $0 + activations[at / c.columns * c.rows + $1]
          * parameters[5 + $1 * c.columns + at % c.columns]
      }
    }
  }

  @Test(
    "The first pass gives gradient, error, difference and Gram matrices", arguments: Case.all,
    [true, false])
  func backward(c: Case, hasSnapshot: Bool) {
    var o = Operands<Double>(c)
    let before = o
    var layer = OutputLayer<Double>(c.block, chunks: c.chunks, segments: c.segments)
    let lookahead = OutputLayer<Double>.Lookahead(
      rule, first: o.first, second: o.second, snapshot: hasSnapshot ? o.snapshot : nil)
    layer.backward(
      activations: o.activations, weightGradient: o.weightGradient, parameters: o.parameters,
      gradient: &o.gradient, error: &o.error, lookahead: lookahead)
    let grams = layer.grams

    var gradient = before.gradient
    for i in 0..<c.rows {
      for n in 0..<c.columns {
        gradient[5 + i * c.columns + n] = (0..<c.chunks).reduce(0) {
          $0 + o.activations[$1 * c.rows + i] * o.weightGradient[$1 * c.columns + n]
        }
      }
    }
    #expect(relativeError(o.gradient, gradient) < 1e-13)
    let error = (0..<c.chunks * (c.rows - 1)).map { at in
      (0..<c.columns).reduce(0) {
        $0 + o.weightGradient[at / (c.rows - 1) * c.columns + $1]
          * o.parameters[5 + at % (c.rows - 1) * c.columns + $1]
      }
    }
    #expect(relativeError(o.error, error) < 1e-12)

    var ahead = o.parameters
    lookAhead(
      rule, gradient: gradient, parameters: o.parameters, first: o.first, second: o.second,
      into: &ahead, range: 0..<c.count)
    let origin = hasSnapshot ? o.snapshot : o.parameters
    let difference = (0..<c.size).map { ahead[5 + $0] - origin[5 + $0] }
    check(grams, difference, origin, c, hasSnapshot)

    // The same for a gradient that is there already.
    var other = OutputLayer<Double>(c.block, chunks: c.chunks, segments: c.segments)
    other.measure(lookahead, parameters: o.parameters, gradient: o.gradient)
    #expect(other.grams.ofDifference == grams.ofDifference)
    #expect(other.grams.withSnapshot == grams.withSnapshot)
    // And the gradient without a lookahead.
    var plain = before.gradient
    var plainError = before.error
    layer.backward(
      activations: o.activations, weightGradient: o.weightGradient, parameters: o.parameters,
      gradient: &plain, error: &plainError)
    #expect(plain == o.gradient && plainError == o.error)
  }

  private func check(
    _ grams: OutputLayer<Double>.Grams, _ difference: [Double], _ origin: [Double], _ c: Case,
    _ hasSnapshot: Bool
  ) {
    let d = { (i: Int, n: Int) -> Double in difference[i * c.columns + n] }
    let s = { (i: Int, n: Int) -> Double in origin[5 + i * c.columns + n] }
    #expect(grams.ofSnapshot.isEmpty == hasSnapshot)
    for (index, columns) in c.segments.enumerated() {
      let part = index * c.rows * c.rows..<(index + 1) * c.rows * c.rows
      func own(_ matrices: [Double]) -> [Double] { Array(matrices[part]) }
      #expect(relativeError(own(grams.ofDifference), gram(d, d, c.rows, columns)) < 1e-11)
      #expect(relativeError(own(grams.withSnapshot), gram(d, s, c.rows, columns)) < 1e-10)
      if !hasSnapshot {
        #expect(relativeError(own(grams.ofSnapshot), gram(s, s, c.rows, columns)) < 1e-11)
      }
    }
  }

  @Test(
    "The second pass adds the regularizer's gradient, steps, and generates", arguments: Case.all,
    [true, false])
  func finish(c: Case, hasSnapshot: Bool) {
    let before = Operands<Double>(c)
    let origin = hasSnapshot ? before.snapshot : before.parameters
    // The step looked ahead to is another than the one that is taken.
    let look = UpdateRule<Double>(.momentum(rate: 0.3, momentum: 0.8, nesterov: false))
    let lookahead = OutputLayer<Double>.Lookahead(
      look, first: before.first, second: [], snapshot: hasSnapshot ? before.snapshot : nil)
    let size = c.segments.count * c.rows * c.rows
    let coefficients = OutputLayer<Double>.Coefficients(
      ofDifference: uniformValues(size, seed: 20), ofSnapshot: uniformValues(size, seed: 30))
    var ahead = before.parameters
    lookAhead(
      look, gradient: before.gradient, parameters: before.parameters, first: before.first,
      second: [], into: &ahead, range: 0..<c.count)
    var gradient = before.gradient
    for (index, columns) in c.segments.enumerated() {
      for i in 0..<c.rows {
        for n in columns {
          gradient[5 + i * c.columns + n] += (0..<c.rows).reduce(0) {
            let (at, k) = (index * c.rows * c.rows + i * c.rows + $1, 5 + $1 * c.columns + n)
            return $0 + coefficients.ofDifference[at] * (ahead[k] - origin[k])
              + coefficients.ofSnapshot[at] * origin[k]
          }
        }
      }
    }
    var expected = before
    update(
      rule, gradient: gradient, parameters: &expected.parameters, first: &expected.first,
      second: &expected.second, range: c.block.range)

    var layer = OutputLayer<Double>(c.block, chunks: c.chunks, segments: c.segments)
    layer.measure(lookahead, parameters: before.parameters, gradient: before.gradient)
    for keepsGradient in [true, false] {
      var o = before
      let isFinite = layer.finish(
        coefficients, lookahead: look, snapshot: hasSnapshot ? before.snapshot : nil, rule: rule,
        gradient: &o.gradient, parameters: &o.parameters, first: &o.first, second: &o.second,
        activations: o.activations, weights: &o.weights, keepsGradient: keepsGradient)
      #expect(isFinite)
      if keepsGradient { #expect(relativeError(o.gradient, gradient) < 1e-12) }
      #expect(relativeError(o.parameters, expected.parameters) < 1e-12)
      #expect(relativeError(o.first, expected.first) < 1e-12)
      #expect(relativeError(o.second, expected.second) < 1e-12)
      #expect(relativeError(o.weights, product(o.activations, expected.parameters, c)) < 1e-12)
    }

    // The regularizer alone, and a step without one.
    var added = before.gradient
    layer.addRegularizer(
      coefficients, lookahead: lookahead, parameters: before.parameters, gradient: &added)
    #expect(relativeError(added, gradient) < 1e-12)
    var p = before
    let isFinite = layer.finish(
      nil, lookahead: UpdateRule(.rest), snapshot: nil, rule: rule, gradient: &added,
      parameters: &p.parameters, first: &p.first, second: &p.second, activations: p.activations,
      weights: &p.weights, keepsGradient: false)
    #expect(isFinite)
    #expect(relativeError(p.parameters, expected.parameters) < 1e-12)
  }

  @Test("A number that is not finite is noticed, wherever it is", arguments: [0, 385, 10_999])
  func notFinite(place: Int) {
    let c = Case(rows: 11, columns: 1000, chunks: 12, cuts: [])
    var o = Operands<Float>(c)
    o.parameters[5 + place] = .infinity
    var layer = OutputLayer<Float>(c.block, chunks: c.chunks)
    let isFinite = layer.finish(
      nil, lookahead: UpdateRule(.rest), snapshot: nil, rule: UpdateRule(.gradient(rate: 0.1)),
      gradient: &o.gradient, parameters: &o.parameters, first: &o.first, second: &o.second,
      activations: o.activations, weights: &o.weights, keepsGradient: false)
    #expect(!isFinite)
  }

  @Test("The number of threads changes no bit of any pass")
  func threads() {
    let c = Case(rows: 26, columns: 20_003, chunks: 28, cuts: [7777])
    func results() -> [[UInt32]] {
      var o = Operands<Float>(c)
      var layer = OutputLayer<Float>(c.block, chunks: c.chunks, segments: c.segments)
      let rule = UpdateRule<Float>(
        .adam(rate: 0.1, beta1: 0.9, beta2: 0.99, rootCorrection: 1.5, epsilon: 1e-8))
      layer.backward(
        activations: o.activations, weightGradient: o.weightGradient, parameters: o.parameters,
        gradient: &o.gradient, error: &o.error,
        lookahead: .init(rule, first: o.first, second: o.second, snapshot: o.snapshot))
      let grams = layer.grams
      _ = layer.finish(
        .init(ofDifference: grams.ofDifference, ofSnapshot: grams.withSnapshot),
        lookahead: rule, snapshot: o.snapshot, rule: rule, gradient: &o.gradient,
        parameters: &o.parameters, first: &o.first, second: &o.second,
        activations: o.activations, weights: &o.weights, keepsGradient: false)
      return [grams.ofDifference, grams.withSnapshot, o.error, o.parameters, o.weights].map {
        $0.map(\.bitPattern)
      }
    }
    let before = Threads.count
    defer { Threads.use(before) }
    Threads.use(1)
    let alone = results()
    for count in [2, 3, 8] {
      Threads.use(count)
      #expect(results() == alone, "\(count) threads")
    }
  }
}
