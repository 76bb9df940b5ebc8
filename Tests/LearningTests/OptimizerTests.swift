import Hypernetworks
import Learning
import Tensors
import TestSupport
import Testing

@Suite("Optimizers")
struct OptimizerTests {
  private struct Case: Decodable {
    struct Step: Decodable {
      let gradient: [Double]
      let lookahead: [Double]
      let probeGradient: [Double]
      let probeLookahead: [Double]
      let parameters: [Double]
      let m: [Double]?
      let v: [Double]?
      let velocity: [Double]?
    }
    let name: String
    let initialParameters: [Double]
    let steps: [Step]
  }

  @Test("Parameters, moments and lookahead equal the independent reference")
  func fixture() throws {
    let cases = try Fixture.cases(of: "optimizers", as: Case.self)
    let settings = try Fixture.cases(of: "optimizers", as: OptimizerCase.self)
    #expect(cases.count >= 15)
    for (item, settings) in zip(cases, settings) {
      var parameters = item.initialParameters
      var optimizer = Optimizer<Double>(try settings.settings, count: parameters.count)
      for (k, step) in item.steps.enumerated() {
        let before = optimizer
        for (gradient, change) in [
          (step.gradient, step.lookahead), (step.probeGradient, step.probeLookahead),
        ] {
          var shifted = [Double](repeating: 9, count: parameters.count)
          optimizer.lookahead(parameters, gradient: gradient, into: &shifted)
          let expected = zip(parameters, change).map { $0 + $1 }
          #expect(relativeError(shifted, expected) < 1e-13, "\(item.name) \(k)")
        }
        #expect(optimizer.first == before.first, "\(item.name) \(k)")
        #expect(optimizer.second == before.second, "\(item.name) \(k)")
        #expect(optimizer.steps == k)
        #expect(optimizer.step(&parameters, gradient: step.gradient))
        #expect(relativeError(parameters, step.parameters) < 1e-13, "\(item.name) \(k)")
        if let first = step.m ?? step.velocity, !optimizer.first.isEmpty {
          #expect(relativeError(optimizer.first, first) < 1e-12, "\(item.name) \(k)")
        }
        if let second = step.v {
          #expect(relativeError(optimizer.second, second) < 1e-12, "\(item.name) \(k)")
        }
      }
    }
  }

  private static let settings: [OptimizerSettings] = [
    .adam(learningRate: 0.01), OptimizerSettings(.adam(beta1: 0.5), learningRate: 0.1),
    OptimizerSettings(.adamW(), learningRate: 0.1, weightDecay: 0.1, clipping: .value(0.5)),
    .sgd(learningRate: 0.1), .sgd(learningRate: 0.1, momentum: 0.9),
    OptimizerSettings(
      .sgd(momentum: 0.9, nesterov: true), learningRate: 0.1, weightDecay: 0.1, clipping: .norm(3)),
    OptimizerSettings(.rmsProp(), learningRate: 0.01),
    OptimizerSettings(.rmsProp(momentum: 0.5), learningRate: 0.01, clipping: .norm(3)),
  ]

  @Test("The lookahead is the following step, bit by bit", arguments: settings)
  func lookahead(settings: OptimizerSettings) {
    let count = 40_003
    var parameters: [Float] = uniformValues(count, seed: 1)
    var optimizer = Optimizer<Float>(settings, count: count)
    for step in 0..<4 {
      let gradient: [Float] = uniformValues(count, seed: UInt64(step) + 2)
      var shifted = [Float](repeating: 9, count: count)
      optimizer.lookahead(parameters, gradient: gradient, into: &shifted)
      #expect(shifted != parameters)
      optimizer.step(&parameters, gradient: gradient)
      #expect(shifted == parameters, "step \(step)")
    }
  }

  @Test("A step notices what is not finite; clipping does not hide it", arguments: settings)
  func notFinite(settings: OptimizerSettings) {
    for value in [Float.nan, .infinity, -.infinity] {
      var parameters = [Float](repeating: 1, count: 21)
      var optimizer = Optimizer<Float>(settings, count: 21)
      var gradient = parameters
      gradient[19] = value
      #expect(!optimizer.step(&parameters, gradient: gradient), "\(value)")
    }
  }

