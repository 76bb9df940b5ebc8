import Foundation
import TestSupport
import Testing

@Suite("Runs side by side", .serialized)
struct SideBySideTests {
  private let store: TestStore
  /// Two tasks on a very small network, without a scan.
  private static let tiny = [
    "run", "split-mnist", "tasks=2", "steps=20", "target_hidden=20", "chunk_size=5000",
  ]
  /// With this, workers stay at work until somebody ends them.
  private static let endless = ["ENGRAM_STOP_AT": "wait@train/task-01:5"]

  init() throws { store = try TestStore() }

  /// A run's summary, or why there is none.
  private struct Entry: Decodable {
    let seed: Int
    let run: String?
    let failure: String?
  }

  private func entries(_ output: String) throws -> [Entry] {
    try JSONDecoder().decode([Entry].self, from: Data(output.utf8))
  }

  /// The processes that work on the store, by their numbers; arguments of each.
  private func workers(of store: TestStore) -> [Int32: String] {
    var workers: [Int32: String] = [:]
    for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
      guard let number = Int32(name),
        let bytes = FileManager.default.contents(atPath: "/proc/\(name)/cmdline")
      else { continue }
      let text = String(decoding: bytes, as: UTF8.self)
      if text.contains("\0worker\0"), text.contains(store.url.path) { workers[number] = text }
    }
    return workers
  }

  /// Waits until `count` workers have begun with the first task.
  private func waitForWork(_ count: Int, of command: Command) throws {
    try waitUntil("\(count) runs are at work") {
      try store.events("start", node: "train/task-01") >= count || !command.isRunning
    }
    try #require(command.isRunning, "\(command.errorSoFar)")
  }

  @Test(
    "seeds side by side give the bytes of seeds one after another; what they share is done once")
  func equal() throws {
    let arguments = Self.tiny + ["--seeds", "0..3"]
    let text = try store.succeed(arguments + ["--jobs", "3"])
    let places = (0..<4).compactMap { text.firstRange(of: "split-mnist, seed \($0): run ") }
    #expect(places.count == 4 && places.map(\.lowerBound) == places.map(\.lowerBound).sorted())
    #expect(text.contains("4 seeds, mean ± standard error in %\nduring "))
    #expect(try store.events("computed", node: "dataset") == 1)
    #expect(try store.events("computed", node: "train/task-02") == 4)

    let other = try TestStore()
    let lone = try entries(other.succeed(arguments + ["--json", "--quiet"]))
    #expect(lone.map(\.seed) == [0, 1, 2, 3] && lone.allSatisfy { $0.failure == nil })
    #expect(try other.published() == store.published())
    #expect(try other.sqlite("SELECT run_id FROM run") == store.sqlite("SELECT run_id FROM run"))
    #expect(try store.run(arguments + ["--jobs", "2", "-q"]).error == "")
    try store.survives()
  }

  @Test("a worker that is killed fails its seed alone; the next time that one resumes")
  func killedWorker() throws {
    let arguments = Self.tiny + ["--seeds", "0..2", "--jobs", "3"]
    let command = try store.start(
      arguments, environment: ["ENGRAM_STOP_AT": "stop@train/task-01:5"])
    try waitForWork(3, of: command)
    let workers = workers(of: store)
    #expect(workers.count == 3)
    let victim = workers.first {
      $0.value.contains(#""seed":1,"#) || $0.value.contains(#""seed":1}"#)
    }
    kill(try #require(victim).key, SIGKILL)
    // The others may come to where they halt only now.
    try waitUntil("the others have ended") {
      for worker in workers.keys { kill(worker, SIGCONT) }
      return !command.isRunning
    }
    let result = try command.wait()
    #expect(result.status == 1)
    #expect(
      result.error.contains(
        "engram: 1 of 3 runs failed:\n  seed 1: its process was killed by signal 9"),
      "\(result.error)")
    #expect(result.output.contains("2 of 3 seeds, mean ± standard error"))
    #expect(try store.sqlite("SELECT seed FROM run WHERE status = 'complete'") == ["0", "2"])
    try store.survives()
    #expect(try store.succeed(arguments).contains("3 seeds, mean"))
    #expect(try store.events("computed", node: "dataset") == 1)
    try store.survives()
  }

  @Test("a seed that cannot be run is told in the summary as JSON, with the others' results")
  func failedSeed() throws {
    let arguments = Self.tiny + ["--seeds", "0..1", "--json", "-q"]
    let run = try #require(try entries(store.succeed(arguments)).last?.run)
    let folder = store.url.appendingPathComponent("runs/\(run)")
    try FileManager.default.removeItem(at: folder)
    try Data().write(to: folder)
    let result = try store.run(arguments)
    #expect(result.status == 1)
    let told = try entries(result.output)
    #expect(told.map(\.seed) == [0, 1] && told[0].run != nil && told[1].run == nil)
    #expect(told[1].failure?.contains("'\(folder.path)' is no folder") == true)
    #expect(result.error.contains("1 of 2 runs failed:\n  seed 1: '\(folder.path)'"))
  }

  @Test(
    "a signal ends all workers in order; the same command goes on", arguments: [SIGINT, SIGTERM])
  func stopped(signal: Int32) throws {
    let arguments = Self.tiny + ["--seeds", "0..2", "--jobs", "2"]
    let command = try store.start(arguments, environment: Self.endless)
    try waitForWork(2, of: command)
    command.signal(signal)
    let result = try command.wait()
    #expect(result.status == (signal == SIGINT ? 130 : 143), "\(result.error)")
    #expect(result.error.contains("the same command resumes"))
    #expect(workers(of: store).isEmpty)
    #expect(try store.sqlite("SELECT DISTINCT status FROM run") == ["interrupted"])
    try store.survives()
    #expect(store.files("tmp").isEmpty && store.files("locks").isEmpty)
    #expect(try store.succeed(arguments).contains("3 seeds, mean"))
    try store.survives()
  }

  @Test("a signal to the command and its group, as timeout sends it, is one signal")
  func group() throws {
    let command = try store.start(
      Self.tiny + ["--seeds", "0..1", "--jobs", "2"], environment: Self.endless)
    try waitForWork(2, of: command)
    command.signal(SIGINT)
    // Started by the tests, it leads a group of its own.
    #expect(kill(-command.identifier, SIGINT) == 0)
    let result = try command.wait()
    #expect(result.status == 130 && result.error.contains("engram: interrupted; every finished"))
    #expect(workers(of: store).isEmpty)
    #expect(try store.sqlite("SELECT DISTINCT status FROM run") == ["interrupted"])
    try store.survives()
  }

  @Test("workers do not outlive a killed parent, and mark their runs as interrupted")
  func orphans() throws {
    let command = try store.start(
      Self.tiny + ["--seeds", "0..1", "--jobs", "2"], environment: Self.endless)
    try waitForWork(2, of: command)
    #expect(workers(of: store).count == 2)
    command.signal(SIGKILL)
    #expect(try command.wait().wasKilled)
    try waitUntil("the workers have ended") { workers(of: store).isEmpty }
    #expect(try store.sqlite("SELECT status FROM run") == ["interrupted", "interrupted"])
    #expect(store.files("tmp").isEmpty && store.files("locks").isEmpty)
    try store.survives()
  }

  @Test(
    "a number of jobs that is none is refused",
    arguments: [
      (["--jobs", "0"], "--jobs 0; allowed: a whole number from 1 to 256"),
      (["--jobs", "many"], "invalid value --jobs many; allowed: a whole number"),
    ])
  func usage(arguments: [String], message: String) throws {
    let result = try store.run(Self.tiny + arguments)
    #expect(result.status == 64 && result.error.contains(message), "\(result.error)")
    #expect(!FileManager.default.fileExists(atPath: store.url.path))
  }
}
