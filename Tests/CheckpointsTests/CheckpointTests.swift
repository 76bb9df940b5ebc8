import Checkpoints
import Foundation
import HDF5
import Hypernetworks
import Learning
import Networks
import Statistics
import Tasks
import Tensors
import Testing

@Suite("Checkpoints")
struct CheckpointTests {
  private let provenance = HypernetworkCheckpoint.Provenance(
    dataset: "mnist", scenario: "CL1",
    tasks: [
      HypernetworkCheckpoint.TaskHead(head: 0..<2, classes: [0, 1]),
      HypernetworkCheckpoint.TaskHead(head: 2..<4, classes: [2, 3]),
    ])

  /// A state of odd sizes whose every number differs.
  private func state(chunked: Bool = true, hidden: [Int] = [3, 4]) -> HypernetworkState {
    let network = Architecture(widths: [5, 4, 4], activation: .elu)
    let h =
      chunked
      ? Hypernetwork(
        targetCount: network.weightCount, embeddingSize: 2, chunkSize: 7, chunkEmbeddingSize: 3,
        hidden: hidden, activation: .tanh)
      : Hypernetwork(
        targetCount: network.weightCount, embeddingSize: 2, hidden: hidden, activation: .tanh)
    return HypernetworkState(
      network: network, hypernetwork: h,
      parameters: (0..<h.parameterCount).map { Float($0) * 0.25 - 3 },
      taskEmbeddings: [[0.5, -1], [2, 3.25]], heads: [0..<2, 2..<4],
      scores: ScoreMatrix([[0.75], [0.5, 1]]),
      metrics: [], seed: 7)
  }

  @Test(
    "a state comes back bit for bit",
    arguments: [(true, [3, 4]), (true, []), (false, [3]), (false, [])])
  func roundTrip(chunked: Bool, hidden: [Int]) throws {
    let original = state(chunked: chunked, hidden: hidden)
    let decoded = try HypernetworkState.decode(original.encoded(of: provenance))
    #expect(decoded.state == original && decoded.provenance == provenance)
  }

  @Test("the state before the first task comes back")
  func initialState() throws {
    let shape = state()
    let initial = HypernetworkState(
      network: shape.network, hypernetwork: shape.hypernetwork, seed: 3)
    let untrained = HypernetworkCheckpoint.Provenance(dataset: "mnist", scenario: "CL1", tasks: [])
    #expect(try HypernetworkState.decode(initial.encoded(of: untrained)).state == initial)
  }

  @Test("equal states give equal bytes, another weight gives others")
  func deterministic() throws {
    var other = state()
    let bytes = try other.encoded(of: provenance)
    #expect(try state().encoded(of: provenance) == bytes)
    let keyed = try other.encoded(of: provenance, cacheKey: "abc")
    #expect(try HDF5File(image: keyed).attribute("cache_key", at: "/") == .string("abc"))
    #expect(keyed != bytes)
    other.parameters[5] = 99
    #expect(try other.encoded(of: provenance) != bytes)
  }

  @Test("layers stand in the file as [out, in], the output layer last")
  func layout() throws {
    let original = state()
    let h = original.hypernetwork
    let file = try HDF5File(image: original.encoded(of: provenance))
    let weight = try file.read(Float.self, at: "/hypernetwork/layers/002/weight", shape: [7, 4])
    let bias = try file.read(Float.self, at: "/hypernetwork/layers/002/bias", shape: [7])
    let start = h.outputBlock.offset
    #expect(weight.values[2 * 4 + 1] == original.parameters[start + 1 * 7 + 2])
    #expect(bias.values[2] == original.parameters[start + 4 * 7 + 2])
    let accuracy = try file.read(Double.self, at: "/metrics/accuracy", shape: [2, 2]).values
    #expect(accuracy[0] == 0.75 && accuracy[1].isNaN && accuracy[2] == 0.5 && accuracy[3] == 1)
    #expect(try file.integer("tasks_learned") == 2)
    #expect(try file.integer("task_index") == 1)
  }