  @Test("The rate of a step is the one set before it")
  func rate() {
    var parameters = [1.0]
    var optimizer = Optimizer<Double>(.sgd(learningRate: 0.5), count: 1)
    optimizer.learningRate = 0.25
    optimizer.step(&parameters, gradient: [1])
    #expect(parameters == [0.75])
  }

  @Test("an optimizer that is resumed takes the same steps, bit by bit", arguments: 0..<5)
  func resumed(kind: Int) {
    let algorithm: OptimizerSettings.Algorithm = [
      .adam(), .adamW(), .sgd(momentum: 0.9, nesterov: true), .rmsProp(momentum: 0.5),
      .sgd(momentum: 0),
    ][kind]
    let settings = OptimizerSettings(algorithm, learningRate: 0.01, weightDecay: 0.01)
    func gradient(_ step: Int) -> [Float] { uniformValues(9, seed: UInt64(step)) }
    var whole = Optimizer<Float>(settings, count: 9)
    var weights: [Float] = uniformValues(9, seed: 77)
    for step in 0..<7 { whole.step(&weights, gradient: gradient(step)) }
    var (resumed, others) = (Optimizer<Float>(settings, count: 9), weights)
    resumed.resume(whole.moments)
    #expect(resumed.steps == 7 && resumed.moments == whole.moments)
    for step in 7..<12 {
      whole.step(&weights, gradient: gradient(step))
      resumed.step(&others, gradient: gradient(step))
      #expect(weights == others, "step \(step)")
    }
    #expect(resumed.steps == 12 && resumed.moments == whole.moments)
    // Without what it has come to, it goes elsewhere; plain descent has come to nothing.
    var anew = Optimizer<Float>(settings, count: 9)
    anew.step(&others, gradient: gradient(12))
    whole.step(&weights, gradient: gradient(12))
    #expect((weights == others) == (kind == 4))
  }

  @Test("so many steps that Adam's powers are 0 take no time, and count")
  func manySteps() {
    var optimizer = Optimizer<Float>(
      OptimizerSettings(.adam(), learningRate: 0.01), count: 1)
    optimizer.resume(OptimizerMoments(steps: 1 << 40, first: [1], second: [1]))
    #expect(optimizer.steps == 1 << 40)
  }
}

/// The settings of an optimizer as the fixtures write them.
struct OptimizerCase: Decodable {
  struct Unknown: Error {}
  let kind: String
  let learningRate: Double
  let beta1: Double?
  let beta2: Double?
  let epsilon: Double?
  let momentum: Double?
  let nesterov: Bool?
  let smoothing: Double?
  let weightDecay: Double?
  let clipNorm: Double?
  let clipValue: Double?

  var settings: OptimizerSettings {
    get throws {
      let algorithm: OptimizerSettings.Algorithm =
        switch (kind, beta1, beta2, epsilon, momentum, smoothing) {
        case ("adam", let beta1?, let beta2?, let epsilon?, _, _):
          .adam(beta1: beta1, beta2: beta2, epsilon: epsilon)
        case ("adamw", let beta1?, let beta2?, let epsilon?, _, _):
          .adamW(beta1: beta1, beta2: beta2, epsilon: epsilon)
        case ("sgd", _, _, _, let momentum?, _):
          .sgd(momentum: momentum, nesterov: nesterov ?? false)
        case ("rmsprop", _, _, let epsilon?, let momentum?, let smoothing?):
          .rmsProp(smoothing: smoothing, epsilon: epsilon, momentum: momentum)
        default: throw Unknown()
        }
      return OptimizerSettings(
        algorithm, learningRate: learningRate, weightDecay: weightDecay ?? 0,
        clipping: clipNorm.map { .norm($0) } ?? clipValue.map { .value($0) } ?? .none)
    }
  }
}

extension Optimizer {
  /// `shifted = parameters + Δ`, the step that `step` would take now.
  fileprivate func lookahead(_ parameters: [S], gradient: [S], into shifted: inout [S]) {
    lookAhead(
      rule(for: gradient), gradient: gradient, parameters: parameters, first: first,
      second: second, into: &shifted, range: 0..<parameters.count)
  }
}
