import Checkpoints
import Foundation
import HDF5
import Hypernetworks
import Learning
import Networks
import Statistics
import Tasks
import Testing

/// Checkpoints with strange descriptions, shapes, types and values.
struct CheckpointFuzzing {
  private let config: String
  private let datasets: [String: HDF5Array<Float>]

  init() throws {
    let network = Architecture(widths: [5, 4, 6], activation: .tanh)
    let h = Hypernetwork(
      targetCount: network.weightCount, embeddingSize: 2, chunkSize: 9, chunkEmbeddingSize: 3,
      hidden: [3], activation: .relu)
    var state = HypernetworkState(
      network: network, hypernetwork: h, parameters: Array(repeating: 0.5, count: h.parameterCount),
      taskEmbeddings: [[0.5, -1], [2, 3.25]], heads: [0..<2, 2..<4],
      scores: ScoreMatrix([[0.75], [0.5, 1]]),
      metrics: [], seed: 7)
    state.memory.importance = state.parameters
    state.memory.anchor = state.parameters
    let tasks = [
      HypernetworkCheckpoint.TaskHead(head: 0..<2, classes: [0, 1]),
      HypernetworkCheckpoint.TaskHead(head: 2..<4, classes: [2, 3]),
    ]
    let file = try HDF5File(
      image: state.encoded(of: .init(dataset: "mnist", scenario: "CL1", tasks: tasks)))
    config = try file.string("config_json")
    var datasets: [String: HDF5Array<Float>] = [:]
    for root in ["/hypernetwork", "/regularizer/importance", "/regularizer/anchor"] {
      for layer in ["000", "001"] {
        for name in ["weight", "bias"] {
          let path = "\(root)/layers/\(layer)/\(name)"
          datasets[path] = try file.read(Float.self, at: path)
        }
      }
      let path = "\(root)/chunk_embeddings"
      datasets[path] = try file.read(Float.self, at: path)
    }
    let path = "/hypernetwork/task_embeddings"
    datasets[path] = try file.read(Float.self, at: path)
    self.datasets = datasets
  }

  func run() throws {
    try Fuzzing("checkpoint", cases: 1500).run(Array(config.utf8), isText: true) { bytes, mutator in
      // Half of the files have a strange description, half strange tensors.
      let isStrange = mutator.below(2) == 0
      let text = isStrange ? String(decoding: bytes, as: UTF8.self) : config
      let image = try self.image(text.replacing("\0", with: ""), strange: !isStrange, &mutator)
      let (state, provenance) = try HypernetworkState.decode(image)
      #expect(state.parameters.count == state.hypernetwork.parameterCount)
      #expect(state.heads.count == provenance.tasks.count)
    }
  }

  private func image(
    _ config: String, strange: Bool, _ mutator: inout Mutator
  ) throws -> [UInt8] {
    var file = HDF5Contents(attributes: [
      "format": .string(HypernetworkCheckpoint.format),
      "format_version": strange && mutator.below(20) == 0
        ? mutator.pick([.integer(-1), .integer(99), .string("2"), .real(2), .strings(["2"])])
        : .integer(HypernetworkCheckpoint.version), "config_json": .string(config),
    ])
    let damaged =
      strange ? mutator.pick(datasets.keys.sorted() + ["none", "accuracy", "seed"]) : ""
    for (path, array) in datasets {
      if path == damaged {
        add(strangely: array, at: path, to: &file, &mutator)
      } else {
        file.add(array, at: path, as: Self.anything(array.shape.count))
      }
    }
    let accuracy: [Double] =
      damaged == "accuracy"
      ? (0..<4).map { _ in mutator.pick([.nan, .infinity, -1, 2, 1e308, 0.5]) }
      : [0.5, .nan, 0.5, 1]
    file.add(
      HDF5Array(shape: [2, 2], values: accuracy), at: "/metrics/accuracy", as: Self.anything(2))
    let seeds: [UInt64] = damaged == "seed" ? mutator.pick([[], [1, 2], [.max]]) : [7]
    file.add(HDF5Array(seeds), at: "/random/seed", as: Self.anything(1))
    return try file.image()
  }

  /// Another shape, another type, other numbers, or nothing.
  private func add(
    strangely array: HDF5Array<Float>, at path: String, to file: inout HDF5Contents,
    _ mutator: inout Mutator
  ) {
    switch mutator.below(6) {
    case 0: break
    case 1: file.addGroup(at: path)
    case 2:
      file.add(
        HDF5Array(shape: array.shape, values: array.values.map(Double.init)), at: path,
        as: Self.anything(array.shape.count))
    case 3:
      let shape = array.shape + [1]
      file.add(
        HDF5Array(shape: shape, values: array.values), at: path, as: Self.anything(shape.count))
    case 4:
      let shape = array.shape.map { $0 + mutator.pick([-1, 0, 1]) }
      let values = [Float](repeating: 1, count: shape.reduce(1, *))
      file.add(HDF5Array(shape: shape, values: values), at: path, as: Self.anything(shape.count))
    default:
      let values = array.values.map { _ in mutator.pick([Float.nan, .infinity, 0, 1e38, -0.0]) }
      file.add(
        HDF5Array(shape: array.shape, values: values), at: path,
        as: Self.anything(array.shape.count))
    }
  }

  private static func anything(_ rank: Int) -> DatasetDescription {
    DatasetDescription(longName: "x", axes: (0..<rank).map { "axis\($0)" })
  }
}
