import Foundation
import Synchronization
import TestSupport
import Testing

/// Faults at random: some here, hundreds by `make torture`, which sets
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
    let workloads = try [["seed=1"], ["seed=2", "tasks=3"], ["seed=2", "grid=3"]].map {
      try workload(TestStore.merged(TestStore.tiny + $0))
    }
    let lanes = try (0..<2).map { try Torture(workloads, libraries: folder, seed: seed &+ $0) }
    let deadline = ContinuousClock.now + .seconds(seconds)
    DispatchQueue.concurrentPerform(iterations: lanes.count) { lanes[$0].run(until: deadline) }
    print(Self.table(lanes))
    for problem in lanes.flatMap(\.problems) { Issue.record("seed \(seed): \(problem)") }
    #expect(lanes.allSatisfy { $0.tally.values.contains { $0.hit > 0 } })
    guard seconds >= 300 else { return }
    let struck = Self.counts(lanes).mapValues(\.hit)
    #expect(struck.values.reduce(0, +) >= 200, "too few faults struck")
    for fault in Torture.Fault.allCases where fault.isPossible {
      #expect(struck[fault, default: 0] > 0, "'\(fault.rawValue)' never struck")
    }
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

  /// How often each fault was done and struck, in all lanes.
  private static func counts(_ lanes: [Torture]) -> [Torture.Fault: (done: Int, hit: Int)] {
    lanes.reduce(into: [:]) { counts, lane in
      counts.merge(lane.tally) { ($0.done + $1.done, $0.hit + $1.hit) }
    }
  }

  private static func table(_ lanes: [Torture]) -> String {
    let counts = counts(lanes)
    func padded(_ text: String) -> String {
      text.padding(toLength: 38, withPad: " ", startingAt: 0)
    }
    let lines = Torture.Fault.allCases.map { fault in
      let (done, hit) = counts[fault] ?? (0, 0)
      return padded(fault.rawValue)
        + (fault.isPossible ? String(format: "%5d %7d", done, hit) : " not possible here")
    }
    let total = counts.values.reduce(0) { $0 + $1.hit }
    return ([padded("fault") + " done  struck"] + lines + ["\(total) faults struck"])
      .joined(separator: "\n")
  }
}
