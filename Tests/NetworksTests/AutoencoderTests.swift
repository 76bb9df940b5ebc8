import Networks
import Tensors
import TestSupport
import Testing

@Suite("Variational autoencoders")
struct AutoencoderTests {
  private struct Case: Decodable {
    struct Group: Decodable {
      let start: Int
      let end: Int
      let weight: Double
      let condition: Int?
    }
    let name: String
    let latents: Int
    let conditions: Int
    let encoderSizes: [Int]
    let decoderSizes: [Int]
    let groups: [Group]
    let encoderWeights: [Double]
    let decoderWeights: [Double]
    let images: Fixture.Matrix
    let noise: Fixture.Matrix
    let reconstruction: Double
    let kl: Double
    let encoderGradient: [Double]
    let decoderGradient: [Double]
  }

  /// The loss of a batch and its gradients, in buffers that are larger than it and full of other numbers.
  private struct Evaluation {
    var model: VariationalAutoencoder
    var pass: AutoencoderPass<Double>
    var decoder: NetworkPass<Double>
    var batch: [AutoencoderRows<Double>]
    var rows: Int { batch.last?.rows.upperBound ?? 0 }

    init(_ model: VariationalAutoencoder, _ batch: [AutoencoderRows<Double>]) {
      let capacity = (batch.last?.rows.upperBound ?? 0) + 2
      (self.model, self.batch) = (model, batch)
      pass = AutoencoderPass(model, capacity: capacity)
      decoder = NetworkPass(model.decoder, capacity: capacity)
      decoder.inputs = uniformValues(decoder.inputs.count, seed: 21)
      pass.encoder.inputs = uniformValues(pass.encoder.inputs.count, seed: 22).map {
        ($0 + 1) / 2
      }
      pass.noise = uniformValues(pass.noise.count, seed: 23)
    }

    mutating func loss(_ encoder: [Double], _ decoderWeights: [Double]) -> AutoencoderLoss<Double> {
      pass.forward(
        encoderWeights: encoder, decoderWeights: decoderWeights, decoder: &decoder, batch: batch)
    }

    mutating func gradients(
      _ encoder: [Double], _ decoderWeights: [Double]
    ) -> (encoder: [Double], decoder: [Double]) {
      _ = loss(encoder, decoderWeights)
      var (ofEncoder, ofDecoder) = (encoder, decoderWeights)
      pass.backward(
        encoderWeights: encoder, decoderWeights: decoderWeights, decoder: &decoder, batch: rows,
        encoderGradient: &ofEncoder, decoderGradient: &ofDecoder)
      return (ofEncoder, ofDecoder)
    }
  }

  @Test("Loss and gradients equal the independent reference, by group and condition")
  func fixture() throws {
    let cases = try Fixture.cases(of: "autoencoder", as: Case.self)
    #expect(cases.count == 4)
    for item in cases {
      let model = VariationalAutoencoder(
        inputs: item.encoderSizes[0], encoderHidden: Array(item.encoderSizes[1..<3]),
        latents: item.latents, conditions: item.conditions,
        decoderHidden: Array(item.decoderSizes[1..<3]))
      #expect(model.encoder.widths == item.encoderSizes, "\(item.name)")
      #expect(model.decoder.widths == item.decoderSizes, "\(item.name)")
      var evaluation = Evaluation(
        model,
        item.groups.map {
          AutoencoderRows($0.start..<$0.end, weight: $0.weight, condition: $0.condition)
        })
      evaluation.pass.encoder.inputs.replaceSubrange(
        0..<item.images.values.count, with: item.images.values)
      evaluation.pass.noise.replaceSubrange(0..<item.noise.values.count, with: item.noise.values)
      let loss = evaluation.loss(item.encoderWeights, item.decoderWeights)
      #expect(abs(loss.reconstruction - item.reconstruction) < 1e-12 * item.reconstruction)
      #expect(abs(loss.divergence - item.kl) < 1e-12 * item.kl, "\(item.name)")
      #expect(loss.total == loss.reconstruction + loss.divergence)
      let (ofEncoder, ofDecoder) = evaluation.gradients(item.encoderWeights, item.decoderWeights)
      #expect(relativeError(ofEncoder, item.encoderGradient) < 1e-11, "\(item.name)")
      #expect(relativeError(ofDecoder, item.decoderGradient) < 1e-11, "\(item.name)")
    }
  }

