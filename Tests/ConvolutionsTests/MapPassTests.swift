import Convolutions
import Tensors
import TestSupport
import Testing

/// Networks of feature maps against PyTorch, finite differences, and themselves on other threads.
@Suite("Feature maps", .serialized)
struct MapPassTests {
  struct Case: Decodable, CustomTestStringConvertible {
    struct Values: Decodable {
      let outputs: [Double]
      let gradient: [Double]
      let statistics: [Double]
    }

    let name: String
    let batch: Int
    let input: [Int]
    let steps: [MapNetwork.Step]
    let weights: [Double]
    let statistics: [Double]
    let inputs: [Double]
    let upstream: [Double]
    let frozen: Values
    let training: Values

    var network: MapNetwork { MapNetwork(input: input, steps: steps) }
    var testDescription: String { name }
  }

  /// Outputs, gradient and statistics of a batch.
  private static func run<S: Real>(
    _ network: MapNetwork, as type: S.Type = S.self, weights: [Double], statistics: [Double],
    inputs: [Double], upstream: [Double], batch: Int, isTraining: Bool
  ) -> (outputs: [Double], gradient: [Double], statistics: [Double]) {
    // Room for more than the batch, and what an earlier batch has left there.
    var pass = MapPass<S>(network.plan, capacity: batch + 2)
    let (weights, start) = (weights.map { S($0) }, statistics.map { S($0) })
    var (running, noise) = (start, RandomStream(seed: 1, purpose: "test"))
    let (inputCount, outputCount) = (network.plan.input.count, network.plan.output.count)
    var outputs = [S](repeating: .nan, count: (batch + 2) * outputCount)
    var gradient = [S](repeating: .nan, count: weights.count)
    pass.forward(
      uniformValues((batch + 2) * inputCount, seed: 3), weights: weights, batch: batch + 2,
      statistics: &running, noise: &noise, into: &outputs)
    pass.backward(
      weights: weights, batch: batch + 2, outputGradient: uniformValues(outputs.count, seed: 4),
      into: &gradient)

    running = start
    let inputs = inputs.map { S($0) }
    if isTraining {
      pass.forward(
        inputs, weights: weights, batch: batch, statistics: &running, noise: &noise,
        into: &outputs)
    } else {
      pass.forward(
        inputs, weights: weights, batch: batch, statistics: running, into: &outputs)
    }
    pass.backward(
      weights: weights, batch: batch, outputGradient: upstream.map { S($0) }, into: &gradient)
    return (
      outputs[..<upstream.count].map { Double($0) }, gradient.map { Double($0) },
      running.map { Double($0) }
    )
  }

  @Test(
    "outputs, gradients and statistics are PyTorch's",
    arguments: try Fixture.cases(of: "convolutions", as: Case.self))
  func reference(_ given: Case) {
    for (isTraining, expected) in [(true, given.training), (false, given.frozen)] {
      let double = Self.run(
        given.network, as: Double.self, weights: given.weights, statistics: given.statistics,
        inputs: given.inputs, upstream: given.upstream, batch: given.batch, isTraining: isTraining)
      #expect(relativeError(double.outputs, expected.outputs) < 1e-12)
      #expect(relativeError(double.gradient, expected.gradient) < 1e-11)
      #expect(relativeError(double.statistics, expected.statistics) < 1e-12)
      let single = Self.run(
        given.network, as: Float.self, weights: given.weights, statistics: given.statistics,
        inputs: given.inputs, upstream: given.upstream, batch: given.batch, isTraining: isTraining)
      #expect(relativeError(single.outputs, expected.outputs) < 1e-4)
      #expect(relativeError(single.gradient, expected.gradient) < 1e-3)
    }
  }

  @Test("inference without buffers for training gives the same bits")
  func inference() throws {
    for given in try Fixture.cases(of: "convolutions", as: Case.self) {
      let kept = Self.run(
        given.network, as: Float.self, weights: given.weights, statistics: given.statistics,
        inputs: given.inputs, upstream: given.upstream, batch: given.batch, isTraining: false)
      var pass = MapPass<Float>(given.network.plan, capacity: given.batch, backward: false)
      var outputs = [Float](repeating: .nan, count: kept.outputs.count)
      pass.forward(
        given.inputs.map { Float($0) }, weights: given.weights.map { Float($0) },
        batch: given.batch, statistics: given.statistics.map { Float($0) }, into: &outputs)
      #expect(outputs.map { Double($0) } == kept.outputs, "\(given.name)")
    }
  }

