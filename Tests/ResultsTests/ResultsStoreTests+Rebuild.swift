import Foundation
import Results
import Testing

/// Rebuilding, copying and backing up, also while others write.
extension ResultsStoreTests {
  @Test("a deleted or a damaged database is rebuilt with the same rows")
  func rebuild() throws {
    let runs = [record(seed: 0), record(seed: 1, shift: 0.1)]
    let dump = ".dump run score stage_execution artifact training_metric task_embedding"
    do {
      let store = try ResultsStore(at: file)
      for run in runs { try store.record(run) }
    }
    let before = try shell(dump)
    #expect(before.contains("INSERT INTO score"))
    try FileManager.default.removeItem(at: file)
    try ResultsStore.rebuild(at: file) { try runs.forEach($0) }
    #expect(try shell(dump) == before)
    try Data("no database at all, but long enough to be looked at".utf8).write(to: file)
    try ResultsStore.rebuild(at: file) { try runs.forEach($0) }
    #expect(try shell(dump) == before)
    // An old one that cannot be migrated, and one whose pages are noise but for the first.
    _ = try shell("DROP VIEW provenance; PRAGMA user_version = 1")
    #expect(throws: ResultsError.self) { try ResultsStore(at: file) }
    try ResultsStore.rebuild(at: file) { try runs.forEach($0) }
    #expect(try shell(dump) == before)
    var bytes = try Data(contentsOf: file)
    for place in bytes.indices.dropFirst(4096) { bytes[place] = UInt8(place % 251) }
    try bytes.write(to: file)
    try ResultsStore.rebuild(at: file) { try runs.forEach($0) }
    #expect(try shell(dump) == before)
  }

  @Test("who writes while the database is rebuilt waits, and writes to the new one")
  func rebuildWhileOthersWrite() throws {
    let before = try ResultsStore(at: file)
    try before.record(record(seed: 0))
    let (first, second, third) = (record(seed: 0), record(seed: 1), record(seed: 2))
    let (url, done) = (file, DispatchSemaphore(value: 0))
    try ResultsStore.rebuild(at: url) { add in
      Thread.detachNewThread {
        _ = try? ResultsStore(at: url).record(second)
        done.signal()
      }
      // Long enough for the other to have come to where it waits.
      #expect(done.wait(timeout: .now() + 0.3) == .timedOut)
      #expect(try shell("select seed from run") == "0")
      try add(first)
    }
    try #require(done.wait(timeout: .now() + 600) == .success)
    #expect(try shell("select seed from run order by 1") == "0\n1")
    // This one has had the old file open all the time.
    #expect(try before.record(third) == .inserted)
    #expect(try shell("select seed from run order by 1") == "0\n1\n2")
  }

  @Test("a copy that was written to meanwhile is made once more")
  func copy() throws {
    try ResultsStore(at: file).record(record(seed: 1))
    let copies = folder.appendingPathComponent("copies")
    var count = 0
    let copy = try DatabaseFiles.copy(file, to: copies) {
      count += 1
      guard count < 3 else { return }
      // The second time only the journal is another.
      if count == 1 { try ResultsStore(at: file).record(record(seed: 2)) }
      let journal = URL(fileURLWithPath: file.path + "-journal")
      if count == 2 { try Data("x".utf8).write(to: journal) }
    }
    #expect(count == 3)
    #expect(try Data(contentsOf: copy) == Data(contentsOf: file))
    #expect(try Data(contentsOf: URL(fileURLWithPath: copy.path + "-journal")) == Data("x".utf8))
    try FileManager.default.removeItem(atPath: file.path + "-journal")
    let error = #expect(throws: ResultsError.self) {
      try DatabaseFiles.copy(file, to: folder.appendingPathComponent("never")) {
        count += 1
        try Data(repeating: 0, count: count).write(to: file)
      }
    }
    #expect(error?.code == .locked)
  }

  @Test("a rebuild that fails leaves the old database and no other file")
  func failedRebuild() throws {
    struct Broken: Error {}
    try ResultsStore(at: file).record(record())
    let bytes = try Data(contentsOf: file)
    #expect(throws: Broken.self) {
      try ResultsStore.rebuild(at: file) { add in
        try add(record(seed: 1))
        throw Broken()
      }
    }
    #expect(try Data(contentsOf: file) == bytes)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["results.sqlite"])
  }

  @Test("a backup that is taken while others write holds whole runs")
  func backupWhileOthersWrite() throws {
    try ResultsStore(at: file).record(record())
    let runs = (1..<60).map { record(seed: $0) }
    let (url, copied, done) = (file, DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    Thread.detachNewThread {
      for (index, run) in runs.enumerated() {
        // The first copy is made of half of them at most.
        if index == runs.count / 2 { copied.wait() }
        _ = try? ResultsStore(at: url).record(run)
      }
      done.signal()
    }
    var counts: Set<Int> = []
    let copy = folder.appendingPathComponent("copy.sqlite")
    var isDone = false
    repeat {
      isDone = done.wait(timeout: .now()) == .success
      try ResultsStore.backUp(file, to: copy, replacing: true)
      let store = try ResultsStore(at: copy, access: .readOnly)
      let rows = try store.query(
        "select (select count(*) from run), (select count(*) from score), "
          + "(select count(*) from task_embedding)"
      ).rows[0].compactMap { Int($0.plainText) }
      #expect(rows[1] == 6 * rows[0] && rows[2] == 6 * rows[0])
      counts.insert(rows[0])
      copied.signal()
    } while !isDone
    #expect(counts.contains { $0 <= 30 } && counts.contains(60), "\(counts)")
    #expect(try shell("select count(*) from run") == "60")
  }
}
