import Foundation
import TestSupport
import Testing

/// What becomes of what stands where a result is to be written.
@Suite("Files that are named to be written")
struct OutputFileTests {
  /// A verb that writes a file.
  enum Verb: String, CaseIterable {
    case csv, jsonl, notebook, backup, answers, bundle

    /// Writes `name` in `folder`, which is named `fig4.ipynb` for a notebook.
    func arguments(_ file: URL) -> [String] {
      switch self {
      case .csv, .jsonl:
        ["export", "table", "run", "--format", rawValue, "--output", file.path]
      case .notebook:
        ["export", "notebook", "fig4", "--output", file.deletingLastPathComponent().path]
      case .backup: ["results", "backup", file.path, "--force"]
      case .answers: ["export", "answers", "table1", "-o", file.path]
      case .bundle: ["bundle", "fig4", "--without-checkpoints", "-o", file.path]
      }
    }

    /// How the file begins.
    var beginning: String {
      switch self {
      case .csv: "run_id,"
      case .jsonl: "{\"run_id\":"
      case .notebook: "{\n"
      case .backup: "SQLite format 3"
      case .answers: "task,image,"
      case .bundle: "bundle.json\0"
      }
    }
  }

  private let store: TestStore
  private let folder: URL
  private let manager = FileManager.default

  init() throws {
    store = try TestStore()
    folder = store.folder.url.appendingPathComponent("results", isDirectory: true)
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func prepare(_ verb: Verb) throws -> URL {
    let answers = [
      "run", "table1", "benchmark=split-mnist", "tasks=2", "steps=2", "target_hidden=10",
      "method=hnet+ent", "scenario=CL2",
    ]
    try store.succeed(verb == .answers ? answers : TestStore.tiny)
    return folder.appendingPathComponent("fig4.ipynb")
  }

  private func expectContents(
    _ file: URL, _ verb: Verb, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let bytes = try Data(contentsOf: file)
    #expect(
      bytes.starts(with: Data(verb.beginning.utf8)), "\(verb)", sourceLocation: sourceLocation)
  }

  private func status(_ file: URL) -> stat {
    var status = stat()
    lstat(file.path, &status)
    return status
  }

  @Test("a regular file is replaced as a whole, and keeps permissions and owner")
  func regular() throws {
    for verb in Verb.allCases {
      let file = try prepare(verb)
      try Data(count: 1_000_000).write(to: file)
      #expect(chmod(file.path, 0o600) == 0)
      if geteuid() == 0 { #expect(chown(file.path, 2001, 3001) == 0) }
      let before = status(file)
      try store.succeed(verb.arguments(file))
      try expectContents(file, verb)
      let after = status(file)
      #expect(after.st_mode == before.st_mode && after.st_size < 1_000_000, "\(verb)")
      #expect(after.st_uid == before.st_uid && after.st_gid == before.st_gid, "\(verb)")
      // Whoever reads the old file goes on reading that.
      #expect(after.st_ino != before.st_ino, "\(verb)")
      #expect(try manager.contentsOfDirectory(atPath: folder.path) == ["fig4.ipynb"], "\(verb)")
    }
  }

  @Test("a file with a second name stays one file")
  func secondName() throws {
    let file = try prepare(.csv)
    let other = store.folder.url.appendingPathComponent("other")
    try Data(count: 1_000_000).write(to: file)
    try manager.linkItem(at: file, to: other)
    try store.succeed(Verb.csv.arguments(file))
    try expectContents(other, .csv)
    #expect(status(file).st_ino == status(other).st_ino)
  }

  @Test("a file that permissions protect is refused, also to root", arguments: Verb.allCases)
  func readOnly(verb: Verb) throws {
    let file = try prepare(verb)
    try Data("mine".utf8).write(to: file)
    #expect(chmod(file.path, 0o444) == 0)
    let result = try store.run(verb.arguments(file))
    #expect(result.status == 74, "\(result.error)")
    #expect(
      result.error
        == "engram: '\(file.path)' cannot be written: it is read-only; choose another file\n")
    #expect(try Data(contentsOf: file) == Data("mine".utf8))
    #expect(try manager.contentsOfDirectory(atPath: folder.path) == ["fig4.ipynb"])
  }

  @Test("a link is followed, also to what is not there yet", arguments: Verb.allCases)
  func links(verb: Verb) throws {
    let link = try prepare(verb)
    let target = folder.appendingPathComponent("target")
    try manager.createSymbolicLink(atPath: link.path, withDestinationPath: "target")
    for text in [nil, "old"] {
      try? manager.removeItem(at: target)
      if let text { try Data(text.utf8).write(to: target) }
      try store.succeed(verb.arguments(link))
      #expect(try manager.destinationOfSymbolicLink(atPath: link.path) == "target")
      try expectContents(target, verb)
    }
  }

