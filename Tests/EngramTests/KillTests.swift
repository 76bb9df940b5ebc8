import Foundation
import TestSupport
import Testing

/// The command is killed before each single system call on the store's files.
@Suite("Killed between any two calls", .serialized)
struct KillTests {
  /// All but the last two stages are there before; they publish a checkpoint and an evaluation.
  private static let before = TestStore.tiny + ["tasks=1"]
  private static let whole = TestStore.tiny + ["tasks=2"]

  @Test("the store stays whole, nothing is computed twice, a rerun gives the same bytes")
  func everyCall() throws {
    let base = try TestStore()
    try base.succeed(Self.before)
    let reference = try TestStore(copy: base)
    try reference.succeed(Self.whole)
    let (wanted, rows) = (try StoreState(reference.url), try reference.published())
    #expect(wanted.damage.isEmpty && wanted.results.count > 3)

    // The calls are taken in turn by two threads; the first that lets the run end is past the last.
    let lanes = try (0..<2).map { lane in
      try Lane(base: base, wanted: wanted, rows: rows, first: lane + 1, stride: 2)
    }
    DispatchQueue.concurrentPerform(iterations: lanes.count) { lanes[$0].run(Self.whole) }
    for problem in lanes.flatMap(\.problems) { Issue.record("\(problem)") }
    // Two results of two files each, written, flushed, renamed; a database; a journal.
    #expect(lanes.reduce(0) { $0 + $1.killed } > 50)
  }

  /// Every other call.
  private final class Lane: @unchecked Sendable {
    let base: TestStore
    let wanted: StoreState
    let rows: [String]
    let first: Int
    let stride: Int
    var problems: [String] = []
    var killed = 0

    init(base: TestStore, wanted: StoreState, rows: [String], first: Int, stride: Int) throws {
      (self.base, self.wanted, self.rows) = (base, wanted, rows)
      (self.first, self.stride) = (first, stride)
    }

    func run(_ arguments: [String]) {
      var call = first
      while true {
        do {
          guard try survives(call, arguments) else { return }
        } catch {
          problems.append("call \(call): \(error)")
          return
        }
        killed += 1
        call += stride
      }
    }

    /// Whether the command was killed.
    private func survives(_ call: Int, _ arguments: [String]) throws -> Bool {
      let store = try TestStore(copy: base)
      let ended = try store.run(arguments, environment: ["ENGRAM_STOP_AT": "kill@\(call)"])
      let left = try StoreState(store.url)
      problems += try store.problems(in: left).map { "call \(call): \($0)" }
      let rerun = try store.run(arguments)
      if rerun.status != 0 { problems.append("call \(call), rerun: \(rerun.error)") }
      let after = try StoreState(store.url)
      if after.contents != wanted.contents { problems.append("call \(call): other contents") }
      let replaced = left.replaced(in: after)
      if !replaced.isEmpty { problems.append("call \(call): computed again: \(replaced)") }
      if try store.published() != rows { problems.append("call \(call): other rows") }
      problems += try store.problems(in: after).map { "call \(call), after the rerun: \($0)" }
      return ended.wasKilled
    }
  }

  @Test(
    "a signal at a stage's border ends the run in order",
    arguments: [("term@stage:3", Int32(143)), ("int@stage:4", 130)])
  func signalAtBorder(point: String, code: Int32) throws {
    let store = try TestStore()
    let ended = try store.run(Self.whole, environment: ["ENGRAM_STOP_AT": point])
    #expect(ended.status == code && !ended.wasKilled)
    #expect(ended.error.contains("the same command resumes"))
    #expect(try store.sqlite("SELECT status FROM run") == ["interrupted"])
    #expect(store.files("tmp").isEmpty && store.files("locks").isEmpty)
    try store.survives()
  }

  @Test("a wrong wish for a stop is refused")
  func wrongWish() throws {
    let store = try TestStore()
    for wish in ["kill", "kill@", "kill@0", "halt@3", "kill@a:b:1"] {
      #expect(try store.run(Self.before, environment: ["ENGRAM_STOP_AT": wish]).status == 64)
    }
  }
}
