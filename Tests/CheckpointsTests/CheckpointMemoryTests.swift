import Checkpoints
import HDF5
import Hypernetworks
import Learning
import Networks
import Statistics
import Tasks
import TestSupport
import Testing

@Suite("Checkpoints of learners with a memory")
struct CheckpointMemoryTests {
  /// A state after two tasks, with room for three.
  private func state(
    chunked: Bool = true, dropout: Double = 0, heads: [Range<Int>] = [0..<2, 2..<4]
  ) -> HypernetworkState {
    let network = Architecture(widths: [5, 4, 6], activation: .tanh, dropout: dropout)
    let h = Hypernetwork(
      targetCount: network.weightCount, embeddingSize: 2,
      chunkSize: chunked ? 9 : network.weightCount, chunkEmbeddingSize: chunked ? 3 : 0,
      hidden: [3], activation: .relu)
    return HypernetworkState(
      network: network, hypernetwork: h, parameters: uniformValues(h.parameterCount, seed: 1),
      taskEmbeddings: [[0.5, -1], [2, 3.25]], heads: heads,
      scores: ScoreMatrix([[0.75], [0.5, 1]]),
      metrics: [], seed: 7)
  }

  private func provenance(_ heads: [Range<Int>]) -> HypernetworkCheckpoint.Provenance {
    HypernetworkCheckpoint.Provenance(
      dataset: "mnist", scenario: "CL1",
      tasks: heads.enumerated().map { .init(head: $1, classes: [2 * $0, 2 * $0 + 1]) })
  }

  private func coded(_ state: HypernetworkState) throws -> HypernetworkState {
    try HypernetworkState.decode(state.encoded(of: provenance(state.heads))).state
  }

  @Test("importances and their anchor come back bit for bit", arguments: [true, false])
  func importance(chunked: Bool) throws {
    var original = state(chunked: chunked)
    let count = original.parameters.count
    original.memory.importance = uniformValues(count, seed: 2)
    original.memory.anchor = uniformValues(count, seed: 3)
    let decoded = try coded(original)
    #expect(decoded.memory.importance == original.memory.importance)
    #expect(decoded.memory.anchor == original.memory.anchor)
    #expect(decoded == original)
  }

  @Test("the Fisher information of each task's weights comes back", arguments: [true, false])
  func fisher(chunked: Bool) throws {
    var original = state(chunked: chunked)
    original.memory.targetFisher = [4, 5].map {
      uniformValues(original.network.weightCount, seed: $0)
    }
    #expect(try coded(original) == original)
    // Of one task only: not what two tasks need.
    original.memory.targetFisher.removeLast()
    #expect(throws: HDF5Error.self) { try coded(original) }
  }

  @Test("all of a memory comes back at once, described, and with dropout")
  func everything() throws {
    var original = state(dropout: 0.25)
    let count = original.parameters.count
    original.memory.importance = uniformValues(count, seed: 2)
    original.memory.anchor = uniformValues(count, seed: 3)
    original.memory.targetFisher = [4, 5].map {
      uniformValues(original.network.weightCount, seed: $0)
    }
    let decoded = try coded(original)
    #expect(decoded == original && decoded.network.layers.contains(.dropout(0.25)))
    let file = try HDF5File(
      image: original.encoded(of: provenance(original.heads)))
    for part in ["importance", "anchor"] {
      for path in ["layers/000/weight", "layers/001/bias", "chunk_embeddings"] {
        let ofPart = try file.description(at: "/regularizer/\(part)/\(path)").longName
        let own = try file.description(at: "/hypernetwork/\(path)").longName
        #expect(ofPart.hasPrefix(part) && ofPart.hasSuffix(own), "\(path)")
      }
    }
    #expect(try file.description(at: "/regularizer/target_fisher").axes == ["task", "weight"])
  }

  @Test("a learner without a memory leaves no trace of one")
  func nothing() throws {
    let original = state()
    let image = try original.encoded(of: provenance(original.heads))
    #expect(try !HDF5File(image: image).exists("/regularizer"))
    #expect(try HypernetworkState.decode(image).state.memory == RegularizerMemory())
  }

  @Test("heads within the outputs come back, whether tasks share units or not")
  func heads() throws {
    for heads in [[0..<2, 2..<4], [0..<2, 0..<2], [0..<6, 5..<6]] {
      #expect(try coded(state(heads: heads)).heads == heads)
    }
  }

  @Test(
    "heads that the target network or the number of tasks contradicts are refused",
    arguments: [
      [0..<2, 5..<7], [0..<2, 6..<8], [-1..<1, 2..<4], [0..<0, 2..<4], [0..<2, 1..<Int.max],
      [0..<2], [0..<2, 2..<4, 4..<6], [],
    ])
  func contradictoryHeads(heads: [Range<Int>]) throws {
    let image = try state().encoded(of: provenance(heads))
    let error = #expect(throws: CheckpointError.self) { try HypernetworkState.decode(image) }
    guard case .inconsistent(let what)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(what.contains("head"))
  }

  @Test(
    "layers that cannot be are refused, in today's description and in that of older files",
    arguments: [
      #"{"inputs":1,"layers":["dense 2","relu","dropout 1","dense 1"]}"#,
      #"{"inputs":1,"layers":["dense 2","relu","dropout -0.5","dense 1"]}"#,
      #"{"inputs":1,"layers":["dense 0","dense 1"]}"#, #"{"inputs":0,"layers":["dense 1"]}"#,
      #"{"inputs":1,"layers":["dense 2","sinus","dense 1"]}"#, #"{"inputs":1,"layers":[]}"#,
      #"{"inputs":1,"layers":["dense 2","relu"]}"#,
      #"{"inputs":1,"layers":["dense 100000000","dense 100000000"]}"#,
      #"{"layers":[1,1],"activation":"relu","dropout":1}"#,
      #"{"layers":[1,1],"activation":"relu","dropout":-0.5}"#,
      #"{"layers":[1,1],"activation":"relu","dropout":2e3}"#,
      #"{"layers":[1,-1],"activation":"relu","dropout":0}"#,
    ])
  func layers(target: String) throws {
    let image = try HDF5Contents(attributes: [
      "format": .string(HypernetworkCheckpoint.format),
      "format_version": .integer(HypernetworkCheckpoint.version),
      "config_json": .string(
        """
        {"hypernetwork":{"task_embedding":1,"chunk_embedding":1,"chunk_size":1,"chunks":2,\
        "hidden":[],"activation":"relu"},"target":\(target),\
        "tasks":[],"dataset":"d","scenario":"CL1","seed":0}
        """),
    ]).image()
    do {
      _ = try HypernetworkState.decode(image)
      Issue.record("accepted")
    } catch CheckpointError.inconsistent(let what) {
      #expect(what.hasPrefix("config_json "))
    }
  }
}