  @Test("dropout draws the same for outputs and gradient: finite differences")
  func dropout() {
    let plan = MapPlan(
      input: SampleShape(channels: 2, height: 6, width: 7),
      steps: [
        .convolution(
          ConvolutionStep(
            input: 0, channels: 5, side: 3, stride: 1, padding: 1, filters: 0, bias: 90,
            activation: .tanh)),
        .dropout(DropoutStep(input: 1, rate: 0.3, dropsChannels: true)),
        .convolution(
          ConvolutionStep(
            input: 2, channels: 3, side: 2, stride: 1, padding: 0, filters: 95, bias: 155,
            activation: .sigmoid)),
        .dropout(DropoutStep(input: 3, rate: 0.4, dropsChannels: false)),
      ])
    let batch = 3
    let weights: [Double] = uniformValues(158, seed: 1)
    let upstream: [Double] = uniformValues(batch * plan.output.count, seed: 2)
    var pass = MapPass<Double>(plan, capacity: batch)
    let inputs: [Double] = uniformValues(batch * plan.input.count, seed: 3)
    var outputs = upstream
    func loss(_ weights: [Double]) -> Double {
      var (none, noise) = ([Double](), RandomStream(seed: 5, purpose: "dropout"))
      pass.forward(
        inputs, weights: weights, batch: batch, statistics: &none, noise: &noise, into: &outputs)
      return zip(outputs, upstream).reduce(0) { $0 + $1.0 * $1.1 }
    }
    _ = loss(weights)
    // Two fifths of the last maps are 0, and of the first ones whole channels.
    #expect(outputs.count { $0 == 0 } > outputs.count / 5)
    var gradient = [Double](repeating: 0, count: weights.count)
    pass.backward(
      weights: weights, batch: batch, outputGradient: upstream, into: &gradient)
    #expect(relativeError(gradient, numericalGradient(at: weights, loss)) < 1e-8)
    // At test time nothing is dropped.
    pass.forward(inputs, weights: weights, batch: batch, statistics: [], into: &outputs)
    #expect(outputs.allSatisfy { $0 != 0 })
  }

  @Test(
    "ResNet-32 has as many weights as published, and its bits are the same on any number of threads"
  )
  func threads() {
    let network = MapNetwork.residual(blocks: 5, channels: 16, side: 32)
    let outputs = 60
    #expect(network.weightCount + 64 * outputs + outputs == 468_540)
    #expect(network.plan.output == SampleShape(channels: 64, height: 1, width: 1))
    // A smaller one has all that matters: batches that do not divide into the groups of samples.
    let small = MapNetwork.residual(blocks: 1, channels: 16, side: 16)
    let (batch, count) = (13, Threads.count)
    defer { Threads.use(count) }
    let results = [1, 2, 3].map { threads in
      Threads.use(threads)
      return Self.run(
        small, as: Float.self, weights: uniformValues(small.weightCount, seed: 1),
        statistics: [Double](repeating: 1, count: small.statisticsCount),
        inputs: uniformValues(batch * 3 * 16 * 16, seed: 2),
        upstream: uniformValues(batch * 64, seed: 3), batch: batch, isTraining: true)
    }
    #expect(results[0] == results[1] && results[0] == results[2])
    #expect(results[0].gradient.allSatisfy { $0.isFinite })
  }

  @Test("a bias before batch norm has no gradient in training")
  func bias() throws {
    let given = try #require(
      Fixture.cases(of: "convolutions", as: Case.self).first { $0.name == "wide" })
    let result = Self.run(
      given.network, as: Float.self, weights: given.weights, statistics: given.statistics,
      inputs: given.inputs, upstream: given.upstream, batch: given.batch, isTraining: true)
    for case .convolution(let step) in given.network.plan.steps {
      #expect(result.gradient[step.bias..<step.bias + step.channels].allSatisfy { $0 == 0 })
    }
  }
}
