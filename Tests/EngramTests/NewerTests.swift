import Foundation
import TestSupport
import Testing

/// What a newer program, or another one, has written is left as it is, and both versions are told.
@Suite("Written by a newer program", .serialized)
struct NewerTests {
  private let store: TestStore

  init() throws {
    store = try TestStore()
    try store.fill(with: TestStore.tiny)
  }

  /// Runs the same again and another seed over a changed file; expects both to end with `code` and
  /// the same words, and the file untouched. Then the old file is put back, and all is found.
  private func refused(
    _ file: URL, by code: Int32, _ words: [String], both: Bool = false, _ change: () throws -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let old = try Data(contentsOf: file)
    try change()
    let changed = try Data(contentsOf: file)
    try #require(changed != old, sourceLocation: sourceLocation)
    for arguments in both ? [[], ["seed=9"]] : [[]] {
      let result = try store.run(TestStore.tiny + arguments + ["-q"])
      #expect(result.status == code, "\(result.error)", sourceLocation: sourceLocation)
      for word in ["engram: "] + words {
        #expect(result.error.contains(word), "\(result.error)", sourceLocation: sourceLocation)
      }
      #expect(try Data(contentsOf: file) == changed, sourceLocation: sourceLocation)
    }
    try TestStore.put(old, at: file)
    #expect(
      try store.summaries(TestStore.tiny)[0].computedStages == 0, sourceLocation: sourceLocation)
    if both {
      #expect(
        try store.summaries(TestStore.tiny + ["seed=9"])[0].computedStages == 0,
        sourceLocation: sourceLocation)
    }
    try store.survives(sourceLocation: sourceLocation)
  }

  @Test("a manifest")
  func manifest() throws {
    let file = try store.manifest(of: "train/task-02")
    try refused(file, by: 1, [file.path, "has format 9", "knows formats up to 1"]) {
      try store.rewrite(file) { $0.replacing("\"schema\" : 1", with: "\"schema\" : 9") }
      // Nothing is removed where it is not known what is needed.
      #expect(try store.run(["gc", "--delete"]).status == 1)
    }
  }

  @Test("a run's description")
  func description() throws {
    let run = try store.sqlite("SELECT run_id FROM run")[0]
    let file = store.url.appendingPathComponent("runs/\(run)/run.json")
    try refused(file, by: 1, [run, "in format 9", "knows formats up to 1"]) {
      let text = try String(contentsOf: file, encoding: .utf8)
      try TestStore.put(
        Data(text.replacing("\"schema\" : 1", with: "\"schema\" : 9").utf8), at: file)
    }
  }

  @Test(
    "a database, also one of another program: results are stored, rows are not",
    arguments: [
      ("user_version = 9", ["has schema version 9", "versions up to 6", "left untouched"]),
      ("application_id = 99", ["application_id is 99", "that of Engram is 1162757970"]),
    ])
  func database(pragma: String, words: [String]) throws {
    let file = store.url.appendingPathComponent("results.sqlite")
    try refused(file, by: 74, words + ["but not recorded", file.path], both: true) {
      _ = try store.sqlite("PRAGMA \(pragma)")
    }
  }

  @Test("a checkpoint whose digest is right")
  func checkpoint() throws {
    let (manifest, blob) = (
      try store.manifest(of: "train/task-02"),
      try store.blob(of: "train/task-02", kind: "checkpoint")
    )
    let old = try Data(contentsOf: blob)
    let newer = store.folder.url.appendingPathComponent("newer.h5")
    try old.write(to: newer)
    let script = "import h5py, sys; h5py.File(sys.argv[1], 'r+').attrs.modify('format_version', 9)"
    let python = Command.python ?? "python3"
    let written = try Command.run([python, "-c", script, newer.path])
    try #require(written.status == 0, "\(written.error)")
    let bytes = try Data(contentsOf: newer)
    let digest = try TestStore.sha256(newer)
    try TestStore.put(
      bytes,
      at: store.url.appendingPathComponent("blobs/sha256/\(digest.prefix(2))/\(digest)"))
    try refused(manifest, by: 1, ["has format version 9", "reads up to 3", "use a newer engram"]) {
      try store.rewrite(manifest) {
        $0.replacing(blob.lastPathComponent, with: digest)
          .replacing("\"bytes\" : \(old.count)", with: "\"bytes\" : \(bytes.count)")
      }
    }
  }
}
