import Foundation
import Synchronization
import TestSupport
import Testing

/// Faults at random: a few of each here, hundreds by `make torture`, which sets
/// `ENGRAM_TORTURE_SECONDS`. `ENGRAM_TORTURE_SEED` repeats a run's choices.
@Suite("Torture", .serialized)
struct TortureTests {
  private static func number(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
  }

  @Test("whatever happens, a rerun gives what an uninterrupted run gives")
  func mixture() throws {
    let seed = Self.number("ENGRAM_TORTURE_SEED") ?? UInt64.random(in: 0..<1_000_000)
    let seconds = Self.number("ENGRAM_TORTURE_SECONDS") ?? 20
    print("torture: seed \(seed), \(seconds) s (ENGRAM_TORTURE_SEED, ENGRAM_TORTURE_SECONDS)")
    let folder = try TemporaryFolder()
    let clock = folder.url.appendingPathComponent("clock.so")
    let source = TestStore.project.appendingPathComponent("Tests/Support/shifted_clock.c").path
    try #require(
      Command.run(["gcc", "-shared", "-fPIC", "-o", clock.path, source, "-ldl"]).status == 0)
    let workloads = try [["seed=1"], ["seed=2", "tasks=3"], ["seed=2", "grid=3"]].map {
      try workload(TestStore.tiny + $0)
    }
    let lanes = try (0..<2).map { try Torture(workloads, clock: clock, seed: seed &+ $0) }
    let deadline = ContinuousClock.now + .seconds(seconds)
    DispatchQueue.concurrentPerform(iterations: lanes.count) { lanes[$0].run(until: deadline) }
    print(Self.table(lanes))
    for problem in lanes.flatMap(\.problems) { Issue.record("seed \(seed): \(problem)") }
    #expect(lanes.allSatisfy { $0.tally.values.contains { $0.hit > 0 } })
  }

  /// Runs it undisturbed in a store of its own.
  private func workload(_ arguments: [String]) throws -> Torture.Workload {
    let store = try TestStore()
    let run = try #require(try store.summaries(arguments).first).run
    let state = try StoreState(store.url)
    #expect(state.damage.isEmpty)
    return Torture.Workload(
      arguments: arguments, run: run, contents: state.contents,
      rows: try store.published(run: run))
  }

  private static func table(_ lanes: [Torture]) -> String {
    var lines = ["fault".padding(toLength: 38, withPad: " ", startingAt: 0) + " done  struck"]
    var total = 0
    for fault in Torture.Fault.allCases {
      let counts = lanes.compactMap { $0.tally[fault] }
      let (done, hit) = counts.reduce((0, 0)) { ($0.0 + $1.done, $0.1 + $1.hit) }
      total += hit
      lines.append(
        fault.rawValue.padding(toLength: 38, withPad: " ", startingAt: 0)
          + String(format: "%5d %7d", done, hit))
    }
    return lines.joined(separator: "\n") + "\n\(total) faults struck"
  }
}
