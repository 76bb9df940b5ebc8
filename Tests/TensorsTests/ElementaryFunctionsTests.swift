import Foundation
import Tensors
import Testing

/// Our own functions against those of the C library, which they must not depend on.
@Suite("Elementary functions")
struct ElementaryFunctionsTests {
  /// Arguments over many orders of magnitude, of both signs.
  private static let arguments: [Double] = {
    var random = RandomStream(seed: 1, purpose: "elementary functions")
    return (0..<20_000).map { _ in
      Foundation.pow(10, 20 * random.uniform() - 17) * (random.uniform() < 0.5 ? -1 : 1)
    }
  }()

  /// The distance in units in the last place of `expected`.
  private func distance(_ value: Double, _ expected: Double) -> Double {
    value == expected || (value.isNaN && expected.isNaN)
      ? 0 : ((value - expected) / expected.ulp).magnitude
  }

  @Test("are exact to a few units in the last place")
  func places() {
    for x in Self.arguments {
      let e = ElementaryFunctions.exponential(x)
      #expect(distance(e, Foundation.exp(x)) <= 3, "exp \(x)")
      #expect(
        distance(ElementaryFunctions.logarithm(x.magnitude), Foundation.log(x.magnitude)) <= 3)
      #expect(
        distance(ElementaryFunctions.logarithmOfOnePlus(x.magnitude), Foundation.log1p(x.magnitude))
          <= 5, "log1p \(x)")
      #expect(
        distance(ElementaryFunctions.hyperbolicTangent(x), Foundation.tanh(x)) <= 5, "tanh \(x)")
      let turn = x.truncatingRemainder(dividingBy: 3)
      #expect(
        abs(ElementaryFunctions.cosine(turns: turn) - Foundation.cos(2 * .pi * turn)) < 4e-15,
        "cos \(turn)")
    }
    for n in [0, 1, 2, 7, 100, 2001] {
      #expect(
        abs(ElementaryFunctions.power(0.999, n) / Foundation.pow(0.999, Double(n)) - 1) < 1e-12)
    }
  }

  @Test("single precision is the nearest number but for ties that are nearly so")
  func single() {
    func isNear(_ value: Float, _ exact: Double) -> Bool {
      let nearest = Float(exact)
      return value == nearest || value == nearest.nextUp || value == nearest.nextDown
    }
    for x in Self.arguments.map(Float.init) {
      #expect(isNear(Float.exponential(x), Foundation.exp(Double(x))), "exp \(x)")
      #expect(isNear(Float.hyperbolicTangent(x), Foundation.tanh(Double(x))), "tanh \(x)")
    }
  }

  @Test("at the ends of what a number can be")
  func ends() {
    typealias F = ElementaryFunctions
    #expect(F.exponential(0) == 1 && F.exponential(710) == .infinity && F.exponential(-746) == 0)
    #expect(F.exponential(-.infinity) == 0 && F.exponential(.infinity) == .infinity)
    #expect(F.exponential(.nan).isNaN && F.logarithm(.nan).isNaN && F.hyperbolicTangent(.nan).isNaN)
    #expect(distance(F.exponential(709.5), Foundation.exp(709.5)) <= 1000)
    #expect(F.exponential(-744) > 0)
    #expect(F.logarithm(0) == -.infinity && F.logarithm(-1).isNaN && F.logarithm(1) == 0)
    #expect(F.logarithm(.infinity) == .infinity)
    #expect(distance(F.logarithm(.leastNonzeroMagnitude), -744.4400719213812) <= 3)
    #expect(F.hyperbolicTangent(400) == 1 && F.hyperbolicTangent(-400) == -1)
    #expect(F.hyperbolicTangent(0) == 0 && F.logarithmOfOnePlus(0) == 0)
    #expect((0..<8).map { F.cosine(turns: Double($0) / 4) } == [1, 0, -1, 0, 1, 0, -1, 0])
  }
}
