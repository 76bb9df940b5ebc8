import Hypernetworks
import Tensors
import TestSupport
import Testing

@Suite("Variants of the output regularizer")
struct RegularizerVariantTests {
  @Test(
    "The factored form of every variant equals the definition", arguments: Shape.all,
    RegularizerVariant.unweighted)
  func factored(shape: Shape, variant: RegularizerVariant) {
    let operands = RegularizerOperands(shape.hypernetwork, variant)
    var regularizer: OutputRegularizer<Double> = operands.factored()
    check(operands) {
      regularizer.evaluate(
        parameters: operands.ahead, current: operands.current, chosen: operands.chosen,
        strength: operands.strength, gradient: &$0)
    }
  }

  @Test(
    "The direct form of every variant equals the definition, with importances and without",
    arguments: Shape.all, RegularizerVariant.unweighted + RegularizerVariant.weighted)
  func direct(shape: Shape, variant: RegularizerVariant) {
    let operands = RegularizerOperands(shape.hypernetwork, variant)
    var regularizer = operands.direct()
    check(operands) {
      regularizer.evaluate(
        ahead: operands.ahead, current: operands.current, chosen: operands.chosen,
        strength: operands.strength, gradient: &$0)
    }
  }

  /// Compares R and what is added to a gradient with the definition.
  private func check(
    _ operands: RegularizerOperands, tolerance: Double = 1e-11,
    _ evaluate: (inout [Double]) -> Double
  ) {
    let expected = operands.definition()
    let start: [Double] = uniformValues(operands.h.parameterCount, seed: 9)
    var gradient = start
    let value = evaluate(&gradient)
    #expect(expected.value > 0)
    #expect(abs(value - expected.value) < tolerance * expected.value)
    let added = zip(gradient, start).map { $0 - $1 }
    #expect(relativeError(added, expected.gradient) < tolerance)
  }

  /// More (chunk, task) pairs than the factored form works on at a time: many chunks and tasks, many
  /// tasks of one chunk, more chunks than that for a single task.
  private static let large: [(shape: Shape, tasks: Int)] = [
    (Shape("chunks of one weight", target: 31, chunk: 1, hidden: [3]), 100),
    (Shape("full linear", target: 7, hidden: []), 2100),
    (Shape("many chunks", target: 2100, chunk: 1, hidden: [3], .elu), 3),
  ]

  @Test(
    "Rows that are worked on in groups give what the definition gives", arguments: large,
    RegularizerVariant.unweighted)
  func groups(size: (shape: Shape, tasks: Int), variant: RegularizerVariant) {
    let operands = RegularizerOperands(size.shape.hypernetwork, variant, tasks: size.tasks)
    #expect(operands.h.chunks * size.tasks > 2048)
    var regularizer: OutputRegularizer<Double> = operands.factored()
    check(operands, tolerance: 1e-10) {
      regularizer.evaluate(
        parameters: operands.ahead, current: operands.current, chosen: operands.chosen,
        strength: operands.strength, gradient: &$0)
    }
  }

  @Test(
    "One regularizer serves one subset after another", arguments: [Shape.all[0], Shape.all[10]],
    RegularizerVariant.unweighted)
  func subsets(shape: Shape, variant: RegularizerVariant) {
    let operands = RegularizerOperands(shape.hypernetwork, variant)
    var factored: OutputRegularizer<Double> = operands.factored()
    var direct = operands.direct()
    for chosen in [[0, 2], [1, 2], [1, 2], [4], [0, 1, 2, 3, 4], [3]] {
      let expected = operands.definition(chosen: chosen)
      var (ofFactored, ofDirect) = (
        expected.gradient.map { _ in 0.0 }, expected.gradient.map { _ in 0.0 }
      )
      let values = [
        factored.evaluate(
          parameters: operands.ahead, current: operands.current, chosen: chosen,
          strength: operands.strength, gradient: &ofFactored),
        direct.evaluate(
          ahead: operands.ahead, current: operands.current, chosen: chosen,
          strength: operands.strength, gradient: &ofDirect),
      ]
      for value in values {
        #expect(abs(value - expected.value) < 1e-11 * expected.value, "\(chosen)")
      }
      #expect(relativeError(ofFactored, expected.gradient) < 1e-11, "\(chosen)")
      #expect(relativeError(ofDirect, expected.gradient) < 1e-11, "\(chosen)")
    }
  }

  @Test("A subset of all tasks is all of them, bit by bit", arguments: Shape.all)
  func wholeSubset(shape: Shape) {
    let operands = RegularizerOperands(shape.hypernetwork, .init(isRestricted: true))
    func gradient(_ chosen: [Int]?) -> [Double] {
      var regularizer: OutputRegularizer<Double> = operands.factored()
      var gradient = [Double](repeating: 0, count: operands.h.parameterCount)
      _ = regularizer.evaluate(
        parameters: operands.ahead, chosen: chosen, strength: 1, gradient: &gradient)
      return gradient
    }
    #expect(gradient([0, 1, 2, 3, 4]) == gradient(nil))
  }

  /// Shapes for central differences: truncated, one chunk, full, linear.
  private static let few = [0, 2, 5, 7, 9].map { Shape.all[$0] }

  @Test(
    "The factored form's gradient fits central differences of its value", arguments: few,
    RegularizerVariant.unweighted)
  func factoredDifferences(shape: Shape, variant: RegularizerVariant) {
    let operands = RegularizerOperands(shape.hypernetwork, variant)
    var regularizer: OutputRegularizer<Double> = operands.factored()
    checkDifferences(operands) { ahead, gradient in
      regularizer.evaluate(
        parameters: ahead, current: operands.current, chosen: operands.chosen,
        strength: operands.strength, gradient: &gradient)
    }
  }

  @Test(
    "The direct form's gradient fits central differences of its value", arguments: few,
    RegularizerVariant.unweighted + RegularizerVariant.weighted)
  func directDifferences(shape: Shape, variant: RegularizerVariant) {
    let operands = RegularizerOperands(shape.hypernetwork, variant)
    var regularizer = operands.direct()
    checkDifferences(operands) { ahead, gradient in
      regularizer.evaluate(
        ahead: ahead, current: operands.current, chosen: operands.chosen,
        strength: operands.strength, gradient: &gradient)
    }
  }

  private func checkDifferences(
    _ operands: RegularizerOperands, _ evaluate: ([Double], inout [Double]) -> Double
  ) {
    let zero = [Double](repeating: 0, count: operands.h.parameterCount)
    var gradient = zero
    _ = evaluate(operands.ahead, &gradient)
    let numerical = numericalGradient(at: operands.ahead) { x in
      var unused = zero
      return evaluate(x, &unused)
    }
    #expect(relativeError(gradient, numerical) < 1e-7)
  }

  @Test(
    "A small step does not cancel in single precision, whatever counts", arguments: Shape.all,
    RegularizerVariant.unweighted)
  func singlePrecision(shape: Shape, variant: RegularizerVariant) {
    let operands = RegularizerOperands(shape.hypernetwork, variant, distance: 1e-3)
    let expected = operands.definition()
    var regularizer: OutputRegularizer<Float> = operands.factored()
    var gradient = [Float](repeating: 0, count: operands.h.parameterCount)
    let value = regularizer.evaluate(
      parameters: operands.ahead.map(Float.init), current: operands.current.map(Float.init),
      chosen: operands.chosen, strength: Float(operands.strength), gradient: &gradient)
    #expect(abs(Double(value) - expected.value) < 1e-3 * expected.value)
    #expect(relativeError(gradient.map(Double.init), expected.gradient) < 1e-3)
  }
}
