import Foundation
import TestSupport
import Testing

/// A store of several users: what the umask leaves to the group, it can do.
@Suite(
  "Stores of a group", .enabled(if: OtherUser.isPossible, "only root can be another user"))
struct SharedStoreTests {
  private let folder: TemporaryFolder
  private let program: String
  private var store: URL { folder.url.appendingPathComponent("shared/store") }
  private var database: String { store.appendingPathComponent("results.sqlite").path }
  private static let group = 3001

  init() throws {
    folder = try TemporaryFolder()
    program = try TestStore.publicProgram(in: folder)
    let shared = folder.url.appendingPathComponent("shared").path
    let datasets = TestStore.project.appendingPathComponent("datasets").path
    let made = try Command.run([
      "sh", "-ec",
      """
      mkdir "$1" && chgrp \(Self.group) "$1" && chmod 2775 "$1"
      cp -r "$2" "$3" && chmod -R a+rX "$3"
      """, "sh", shared, datasets, folder.url.appendingPathComponent("datasets").path,
    ])
    precondition(made.status == 0, made.error)
  }

  private func run(
    _ arguments: [String], as user: Int, umask: String, environment: [String: String] = [:]
  ) throws -> Command.Result {
    try Command.run(
      OtherUser.wrapper(user: user, group: Self.group, umask: umask) + [program] + arguments,
      environment: environment.merging([
        "ENGRAM_STORE": store.path,
        "ENGRAM_DATASETS": folder.url.appendingPathComponent("datasets").path,
      ]) { $1 }, in: folder.url)
  }

  private func permissions(_ path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
  }

  private func runs() throws -> String {
    try Command.run(["sqlite3", database, "SELECT count(*) FROM run WHERE status = 'complete'"])
      .output
  }

  @Test("another user of the group computes and records, as does the first one after that")
  func shared() throws {
    for (count, user) in [2001, 2002, 2001].enumerated() {
      let result = try run(TestStore.tiny + ["seed=\(count)", "-q"], as: user, umask: "002")
      #expect(result.status == 0, "\(user): \(result.error)")
      #expect(try runs() == "\(count + 1)\n")
    }
    // One whose writer was killed leaves a journal, which the other one plays back.
    let killed = try run(
      TestStore.tiny + ["seed=8", "-q"], as: 2001, umask: "002",
      environment: ["ENGRAM_STOP_AT": "kill@database:1"])
    #expect(killed.wasKilled)
    let sweep = ["sweep"] + TestStore.tiny.dropFirst() + ["beta=0,1", "-q", "--jobs", "2"]
    #expect(try run(sweep, as: 2002, umask: "002").status == 0)
    #expect(try run(["results", "rebuild"], as: 2002, umask: "002").status == 0)
    #expect(permissions(database) == 0o664)
    let last = try run(TestStore.tiny + ["seed=9", "-q"], as: 2001, umask: "002")
    #expect(last.status == 0, "\(last.error)")
    #expect(try run(["gc", "--delete"], as: 2002, umask: "002").status == 0)
    let sound = try run(["verify", "-q"], as: 2001, umask: "002")
    #expect(sound.status == 0, "\(sound.output)")
  }

  @Test("every file that changes follows the umask", arguments: ["002", "022", "007", "077"])
  func umask(mask: String) throws {
    let usual = ~(try #require(mode_t(mask, radix: 8))) & 0o664
    #expect(try run(TestStore.tiny + ["-q"], as: 2001, umask: mask).status == 0)
    #expect(permissions(database) == usual)
    for name in FileManager.default.enumerator(atPath: store.path)?.allObjects as? [String] ?? [] {
      let path = store.appendingPathComponent(name).path
      var status = stat()
      #expect(lstat(path, &status) == 0)
      // Results never change.
      guard status.st_mode & S_IFMT == S_IFREG, permissions(path) & 0o200 != 0 else { continue }
      #expect(permissions(path) == usual, "\(name): \(String(permissions(path), radix: 8))")
    }
    #expect(try run(["results", "rebuild"], as: 2001, umask: mask).status == 0)
    #expect(permissions(database) == usual)
    let copy = folder.url.appendingPathComponent("shared/copy.sqlite").path
    #expect(try run(["results", "backup", copy], as: 2001, umask: mask).status == 0)
    #expect(permissions(copy) == usual)
  }

  @Test("an empty variable is no folder for temporary files")
  func temporaryFiles() throws {
    #expect(try run(TestStore.tiny + ["-q"], as: 2001, umask: "022").status == 0)
    // The copy for a device is made among the temporary files, and nobody but root may write to '/'.
    let result = try run(
      ["results", "backup", "/dev/null", "--force"], as: 2001, umask: "022",
      environment: ["TMPDIR": ""])
    #expect(result.status == 0, "\(result.error)")
  }

  @Test("a database of an earlier program is the group's, once its owner has written to it")
  func earlier() throws {
    #expect(try run(TestStore.tiny + ["-q"], as: 2001, umask: "002").status == 0)
    // As SQLite alone makes one.
    #expect(chmod(database, 0o644) == 0)
    #expect(try run(TestStore.tiny + ["seed=1", "-q"], as: 2002, umask: "002").status == 74)
    #expect(try run(TestStore.tiny + ["seed=2", "-q"], as: 2001, umask: "002").status == 0)
    #expect(permissions(database) == 0o664)
    #expect(try run(TestStore.tiny + ["seed=1", "-q"], as: 2002, umask: "002").status == 0)
    // What its owner keeps to himself stays so.
    #expect(chmod(database, 0o600) == 0)
    #expect(try run(TestStore.tiny + ["seed=3", "-q"], as: 2001, umask: "002").status == 0)
    #expect(permissions(database) == 0o600)
  }
}
