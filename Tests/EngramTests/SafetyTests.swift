import Foundation
import TestSupport
import Testing

/// Files and words of somebody who means no good: nothing is read or written outside the store.
@Suite("Hostile stores and queries", .serialized)
struct SafetyTests {
  private let store: TestStore
  private let manager = FileManager.default
  private let tiny = [
    "run", "fig4", "tasks=1", "steps=2", "grid=0", "target_hidden=10",
    "chunk_size=5000",
  ]

  init() throws { store = try TestStore() }

  private func outside(_ name: String) -> URL { store.folder.url.appendingPathComponent(name) }

  @Test("a query reads the results and nothing else")
  func queries() throws {
    try store.fill(with: tiny)
    let database = store.url.appendingPathComponent("results.sqlite")
    let before = try Data(contentsOf: database)
    for sql in [
      "ATTACH 'evil.sqlite' AS evil", "attach database '/etc/passwd' as p",
      "VACUUM INTO 'evil.sqlite'", "PRAGMA writable_schema = 1", "pragma writable_schema(1)",
      "EXPLAIN PRAGMA writable_schema = 1", "PRAGMA journal_mode(wal)", "PRAGMA temp_store = 2",
      "PRAGMA temp_store_directory = '/tmp'", "PRAGMA user_version = 9", "PRAGMA query_only = 0",
      "SELECT load_extension('evil.so')", "SELECT readfile('/etc/passwd')",
      "SELECT writefile('evil', 'x')", "SELECT edit('x', 'sh')",
      "SELECT fts3_tokenizer('simple')",
      "SELECT fts3_tokenizer('simple', x'4141414141414141')",
      "WITH a AS (SELECT 1) DELETE FROM run", "SELECT 1; DELETE FROM run",
      "INSERT INTO run SELECT * FROM run", "REINDEX", "BEGIN EXCLUSIVE", "/* */ DROP TABLE run",
      "CREATE TEMP TABLE t (x)", "SELECT * FROM pragma_writable_schema(1)",
    ] {
      let result = try store.run(["results", "query", sql])
      #expect(result.status == 64 && result.output == "", "\(sql): \(result.output)")
      #expect(result.error.hasPrefix("engram: "), "\(result.error)")
      #expect(try Data(contentsOf: database) == before, "\(sql)")
    }
    for name in ["evil.sqlite", "evil"] {
      #expect(!manager.fileExists(atPath: TestStore.project.appendingPathComponent(name).path))
    }
  }

  @Test("pragmas that tell something are answered")
  func pragmas() throws {
    try store.fill(with: tiny)
    for sql in ["PRAGMA table_info(run)", "pragma integrity_check", "EXPLAIN QUERY PLAN SELECT 1"] {
      #expect(try store.succeed(["results", "query", sql]).split(separator: "\n").count > 2)
    }
  }

