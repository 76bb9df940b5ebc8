import Checkpoints
import Foundation
import HDF5
import Hypernetworks
import Learning
import Networks
import TestSupport
import Testing

@Suite("Checkpoints of replay models")
struct ReplayModelCheckpointTests {
  private let provenance = ReplayModelCheckpoint.Provenance(dataset: "mnist", image: [2, 3])

  /// A state whose every number differs.
  private func state(isGenerated: Bool, tasks: Int = 2) -> ReplayModelState {
    let model = VariationalAutoencoder(
      inputs: 6, encoderHidden: [4], latents: 2, conditions: isGenerated ? 3 : 0,
      decoderHidden: [4, 3])
    func numbers(_ count: Int, _ shift: Float) -> [Float] {
      (0..<count).map { sin(Float($0) + shift) }
    }
    let h = Hypernetwork(
      targetCount: model.decoder.weightCount, embeddingSize: 2, chunkSize: 17,
      chunkEmbeddingSize: 3, hidden: [4, 3], activation: .elu)
    return ReplayModelState(
      autoencoder: model, encoder: numbers(model.encoder.weightCount, 0),
      decoder: isGenerated
        ? .generated(
          h, parameters: numbers(h.parameterCount, 1),
          taskEmbeddings: (0..<tasks).map { numbers(2, 5 + Float($0)) })
        : .plain(numbers(model.decoder.weightCount, 2)),
      tasks: tasks, metrics: [], seed: 9)
  }

  @Test("A state comes back bit for bit", arguments: [true, false], [0, 2])
  func roundTrip(isGenerated: Bool, tasks: Int) throws {
    let original = state(isGenerated: isGenerated, tasks: tasks)
    let image = try original.encoded(of: provenance)
    let decoded = try ReplayModelState.decode(image)
    #expect(decoded.state == original && decoded.provenance == provenance)
    #expect(try decoded.state.encoded(of: provenance) == image)
    var other = original
    other.encoder[3] = 99
    #expect(try other.encoded(of: provenance) != image)
  }

  @Test("what both optimizers go on from comes back; a file of version 1 has none")
  func optimizers() throws {
    var original = state(isGenerated: false)
    let model = original.autoencoder
    func moments(_ count: Int, _ shift: Float) -> OptimizerMoments {
      OptimizerMoments(
        steps: 1 << 33, first: (0..<count).map { Float($0) + shift },
        second: (0..<count).map { Float($0) * shift })
    }
    original.optimizers = .init(
      encoder: moments(model.encoder.weightCount, 0.5),
      decoder: moments(model.decoder.weightCount, 0.25))
    let image = try original.encoded(of: provenance)
    #expect(try ReplayModelState.decode(image).state == original)
    #expect(try image != state(isGenerated: false).encoded(of: provenance))

    // The numbers were read with h5py.
    let old = try [UInt8](Data(contentsOf: Fixture.url("replay-model-v1.h5")))
    #expect(try HDF5File(image: old).integer("format_version") == 1)
    let (read, origin) = try ReplayModelState.decode(old)
    #expect(read.tasks == 1 && read.optimizers == nil && read.autoencoder.latents == 3)
    #expect(abs(read.encoder.reduce(0) { $0 + Double($1) } + 5.8281884280077065) < 1e-9)
    guard case .plain(let decoder) = read.decoder else {
      Issue.record("the decoder is not plain")
      return
    }
    #expect(decoder[0] == -0.4324314594268799)
    let new = try read.encoded(of: origin)
    #expect(try HDF5File(image: new).integer("format_version") == ReplayModelCheckpoint.version)
    #expect(try ReplayModelState.decode(new).state == read)
  }

