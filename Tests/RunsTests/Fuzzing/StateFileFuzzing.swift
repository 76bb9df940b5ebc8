import Checkpoints
import Foundation
import HDF5
import Hypernetworks
import Learning
import Networks
import Statistics
import Tasks
import Testing

/// Checkpoints of classifiers and replay models with strange descriptions over sound tensors.
struct StateFileFuzzing {
  private let format: String
  private let config: String
  private let numbers: [String: HDF5Array<Float>]
  private let matrices: [String: HDF5Array<Double>]

  private init(_ image: [UInt8], format: String, _ paths: [String], matrices: [String]) throws {
    self.format = format
    let file = try HDF5File(image: image)
    config = try file.string("config_json")
    var numbers: [String: HDF5Array<Float>] = [:]
    for path in paths { numbers[path] = try file.read(Float.self, at: path) }
    var found: [String: HDF5Array<Double>] = [:]
    for path in matrices { found[path] = try file.read(Double.self, at: path) }
    (self.numbers, self.matrices) = (numbers, found)
  }

  static func classifier() throws {
    let state = ClassifierState(
      network: Architecture(widths: [5, 3, 4], activation: .elu),
      weights: [Float](repeating: 0.5, count: 34), heads: [0..<2, 2..<4],
      memory: [
        "importance": Tensor([Float](repeating: 1, count: 34)),
        "reservoir/inputs": Tensor(shape: [3, 5], [Float](repeating: 1, count: 15)),
      ], storedSamples: 3, scores: ScoreMatrix([[0.75], [0.5, 1]]),
      inference: ScoreMatrix([[1], [0.25, 0.5]]), seed: 7)
    let heads = [0..<2, 2..<4].map { HypernetworkCheckpoint.TaskHead(head: $0, classes: Array($0)) }
    let image = try state.encoded(
      of: .init(method: "er", .init(dataset: "mnist", scenario: "CL3", tasks: heads)))
    let layers = ["000", "001"].flatMap { layer in
      ["weight", "bias"].map { "/classifier/layers/\(layer)/\($0)" }
    }
    try Self(
      image, format: ClassifierCheckpoint.format,
      layers + ["/memory/importance", "/memory/reservoir/inputs"],
      matrices: ["/metrics/accuracy", "/metrics/task_inference"]
    ).run("classifier-checkpoint") { image in
      let (state, provenance) = try ClassifierState.decode(image)
      #expect(state.weights.count == 34)
      #expect(state.heads.count == provenance.experiment.tasks.count)
      #expect(state.heads.allSatisfy { $0.upperBound <= state.network.outputCount })
      #expect(try state.encoded(of: provenance).count > 1000)
    }
  }

  static func replayModel() throws {
    let model = VariationalAutoencoder(
      inputs: 6, encoderHidden: [4], latents: 2, conditions: 3, decoderHidden: [4])
    let h = Hypernetwork(
      targetCount: model.decoder.weightCount, embeddingSize: 2, chunkSize: 17,
      chunkEmbeddingSize: 3, hidden: [4], activation: .elu)
    let state = ReplayModelState(
      autoencoder: model, encoder: [Float](repeating: 0.5, count: model.encoder.weightCount),
      decoder: .generated(
        h, parameters: [Float](repeating: 0.5, count: h.parameterCount),
        taskEmbeddings: [[1, 2], [3, 4]]), tasks: 2, metrics: [], seed: 7)
    let image = try state.encoded(of: .init(dataset: "mnist", image: [2, 3]))
    let layers = ["/encoder", "/decoder/hypernetwork"].flatMap { root in
      ["000", "001"].flatMap { layer in ["weight", "bias"].map { "\(root)/layers/\(layer)/\($0)" } }
    }
    try Self(
      image, format: ReplayModelCheckpoint.format,
      layers + ["chunk", "task"].map { "/decoder/hypernetwork/\($0)_embeddings" }, matrices: []
    ).run("replay-model-checkpoint") { image in
      let (state, _) = try ReplayModelState.decode(image)
      #expect(state.tasks >= 0 && state.encoder.count == state.autoencoder.encoder.weightCount)
    }
  }

  private func run(_ name: String, _ decode: ([UInt8]) throws -> Void) throws {
    try Fuzzing(name, cases: 800).run(Array(config.utf8), isText: true) { bytes, _ in
      let text = String(decoding: bytes, as: UTF8.self).replacing("\0", with: "")
      var file = HDF5Contents(attributes: [
        "format": .string(format), "format_version": .integer(1), "config_json": .string(text),
      ])
      for (path, array) in numbers { file.add(array, at: path, as: anything(array.shape.count)) }
      for (path, array) in matrices { file.add(array, at: path, as: anything(array.shape.count)) }
      file.add(HDF5Array([UInt64(7)]), at: "/random/seed", as: anything(1))
      try decode(file.image())
    }
  }

  private func anything(_ rank: Int) -> DatasetDescription {
    DatasetDescription(longName: "x", axes: (0..<rank).map { "axis\($0)" })
  }
}
