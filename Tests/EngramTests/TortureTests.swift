import Foundation
import Synchronization
import TestSupport
import Testing

/// Faults at random: each once with the same seed everywhere, or hundreds by `make torture`, which
/// sets `ENGRAM_TORTURE_SECONDS`; then processes are hit at any moment, too. `ENGRAM_TORTURE_SEED`
/// repeats a run's choices, and `ENGRAM_TORTURE_ROUNDS` takes each fault so many times.
@Suite("Torture", .serialized)
struct TortureTests {
  private static func number(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
  }

  @Test("whatever happens, a rerun gives what an uninterrupted run gives")
  func mixture() throws {
    let seconds = Self.number("ENGRAM_TORTURE_SECONDS")
    let rounds = Int(Self.number("ENGRAM_TORTURE_ROUNDS") ?? 1)
    let seed =
      Self.number("ENGRAM_TORTURE_SEED") ?? (seconds == nil ? 1 : UInt64.random(in: 0..<1_000_000))
    let extent =
      seconds.map { "ENGRAM_TORTURE_SECONDS=\($0)" } ?? "ENGRAM_TORTURE_ROUNDS=\(rounds)"
    print("torture: ENGRAM_TORTURE_SEED=\(seed) \(extent)")
    let folder = try TemporaryFolder()
    let workloads = try [["seed=1"], ["seed=2", "tasks=3"], ["seed=2", "grid=3"]].map {
      try workload(TestStore.merged(TestStore.tiny + $0))
    }
    let lanes = try (0..<2).map {
      try Torture(
        workloads, libraries: folder, seed: seed, lane: $0, isTimed: seconds != nil)
    }
    // Dealt to the lanes in turn.
    let faults = (0..<rounds).flatMap { Torture.faults(seed: seed &+ UInt64($0)) }
    let deadline = ContinuousClock.now + .seconds(seconds ?? 0)
    DispatchQueue.concurrentPerform(iterations: lanes.count) { lane in
      if seconds != nil {
        lanes[lane].run(until: deadline)
      } else {
        lanes[lane].run(
          stride(from: lane, to: faults.count, by: lanes.count).map { faults[$0] })
      }
    }
    print(Self.table(lanes))
    for problem in lanes.flatMap(\.problems) {
      Issue.record("ENGRAM_TORTURE_SEED=\(seed) \(extent): \(problem)")
    }
    #expect(lanes.allSatisfy { $0.tally.values.contains { $0.hit > 0 } })
    // Chance may spare a process a few times, but hardly so often.
    for (fault, count) in Self.counts(lanes) where count.done >= 8 {
      #expect(count.hit > 0, "'\(fault.rawValue)' never struck")
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
