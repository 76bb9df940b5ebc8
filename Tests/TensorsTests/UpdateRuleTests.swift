import Foundation
import Tensors
import TestSupport
import Testing

@Suite("Steps of optimizers, piece by piece")
struct UpdateRuleTests {
  /// Every kind, as it is, and with a gradient that is scaled and clipped, and both kinds of decay.
  private static func rules<S: Real>() -> [UpdateRule<S>] {
    let kinds: [UpdateRule<S>.Kind] = [
      .rest, .gradient(rate: 0.1), .momentum(rate: 0.1, momentum: 0.9, nesterov: false),
      .momentum(rate: 0.1, momentum: 0.9, nesterov: true),
      .adam(rate: 0.1, beta1: 0.9, beta2: 0.99, rootCorrection: 1.5, epsilon: 1e-3),
      .rmsProp(rate: 0.1, smoothing: 0.9, epsilon: 1e-3, momentum: 0),
      .rmsProp(rate: 0.1, smoothing: 0.9, epsilon: 1e-3, momentum: 0.5),
    ]
    return kinds.flatMap { kind in
      var rule = UpdateRule(kind)
      let plain = rule
      (rule.gradientScale, rule.gradientLimit, rule.decay, rule.shrink) = (0.75, 0.5, 0.25, 0.125)
      return [plain, rule]
    }
  }

  private static let count = 33_003

  /// Parameters, gradient and the state vectors that the rule uses; the others are empty.
  private struct State<S: Real>: Equatable {
    var parameters: [S]
    var first: [S] = []
    var second: [S] = []

    init(_ rule: UpdateRule<S>, count: Int = UpdateRuleTests.count) {
      parameters = uniformValues(count, seed: 1)
      if rule.usesFirst { first = uniformValues(count, seed: 2) }
      if rule.usesSecond { second = uniformValues(count, seed: 3).map { $0 * $0 } }
    }
  }

  /// Takes one step in `range`; whether all is finite.
  private func step<S: Real>(
    _ state: inout State<S>, _ rule: UpdateRule<S>, _ gradient: [S], _ range: Range<Int>
  ) -> Bool {
    update(
      rule, gradient: gradient, parameters: &state.parameters, first: &state.first,
      second: &state.second, range: range)
  }

  /// One entry's step by the textbook.
  private func reference(
    _ rule: UpdateRule<Double>, _ gradient: Double, _ x: Double, _ m: Double, _ v: Double
  ) -> (x: Double, m: Double, v: Double) {
    let limit = rule.gradientLimit
    let g = min(limit, max(-limit, rule.gradientScale * gradient)) + rule.decay * x
    let rest = x * (1 - rule.shrink)
    switch rule.kind {
    case .rest: return (x, m, v)
    case .gradient(let rate): return (rest - rate * g, m, v)
    case .momentum(let rate, let momentum, let nesterov):
      let velocity = momentum * m + g
      return (rest - rate * (nesterov ? g + momentum * velocity : velocity), velocity, v)
    case .adam(let rate, let beta1, let beta2, let rootCorrection, let epsilon):
      let (first, second) = (beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g)
      let step = rate * first / (rootCorrection * second.squareRoot() + epsilon)
      return (rest - step, first, second)
    case .rmsProp(let rate, let smoothing, let epsilon, let momentum):
      let second = smoothing * v + (1 - smoothing) * g * g
      let direction = momentum * m + g / (second.squareRoot() + epsilon)
      return (rest - rate * direction, momentum == 0 ? m : direction, second)
    }
  }

