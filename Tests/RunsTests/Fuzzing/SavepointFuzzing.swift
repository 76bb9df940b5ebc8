import Foundation
import Learning
import Pipeline
import TestSupport
import Testing

/// The file of a savepoint, and the parts in it.
struct SavepointFuzzing {
  /// What a training might list.
  private struct Parts: Resumable {
    var weights: [Float] = [1, 2, 3]
    var step = 7
    var names = "loss"

    mutating func saveOrRestore(_ parts: inout SavedParts) {
      parts.numbers("weights", &weights)
      parts.integer("step", &step)
      parts.text("names", &names)
    }
  }

  func run() throws {
    let folder = try TemporaryFolder()
    let store = try Store(at: folder.url.appendingPathComponent("store"))
    let key = Fingerprint(of: Data("key".utf8))
    let place = store.root.appendingPathComponent("savepoints/\(key.hex)")
    let head =
      #"{"completed":12,"key":"\#(key.hex)","seconds":9.5,"stage":"train-task","total":20,"unit":"steps"}"#
    try Fuzzing("savepoint-file", cases: 1500).run(Array("\(head)\n".utf8), isText: true) {
      bytes, mutator in
      let rest = Data(bytes) + Data("parts".utf8)
      // Without the right digest nothing else is looked at.
      let digest = mutator.below(10) == 0 ? key : Fingerprint(of: rest)
      try (Data("engram-savepoint 1 \(digest.hex)\n".utf8) + rest).write(to: place)
      let status = store.savepointStatus(of: key)
      let verification = try StoreVerification(of: store)
      #expect(verification.counts.savepoints == 1)
      guard verification.findings.isEmpty else { throw CocoaError(.fileReadCorruptFile) }
      let progress = try #require(status).progress
      #expect((0...progress.total).contains(progress.completed) && progress.total < 1 << 41)
    }
    var parts = Parts()
    let saved = [UInt8](SavedParts.saved { parts.saveOrRestore(&$0) })
    try Fuzzing("savepoint-parts", cases: 3000).run(saved, isText: false) { bytes, _ in
      var parts = Parts()
      try SavedParts.restore(from: Data(bytes)) { parts.saveOrRestore(&$0) }
      #expect(parts.weights.count == 3)
    }
  }
}