  @Test("names in a database that are made to break out of SQL stay names")
  func names() throws {
    try store.fill(with: tiny)
    _ = try store.sqlite(
      """
      PRAGMA foreign_keys = OFF; UPDATE run SET run_id = 'x'' OR 1=1 --';
      CREATE TABLE "a"" b" (x); INSERT INTO "a"" b" VALUES (7);
      """)
    #expect(try store.succeed(["export", "table", "a\" b"]) == "x\r\n7\r\n")
    #expect(
      try store.succeed(["checkpoints", "x' OR 1=1 --", "--format", "csv"]).hasPrefix("node,"))
  }

  @Test("a checkpoint's place is that of its digest, whatever the database says")
  func path() throws {
    try store.fill(with: tiny)
    _ = try store.sqlite(
      "PRAGMA ignore_check_constraints = 1; UPDATE artifact SET path = '../../../etc/passwd'")
    let text = try store.succeed(["checkpoints", "--format", "csv"])
    #expect(text.contains("\(store.url.path)/blobs/sha256/") && !text.contains("passwd"))
  }

  @Test(
    "a store's own folder that is a link elsewhere is refused, and nothing is written there",
    arguments: ["blobs", "blobs/sha256", "actions", "locks", "tmp", "quarantine", "runs"])
  func folders(name: String) throws {
    try store.fill(with: tiny)
    let elsewhere = outside("elsewhere")
    try manager.moveItem(at: store.url.appendingPathComponent(name), to: elsewhere)
    try manager.createSymbolicLink(
      at: store.url.appendingPathComponent(name), withDestinationURL: elsewhere)
    let before = manager.enumerator(atPath: elsewhere.path)?.allObjects.count
    let result = try store.run(tiny + ["seed=9"])
    #expect(result.status == 1)
    #expect(result.error.contains("/\(name)' is no folder, but a link"), "\(result.error)")
    #expect(manager.enumerator(atPath: elsewhere.path)?.allObjects.count == before)
  }

  @Test("links in place of a store's files are not followed, and what is computed replaces them")
  func files() throws {
    try store.fill(with: tiny)
    let run = try store.sqlite("SELECT run_id FROM run")[0]
    let blob = try store.sqlite("SELECT path FROM provenance WHERE kind = 'checkpoint'").last ?? ""
    let key = try store.sqlite("SELECT cache_key FROM stage_execution WHERE node = 'evaluate'")[0]
    let links = [blob, "actions/\(key.prefix(2))/\(key).json"]
    for (index, name) in links.enumerated() {
      let place = store.url.appendingPathComponent(name)
      try manager.moveItem(at: place, to: outside("\(index)"))
      try manager.createSymbolicLink(at: place, withDestinationURL: outside("\(index)"))
    }
    let before = try (0..<2).map { try Data(contentsOf: outside("\($0)")) }
    let result = try store.summaries(tiny)[0]
    #expect(result.run == run && result.computedStages == 2)
    #expect(try (0..<2).map { try Data(contentsOf: outside("\($0)")) } == before)
    for name in links {
      let path = store.url.appendingPathComponent(name).path
      #expect(throws: (any Error).self) { try manager.destinationOfSymbolicLink(atPath: path) }
    }
    try store.survives()
  }

  @Test("links and pipes in place of a run's files are not followed")
  func runs() throws {
    try store.fill(with: tiny)
    let run = store.url.appendingPathComponent(
      "runs/\(try store.sqlite("SELECT run_id FROM run")[0])")
    let secret = outside("secret")
    try manager.moveItem(at: run.appendingPathComponent("run.json"), to: secret)
    try manager.createSymbolicLink(
      at: run.appendingPathComponent("run.json"), withDestinationURL: secret)
    let rebuilt = try store.run(["results", "rebuild"])
    #expect(
      rebuilt.error.contains("is a link or no regular file") && rebuilt.output.hasPrefix("0 runs"))
    try manager.removeItem(at: run.appendingPathComponent("run.json"))
    #expect(mkfifo(run.appendingPathComponent("run.json").path, 0o600) == 0)
    #expect(try store.run(["results", "rebuild"]).error.contains("is a link or no regular file"))

    let events = run.appendingPathComponent("events.jsonl")
    try manager.removeItem(at: events)
    try manager.createSymbolicLink(at: events, withDestinationURL: secret)
    let before = try Data(contentsOf: secret)
    #expect(try store.run(tiny).status == 1)
    #expect(try Data(contentsOf: secret) == before)

    try manager.removeItem(at: run)
    try manager.createDirectory(at: outside("folder"), withIntermediateDirectories: true)
    try manager.createSymbolicLink(at: run, withDestinationURL: outside("folder"))
    let linked = try store.run(tiny)
    #expect(linked.status == 1 && linked.error.contains("is no folder, but a link"))
    #expect(try manager.contentsOfDirectory(atPath: outside("folder").path).isEmpty)
  }

  @Test("run.json that names another run, or is absurdly large, is left out of a rebuild")
  func descriptions() throws {
    try store.fill(with: tiny)
    let run = try store.sqlite("SELECT run_id FROM run")[0]
    let file = store.url.appendingPathComponent("runs/\(run)/run.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    for (old, new) in [
      ("\"id\" : \"fig4", "\"id\" : \"../fig4"),
      ("\"experiment\" : \"fig4\"", "\"experiment\" : \"\""),
      ("\"seed\" : 3", "\"seed\" : -3"), ("\"steps\" : \"2\"", "\"seed\" : \"2\""),
    ] {
      try #require(text.contains(old))
      try manager.removeItem(at: file)
      try Data(text.replacing(old, with: new).utf8).write(to: file)
      let result = try store.run(["results", "rebuild"])
      #expect(result.status == 1 && result.output.hasPrefix("0 runs"), "\(new): \(result)")
      #expect(result.error.contains("describes another run than"))
    }
    let handle = try FileHandle(forWritingTo: file)
    try handle.truncate(atOffset: 1 << 40)
    try handle.close()
    #expect(
      try store.run(["results", "rebuild"]).error.contains("has 1099511627776 bytes, more than"))
  }

  @Test("the store may itself be a link; a file or a dangling link in its place is an error")
  func root() throws {
    let real = outside("real")
    try manager.createDirectory(at: real, withIntermediateDirectories: true)
    try manager.createSymbolicLink(at: store.url, withDestinationURL: real)
    try store.succeed(tiny)
    #expect(manager.fileExists(atPath: real.appendingPathComponent("VERSION").path))
    #expect(try store.run(["verify", "-q"]).status == 0)
    let file = outside("file")
    try Data("x".utf8).write(to: file)
    let onFile = try store.run(tiny + ["--store", file.path])
    #expect(
      onFile.status == 64 && onFile.error.contains("is a file, not a folder"), "\(onFile.error)")
    #expect(try Data(contentsOf: file) == Data("x".utf8))
    let dangling = outside("dangling")
    try manager.createSymbolicLink(at: dangling, withDestinationURL: outside("nowhere"))
    #expect(try store.run(tiny + ["--store", dangling.path]).status == 64)
    #expect(!manager.fileExists(atPath: outside("nowhere").path))
    try manager.moveItem(
      at: real.appendingPathComponent("results.sqlite"), to: outside("results.sqlite"))
    try manager.createSymbolicLink(
      at: real.appendingPathComponent("results.sqlite"),
      withDestinationURL: outside("results.sqlite"))
    #expect(try store.run(["results"]).error.contains("the results database is a symbolic link"))
  }

  @Test("a notebook leaves the folder that was named by no link, and replaces none")
  func notebook() throws {
    try store.succeed(tiny + ["grid=2"])
    let folder = outside("notebooks")
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: outside("victim"))
    try manager.createSymbolicLink(
      at: folder.appendingPathComponent("fig4.ipynb"), withDestinationURL: outside("victim"))
    let export = ["export", "notebook", "fig4", "--output", folder.path]
    let refused = try store.run(export)
    let place = folder.appendingPathComponent("fig4.ipynb").path
    #expect(refused.status == 64)
    #expect(
      refused.error
        == "engram: '\(place)' cannot be written: it is a link out of that folder; remove the link\n"
    )
    #expect(try Data(contentsOf: outside("victim")) == Data("mine".utf8))
    // One that stays in the folder is followed.
    try manager.removeItem(atPath: place)
    try manager.createSymbolicLink(atPath: place, withDestinationPath: "today.ipynb")
    try store.succeed(export)
    #expect(try manager.destinationOfSymbolicLink(atPath: place) == "today.ipynb")
    let text = try String(contentsOfFile: place, encoding: .utf8)
    #expect(text.contains("\"nbformat\""))
    let name = try store.run(["export", "notebook", "../fig4", "--output", folder.path])
    #expect(name.status == 64 && name.error.contains("there is no notebook '../fig4'"))
    try store.survives()
  }

  @Test("files get the permissions that the umask leaves, and never write access for all")
  func permissions() throws {
    for (mask, forbidden) in [("077", 0o077), ("000", 0o002), ("022", 0o022)] {
      let path = outside("store-\(mask)").path
      let command = ([TestStore.program] + tiny + ["--store", path]).joined(separator: " ")
      let result = try Command.run(
        ["sh", "-c", "umask \(mask); exec \(command)"], in: TestStore.project)
      #expect(result.status == 0, "\(result.error)")
      let names = manager.enumerator(atPath: path)?.allObjects as? [String] ?? []
      #expect(names.count > 20)
      #expect(try store.run(["verify", "-q", "--store", path]).status == 0)
      for name in [""] + names {
        var status = stat()
        #expect(lstat(path + "/" + name, &status) == 0)
        guard status.st_mode & S_IFMT != S_IFLNK else { continue }
        #expect(
          Int(status.st_mode) & forbidden == 0,
          "\(mask) \(name): \(String(status.st_mode, radix: 8))")
      }
    }
  }
}