  @Test("a pipe is written through", arguments: Verb.allCases)
  func pipes(verb: Verb) throws {
    let pipe = try prepare(verb)
    #expect(mkfifo(pipe.path, 0o600) == 0)
    // Where the pipe were replaced, nobody would ever write to it.
    let reader = try Command(["timeout", "300", "cat", pipe.path])
    try store.succeed(verb.arguments(pipe))
    #expect(try reader.wait().output.hasPrefix(verb.beginning))
    #expect(status(pipe).st_mode & S_IFMT == S_IFIFO)
    #expect(try manager.contentsOfDirectory(atPath: folder.path) == ["fig4.ipynb"])
  }

  @Test(
    "a device is written through", .enabled(if: geteuid() == 0, "only root makes devices"),
    arguments: Verb.allCases)
  func devices(verb: Verb) throws {
    let device = try prepare(verb)
    for (minor, end) in [(3, Int32(0)), (7, Int32(74))] {
      let made = try Command.run(["mknod", device.path, "c", "1", "\(minor)"])
      #expect(made.status == 0, "\(made.error)")
      let result = try store.run(verb.arguments(device))
      #expect(result.status == end, "\(result.error)")
      #expect(status(device).st_mode & S_IFMT == S_IFCHR)
      #expect(end == 0 || result.error.contains("No space left on device"), "\(result.error)")
      try manager.removeItem(at: device)
    }
  }

  @Test("a missing folder is made; a folder or no name is refused")
  func folders() throws {
    _ = try prepare(.csv)
    let deep = folder.appendingPathComponent("new/deep/run.csv")
    try store.succeed(Verb.csv.arguments(deep))
    try expectContents(deep, .csv)
    for (path, reason, status) in [
      (folder.path, "it is a folder; name a file in it", 64),
      (folder.path + "/", "that is no name of a file", 64), ("", "that is no name of a file", 64),
      (deep.path + "/below", "Not a directory", 74),
    ] {
      let result = try store.run(["export", "table", "run", "--output", path])
      #expect(result.status == status)
      #expect(
        result.error.hasPrefix("engram: '\(path)' cannot be written: \(reason)"), "\(result.error)")
    }
    let notebook = try store.run(["export", "notebook", "fig4", "--output", deep.path])
    #expect(notebook.status == 74 && notebook.error.contains("Not a directory"))
  }

  @Test(
    "what does not fit is one message, and leaves what was there", arguments: [Verb.csv, .backup])
  func limited(verb: Verb) throws {
    let file = try prepare(verb)
    try Data("mine".utf8).write(to: file)
    let arguments =
      verb == .csv ? ["export", "table", "run_setting", "-o", file.path] : verb.arguments(file)
    let result = try store.run(
      arguments, wrapper: ["sh", "-c", #"ulimit -f 1; exec "$@""#, "sh"])
    #expect(result.status == 74 && !result.wasKilled)
    #expect(result.error.hasPrefix("engram: '\(file.path)' cannot be written: "), "\(result.error)")
    #expect(try Data(contentsOf: file) == Data("mine".utf8))
    #expect(try manager.contentsOfDirectory(atPath: folder.path) == ["fig4.ipynb"])
  }

  @Test("standard output by its name is added to")
  func standardOutput() throws {
    _ = try prepare(.csv)
    let file = folder.appendingPathComponent("log")
    try Data("first\n".utf8).write(to: file)
    // What '/dev/stdout' is, where a program that replaced it would do no harm.
    let link = folder.appendingPathComponent("stdout").path
    try manager.createSymbolicLink(atPath: link, withDestinationPath: "/proc/self/fd/1")
    let result = try store.run(
      ["export", "table", "run", "--output", link],
      wrapper: ["sh", "-c", #"exec "$@" >>"$0""#, file.path])
    #expect(result.status == 0, "\(result.error)")
    #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix("first\nrun_id,"))
    #expect(try manager.destinationOfSymbolicLink(atPath: link) == "/proc/self/fd/1")
  }

  @Test(
    "nobody overwrites what he may not write",
    .enabled(if: OtherUser.isPossible, "only root can be another user"))
  func otherUser() throws {
    _ = try prepare(.csv)
    let program = try TestStore.publicProgram(in: store.folder)
    let file = folder.appendingPathComponent("run.csv")
    try Data("mine".utf8).write(to: file)
    #expect(chmod(folder.path, 0o777) == 0 && chmod(file.path, 0o644) == 0)
    let user = OtherUser.wrapper(user: 2001, group: 3001, umask: "022")
    let command = user + [program] + Verb.csv.arguments(file) + ["--store", store.url.path]
    let refused = try Command.run(command)
    #expect(refused.status == 74)
    #expect(refused.error.contains("cannot be written: Permission denied"), "\(refused.error)")
    #expect(try Data(contentsOf: file) == Data("mine".utf8))
    // What he may write stays its owner's.
    #expect(chmod(file.path, 0o666) == 0)
    let written = try Command.run(command)
    #expect(written.status == 0, "\(written.error)")
    try expectContents(file, .csv)
    #expect(status(file).st_uid == geteuid())
  }
}