  @Test("every dataset says what it is")
  func described() throws {
    let file = try HDF5File(image: state().encoded(of: provenance))
    for path in [
      "/hypernetwork/layers/000/weight", "/hypernetwork/layers/002/bias",
      "/hypernetwork/chunk_embeddings", "/hypernetwork/task_embeddings", "/metrics/accuracy",
      "/target/shapes", "/random/seed",
    ] {
      let description = try file.description(at: path)
      #expect(!description.longName.isEmpty && description.units == "1")
      #expect(try description.axes.count == file.shape(at: path).count)
    }
  }

  @Test("accuracies that are no fractions, and embeddings that are no numbers, are refused")
  func values() throws {
    var strange = state()
    strange.scores = ScoreMatrix([[0.75], [2, 1]])
    let refusal = "'/metrics/accuracy' has numbers that cannot be (accuracy)"
    #expect(throws: CheckpointError.inconsistent(refusal)) {
      try HypernetworkState.decode(strange.encoded(of: provenance))
    }
    strange = state()
    strange.taskEmbeddings[0][1] = .infinity
    #expect(throws: CheckpointError.self) {
      try HypernetworkState.decode(strange.encoded(of: provenance))
    }
  }

  @Test("foreign, newer and contradictory files are refused")
  func refused() throws {
    let foreign = try HDF5Contents(attributes: ["format": "something-else"]).image()
    #expect(
      throws: CheckpointError.notACheckpoint(expected: "engram-checkpoint", found: "something-else")
    ) { try HypernetworkState.decode(foreign) }
    let newer = try HDF5Contents(attributes: [
      "format": .string(HypernetworkCheckpoint.format),
      "format_version": .integer(HypernetworkCheckpoint.version + 1),
    ]).image()
    #expect(
      throws: CheckpointError.newerVersion(
        found: HypernetworkCheckpoint.version + 1, supported: HypernetworkCheckpoint.version)
    ) { try HypernetworkState.decode(newer) }
    let absurd = try HDF5Contents(attributes: [
      "format": .string(HypernetworkCheckpoint.format),
      "format_version": .integer(HypernetworkCheckpoint.version),
      "config_json": """
      {"hypernetwork":{"task_embedding":-1,"chunk_embedding":1,"chunk_size":1,"chunks":1,\
      "hidden":[],"activation":"relu"},"target":{"layers":[1,1],"activation":"relu"},\
      "tasks":[],"dataset":"d","scenario":"CL1","seed":0}
      """,
    ]).image()
    #expect(throws: CheckpointError.self) { try HypernetworkState.decode(absurd) }
    // Sizes whose products no number holds.
    for (layers, chunk, hidden) in [
      ("[\(Array(repeating: "100000000", count: 1000).joined(separator: ","))]", "1", "[]"),
      ("[100000000,100000000]", "1", "[]"), ("[5,4]", "9000000000000000000", "[]"),
      ("[5,4]", "24", "[9000000000000000000]"), ("[5,4]", "24", "[4000000000,4000000000]"),
    ] {
      let overflowing = try HDF5Contents(attributes: [
        "format": .string(HypernetworkCheckpoint.format),
        "format_version": .integer(HypernetworkCheckpoint.version),
        "config_json": .string(
          """
          {"hypernetwork":{"task_embedding":1,"chunk_embedding":1000000,"chunk_size":\(chunk),\
          "chunks":1,"hidden":\(hidden),"activation":"relu"},"target":{"layers":\(layers),\
          "activation":"relu"},"tasks":[],"dataset":"d","scenario":"CL1","seed":0}
          """),
      ]).image()
      #expect(
        throws: CheckpointError.inconsistent("config_json has sizes that cannot be"), "\(layers)"
      ) { try HypernetworkState.decode(overflowing) }
    }
    var truncated = try state().encoded(of: provenance)
    truncated.removeLast(100)
    #expect(throws: HDF5Error.self) { try HypernetworkState.decode(truncated) }
  }
}
