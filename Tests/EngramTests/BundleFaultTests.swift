import Foundation
import TestSupport
import Testing

/// Bundles that are not what they should be, and intakes that are cut short.
@Suite("Bundles that are damaged, hostile, newer, or contradict the store", .serialized)
struct BundleFaultTests {
  /// The store that bundles are from.
  private let source: TestStore

  init() throws { source = try TestStore(holding: TestStore.tiny) }

  private func bundle(_ options: String...) throws -> URL {
    try source.bundle("fig4", to: options.isEmpty ? "full" : "light", options: options)
  }

  static let hostile: [(name: String, code: String)] = [
    ("absolute", "unsafe-entry"), ("parent", "unsafe-entry"), ("parent-pax", "unsafe-entry"),
    ("dot", "unsafe-entry"), ("symlink", "unsafe-entry"), ("hardlink", "unsafe-entry"),
    ("device", "unsafe-entry"), ("fifo", "unsafe-entry"), ("folder", "unsafe-entry"),
    ("unknown", "unsafe-entry"), ("foreign", "unsafe-entry"), ("database", "unsafe-entry"),
    ("upper-case", "unsafe-entry"), ("wrong-part", "unsafe-entry"), ("line-break", "unsafe-entry"),
    ("twice", "unsafe-entry"), ("unordered", "unsafe-entry"), ("sparse", "unsafe-entry"),
    ("enormous", "unsafe-entry"), ("beyond", "damaged"), ("stray-manifest", "unsafe-entry"),
    ("stray-blob", "unsafe-entry"), ("changed-byte", "wrong-digest"), ("unsealed", "wrong-digest"),
    ("smaller", "wrong-digest"), ("larger", "wrong-digest"), ("boundary", "truncated"),
    ("no-end", "truncated"), ("half-end", "truncated"), ("half", "truncated"),
    ("head", "truncated"), ("garbage", "trailing-bytes"), ("second", "trailing-bytes"),
    ("gzip", "not-a-bundle"), ("empty", "not-a-bundle"), ("zeros", "not-a-bundle"),
    ("text", "not-a-bundle"), ("other-tar", "not-a-bundle"), ("other-format", "not-a-bundle"),
    ("newer-format", "newer-bundle"), ("newer-program", "newer-bundle"),
    ("run-newer", "newer-bundle"), ("manifest-newer", "newer-bundle"), ("other-run", "damaged"),
    ("run-unfinished", "damaged"), ("run-renamed", "damaged"), ("manifest-stage", "damaged"),
    ("manifest-key", "damaged"),
  ]

  /// The same for bundles without checkpoints.
  static let hostileRecords: [(name: String, code: String)] = [
    ("record-path", "damaged"), ("record-task", "damaged"), ("record-twice", "damaged"),
    ("record-keys", "damaged"), ("record-node", "damaged"), ("record-long", "damaged"),
    ("record-output", "damaged"), ("record-newer", "newer-bundle"), ("newer-stage", "newer-bundle"),
  ]

