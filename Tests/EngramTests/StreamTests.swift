import Foundation
import TestSupport
import Testing

/// Standard streams that are closed, on a full disk, or pipes that nobody reads.
@Suite("Standard streams")
struct StreamTests {
  /// What is wrong with a stream.
  enum Fault: String, CaseIterable {
    case closed, full, unread
    /// A pipe without a reader, started by a program that ignores SIGPIPE.
    case unreadIgnored

    /// What comes before a command whose stream `number` has the fault.
    func wrapper(_ number: Int, in folder: URL) -> [String] {
      let pipe = folder.appendingPathComponent("pipe-\(UUID().uuidString)").path
      // The pipe is opened for both first, since nobody else opens it; then its reader goes.
      let unread = #"mkfifo "$0"; exec 8<>"$0" 9>"$0" 8<&-; exec "$@" \#(number)>&9 9>&-"#
      let script =
        switch self {
        case .closed: #"exec "$@" \#(number)>&-"#
        case .full: #"exec "$@" \#(number)>/dev/full"#
        case .unread: unread
        case .unreadIgnored: "trap '' PIPE; " + unread
        }
      return ["sh", "-c", script, pipe]
    }

    /// How a command ends that cannot write its result, and what it says.
    var end: (status: Int32, error: String) {
      let cannot = "engram: standard output cannot be written:"
      return switch self {
      case .closed: (74, "\(cannot) it is closed\n")
      case .full: (74, "\(cannot) No space left on device\n")
      case .unread, .unreadIgnored: (141, "")
      }
    }
  }

  private let store: TestStore
  init() throws { store = try TestStore() }

  private func run(
    _ arguments: [String], _ fault: Fault, of number: Int
  ) throws -> Command.Result {
    try store.run(arguments, wrapper: fault.wrapper(number, in: store.folder.url))
  }

  private static let error = Int(STDERR_FILENO)
  private static let output = Int(STDOUT_FILENO)

  private func isRecorded(_ runs: Int) throws -> Bool {
    try store.sqlite("SELECT count(*) FROM run WHERE status = 'complete'") == ["\(runs)"]
  }

  @Test("a verb that cannot write its result says so once", arguments: Fault.allCases)
  func verbs(fault: Fault) throws {
    try store.succeed(TestStore.tiny)
    for arguments in [
      ["--help"], ["--version"], ["run", "--help"], ["help", "export"],
      ["--generate-completion-script", "bash"],
      ["results"], ["results", "latest", "--json"], ["results", "query", "SELECT 1"],
      ["results", "rebuild"], ["report", "table1"], ["checkpoints", "latest"],
      ["status"], ["status", "--json"], ["log", "latest"], ["verify", "-q"], ["gc"],
      ["experiments"], ["experiments", "show", "fig4"], ["experiments", "describe"],
      ["datasets"], ["graph", "fig4"], ["plan"] + TestStore.tiny.dropFirst(),
      ["sweep"] + TestStore.tiny.dropFirst() + ["beta=0,1", "--dry-run"],
      ["why"] + TestStore.tiny.dropFirst() + ["scan"], ["pin", "latest", "--name", "a"],
      ["export", "table", "run"], ["export", "table", "run", "--format", "jsonl"],
    ] {
      let result = try run(arguments, fault, of: Self.output)
      #expect(!result.wasKilled && result.status == fault.end.status, "\(arguments)")
      #expect(result.error == fault.end.error, "\(arguments)")
    }
    try store.survives()
  }

  @Test("a run goes on without its display, and is recorded", arguments: Fault.allCases)
  func display(fault: Fault) throws {
    let alone = try run(TestStore.tiny, fault, of: Self.error)
    #expect(alone.status == 0 && !alone.wasKilled)
    #expect(alone.output.contains("\nforgetting "), "\(alone.output)")
    let several = try run(
      TestStore.tiny + ["--seeds", "0..1", "--jobs", "2"], fault, of: Self.error)
    #expect(several.status == 0 && !several.wasKilled)
    #expect(several.output.contains("2 seeds"), "\(several.output)")
    let sweep = try run(
      ["sweep"] + TestStore.tiny.dropFirst() + ["beta=0,1"], fault, of: Self.error)
    #expect(sweep.status == 0 && sweep.output.contains("best by"), "\(sweep.output)")
    #expect(try isRecorded(5))
    // Nothing is there to say what is wrong, and the code says it all the same.
    let wrong = try run(["bogus"], fault, of: Self.error)
    #expect(wrong.status == 64 && !wrong.wasKilled)
    try store.survives()
  }

  @Test("a run that cannot write its summary is recorded", arguments: Fault.allCases)
  func summary(fault: Fault) throws {
    func expect(_ arguments: [String], _ runs: Int) throws {
      let result = try run(arguments, fault, of: Self.output)
      #expect(result.status == fault.end.status && !result.wasKilled, "\(arguments)")
      #expect(result.error == fault.end.error, "\(arguments)")
      #expect(try isRecorded(runs), "\(arguments)")
    }
    try expect(TestStore.tiny + ["-q"], 1)
    try expect(TestStore.tiny + ["-q", "--seeds", "0..2", "--jobs", "2"], 3 + 1)
    try expect(TestStore.tiny + ["-q", "--seeds", "0..2", "--json"], 3 + 1)
    try expect(["sweep"] + TestStore.tiny.dropFirst() + ["-q", "beta=0,1"], 6)
    try store.survives()
  }

  @Test("what went wrong with a run counts for more than what could not be written")
  func failures() throws {
    let result = try run(
      TestStore.tiny + ["-q", "learning_rate=1e30", "--seeds", "0..1", "--json"], .full,
      of: Self.output)
    #expect(result.status == 1)
    #expect(result.error.contains(Fault.full.end.error), "\(result.error)")
    #expect(result.error.contains("engram: 2 of 2 runs failed:"), "\(result.error)")
  }

  @Test("no file gets the number of a stream that was closed")
  func allClosed() throws {
    for arguments in [TestStore.tiny, TestStore.tiny + ["--seeds", "0..1", "--jobs", "2"]] {
      let result = try store.run(
        arguments, wrapper: ["sh", "-c", #"exec "$@" <&- >&- 2>&-"#, "sh"])
      #expect(result.status == 74 && !result.wasKilled)
    }
    #expect(try isRecorded(3))
    try store.survives()
  }

  @Test("an answer beyond the limit on file sizes is one message")
  func limited() throws {
    let result = try store.run(
      ["experiments", "describe"], wrapper: ["sh", "-c", #"ulimit -f 8; exec "$@""#, "sh"])
    #expect(result.status == 74)
    #expect(result.error == "engram: standard output cannot be written: File too large\n")
  }
}
