import Foundation
import Pipeline
import Synchronization
import Testing

@Suite("Savepoints of stages")
struct SavepointTests {
  private let store: ToyStore
  private let log = RunLog()
  init() throws { store = try ToyStore() }

  private struct Stopped: Error {}

  private func executor(
    _ interval: SavepointInterval = .standard, _ events: RunLog? = nil
  ) throws -> Executor {
    Executor(
      store: try Store(at: store.url), numericClass: "n", program: .toy, savepoints: interval
    ) { event in
      switch event {
      case .resumed(let node, let progress):
        events?.note("resumed \(node) \(progress.completed)/\(progress.total)")
      case .warned(let node, let warning): events?.note("warned \(node) \(warning)")
      default: break
      }
    }
  }

  private static func halves(_ completed: Int) -> StageProgress {
    StageProgress(completed: completed, total: 2, unit: "halves")
  }

  /// Stops in the middle of the sum, after saving these bytes.
  private func stop(saving payload: Data, _ interval: SavepointInterval = .standard) async throws {
    let graph = Toy(log) { context in
      context.savepoint?.save(payload, at: Self.halves(1))
      throw Stopped()
    }.graph
    await #expect(throws: Stopped.self) { try await executor(interval).run(graph) }
  }

  @Test("the next process finds what was saved; when the result is there, the savepoint is gone")
  func resumed() async throws {
    try await stop(saving: Data("half".utf8))
    #expect(store.files("savepoints").count == 1 && store.files("tmp").isEmpty)
    let events = RunLog()
    let toy = Toy(log) { context in
      #expect(context.savepoint?.load() == Data("half".utf8))
      context.savepoint?.resume(at: Self.halves(1))
    }
    _ = try await executor(.standard, events).run(toy.graph)
    #expect(events.all == ["resumed sum 1/2"] && store.files("savepoints").isEmpty)
  }

  @Test("its status is told without its bytes, and is that of its key alone")
  func status() async throws {
    try await stop(saving: Data(count: 100_000))
    let name = try #require(store.files("savepoints").first)
    let (key, reader) = (try #require(Fingerprint(hex: name)), try Store(at: store.url))
    let status = try #require(reader.savepointStatus(of: key))
    #expect(status.progress == Self.halves(1) && status.bytes > 100_000)
    #expect(abs(status.savedAt.timeIntervalSinceNow) < 3600)
    #expect(reader.savepointStatus(of: Fingerprint(of: Data())) == nil)
  }

  @Test("one that the stage cannot use is told and removed")
  func rejected() async throws {
    try await stop(saving: Data("half".utf8))
    let events = RunLog()
    let graph = Toy(log) { context in
      _ = context.savepoint?.load()
      context.savepoint?.reject("is of yesterday")
      #expect(context.savepoint?.load() == nil)
    }.graph
    _ = try await executor(.standard, events).run(graph)
    #expect(events.all == ["warned sum its savepoint is of yesterday; it begins from the start"])
  }

  @Test("a stage that does not ask for it leaves it alone, and recomputing has none")
  func unused() async throws {
    try await stop(saving: Data("half".utf8))
    let hasSavepoint = Mutex<[Bool]>([])
    let toy = Toy(log) { context in
      let found = context.savepoint != nil
      hasSavepoint.withLock { $0.append(found) }
    }
    let execution = try await executor().run(toy.graph)
    #expect(store.files("savepoints").count == 1)
    let record = try #require(execution.records.first { $0.node == "sum" })
    let again = try await executor().recompute("sum", key: record.key, in: toy.graph)
    #expect(again?.isEqual == true)
    #expect(hasSavepoint.withLock { $0 } == [true, false])
  }

  @Test("it is due after so many units, after so much time, or never")
  func due() async throws {
    for (interval, expected) in [
      (SavepointInterval.units(3), [false, false, true, true]),
      (.time(.zero), [true, true, true, true]),
      (.time(.seconds(3600)), Array(repeating: false, count: 4)),
      (.never, Array(repeating: false, count: 4)),
    ] {
      let found = Mutex<[Bool]>([])
      let graph = Toy(log) { context in
        let due = (1...4).map { context.savepoint?.isDue(after: $0) ?? false }
        found.withLock { $0 = due }
        throw Stopped()
      }.graph
      await #expect(throws: Stopped.self) { try await executor(interval).run(graph) }
      #expect(found.withLock { $0 } == expected, "\(interval)")
    }
    try await stop(saving: Data("half".utf8), .never)
    #expect(store.files("savepoints").isEmpty)
  }
}
