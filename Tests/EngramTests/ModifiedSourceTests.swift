import Foundation
import TestSupport
import Testing

@Suite("What modified source computed", .serialized)
struct ModifiedSourceTests {
  private let store: TestStore

  init() throws { store = try TestStore() }

  private struct Status: Decodable {
    struct Run: Decodable { let run: String, hasResultsOfModifiedSource: Bool }
    struct Stage: Decodable, Equatable {
      let stage: String, version: Int, runs: [String]
      let modifiedRevisions: [String], otherRevisions: [String]
    }
    let runs: [Run]
    let uncertainStages: [Stage]
  }

  /// The command as it would be built from a commit, `clean` or `dirty`.
  private func build(_ revision: String, _ state: String) throws -> String {
    let folder = store.folder.url.appendingPathComponent("\(revision)-\(state)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let program = folder.appendingPathComponent("engram").path
    try FileManager.default.copyItem(atPath: TestStore.program, toPath: program)
    try Data("\(revision) \(state)\n".utf8).write(to: URL(fileURLWithPath: program + ".revision"))
    return program
  }

  private func start(
    _ program: String, _ arguments: [String], stop: String? = nil
  ) throws -> Command.Result {
    try Command.run(
      [program] + TestStore.merged(arguments),
      environment: store.variables.merging(stop.map { ["ENGRAM_STOP_AT": $0] } ?? [:]) { $1 },
      in: TestStore.project)
  }

  private func status() throws -> Status {
    try JSONDecoder().decode(Status.self, from: Data(store.succeed(["status", "--json"]).utf8))
  }

  @Test("status tells it of a run that another build resumed, and of one that found its results")
  func resumed() throws {
    let killed = try start(
      build("aaaa", "dirty"), TestStore.small, stop: "kill@train/task-02:30")
    #expect(killed.wasKilled)
    let first = try status()
    let run = try #require(first.runs.first?.run)
    let stages = ["fetch-dataset", "initialize-learner", "train-task"]
    #expect(
      first.uncertainStages.map(\.stage) == stages && first.runs[0].hasResultsOfModifiedSource)
    #expect(first.uncertainStages.allSatisfy { $0.modifiedRevisions == ["aaaa"] })
    #expect(try !store.succeed(["status"]).contains("version unchanged"))

    #expect(try start(build("bbbb", "clean"), TestStore.small).status == 0)
    #expect(
      try store.sqlite("SELECT count(DISTINCT node) FROM provenance WHERE source_is_dirty") == ["3"]
    )
    let second = try status()
    #expect(second.uncertainStages.map(\.stage) == stages)
    #expect(second.uncertainStages.map(\.otherRevisions) == [[], [], ["bbbb"]])
    #expect(second.uncertainStages.allSatisfy { $0.runs == [run] })
    let text = try store.succeed(["status"])
    let table = try #require(text.split(separator: "\n").first { $0.hasPrefix(run) })
    #expect(table.contains("  modified  "), "\(text)")
    #expect(
      text.contains("\ncomputed by modified source\n  fetch-dataset 1  in 1 runs\n"), "\(text)")
    #expect(
      text.contains(
        "  train-task 2  in 1 runs, stage version unchanged: by aaaa and changes, bbbb\n"),
      "\(text)")

    // All found: the run's own program computed nothing.
    #expect(
      try start(build("cccc", "clean"), TestStore.small + ["beta=0.5", "grid=0"]).status == 0)
    let third = try status()
    #expect(third.uncertainStages.allSatisfy { Set($0.runs) == Set(third.runs.map(\.run)) })
    #expect(third.runs.count == 2)
  }
}
