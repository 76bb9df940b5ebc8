import Foundation
import Pipeline
import Synchronization
import TestSupport
import Testing

@Suite("Executing graphs")
struct ExecutionTests {
  private let store: ToyStore
  private let log = RunLog()

  init() throws { store = try ToyStore() }

  @Test("a graph runs once; then everything is found and nothing runs")
  func hits() async throws {
    let toy = Toy(log)
    let first = try await store.executor().run(toy.graph)
    #expect(log.take() == ["constant 2.0", "constant 3.0", "add", "sign", "describe"])
    #expect(first.records.map(\.isHit) == [false, false, false, false, false])
    #expect(try await first.output(of: toy.sum) == Number(value: 5))
    #expect(try await first.output(of: toy.sign) == Sign(isNegative: false, remark: "5.0"))
    let second = try await store.executor().run(toy.graph)
    #expect(log.take() == [])
    #expect(second.records.map(\.isHit) == [true, true, true, true, true])
    #expect(second.records.map(\.key) == first.records.map(\.key))
    #expect(try await second.output(of: toy.end) == Number(value: 1))
  }

  @Test("another configuration runs what depends on it; an equal result stops there")
  func earlyCutOff() async throws {
    _ = try await store.executor().run(Toy(log, 2, 3).graph)
    _ = log.take()
    // 1 + 4 is 5 again: the sum runs, and what follows is found.
    _ = try await store.executor().run(Toy(log, 1, 4).graph)
    #expect(log.take() == ["constant 1.0", "constant 4.0", "add"])
    // Another sum of the same sign: the remark differs, the declared content does not.
    let other = Toy(log, 1, 5)
    let execution = try await store.executor().run(other.graph)
    #expect(log.take() == ["constant 5.0", "add", "sign"])
    #expect(try await execution.output(of: other.sign).remark == "6.0")
  }

  @Test("numeric stages belong to a numeric class, others do not")
  func numericClass() async throws {
    _ = try await store.executor().run(Toy(log).graph)
    _ = log.take()
    _ = try await store.executor(numericClass: "other").run(Toy(log).graph)
    #expect(log.take() == ["add"])
  }

  @Test("a plan tells hits, what would run, and what cannot be known yet")
  func plan() async throws {
    let toy = Toy(log)
    #expect(
      try store.executor().plan(toy.graph).map(\.action) == [
        .run, .run, .unknown, .unknown, .unknown,
      ])
    _ = try await store.executor().run(toy.graph)
    #expect(try store.executor().plan(toy.graph).allSatisfy { $0.action == .hit })
    let changed = try store.executor().plan(Toy(log, 2, 4).graph)
    #expect(changed.map(\.action) == [.hit, .run, .unknown, .unknown, .unknown])
    #expect(changed[0].key != nil && changed[2].key == nil)
  }

  @Test("a stage that fails publishes nothing; what was finished before stays")
  func failure() async throws {
    struct Broken: Error {}
    await #expect(throws: Broken.self) {
      try await store.executor().run(Toy(log) { _ in throw Broken() }.graph)
    }
    #expect(store.files("actions").count == 2 && store.files("locks").isEmpty)
    _ = log.take()
    _ = try await store.executor().run(Toy(log).graph)
    #expect(log.take() == ["add", "sign", "describe"])
  }

  @Test("a cancelled run publishes nothing of the stage it was in")
  func cancellation() async throws {
    let executor = try store.executor()
    let (stream, started) = AsyncStream<Void>.makeStream()
    let graph = Toy(log) { _ in
      started.yield()
      try await Task.sleep(for: .seconds(60))
    }.graph
    let task = Task { try await executor.run(graph) }
    for await _ in stream { break }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(store.files("actions").count == 2)
    #expect(store.files("tmp").isEmpty && store.files("locks").isEmpty)
  }

  @Test("a stage that ends although it was cancelled is not published either")
  func lateCancellation() async throws {
    let executor = try store.executor()
    let (stream, started) = AsyncStream<Void>.makeStream()
    let graph = Toy(log) { _ in
      started.yield()
      while !Task.isCancelled { await Task.yield() }
    }.graph
    let task = Task { try await executor.run(graph) }
    for await _ in stream { break }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(store.files("actions").count == 2)
  }

  @Test("progress and steps are told in order")
  func events() async throws {
    let seen = Mutex<[String]>([])
    let toy = Toy(log) { $0.report(StageProgress(completed: 1, total: 2, unit: "halves")) }
    _ = try await store.executor { event in
      let text =
        switch event {
        case .started(let node, let stage, _): "start \(node) \(stage)"
        case .resumed(let node, _): "resumed \(node)"
        case .warned(let node, _): "warned \(node)"
        case .progress(let node, let progress): "\(node) \(progress.completed)/\(progress.total)"
        case .finished(let record): "\(record.isHit ? "hit" : "done") \(record.node)"
        case .waiting(let node): "wait \(node)"
        case .recomputing(let node, _): "again \(node)"
        }
      seen.withLock { $0.append(text) }
    }.run(toy.graph)
    #expect(
      seen.withLock { $0 }.dropFirst(4).prefix(3) == ["start sum add", "sum 1/2", "done sum"])
  }

  @Test("of two executors that want one key, one computes and the other waits")
  func twoExecutors() async throws {
    let waits = Mutex(0)
    // Whoever computes does so until the other waits.
    let graph = Toy(log) { _ in
      try await waitUntil("the other executor waits") { waits.withLock { $0 } > 0 }
    }.graph
    let executors = try (0..<2).map { _ in
      try store.executor { if case .waiting = $0 { waits.withLock { $0 += 1 } } }
    }
    try await withThrowingTaskGroup(of: [Fingerprint].self) { group in
      for executor in executors {
        group.addTask { try await executor.run(graph).records.map(\.key) }
      }
      let keys = try await group.reduce(into: []) { $0.append($1) }
      #expect(keys[0] == keys[1])
    }
    #expect(log.all.count { $0 == "add" } == 1)
    #expect(waits.withLock { $0 } >= 1)
    #expect(store.files("locks").isEmpty)
  }

  @Test("a graph's fingerprint tells configurations apart before anything runs")
  func fingerprint() throws {
    let one = try Toy(log, 1, 2).graph.fingerprint(numericClass: "n")
    #expect(try Toy(log, 1, 2).graph.fingerprint(numericClass: "n") == one)
    #expect(try Toy(log, 2, 1).graph.fingerprint(numericClass: "n") != one)
    #expect(try Toy(log, 1, 2).graph.fingerprint(numericClass: "m") != one)
  }

  @Test("diagrams have a box per step and an arrow per input")
  func diagrams() {
    let graph = Toy(log).graph
    let dot = graph.diagram(.dot)
    #expect(dot.hasPrefix("digraph") && dot.contains("n0 -> n2") && dot.contains("n3 -> n4"))
    #expect(dot.contains("sum\\nadd 1 → number"))
    let mermaid = graph.diagram(.mermaid)
    #expect(mermaid.hasPrefix("flowchart") && mermaid.components(separatedBy: "-->").count == 5)
  }
}
