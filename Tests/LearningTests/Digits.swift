import Datasets
import Foundation
import Hypernetworks
import Learning
import Networks
import Tasks

/// Split MNIST's first tasks, and small replay models for them.
struct Digits {
  let images: LabelledImages

  init() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(component: "datasets")
    let entry = try DatasetCatalog(folder: folder).entry(named: "mnist")
    images = try DatasetFetcher(entry, downloads: entry.folder).local().images().train
  }

  func samples(task: Int) -> TaskSamples {
    TaskSamples(
      .split(tasks: 5, classesPerTask: 2, scenario: .classIncremental), task: task, in: images)
  }

  static func start(seed: UInt64, isGenerated: Bool) -> ReplayModelState {
    let model = VariationalAutoencoder(
      inputs: 784, encoderHidden: [40], latents: 10, conditions: isGenerated ? 5 : 0,
      decoderHidden: [20])
    let hypernetwork = Hypernetwork(
      targetCount: model.decoder.weightCount, embeddingSize: 8, chunkSize: 3000,
      chunkEmbeddingSize: 8, hidden: [10, 10], activation: .elu)
    return ReplayModelState(
      autoencoder: model, hypernetwork: isGenerated ? hypernetwork : nil, seed: seed)
  }

  static func settings(
    _ optimizer: OptimizerSettings = .adam(learningRate: 2e-3), steps: Int, beta: Double = 0
  ) -> TrainingSettings {
    TrainingSettings(optimizer: optimizer, batch: 32, steps: steps, beta: beta, logInterval: 50)
  }
}

extension ReplayModelState {
  /// What was logged under `name`.
  func log(_ name: String) -> [Double] { metrics.filter { $0.name == name }.map(\.value) }

  /// The decoder's weights for a task, in double precision.
  func decoderWeights(ofTask task: Int) -> [Double] {
    switch decoder {
    case .plain(let weights): return weights.map(Double.init)
    case .generated(let hypernetwork, let parameters, let embeddings):
      var generator = Generator<Double>(hypernetwork)
      generator.generate(
        parameters: parameters.map(Double.init), embedding: embeddings[task].map(Double.init))
      return Array(generator.weights.prefix(hypernetwork.targetCount))
    }
  }
}
