import Foundation
import TestSupport
import Testing

/// A store of a test, and the built command working on it.
struct TestStore {
  let folder: TemporaryFolder
  var url: URL { folder.url.appendingPathComponent("store") }
  /// The datasets that the command finds.
  let datasets: URL

  /// An empty store, for a small part of MNIST or for the project's datasets.
  init(wholeDatasets: Bool = false) throws {
    folder = try TemporaryFolder()
    datasets =
      try wholeDatasets
      ? Self.project.appendingPathComponent("datasets") : SmallDatasets.shared.folder()
  }

  /// An empty store, for made-up datasets alone.
  init(pictures: [SmallPictures]) throws {
    folder = try TemporaryFolder()
    datasets = folder.url.appendingPathComponent("datasets")
    for dataset in pictures { try dataset.write(to: datasets) }
  }

  /// A copy of a store at rest. What is below `blobs` is shared: replace such a file, never change it.
  init(copy other: TestStore) throws {
    folder = try TemporaryFolder()
    datasets = other.datasets
    try take(other)
  }

  /// A store in which these commands have been run: a copy of one that all tests share.
  init(holding commands: [String]...) throws {
    try self.init(copy: PreparedStores.shared.store(holding: commands).store)
  }

  /// Makes the empty store a copy of one in which these commands have been run; returns the last run.
  @discardableResult
  func fill(with commands: [String]...) throws -> String {
    let prepared = try PreparedStores.shared.store(holding: commands)
    try take(prepared.store)
    return prepared.run
  }

  private func take(_ other: TestStore) throws {
    let script = """
      mkdir "$2" && cd "$1"
      find . -mindepth 1 -maxdepth 1 ! -name blobs -exec cp -a -t "$2" {} +
      cp -al blobs "$2"
      """
    let result = try Command.run(["sh", "-ec", script, "sh", other.url.path, url.path])
    try #require(result.status == 0, "\(result.error)")
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
  static let project = TestProject.root

  static var program: String { path(of: "engram") }

  /// Where a built command is.
  static func path(of program: String) -> String {
    Command.products.appendingPathComponent(program).path
  }

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
    _ arguments: [String], of program: String = "engram", wrapper: [String] = [],
    environment: [String: String] = [:]
  ) throws -> Command {
    try Command(
      wrapper + [Self.path(of: program)] + Self.merged(arguments),
      environment: variables.merging(environment) { $1 }, in: Self.project)
  }

  /// What the command is told of the store.
  ///
  /// A second thread costs networks as small as those of tests more than it brings them. And no
  /// machine is so slow that other processes' writes to the database take ten minutes.
  var variables: [String: String] {
    [
      "ENGRAM_STORE": url.path, "ENGRAM_DATASETS": datasets.path, "ENGRAM_THREADS": "1",
      "ENGRAM_DATABASE_TIMEOUT": "600",
    ]
  }

  func run(
    _ arguments: [String], of program: String = "engram", wrapper: [String] = [],
    environment: [String: String] = [:]
  ) throws -> Command.Result {
    try start(arguments, of: program, wrapper: wrapper, environment: environment).wait()
  }

  /// Runs and expects success; returns standard output.
  @discardableResult
  func succeed(
    _ arguments: [String], of program: String = "engram",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let result = try run(arguments, of: program)
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

  /// Starts a command and waits until it has halted itself at a place such as `stage:4`; a
  /// `SIGCONT` lets it go on.
  func startHalted(
    _ arguments: [String], at place: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Command {
    let command = try start(arguments, environment: ["ENGRAM_STOP_AT": "stop@\(place)"])
    let isHalted = try command.waitForHalt()
    try #require(
      isHalted, "not halted at \(place): \(command.errorSoFar)",
      sourceLocation: sourceLocation)
    return command
  }

  /// Waits until the journal of a run whose name contains `run` says `text`. Throws where the
  /// command ends before.
  func waitForEvent(
    _ text: String, of command: Command, run: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let runs = url.appendingPathComponent("runs")
    func isSaid() -> Bool {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: runs.path)) ?? []
      return names.contains { name in
        guard run.isEmpty || name.contains(run) else { return false }
        let file = runs.appendingPathComponent("\(name)/events.jsonl")
        return (try? String(contentsOf: file, encoding: .utf8))?.contains(text) == true
      }
    }
    try waitUntil("a journal says '\(text)'") { isSaid() || !command.isRunning }
    try #require(
      isSaid(), "the command has ended without: \(command.errorSoFar)",
      sourceLocation: sourceLocation)
  }

  /// How often the runs' journals note `event`, of `node` if one is given.
  func events(_ event: String, node: String? = nil) throws -> Int {
    struct Line: Decodable { let event: String, node: String? }
    return try files("runs").filter { $0.hasSuffix("events.jsonl") }.reduce(0) { count, name in
      let file = url.appendingPathComponent("runs/\(name)")
      let text = try String(contentsOf: file, encoding: .utf8)
      // What is being written has no end yet.
      let whole = text[..<(text.lastIndex(of: "\n") ?? text.startIndex)]
      let lines = try whole.split(separator: "\n").map {
        try JSONDecoder().decode(Line.self, from: Data($0.utf8))
      }
      return count + lines.count { $0.event == event && (node == nil || $0.node == node) }
    }
  }

  /// The results that the runs' journals say were computed more than once.
  func computedTwice() throws -> [String] {
    var counts: [String: Int] = [:]
    for name in files("runs") where name.hasSuffix("events.jsonl") {
      let text = try String(contentsOf: url.appendingPathComponent("runs/\(name)"), encoding: .utf8)
      for line in text.split(separator: "\n") where line.contains("\"event\":\"computed\"") {
        let key = try #require(line.firstMatch(of: /"key":"([0-9a-f]+)"/)).1
        counts[String(key), default: 0] += 1
      }
    }
    return counts.filter { $0.value > 1 }.map(\.key).sorted()
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
    try sqlite("SELECT node, output, sha256 FROM provenance WHERE run_id = '\(run)' ORDER BY 1, 2")
  }
}
