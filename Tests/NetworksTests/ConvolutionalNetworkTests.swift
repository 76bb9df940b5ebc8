import Convolutions
import Foundation
import Networks
import Tensors
import TestSupport
import Testing

@Suite("Networks with convolutions")
struct ConvolutionalNetworkTests {
  private static func layers(_ text: String) -> [Layer] {
    text.split(separator: ",").compactMap { Layer(text: String($0)) }
  }

  private static let picture = SampleShape(channels: 3, height: 32, width: 32)

  private static let residual =
    "conv 16, batchnorm, relu, block 16, block 16, block 16, block 16, block 16, block 32 stride 2, "
    + "block 32, block 32, block 32, block 32, block 64 stride 2, block 64, block 64, block 64, block 64, "
    + "avgpool, dense 60"

  private static let zenke =
    "conv 32, relu, conv 32 valid, relu, maxpool, dropout 0.25 channels, conv 64, relu, conv 64 valid, "
    + "relu, maxpool, dropout 0.25 channels, dense 512, relu, dropout 0.5, dense 60"

  /// Small, with all kinds of layers.
  private let small = Architecture(
    input: SampleShape(channels: 2, height: 9, width: 8),
    layers: layers(
      "conv 3, batchnorm, relu, block 4 stride 2, dropout 0.2, conv 5 size 2 valid, tanh, maxpool, "
        + "dropout 0.3 channels, dense 6, relu, dropout 0.2, dense 3"))

  @Test("a layer has one text, and the text is that layer")
  func texts() {
    for text in [
      "conv 32", "conv 32 size 5", "conv 32 stride 2", "conv 32 size 1 stride 2 valid",
      "conv 32 valid", "batchnorm", "maxpool 2", "avgpool", "avgpool 3", "dropout 0.25 channels",
      "block 16", "block 32 stride 2",
    ] {
      #expect(Layer(text: text)?.text == text)
    }
    #expect(Layer(text: "maxpool") == .maxPooling(2))
  }

  @Test("networks that are published have as many weights as published")
  func counts() {
    let residual = Architecture(input: Self.picture, layers: Self.layers(Self.residual))
    #expect(residual.weightCount == 468_540)
    #expect(residual.tensors.reduce(0) { $0 + $1.count } == 468_540)
    let statistics: [Float] = residual.initialStatistics()
    #expect(statistics.count == 2 * (16 * 11 + 32 * 10 + 64 * 10))
    let zenke = Architecture(input: Self.picture, layers: Self.layers(Self.zenke))
    #expect(zenke.weightCount == 1_276_508)
    #expect(zenke.widths == [2304, 512, 60])
  }

  @Test("what is no network is refused, with the reason")
  func problems() {
    for (text, reason) in [
      ("batchnorm, dense 2", "begin with a dense layer or a convolution"),
      ("conv 3, relu", "begin with a dense layer or a convolution"),
      ("conv 3, relu, batchnorm, dense 2", "'batchnorm' does not follow a convolution"),
      ("conv 3, maxpool, relu, dense 2", "'relu' does not follow a convolution"),
      ("conv 3 size 4, dense 2", "needs 'valid'"),
      ("block 3, dense 2", "needs a convolution before it"),
      ("conv 8, block 4, dense 2", "fewer channels than the 8 before"),
      ("conv 3, maxpool 40, dense 2", "no pixels left of maps of 3 × 32 × 32"),
      ("conv 3 size 33 valid, dense 2", "no pixels left"),
      ("conv 3, dense 4, conv 3, dense 2", "'conv 3' cannot follow 'dense 4'"),
    ] {
      let problem = Architecture.problem(input: Self.picture, Self.layers(text))
      #expect(problem?.contains(reason) == true, "\(text): \(problem ?? "accepted")")
    }
  }

