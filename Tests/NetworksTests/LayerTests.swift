import Foundation
import Networks
import Tensors
import TestSupport
import Testing

@Suite("Networks as lists of layers")
struct LayerTests {
  private static let layers: [Layer] = [
    .dense(5), .activation(.tanh), .dense(4), .dense(6), .activation(.relu), .dropout(0.3),
    .dense(3),
  ]
  private let network = Architecture(inputs: 4, layers: layers)

  @Test("a layer has one text, and the text is that layer")
  func texts() throws {
    let texts = Self.layers.map(\.text)
    #expect(texts == ["dense 5", "tanh", "dense 4", "dense 6", "relu", "dropout 0.3", "dense 3"])
    #expect(texts.map { Layer(text: $0) } == Self.layers)
    for wrong in [
      "dense", "dense 0", "dense -1", "dense 1 2", "dropout", "dropout 1", "conv", "conv 0",
      "conv 3 valid size 5",
      "block", "maxpool 0", "batchnorm 3", "dropout 0.2 units", "",
    ] {
      #expect(Layer(text: wrong) == nil, "\(wrong)")
    }
    #expect(Layer(text: "dropout -0")?.text == "dropout 0.0")
  }

  @Test("what is no network is refused, with the reason")
  func problems() {
    #expect(Architecture.problem(inputs: 4, Self.layers) == nil)
    #expect(Architecture.problem(inputs: 4, [.dense(2)]) == nil)
    for (layers, reason) in [
      ([], "begin with a dense layer or a convolution"),
      ([.activation(.relu), .dense(2)], "begin with a dense layer or a convolution"),
      ([.dense(2), .activation(.relu)], "end with a dense layer"),
      (
        [.dense(2), .activation(.relu), .activation(.tanh), .dense(1)],
        "'tanh' cannot follow 'relu'"
      ),
      (
        [.dense(2), .dropout(0.5), .activation(.relu), .dense(1)],
        "'relu' cannot follow 'dropout 0.5'"
      ), ([.dense(0), .dense(1)], "no units"),
    ] as [([Layer], String)] {
      #expect(Architecture.problem(inputs: 4, layers)?.contains(reason) == true, "\(reason)")
    }
    #expect(Architecture.problem(inputs: 0, [.dense(1)]) != nil)
  }

  @Test("weights lie layer after layer; what follows a dense layer belongs to it")
  func places() {
    #expect(network.widths == [4, 5, 4, 6, 3] && network.outputCount == 3)
    #expect(network.weightCount == 5 * 5 + 6 * 4 + 5 * 6 + 7 * 3)
    let dense = network.dense
    #expect(dense.map(\.weight.offset) == [0, 25, 49, 79])
    #expect(dense.map(\.activation) == [.tanh, nil, .relu, nil])
    #expect(dense.map(\.dropout) == [0, 0, 0.3, 0])
    #expect(!network.rectifies && Architecture(widths: [3, 2, 1]).rectifies)
  }

  @Test("it comes back from JSON, and so does a perceptron of an earlier program")
  func coding() throws {
    let data = try JSONEncoder().encode(network)
    #expect(String(decoding: data, as: UTF8.self).contains(#""layers":["dense 5","tanh","#))
    #expect(try JSONDecoder().decode(Architecture.self, from: data) == network)
    let old = #"{"layers":[4,3,2],"activation":"elu","dropout":0.5}"#
    #expect(
      try JSONDecoder().decode(Architecture.self, from: Data(old.utf8))
        == Architecture(widths: [4, 3, 2], activation: .elu, dropout: 0.5))
    for wrong in [
      #"{"inputs":4,"layers":["relu"]}"#, #"{"inputs":0,"layers":["dense 1"]}"#,
      #"{"inputs":4,"layers":["dense x"]}"#, #"{"layers":[4],"activation":"relu"}"#,
      #"{"layers":[4,0],"activation":"relu"}"#,
      #"{"layers":[4,1],"activation":"relu","dropout":1}"#,
    ] {
      #expect(throws: DecodingError.self, "\(wrong)") {
        try JSONDecoder().decode(Architecture.self, from: Data(wrong.utf8))
      }
    }
  }

  @Test("its gradient is that of central differences, with and without dropout")
  func gradient() {
    let batch = 7
    let weights: [Double] = uniformValues(network.weightCount, seed: 1)
    let upstream: [Double] = uniformValues(batch * 3, seed: 2)
    var pass = NetworkPass<Double>(network, capacity: batch)
    pass.inputs = uniformValues(batch * 4, seed: 3)
    for isTraining in [false, true] {
      func loss(_ weights: [Double]) -> Double {
        var statistics: [Double] = []
        // The same masks each time.
        var noise = RandomStream(seed: 4, purpose: "test")
        if isTraining {
          pass.forward(weights: weights, batch: batch, statistics: &statistics, noise: &noise)
        } else {
          pass.forward(weights: weights, batch: batch)
        }
        return zip(pass.logits, upstream).reduce(0) { $0 + $1.0 * $1.1 }
      }
      _ = loss(weights)
      pass.withLogitGradient { _, gradient in
        for i in upstream.indices { gradient[i] = upstream[i] }
      }
      var gradient = [Double](repeating: 0, count: weights.count)
      pass.backward(weights: weights, batch: batch, gradient: &gradient)
      let expected = weights.indices.map { i -> Double in
        var (up, down) = (weights, weights)
        (up[i], down[i]) = (up[i] + 1e-6, down[i] - 1e-6)
        return (loss(up) - loss(down)) / 2e-6
      }
      #expect(relativeError(gradient, expected) < 1e-7, "training \(isTraining)")
    }
  }
}
