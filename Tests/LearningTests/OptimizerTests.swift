import Hypernetworks
import Learning
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
    let learningRate: Double
    let beta1: Double?
    let beta2: Double?
    let epsilon: Double?
    let momentum: Double?
    let nesterov: Bool?
    let initialParameters: [Double]
    let steps: [Step]

    var settings: OptimizerSettings {
      guard let beta1, let beta2, let epsilon else {
        return .sgd(learningRate: learningRate, momentum: momentum ?? 0)
      }
      return .adam(learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon)
    }
  }

  @Test("Parameters, moments and lookahead equal the independent reference")
  func fixture() throws {
    let all = try Fixture.cases(of: "optimizers", as: Case.self)
    let cases = all.filter { $0.nesterov != true }
    #expect(cases.count >= 5)
    for item in cases {
      var parameters = item.initialParameters
      var optimizer = Optimizer<Double>(item.settings, count: parameters.count)
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
        optimizer.step(&parameters, gradient: step.gradient)
        #expect(relativeError(parameters, step.parameters) < 1e-13, "\(item.name) \(k)")
        if let m = step.m, let v = step.v {
          #expect(relativeError(optimizer.first, m) < 1e-12, "\(item.name) \(k)")
          #expect(relativeError(optimizer.second, v) < 1e-12, "\(item.name) \(k)")
        } else if item.momentum != 0, let velocity = step.velocity {
          #expect(relativeError(optimizer.first, velocity) < 1e-12, "\(item.name) \(k)")
        }
      }
    }
  }

  @Test(
    "The lookahead is the following step, bit by bit",
    arguments: [
      OptimizerSettings.adam(learningRate: 0.01), .adam(learningRate: 0.1, beta1: 0.5),
      .sgd(learningRate: 0.1), .sgd(learningRate: 0.1, momentum: 0.9),
    ])
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

  @Test(
    "The regularizer where the step would lead is the one at the lookahead, bit by bit",
    arguments: [
      OptimizerSettings.adam(learningRate: 0.01), .sgd(learningRate: 0.1),
      .sgd(learningRate: 0.1, momentum: 0.9),
    ], [7, 5000, 9001])
  func regularizer(settings: OptimizerSettings, chunkSize: Int) {
    let h = Hypernetwork(
      targetCount: 2 * chunkSize + chunkSize / 3, embeddingSize: 3, chunkSize: chunkSize,
      chunkEmbeddingSize: 2, hidden: [5, 4], activation: .tanh)
    let snapshot: [Float] = uniformValues(h.parameterCount, seed: 1)
    var parameters: [Float] = uniformValues(h.parameterCount, seed: 2)
    var optimizer = Optimizer<Float>(settings, count: h.parameterCount)
    var regularizer: OutputRegularizer<Float>? = OutputRegularizer(
      h, snapshot: snapshot, embeddings: uniformValues(6, seed: 3))
    var reference = OutputRegularizer<Float>(
      h, snapshot: snapshot, embeddings: uniformValues(6, seed: 3))
    var shifted = parameters
    for step in 0..<3 {
      var gradient: [Float] = uniformValues(h.parameterCount, seed: 4 + UInt64(step))
      var expected = gradient
      optimizer.lookahead(parameters, gradient: gradient, into: &shifted)
      let value = reference.evaluate(parameters: shifted, strength: 0.3, gradient: &expected)
      #expect(value > 0)
      #expect(
        optimizer.evaluate(
          &regularizer, at: parameters, strength: 0.3, gradient: &gradient, shifted: &shifted)
          == value)
      #expect(gradient == expected)
      optimizer.step(&parameters, gradient: gradient)
    }
    var none: OutputRegularizer<Float>?
    var gradient = parameters
    #expect(
      optimizer.evaluate(
        &none, at: parameters, strength: 1, gradient: &gradient, shifted: &shifted) == 0)
    #expect(gradient == parameters)
  }
}
