import Checkpoints
import Foundation
import Hypernetworks
import Learning
import Networks
import TestSupport
import Testing

/// Checkpoints as a user of the library writes and reads them.
@Suite("Checkpoint files")
struct CheckpointFileTests {
  private var state: HypernetworkState {
    let network = Architecture(widths: [3, 2])
    let h = Hypernetwork(
      targetCount: network.weightCount, embeddingSize: 2, hidden: [4], activation: .relu)
    return HypernetworkState(
      network: network, hypernetwork: h, parameters: (0..<h.parameterCount).map { Float($0) / 8 },
      taskEmbeddings: [[1, 2], [3, 4]], heads: [0..<2, 0..<2], seed: 9)
  }

  @Test("A file gives the state back, and replaces the one before")
  func file() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("state.h5")
    try Data("older".utf8).write(to: file)
    try HypernetworkCheckpoint.write(state, to: file)
    let restored = try HypernetworkCheckpoint.read(file)
    #expect(restored == state && restored.weights(ofTask: 1) == state.weights(ofTask: 1))
    #expect(restored.weights(ofTask: 0) != state.weights(ofTask: 1))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["state.h5"])
  }

  @Test("The file tells what the outputs stand for")
  func provenance() throws {
    let bytes = try HypernetworkCheckpoint.encode(
      state, dataset: "letters", classes: [[5, 6], [7, 8]])
    let found = try HypernetworkState.decode([UInt8](bytes)).provenance
    #expect(found.dataset == "letters" && found.tasks.map(\.classes) == [[5, 6], [7, 8]])
    #expect(try HypernetworkCheckpoint.encode(state) == HypernetworkCheckpoint.encode(state))
  }

  @Test("Bytes that are no checkpoint, and a missing file, are errors")
  func faults() throws {
    #expect(throws: (any Error).self) { try HypernetworkCheckpoint.decode(Data("HDF".utf8)) }
    let folder = try TemporaryFolder()
    #expect(throws: CocoaError.self) {
      try HypernetworkCheckpoint.read(folder.url.appendingPathComponent("none.h5"))
    }
  }
}
