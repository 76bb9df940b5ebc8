import Foundation
import TestSupport
import Testing

/// A store of a test, and the built command working on it.
struct TestStore {
  let folder: TemporaryFolder
  var url: URL { folder.url.appendingPathComponent("store") }

  init() throws { folder = try TemporaryFolder() }

  /// A copy of a store at rest. Immutable files are shared, and must be replaced rather than changed.
  init(copy other: TestStore) throws {
    folder = try TemporaryFolder()
    let script = """
      cp -al "$1" "$2" && cd "$2"
      find . -name results.sqlite -o -name '*.json*' -path './runs/*' -type f | while read -r f; do
        cp -p --remove-destination "$1/$f" "$f"
      done
      """
    let result = try Command.run(["sh", "-ec", script, "sh", other.url.path, url.path])
    precondition(result.status == 0, result.error)
  }

  /// Two tasks on a small network: a second or so.
  static let small = [
    "run", "fig4", "tasks=2", "steps=60", "grid=3", "target_hidden=40", "chunk_size=5000", "seed=7",
  ]
  /// A network that has learned next to nothing: a third of a second.
  static let tiny = [
    "run", "fig4", "tasks=2", "steps=3", "batch=32", "grid=2", "target_hidden=20",
    "chunk_size=2000",
  ]

  /// The stages of `small`.
  static let stages = 6

  /// The project's folder.
  static let project = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static var program: String { Command.products.appendingPathComponent("engram").path }

  /// The arguments of a run, of each setting the last value only, so that a test can change one of
  /// `small`: the command itself refuses a setting that is given twice.
  static func merged(_ arguments: [String]) -> [String] {
    guard ["run", "plan", "why"].contains(arguments.first) else { return arguments }
    func name(_ argument: String) -> Substring? {
      argument.hasPrefix("-") ? nil : argument.firstIndex(of: "=").map { argument[..<$0] }
    }
    return arguments.enumerated().filter { place, argument in
      guard let name = name(argument) else { return true }
      return !arguments[(place + 1)...].contains { $0.hasPrefix("\(name)=") }
    }.map(\.element)
  }

  func start(
    _ arguments: [String], wrapper: [String] = [], environment: [String: String] = [:]
  ) throws -> Command {
    try Command(
      wrapper + [Self.program] + Self.merged(arguments),
      environment: environment.merging(["ENGRAM_STORE": url.path]) { $1 }, in: Self.project)
  }

  func run(
    _ arguments: [String], wrapper: [String] = [], environment: [String: String] = [:]
  ) throws -> Command.Result {
    try start(arguments, wrapper: wrapper, environment: environment).wait()
  }

  /// Runs and expects success; returns standard output.
  @discardableResult
  func succeed(_ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation) throws
    -> String
  {
    let result = try run(arguments)
    #expect(
      result.status == 0 && !result.wasKilled, "\(arguments): \(result.error)",
      sourceLocation: sourceLocation)
    return result.output
  }

  /// A run's summary.
  struct Summary: Decodable {
    let run: String
    let computedStages: Int
    let foundStages: Int
    let final: Double
    let targetWeights: Int
    let trainableWeights: Int
  }

  func summaries(_ arguments: [String]) throws -> [Summary] {
    try JSONDecoder().decode(
      [Summary].self, from: Data(succeed(arguments + ["--json", "--quiet"]).utf8))
  }

  /// The answer to a query, by the `sqlite3` shell.
  func sqlite(_ sql: String) throws -> [String] {
    let database = url.appendingPathComponent("results.sqlite").path
    let result = try Command.run(["sqlite3", "-bail", database, sql])
    #expect(result.status == 0, "\(result.error)")
    return result.output.split(separator: "\n").map(String.init)
  }

  /// Waits until the journal of a run whose name contains `run` says `text`; gives up after a
  /// minute.
  func waitForEvent(_ text: String, of command: Command, run: String = "") throws {
    let runs = url.appendingPathComponent("runs")
    for _ in 0..<6000 {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: runs.path)) ?? []
      for name in names where run.isEmpty || name.contains(run) {
        let file = runs.appendingPathComponent("\(name)/events.jsonl")
        if let events = try? String(contentsOf: file, encoding: .utf8), events.contains(text) {
          return
        }
      }
      guard command.isRunning else { break }
      usleep(10_000)
    }
    Issue.record("no event '\(text)'")
  }

  /// How often the runs' journals note `event`, of `node` if one is given.
  func events(_ event: String, node: String? = nil) throws -> Int {
    struct Line: Decodable { let event: String, node: String? }
    return try files("runs").filter { $0.hasSuffix("events.jsonl") }.reduce(0) { count, name in
      let file = url.appendingPathComponent("runs/\(name)")
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
        try JSONDecoder().decode(Line.self, from: Data($0.utf8))
      }
      return count + lines.count { $0.event == event && (node == nil || $0.node == node) }
    }
  }

  /// The files below a folder of the store.
  func files(_ name: String) -> [String] {
    let root = url.appendingPathComponent(name).path
    return (FileManager.default.enumerator(atPath: root)?.allObjects as? [String] ?? []).sorted()
  }

  /// Node and digest of everything that the runs published.
  func published() throws -> [String] {
    try sqlite("SELECT node, output, sha256 FROM provenance ORDER BY 1, 2")
  }

  /// The same of one run.
  func published(run: String) throws -> [String] {
    try sqlite("SELECT node, output, sha256 FROM provenance WHERE run = '\(run)' ORDER BY 1, 2")
  }
}