  @Test(
    "Both gradients fit central differences, with whole vectors of latents and pixels and a rest")
  func gradients() {
    let model = VariationalAutoencoder(
      inputs: 19, encoderHidden: [7], latents: 9, conditions: 3, decoderHidden: [6])
    let encoder: [Double] = uniformValues(model.encoder.weightCount, seed: 1).map { $0 / 2 }
    let decoder: [Double] = uniformValues(model.decoder.weightCount, seed: 2)
    var evaluation = Evaluation(
      model,
      [AutoencoderRows(0..<2, weight: 0.2, condition: 2), AutoencoderRows(2..<5, weight: 0.8)])
    let (ofEncoder, ofDecoder) = evaluation.gradients(encoder, decoder)
    let numericalEncoder = numericalGradient(at: encoder) { evaluation.loss($0, decoder).total }
    let numericalDecoder = numericalGradient(at: decoder) { evaluation.loss(encoder, $0).total }
    #expect(relativeError(ofEncoder, numericalEncoder) < 1e-7)
    #expect(relativeError(ofDecoder, numericalDecoder) < 1e-7)
    // The first layer's weights of conditions that nobody set have no gradient.
    for unit in 0..<6 {
      let line = unit * 12 + 9
      #expect(ofDecoder[line] == 0 && ofDecoder[line + 1] == 0)
    }
    #expect((0..<6).contains { ofDecoder[$0 * 12 + 11] != 0 })
  }

  @Test("The loss of groups is the weighted sum of their losses alone")
  func groups() {
    let model = VariationalAutoencoder(
      inputs: 6, encoderHidden: [5], latents: 2, decoderHidden: [4])
    let encoder: [Double] = uniformValues(model.encoder.weightCount, seed: 3)
    let decoder: [Double] = uniformValues(model.decoder.weightCount, seed: 4)
    var both = Evaluation(
      model, [AutoencoderRows(0..<3, weight: 0.25), AutoencoderRows(3..<4, weight: 0.75)])
    var first = Evaluation(model, [AutoencoderRows(0..<3)])
    var second = Evaluation(model, [AutoencoderRows(0..<1)])
    first.pass.encoder.inputs = both.pass.encoder.inputs
    first.pass.noise = both.pass.noise
    second.pass.encoder.inputs = Array(both.pass.encoder.inputs[(3 * 6)...])
    second.pass.noise = Array(both.pass.noise[(3 * 2)...])
    let expected =
      0.25 * first.loss(encoder, decoder).total + 0.75 * second.loss(encoder, decoder).total
    #expect(abs(both.loss(encoder, decoder).total - expected) < 1e-14)
  }

  @Test(
    "A perceptron's gradient by its inputs fits central differences, for all columns and for some")
  func inputGradient() {
    let network = Architecture(widths: [7, 5, 3], activation: .tanh)
    let weights: [Double] = uniformValues(network.weightCount, seed: 5)
    let (inputs, targets): ([Double], [Double]) = (
      uniformValues(14, seed: 6), uniformValues(6, seed: 7)
    )
    var pass = NetworkPass<Double>(network, capacity: 2)
    func loss(_ inputs: [Double]) -> Double {
      pass.inputs = inputs
      pass.forward(weights: weights, batch: 2)
      return pass.withLogitGradient {
        Loss.meanSquaredError(outputs: $0, targets: targets, gradient: &$1)
      }
    }
    _ = loss(inputs)
    var (usual, gradient, all) = (weights, weights, inputs)
    pass.backward(weights: weights, batch: 2, gradient: &usual)
    pass.backward(weights: weights, batch: 2, gradient: &gradient, inputGradient: &all)
    #expect(gradient == usual)
    var some = [Double](repeating: 9, count: 6)
    pass.backward(
      weights: weights, batch: 2, gradient: &gradient, inputGradient: &some, columns: 2..<5)
    #expect(some == Array(all[2..<5] + all[9..<12]))
    #expect(relativeError(all, numericalGradient(at: inputs, loss)) < 1e-8)
  }
}
