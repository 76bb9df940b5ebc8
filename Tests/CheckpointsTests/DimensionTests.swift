import Checkpoints
import Foundation
import HDF5
import Hypernetworks
import Learning
import Networks
import Statistics
import Tasks
import TestSupport
import Testing

/// The names that other programs show for the axes of a checkpoint.
@Suite("Dimensions of checkpoints")
struct DimensionTests {
  private let heads = [0..<2, 2..<4]
  private var experiment: HypernetworkCheckpoint.Provenance {
    .init(
      dataset: "mnist", scenario: "CL1",
      tasks: heads.map { .init(head: $0, classes: Array($0)) })
  }

  /// Every dataset's axes as h5py tells them, by path: `label of the axis = the name of its scale`. Fails
  /// unless each axis has one scale, which is of its length, refers to it and has no values.
  private func dimensions(of image: [UInt8]) throws -> [String: String] {
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("state.h5")
    try Data(image).write(to: file)
    let script = """
      import sys, h5py
      f = h5py.File(sys.argv[1])
      def show(name, item):
          if not isinstance(item, h5py.Dataset): return
          assert len(item.attrs["long_name"]) > 3, name
          if item.is_scale:
              start = "This is a netCDF dimension but not a netCDF variable."
              assert item.attrs["NAME"].decode() == start + f"{item.shape[0]:10}", name
              assert item.id.get_storage_size() == 0, name
              assert len(item.attrs["REFERENCE_LIST"]) > 0, name
              return
          axes = []
          for axis, dimension in enumerate(item.dims):
              (scale,) = dimension.values()
              assert scale.parent == item.parent and scale.shape == (item.shape[axis],), name
              uses = [(f[use["dataset"]].name, use["dimension"]) for use in scale.attrs["REFERENCE_LIST"]]
              assert uses.count((item.name, axis)) == 1, (name, uses)
              assert h5py.h5ds.is_attached(item.id, scale.id, axis), name
              scale_name = scale.name.split("/")[-1]
              same = scale_name == dimension.label
              axes.append(dimension.label if same else f"{dimension.label} ({scale_name})")
          assert list(item.attrs["axes"]) == [d.label for d in item.dims], name
          print(item.name, *axes, sep="|")
      f.visititems(show)
      """
    let result = try Command.run([Command.python ?? "python3", "-c", script, file.path])
    #expect(result.error == "")
    let lines = result.output.split(separator: "\n").map { $0.split(separator: "|") }
    return Dictionary(
      uniqueKeysWithValues: lines.map { (String($0[0]), $0.dropFirst().joined(separator: ", ")) })
  }

  @Test("Those of a hypernetwork's state")
  func hypernetwork() throws {
    let network = Architecture(widths: [5, 4, 4])
    let h = Hypernetwork(
      targetCount: network.weightCount, embeddingSize: 2, chunkSize: 7, chunkEmbeddingSize: 3,
      hidden: [3], activation: .tanh)
    var state = HypernetworkState(
      network: network, hypernetwork: h, parameters: uniformValues(h.parameterCount, seed: 1),
      taskEmbeddings: [[0.5, -1], [2, 3.25]], heads: heads, statistics: [[1, 2, 3], [4, 5, 6]],
      scores: ScoreMatrix([[0.75], [0.5, 1]]), seed: 7)
    state.memory.targetFisher = [4, 5].map { uniformValues(network.weightCount, seed: $0) }
    let layers = [
      "/hypernetwork/layers/000/weight": "unit_out, unit_in",
      "/hypernetwork/layers/000/bias": "unit_out",
      "/hypernetwork/layers/001/weight": "unit_out, unit_in",
      "/hypernetwork/layers/001/bias": "unit_out",
    ]
    let others = [
      "/config_json": "byte", "/random/seed": "value", "/statistics": "task, statistic",
      "/hypernetwork/chunk_embeddings": "chunk, chunk_embedding",
      "/hypernetwork/task_embeddings": "task, task_embedding",
      "/target/shapes": "layer, output_input", "/metrics/accuracy": "trained_task, evaluated_task",
      "/regularizer/target_fisher": "task, weight",
    ]
    #expect(
      try dimensions(of: state.encoded(of: experiment)) == layers.merging(others) { a, _ in a })
  }

  @Test("Those of a directly trained network's state, whose memory has tensors of other lengths")
  func classifier() throws {
    let network = Architecture(widths: [5, 3, 4])
    let count = network.weightCount
    let state = ClassifierState(
      network: network, weights: uniformValues(count, seed: 1), heads: heads,
      memory: [
        "importance": Tensor(uniformValues(count, seed: 2)), "networks/00": Tensor([1, 2]),
        "reservoir/inputs": Tensor(shape: [3, 5], uniformValues(15, seed: 3)),
        "reservoir/units": Tensor([0, 3, 1]), "reservoir/shown": Tensor([0, 9]),
        "square": Tensor(shape: [2, 2], [1, 2, 3, 4]), "entry": Tensor([1, 2]),
      ], optimizer: OptimizerMoments(steps: 1, first: [], second: []), seed: 7)
    let found = try dimensions(of: state.encoded(of: .init(method: "er", experiment)))
    let memory = found.filter { $0.key.hasPrefix("/memory") }
    #expect(
      memory == [
        "/memory/entry": "entry (entry_2)", "/memory/importance": "weight",
        "/memory/networks/00": "entry", "/memory/reservoir/inputs": "entry, component",
        "/memory/reservoir/shown": "entry (entry_2)", "/memory/reservoir/units": "entry",
        "/memory/square": "entry (entry_2), component",
      ])
    #expect(found["/classifier/layers/001/weight"] == "unit_out, unit_in")
    #expect(found["/optimizer/steps"] == "value" && found.count == memory.count + 7)
  }

  @Test("Those of a replay model")
  func replayModel() throws {
    let model = VariationalAutoencoder(
      inputs: 6, encoderHidden: [4], latents: 2, conditions: 3, decoderHidden: [4])
    let h = Hypernetwork(
      targetCount: model.decoder.weightCount, embeddingSize: 2, chunkSize: 17,
      chunkEmbeddingSize: 3, hidden: [4], activation: .elu)
    let state = ReplayModelState(
      autoencoder: model, encoder: uniformValues(model.encoder.weightCount, seed: 1),
      decoder: .generated(
        h, parameters: uniformValues(h.parameterCount, seed: 2), taskEmbeddings: [[1, 2]]),
      tasks: 1, metrics: [], seed: 9)
    let found = try dimensions(of: state.encoded(of: .init(dataset: "mnist", image: [2, 3])))
    #expect(found["/encoder/layers/000/weight"] == "unit_out, unit_in")
    #expect(found["/decoder/hypernetwork/task_embeddings"] == "task, task_embedding")
    #expect(found["/decoder/hypernetwork/chunk_embeddings"] == "chunk, chunk_embedding")
  }

  @Test("A file without scales is read, and has the same content as one with them")
  func withoutScales() throws {
    let old = try [UInt8](Data(contentsOf: Fixture.url("checkpoint-v2.h5")))
    #expect(try !HDF5File(image: old).exists("/hypernetwork/task"))
    let (state, provenance) = try HypernetworkState.decode(old)
    let image = try state.encoded(of: provenance)
    let file = try HDF5File(image: image)
    #expect(try file.exists("/hypernetwork/task"))
    #expect(try HypernetworkState.decode(image).state == state)
  }
}