  @Test("it comes back from JSON; hostile shapes do not")
  func coding() throws {
    let data = try JSONEncoder().encode(small)
    #expect(try JSONDecoder().decode(Architecture.self, from: data) == small)
    for shape in ["[2,9,9]", "[2,72]", "[0,1,1]", "[-2,-9,8]", "[1,1,9223372036854775807]"] {
      let text = #"{"inputs":144,"input_shape":\#(shape),"layers":["conv 3","dense 2"]}"#
      #expect(throws: DecodingError.self, "\(shape)") {
        try JSONDecoder().decode(Architecture.self, from: Data(text.utf8))
      }
    }
    // A perceptron does not see the shape of pictures.
    #expect(
      Architecture(input: Self.picture, layers: [.dense(2)])
        == Architecture(inputs: 3072, layers: [.dense(2)]))
  }

  @Test("its gradient is that of central differences, in training and at test time")
  func gradient() {
    let batch = 5
    let weights: [Double] = uniformValues(small.weightCount, seed: 1)
    let upstream: [Double] = uniformValues(batch * 3, seed: 2)
    var pass = NetworkPass<Double>(small, capacity: batch)
    pass.inputs = uniformValues(batch * small.inputCount, seed: 3)
    let start: [Double] = small.initialStatistics()
    for isTraining in [false, true] {
      func loss(_ weights: [Double]) -> Double {
        var statistics = start
        // The same masks each time.
        var noise = RandomStream(seed: 4, purpose: "test")
        if isTraining {
          pass.forward(weights: weights, batch: batch, statistics: &statistics, noise: &noise)
          #expect(statistics != start)
        } else {
          pass.forward(weights: weights, batch: batch, statistics: statistics)
        }
        return zip(pass.logits, upstream).reduce(0) { $0 + $1.0 * $1.1 }
      }
      _ = loss(weights)
      pass.withLogitGradient { _, gradient in
        for i in upstream.indices { gradient[i] = upstream[i] }
      }
      var gradient = [Double](repeating: .nan, count: weights.count)
      pass.backward(weights: weights, batch: batch, gradient: &gradient)
      let numerical = numericalGradient(at: weights, h: 1e-6, loss)
      #expect(relativeError(gradient, numerical) < 1e-7, "training \(isTraining)")
    }
  }

  @Test("squares and magnitudes are of each sample's own gradient", arguments: [true, false])
  func sampleGradients(isMagnitude: Bool) {
    let batch = 4
    let weights: [Double] = uniformValues(small.weightCount, seed: 1)
    let inputs: [Double] = uniformValues(batch * small.inputCount, seed: 3)
    let upstream: [Double] = uniformValues(batch * 3, seed: 2)
    let statistics: [Double] = small.initialStatistics()
    var sums = [Double](repeating: 1, count: weights.count)
    var pass = NetworkPass<Double>(small, capacity: batch)
    pass.inputs = inputs
    pass.forward(weights: weights, batch: batch, statistics: statistics)
    pass.withLogitGradient { _, gradient in
      for i in upstream.indices { gradient[i] = upstream[i] }
    }
    pass.addSampleGradients(
      isMagnitude ? .magnitude : .square, weights: weights, batch: batch, scale: 0.5, to: &sums)

    var expected = [Double](repeating: 1, count: weights.count)
    var single = NetworkPass<Double>(small, capacity: 1)
    var gradient = expected
    for sample in 0..<batch {
      single.inputs = Array(inputs[sample * small.inputCount..<(sample + 1) * small.inputCount])
      single.forward(weights: weights, batch: 1, statistics: statistics)
      single.withLogitGradient { _, gradient in
        for k in 0..<3 { gradient[k] = upstream[3 * sample + k] }
      }
      single.backward(weights: weights, batch: 1, gradient: &gradient)
      for i in expected.indices {
        expected[i] += 0.5 * (isMagnitude ? abs(gradient[i]) : gradient[i] * gradient[i])
      }
    }
    #expect(relativeError(sums, expected) < 1e-12)
  }

  @Test("it starts from Xavier's matrices and filters, scales of 1, biases and shifts of 0")
  func start() {
    let weights: [Double] = small.initialWeights(seed: 1, purpose: "test")
    var place = 0
    for tensor in small.tensors {
      let values = weights[place..<place + tensor.count]
      switch tensor.role {
      case .weight:
        let limit = (6 / Double(tensor.fanIn + tensor.fanOut)).squareRoot()
        #expect(values.allSatisfy { abs($0) < limit } && Set(values).count == tensor.count)
      case .scale: #expect(values.allSatisfy { $0 == 1 })
      case .bias, .shift: #expect(values.allSatisfy { $0 == 0 })
      }
      place += tensor.count
    }
    #expect(place == weights.count)
  }
}