  /// What readers of the file need: the weights that it describes, and images of them.
  @Test("numpy makes of the file the decoder and the images that a sampler makes of the state")
  func h5py() throws {
    let original = state(isGenerated: true)
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("model.h5")
    try Data(original.encoded(of: provenance)).write(to: file)
    let script = """
      import sys, json, h5py, numpy as np
      f = h5py.File(sys.argv[1])
      config = json.loads(f.attrs["config_json"])
      assert f.attrs["format"] == "engram-replay-model" and config["image"] == [2, 3]
      h = f["decoder/hypernetwork"]
      layers = [h["layers"][k] for k in sorted(h["layers"])]
      chunks, sizes = h["chunk_embeddings"][()], config["decoder"]
      count = sum((a + 1) * b for a, b in zip(sizes, sizes[1:]))
      for task, e in enumerate(h["task_embeddings"][()]):
          x = np.hstack([np.tile(e, (len(chunks), 1)), chunks]).astype("f8")
          for layer in layers[:-1]:
              x = x @ layer["weight"][()].T.astype("f8") + layer["bias"][()]
              x = np.where(x > 0, x, np.expm1(x))
          flat = (x @ layers[-1]["weight"][()].T.astype("f8") + layers[-1]["bias"][()]).ravel()
          z = np.zeros(config["latent"] + config["conditions"])
          z[:2] = [0.5, -0.25]
          z[config["latent"] + task] = 1
          at, y = 0, z
          for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
              w, at = flat[at:at + a * b].reshape(b, a), at + a * b
              y, at = w @ y + flat[at:at + b], at + b
              if i < len(sizes) - 2: y = np.maximum(y, 0)
          print(*flat[:count])
          print(*1 / (1 + np.exp(-y)))
      """
    let python = Command.python ?? "python3"
    let result = try Command.run([python, "-c", script, file.path])
    let lines = result.output.split(separator: "\n").map {
      $0.split(separator: " ").compactMap { Double($0) }
    }
    try #require(lines.count == 4, "\(result.error)")
    guard case .generated(let h, let parameters, let embeddings) = original.decoder else { return }
    let model = original.autoencoder
    for (task, embedding) in embeddings.enumerated() {
      var generator = Generator<Float>(h)
      generator.generate(parameters: parameters, embedding: embedding)
      let weights = Array(generator.weights[..<model.decoder.weightCount])
      #expect(relativeError(weights.map(Double.init), lines[2 * task]) < 1e-5)
      var pass = NetworkPass<Float>(model.decoder, capacity: 1, backward: false)
      pass.inputs = [0.5, -0.25] + (0..<3).map { $0 == task ? 1 : 0 }
      pass.forward(weights: weights, batch: 1)
      let image = pass.logits.map { 1 / (1 + exp(-Double($0))) }
      #expect(relativeError(image, lines[2 * task + 1]) < 1e-5)
    }
  }

  @Test("Foreign, newer and damaged files are refused")
  func refused() throws {
    func refusal(_ image: [UInt8]) -> CheckpointError? {
      do {
        _ = try ReplayModelState.decode(image)
        return nil
      } catch { return error as? CheckpointError }
    }
    #expect(
      refusal(try HDF5Contents(attributes: ["format": "engram"]).image())
        == .notACheckpoint(expected: "engram-replay-model", found: "engram"))
    let newer = try HDF5Contents(attributes: [
      "format": .string(ReplayModelCheckpoint.format),
      "format_version": .integer(ReplayModelCheckpoint.version + 1),
    ]).image()
    #expect(
      refusal(newer)
        == .newerVersion(
          found: ReplayModelCheckpoint.version + 1, supported: ReplayModelCheckpoint.version))
    var truncated = try state(isGenerated: true).encoded(of: provenance)
    truncated.removeLast(100)
    #expect(throws: HDF5Error.self) { try ReplayModelState.decode(truncated) }
  }

  @Test(
    "Descriptions that contradict the file or themselves are refused",
    arguments: [
      (#""latent":2"#, #""latent":3"#), (#""latent":2"#, #""latent":0"#),
      (#""conditions":3"#, #""conditions":-3"#), (#""inputs":6"#, #""inputs":7"#),
      (#""encoder":[6,4,4]"#, #""encoder":[6]"#), (#""encoder":[6,4,4]"#, #""encoder":[6,5,4]"#),
      (#""decoder":[5,4,3,6]"#, #""decoder":[5,40000000,40000000,6]"#),
      (#""decoder":[5,4,3,6]"#, #""decoder":[5,40,6]"#), (#""tasks":2"#, #""tasks":4"#),
      (#""tasks":2"#, #""tasks":-1"#), (#""tasks":2"#, #""tasks":1"#),
    ])
  func contradictory(what: String, instead: String) throws {
    let original = try state(isGenerated: true).encoded(of: provenance)
    let file = try HDF5File(image: original)
    let config = try file.string("config_json")
    try #require(config.contains(what), "\(config)")
    var changed = HDF5Contents(attributes: [
      "format": .string(ReplayModelCheckpoint.format),
      "format_version": .integer(ReplayModelCheckpoint.version),
      "config_json": .string(config.replacing(what, with: instead)),
    ])
    var paths = ["/decoder/hypernetwork/task_embeddings", "/decoder/hypernetwork/chunk_embeddings"]
    for (root, layers) in [("/encoder", 2), ("/decoder/hypernetwork", 3)] {
      for layer in 0..<layers {
        paths += ["weight", "bias"].map { "\(root)/layers/00\(layer)/\($0)" }
      }
    }
    for path in paths {
      changed.add(
        try file.read(Float.self, at: path), at: path, as: try file.description(at: path))
    }
    changed.add(
      try file.read(UInt64.self, at: "/random/seed"), at: "/random/seed",
      as: try file.description(at: "/random/seed"))
    let image = try changed.image()
    let error = #expect(throws: (any Error).self, "\(instead)") {
      try ReplayModelState.decode(image)
    }
    #expect(error is CheckpointError || error is HDF5Error)
  }
}