  @Test("A step in a range is the textbook's there, and leaves the rest untouched")
  func textbook() {
    let gradient: [Double] = uniformValues(Self.count, seed: 4)
    let range = 13..<32_990
    for rule in Self.rules() as [UpdateRule<Double>] {
      let before = State(rule)
      var expected = before
      for i in range {
        let (x, m, v) = reference(
          rule, gradient[i], before.parameters[i], rule.usesFirst ? before.first[i] : 0,
          rule.usesSecond ? before.second[i] : 0)
        expected.parameters[i] = x
        if rule.usesFirst { expected.first[i] = m }
        if rule.usesSecond { expected.second[i] = v }
      }
      var state = before
      #expect(step(&state, rule, gradient, range))
      #expect(relativeError(state.parameters, expected.parameters) < 1e-14, "\(rule)")
      #expect(relativeError(state.first, expected.first) < 1e-14, "\(rule)")
      #expect(relativeError(state.second, expected.second) < 1e-14, "\(rule)")
      for i in [Array(0..<13), Array(32_990..<Self.count)].joined() {
        #expect(state.parameters[i] == before.parameters[i])
        if rule.usesFirst { #expect(state.first[i] == before.first[i]) }
        if rule.usesSecond { #expect(state.second[i] == before.second[i]) }
      }
    }
  }

  @Test("A vector stepped in pieces of any length has the bits of one stepped whole")
  func pieces() {
    let gradient: [Float] = uniformValues(Self.count, seed: 4)
    let bounds = [0, 1, 8, 15, 24, 33, 50, 51, 100, 16_001, 32_777, 33_000, Self.count]
    for rule in Self.rules() as [UpdateRule<Float>] {
      var (whole, pieces) = (State(rule), State(rule))
      var ahead = [Float](repeating: 9, count: Self.count)
      for _ in 0..<2 {
        for (low, high) in zip(bounds, bounds.dropFirst()) {
          lookAhead(
            rule, gradient: gradient, parameters: pieces.parameters, first: pieces.first,
            second: pieces.second, into: &ahead, range: low..<high)
          #expect(step(&pieces, rule, gradient, low..<high))
        }
        #expect(step(&whole, rule, gradient, 0..<Self.count))
        #expect(pieces == whole, "\(rule)")
        #expect(ahead == whole.parameters, "\(rule)")
      }
    }
  }

  @Test("The lookahead stays in its range, and changes nothing else")
  func lookaheadRange() {
    let gradient: [Float] = uniformValues(Self.count, seed: 4)
    for rule in Self.rules() as [UpdateRule<Float>] {
      let before = State(rule)
      var state = before
      var ahead = [Float](repeating: 9, count: Self.count)
      lookAhead(
        rule, gradient: gradient, parameters: state.parameters, first: state.first,
        second: state.second, into: &ahead, range: 13..<32_990)
      #expect(step(&state, rule, gradient, 13..<32_990))
      #expect(ahead[13..<32_990] == state.parameters[13..<32_990], "\(rule)")
      #expect(ahead[..<13].allSatisfy { $0 == 9 } && ahead[32_990...].allSatisfy { $0 == 9 })
      #expect((state == before) == (rule.kind == .rest))
    }
  }

  @Test("The difference ahead is the lookahead less the origin, from the vector's beginning on")
  func differences() {
    let gradient: [Float] = uniformValues(Self.count, seed: 4)
    let origin: [Float] = uniformValues(Self.count, seed: 5)
    let range = 13..<32_990
    for rule in Self.rules() as [UpdateRule<Float>] {
      let state = State(rule)
      var ahead = [Float](repeating: 9, count: Self.count)
      lookAhead(
        rule, gradient: gradient, parameters: state.parameters, first: state.first,
        second: state.second, into: &ahead, range: range)
      var difference = [Float](repeating: 9, count: range.count + 2)
      differenceAhead(
        rule, gradient: gradient, parameters: state.parameters, first: state.first,
        second: state.second, less: origin, range: range, into: &difference)
      #expect(difference.suffix(2) == [9, 9])
      #expect(
        difference.dropLast(2).elementsEqual(range.lazy.map { ahead[$0] - origin[$0] }), "\(rule)")
    }
  }

  @Test("Rest is no step: parameters stay, even from a gradient that is no number")
  func rest() {
    let rule = UpdateRule<Float>(.rest)
    #expect(!rule.usesFirst && !rule.usesSecond)
    let gradient = [Float](repeating: .nan, count: 21)
    let before = State(rule, count: 21)
    var state = before
    #expect(step(&state, rule, gradient, 0..<21))
    #expect(state == before)
    var difference = before.parameters
    differenceAhead(
      rule, gradient: gradient, parameters: before.parameters, first: [], second: [],
      less: before.parameters, range: 0..<21, into: &difference)
    #expect(difference.allSatisfy { $0 == 0 })
  }

  @Test(
    "An entry that is no finite number is noticed in its range only, in octets and in the tail",
    arguments: [3, 19, 20, 32_800, 33_002])
  func notFinite(place: Int) {
    for rule in Self.rules() as [UpdateRule<Float>] where rule.kind != .rest {
      var gradient: [Float] = uniformValues(Self.count, seed: 4)
      gradient[place] = .nan
      let start = State(rule)
      var (with, before, after) = (start, start, start)
      #expect(!step(&with, rule, gradient, 0..<Self.count), "\(rule)")
      #expect(step(&before, rule, gradient, 0..<place), "\(rule)")
      #expect(step(&after, rule, gradient, place + 1..<Self.count), "\(rule)")
    }
  }

  @Test("Squares too small to be normal numbers are taken for 0, which no parameter shows")
  func subnormals() {
    // From squares that are normal numbers to those that vanish.
    let gradient = (0..<Self.count).map { i -> Float in
      Float(Foundation.pow(10, -17 - 8 * Double(i) / Double(Self.count)))
    }
    let rule = UpdateRule<Float>(
      .adam(rate: 1e-3, beta1: 0.9, beta2: 0.999, rootCorrection: 30, epsilon: 1e-8))
    let zeros = [Float](repeating: 0, count: Self.count)
    var state = State(rule)
    (state.first, state.second) = (zeros, zeros)
    let before = state.parameters
    var ahead = zeros
    lookAhead(
      rule, gradient: gradient, parameters: before, first: zeros, second: zeros, into: &ahead,
      range: 0..<Self.count)
    #expect(step(&state, rule, gradient, 0..<Self.count))
    let expected = zip(before, gradient).map { x, g -> Float in
      let (first, second): (Float, Float) = ((1 - 0.9) * g, (1 - 0.999) * g * g)
      return x - 1e-3 * first / (30 * second.squareRoot() + 1e-8)
    }
    #expect(state.parameters == expected && ahead == expected)
    // After the step this thread computes with such numbers as before.
    let squares = gradient.map { (1 - 0.999) * $0 * $0 }
    #expect(squares.count { $0.isSubnormal } > 1000)
    #if arch(x86_64)
      #expect(state.second.allSatisfy { !$0.isSubnormal })
    #endif
  }
}
