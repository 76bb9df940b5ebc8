import Foundation
import TestSupport
import Testing

/// Verbs that only read, on stores that hold what no program has written.
@Suite("Verbs that read change nothing", .serialized)
struct ReadingTests {
  private static let experiment = [
    "fig4", "tasks=2", "steps=2", "grid=0", "target_hidden=10", "chunk_size=5000",
  ]
  private let store: TestStore
  private let manager = FileManager.default
  private let run: String

  init() throws {
    store = try TestStore()
    try store.succeed(["run"] + Self.experiment)
    run = try store.sqlite("SELECT run_id FROM run")[0]
  }

  /// What takes the place of a file.
  enum Substitute: String, CaseIterable { case pipe, link, huge, folder }

  private func replace(_ file: URL, by substitute: Substitute) throws {
    let moved = store.folder.url.appendingPathComponent(UUID().uuidString)
    try manager.moveItem(at: file, to: moved)
    switch substitute {
    case .pipe: #expect(mkfifo(file.path, 0o600) == 0)
    case .link: try manager.createSymbolicLink(at: file, withDestinationURL: moved)
    case .huge:
      // The text of the right one, and then more of it than anybody reads.
      try Data(contentsOf: moved).write(to: file)
      #expect(
        truncate(file.path, off_t(file.lastPathComponent == "run.json" ? 1 << 40 : 5 << 20)) == 0)
    case .folder: try manager.createDirectory(at: file, withIntermediateDirectories: false)
    }
  }

  private func manifest(of node: String) throws -> URL {
    let key = try store.sqlite("SELECT cache_key FROM stage_execution WHERE node = '\(node)'")[0]
    return store.url.appendingPathComponent("actions/\(key.prefix(2))/\(key).json")
  }

  /// The store's files but for those of its database, which a reader may make and remove.
  private func files() -> [String] { store.files("").filter { !$0.hasPrefix("results.sqlite") } }

  /// Runs a verb that would hang with the file of a pipe.
  private func read(_ arguments: [String]) throws -> Command.Result {
    let result = try store.run(arguments, wrapper: ["timeout", "600"])
    #expect(result.status != 124, "\(arguments) hangs")
    return result
  }

  @Test(
    "what is no file in a manifest's place is a miss that stays", arguments: Substitute.allCases)
  func manifests(substitute: Substitute) throws {
    let place = try manifest(of: "evaluate")
    try replace(place, by: substitute)
    let before = files()
    let plan = try read(["plan"] + Self.experiment + ["--format", "csv"])
    #expect(plan.status == 0 && plan.output.contains("\nevaluate,evaluate-tasks,run,"))
    #expect(try read(["why"] + Self.experiment + ["evaluate-tasks"]).status == 0)
    #expect(try read(["why"] + Self.experiment + ["beta=0.5", "train-task"]).status == 0)
    #expect(try read(["why", run, "evaluate"]).status == 1)
    #expect(try read(["results", "rebuild"]).output.hasPrefix("0 runs in "))
    #expect(files() == before)
    let verified = try read(["verify", "-q"])
    #expect(verified.status == 1 && verified.output.contains("fault  actions/"))
    if substitute == .huge {
      #expect(verified.output.contains("has 5242880 bytes, more than the 4194304"))
    }
    #expect(try store.summaries(["run"] + Self.experiment)[0].computedStages == 1)
    #expect(try read(["verify", "-q"]).status == 0)
  }

  @Test("damage that a plan meets is still there for verify to name")
  func damage() throws {
    let place = try manifest(of: "evaluate")
    var bytes = try Data(contentsOf: place)
    bytes[bytes.count / 2] ^= 1
    try manager.removeItem(at: place)
    try bytes.write(to: place)
    let path = try store.sqlite(
      "SELECT path FROM provenance WHERE node = 'train/task-01' AND kind = 'checkpoint'")[0]
    try manager.removeItem(at: store.url.appendingPathComponent(path))
    #expect(try read(["results", "rebuild"]).output.hasPrefix("0 runs in "))
    // What a dead process left is not a reader's to remove either.
    try Data().write(to: store.url.appendingPathComponent("leases/\(UUID().uuidString)"))
    let before = files()
    for arguments in [
      ["plan"] + Self.experiment, ["why"] + Self.experiment + ["train-task"],
      ["why", run, "initialize"], ["status"], ["log", run],
      ["gc", "--dry-run"],
    ] {
      _ = try read(arguments)
      #expect(files() == before, "\(arguments)")
    }
    let verified = try read(["verify", "-q"])
    #expect(verified.output.contains("bytes are not those that were written"))
    #expect(verified.output.contains("is missing"))
    #expect(files() == before)
  }

  @Test("what is no file in place of a run's description is no run", arguments: Substitute.allCases)
  func descriptions(substitute: Substitute) throws {
    let folder = store.url.appendingPathComponent("runs/\(run)")
    let why = ["why"] + Self.experiment + ["evaluate", "--json"]
    #expect(try read(why).output.contains("\"run\" : \"\(run)\""))
    try replace(folder.appendingPathComponent("run.json"), by: substitute)
    let result = try read(why)
    #expect(result.status == 0 && !result.output.contains("\"run\" : \"\(run)\""))
  }
}
