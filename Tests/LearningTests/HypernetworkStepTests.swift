import Hypernetworks
import Learning
import Networks
import Tensors
import TestSupport
import Testing

/// A hypernetwork's shape as the fixtures store it.
struct Geometry: Decodable {
  let activation: Activation
  let taskEmbeddingSize: Int
  let chunkEmbeddingSize: Int
  let hiddenSizes: [Int]
  let chunkSize: Int
  let generatedCount: Int

  var hypernetwork: Hypernetwork {
    Hypernetwork(
      targetCount: generatedCount, embeddingSize: taskEmbeddingSize, chunkSize: chunkSize,
      chunkEmbeddingSize: chunkEmbeddingSize, hidden: hiddenSizes, activation: activation)
  }
}

@Suite("Steps of every variant")
struct HypernetworkStepTests {
  private struct Case: Decodable {
    struct Step: Decodable {
      let loss: Double
      let regularizer: Double
      let parameters: ParameterTree
      let embedding: [Double]
    }
    struct Variant: Decodable {
      let regularizer: String
      let lookahead: RegularizerSettings.Lookahead
      let headsOnly: Bool
      let fisherWeighted: Bool
      let fisher: Fixture.Matrix?
      let importance: ParameterTree?
      let anchor: ParameterTree?
    }
    let name: String
    let optimizer: OptimizerCase
    let variant: Variant?
    let lookahead: Bool?
    let beta: Double
    let headOffset: Int
    let headCount: Int
    let targetSizes: [Int]
    let targetActivation: Activation
    let hypernetwork: Geometry
    let pastEmbeddings: Fixture.Matrix
    let initialParameters: ParameterTree
    let initialEmbedding: [Double]
    let pixels: Fixture.Matrix
    let labels: [Int]
    let steps: [Step]

    var training: TrainingSettings {
      get throws {
        var settings = TrainingSettings(
          optimizer: try optimizer.settings, batch: labels.count, steps: steps.count, beta: beta,
          logInterval: 1)
        if lookahead == false { settings.regularizer.lookahead = .none }
        guard let variant else { return settings }
        settings.regularizer.lookahead = variant.lookahead
        settings.regularizer.targets =
          variant.regularizer == "value_preserving" ? .current : .snapshot
        settings.regularizer.ownHeadOnly = variant.headsOnly
        settings.regularizer.fisherWeighted = variant.fisherWeighted
        settings.regularizer.method = .init(rawValue: variant.regularizer) ?? .output
        return settings
      }
    }
  }

  @Test(
    "Loss, regularizer, parameters and embedding of each step equal the independent reference",
    arguments: ["training", "variants"])
  func fixture(file: String) throws {
    let cases = try Fixture.cases(of: file, as: Case.self)
    #expect(cases.count >= (file == "training" ? 4 : 12))
    for item in cases {
      let h = item.hypernetwork.hypernetwork
      let network = Architecture(widths: item.targetSizes, activation: item.targetActivation)
      let settings = try item.training
      let past = rows(item.pastEmbeddings)
      let start = item.initialParameters.flat
      let regularizer = TaskRegularizer(
        settings.regularizer, hypernetwork: h, network: network, snapshot: start, embeddings: past,
        heads: past.indices.map { 2 * $0..<2 * $0 + 2 },
        importance: item.variant?.importance?.flat ?? [],
        anchor: item.variant?.anchor?.flat ?? [],
        targetFisher: item.variant?.fisher.map(rows) ?? [])
      var step = HypernetworkStep<NetworkPass<Double>>(
        settings, network: network, hypernetwork: h, parameters: start,
        embedding: item.initialEmbedding, regularizer: regularizer, pastTasks: past.count,
        task: past.count, seed: 1)
      step.pass.inputs = item.pixels.values.map { $0 / 255 }
      for (k, expected) in item.steps.enumerated() {
        let outcome = step.run(
          labels: item.labels, head: item.headOffset..<item.headOffset + item.headCount)
        let place = "\(item.name), step \(k)"
        #expect(abs(outcome.loss - expected.loss) < 1e-10 * expected.loss, "\(place)")
        let penalty = outcome.penalty ?? .nan
        #expect(
          abs(penalty - expected.regularizer) < 1e-8 * max(1e-6, expected.regularizer), "\(place)")
        #expect(relativeError(step.parameters, expected.parameters.flat) < 1e-10, "\(place)")
        #expect(relativeError(step.embedding, expected.embedding) < 1e-10, "\(place)")
        #expect(outcome.isFinite)
        #expect(
          outcome.correct
            == correctCount(
              logits: step.pass.logits, outputs: network.outputCount,
              head: item.headOffset..<item.headOffset + item.headCount, labels: item.labels))
      }
    }
  }

  private func rows(_ matrix: Fixture.Matrix) -> [[Double]] {
    let columns = matrix.shape[1]
    return (0..<matrix.shape[0]).map { Array(matrix.values[$0 * columns..<($0 + 1) * columns]) }
  }
}