  @Test("a bundle is refused as a whole, and the store is as it was")
  func refused() throws {
    let (full, light) = (try bundle(), try bundle("--without-checkpoints"))
    let other = try TestStore(holding: TestStore.tiny + ["seed=5"])
    let before = try other.fileDigests()
    for (cases, good) in [(Self.hostile, full), (Self.hostileRecords, light)] {
      for (name, code) in cases {
        let file = try source.hostile(name, from: good)
        let result = try other.run(["unbundle", file.path, "-q"])
        #expect(
          result.status == 1 && result.error.hasSuffix("nothing of it is taken [\(code)]\n"),
          "\(name): \(result.status) \(result.error)")
        #expect(result.output.isEmpty && result.error.hasPrefix("engram: the bundle '"))
        #expect(try other.fileDigests() == before, "\(name)")
        #expect(other.files("tmp").isEmpty, "\(name)")
        // What the file itself tells is refused without a store, too.
        let shown = try other.run(["unbundle", "--dry-run", file.path])
        #expect(shown.status == 1 || ["damaged", "newer-bundle", "unsafe-entry"].contains(code))
        try FileManager.default.removeItem(at: file)
      }
    }
    try other.survives()
    // The way in which they were changed does no harm by itself.
    try other.unbundle(source.hostile("good", from: full))
    try other.survives()
  }

  @Test("a refused bundle leaves no store, and no folder, that was not there")
  func nothingNew() throws {
    let good = try bundle()
    let other = try TestStore()
    let root = other.folder.url.appendingPathComponent("a")
    for name in ["half", "text", "changed-byte", "stray-blob", "run-unfinished"] {
      let file = try source.hostile(name, from: good)
      let below = root.appendingPathComponent("b/store").path
      let refused = try other.run(["unbundle", file.path, "-q", "--store", below])
      #expect(refused.status == 1 && refused.error.contains("nothing of it is taken"), "\(name)")
      #expect(!FileManager.default.fileExists(atPath: root.path), "\(name)")
      // An empty folder that was there stays, and stays empty.
      let empty = other.folder.url.appendingPathComponent("empty")
      try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
      #expect(try other.run(["unbundle", file.path, "-q", "--store", empty.path]).status == 1)
      #expect(try FileManager.default.contentsOfDirectory(atPath: empty.path) == [], "\(name)")
      try FileManager.default.removeItem(at: file)
    }
    // What is refused for a whole bundle leaves a store that was there: see above. A good one makes it.
    try other.succeed(["unbundle", good.path, "-q", "--store", root.path + "/b/store"])
    try other.succeed(["verify", "-q", "--store", root.path + "/b/store"])
  }

  @Test("of an older stage version it is taken, told, and computed anew by a run")
  func older() throws {
    let light = try bundle("--without-checkpoints")
    let other = try TestStore()
    let older = try source.hostile("older-stage", from: light)
    #expect(try other.unbundle(older).runs.map(\.rerun) == ["older-stages"])
    let text = try TestStore().succeed(["unbundle", older.path, "-q"])
    #expect(text.contains("results of older versions of stages; a rerun computes them again"))
    #expect(try other.sqlite("SELECT count(*) FROM score") == ["3"])
    try other.survives()
  }

  @Test("a result with another content stays, is told, and its runs are left out")
  func differs() throws {
    let file = try bundle()
    let lie = String(repeating: "0", count: 64)
    let other = try TestStore(holding: TestStore.tiny)
    let content = try other.sqlite(
      """
      SELECT content_digest FROM stage_result JOIN stage_execution USING (cache_key)
      WHERE node = 'evaluate'
      """)[0]
    try other.rewrite(try other.manifest(of: "evaluate")) {
      $0.replacing("\"contentDigest\" : \"\(content)\"", with: "\"contentDigest\" : \"\(lie)\"")
    }
    let before = try other.fileDigests()
    let taken = try other.unbundle(file, status: 1)
    #expect(taken.runs.map(\.outcome) == ["differs"])
    let reason = try #require(taken.runs[0].reason)
    #expect(reason.hasPrefix("'evaluate' (key "))
    #expect(reason.contains("has the content \(lie) in the store, \(content) in the bundle"))
    #expect(taken.results.different == 1)
    #expect(try other.fileDigests() == before)

    // What was computed from another content is not taken either.
    let third = try TestStore(holding: TestStore.tiny)
    let key = try third.manifest(of: "train/task-01")
    let text = try String(contentsOf: key, encoding: .utf8)
    let first = try #require(text.firstMatch(of: /"contentDigest" : "([0-9a-f]{64})"/))
    try third.rewrite(key) { $0.replacing(first.0, with: "\"contentDigest\" : \"\(lie)\"") }
    let kept = try Data(contentsOf: key)
    for name in ["actions", "runs", "results.sqlite"] {
      try FileManager.default.removeItem(at: third.url.appendingPathComponent(name))
    }
    for name in ["actions", "runs"] {
      try FileManager.default.createDirectory(
        at: third.url.appendingPathComponent(name), withIntermediateDirectories: false)
    }
    try TestStore.put(kept, at: key)
    try third.survives()
    let dependent = try third.unbundle(file, status: 1)
    #expect(dependent.runs.map(\.outcome) == ["differs"] && dependent.results.taken == 0)
    #expect(dependent.results.different > 3)
    #expect(third.files("runs").isEmpty)
    try third.survives()
  }

  @Test("killed before any call, the store is sound, and taking it again finishes")
  func killed() throws {
    for options in [[], ["--without-checkpoints"]] {
      let file = try source.bundle("fig4", options: options)
      let reference = try TestStore()
      try reference.unbundle(file)
      let (wanted, rows) = (try StoreState(reference.url), try reference.rows())
      var (call, killed) = (1, 0)
      while true {
        let store = try TestStore()
        let ended = try store.run(
          ["unbundle", file.path, "-q"], environment: ["ENGRAM_STOP_AT": "kill@\(call)"])
        if !ended.wasKilled { break }
        killed += 1
        if FileManager.default.fileExists(atPath: store.url.appendingPathComponent("VERSION").path)
        {
          let left = try StoreState(store.url)
          #expect(try store.problems(in: left).isEmpty, "call \(call)")
        }
        try store.unbundle(file)
        let after = try StoreState(store.url)
        #expect(after.contents == wanted.contents, "call \(call)")
        #expect(try store.rows() == rows, "call \(call)")
        #expect(try store.problems(in: after).isEmpty, "call \(call)")
        // Every write takes minutes together: some of each kind.
        call += call < 20 ? 7 : 11
      }
      #expect(killed > 15)
    }
  }

  @Test("interrupted in order, nothing is left in tmp, and no new store")
  func interrupted() throws {
    let file = try bundle()
    for (point, code) in [("int@flush:12", Int32(130)), ("term@rename:4", 143)] {
      let store = try TestStore()
      let ended = try store.run(["unbundle", file.path], environment: ["ENGRAM_STOP_AT": point])
      #expect(ended.status == code && !ended.wasKilled, "\(ended.error)")
      #expect(!FileManager.default.fileExists(atPath: store.url.path))
      let used = try TestStore(holding: TestStore.tiny + ["seed=5"])
      let again = try used.run(["unbundle", file.path], environment: ["ENGRAM_STOP_AT": point])
      #expect(again.status == code && !again.wasKilled, "\(again.error)")
      #expect(used.files("tmp").isEmpty && used.files("locks").isEmpty)
      try used.survives()
    }
  }

  @Test("while a process is at work on the run, that stays its own; a collection removes nothing")
  func beside() throws {
    let file = try bundle()
    let other = try TestStore()
    let command = try other.startHalted(TestStore.tiny, at: "train/task-02:1")
    #expect(try other.unbundle(file).runs.map(\.outcome) == ["at-work"])
    try other.succeed(["gc", "--delete"])
    command.signal(SIGCONT)
    #expect(try command.wait().status == 0)
    #expect(try other.unbundle(file).runs.map(\.outcome) == ["present"])
    try other.survives()

    // Two that take the same do not disturb each other.
    let shared = try TestStore()
    let both = try (0..<2).map { _ in try shared.start(["unbundle", file.path, "-q"]) }
    for one in both {
      let ended = try one.wait()
      #expect(ended.status == 0, "\(ended.error)")
    }
    #expect(try shared.summaries(TestStore.tiny)[0].computedStages == 0)
    try shared.survives()

    let third = try TestStore()
    let intake = try third.start(
      ["unbundle", file.path, "-q"], environment: ["ENGRAM_STOP_AT": "stop@link:1"])
    #expect(try intake.waitForHalt())
    try third.succeed(["gc", "--delete"])
    intake.signal(SIGCONT)
    #expect(try intake.wait().status == 0)
    #expect(try third.summaries(TestStore.tiny)[0].computedStages == 0)
    try third.survives()
  }

  @Test(
    "a full disk is one error, nothing is left, with room the bundle is taken",
    .enabled(if: DiskTests.mayMount, "mounting a small tmpfs takes root"))
  func full() throws {
    let file = try bundle()
    let size = try #require(
      FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int)
    let other = try TestStore()
    let script = """
      mkdir -p "$ENGRAM_STORE"
      mount -t tmpfs -o size=\(size / 2048)k,mode=755 tmpfs "$ENGRAM_STORE"
      "$0" unbundle "$1" -q && exit 90
      status=$?
      test -z "$(ls -A "$ENGRAM_STORE")" || exit 91
      mount -o remount,size=200m "$ENGRAM_STORE"
      "$0" unbundle "$1" -q >&2 || exit 93
      "$0" verify >&2 || exit 94
      exit $status
      """
    let result = try Command.run(
      ["unshare", "-m", "sh", "-ec", script, TestStore.program, file.path],
      environment: other.variables)
    #expect(result.status == 1 && result.output.isEmpty, "\(result.status) \(result.error)")
    #expect(result.error.contains("[disk-full]"), "\(result.error)")
  }

  @Test("a store that cannot be written, a database that cannot be written, a damaged source")
  func unwritable() throws {
    let file = try bundle()
    let other = try TestStore(holding: TestStore.tiny + ["seed=5"])
    let database = other.url.appendingPathComponent("results.sqlite")
    try TestStore.put(Data(repeating: 1, count: 5000), at: database)
    let unrecorded = try other.run(["unbundle", file.path, "-q"])
    #expect(unrecorded.status == 74 && unrecorded.error.contains("engram results rebuild"))
    try other.succeed(["results", "rebuild"])
    #expect(try other.sqlite("SELECT count(*) FROM run") == ["2"])
    try other.survives()

    let blob = try source.blob(of: "train/task-02", kind: "checkpoint")
    var bytes = try Data(contentsOf: blob)
    bytes[bytes.count / 2] ^= 1
    try TestStore.put(bytes, at: blob)
    let target = source.folder.url.appendingPathComponent("damaged.engram")
    let damaged = try source.run(["bundle", "fig4", "-o", target.path])
    #expect(damaged.status == 1 && damaged.error.contains("[damaged-blob]"), "\(damaged.error)")
    let left = try FileManager.default.contentsOfDirectory(atPath: source.folder.url.path)
    #expect(!left.contains { $0.hasPrefix(".engram") || $0 == "damaged.engram" })
  }
}
