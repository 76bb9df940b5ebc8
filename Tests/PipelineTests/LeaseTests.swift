import Foundation
import Pipeline
import Synchronization
import TestSupport
import Testing

@Suite("Leases")
struct LeaseTests {
  private let store: ToyStore
  private let log = RunLog()

  init() throws { store = try ToyStore() }

  @Test("an execution leases what it computes and what it finds, as long as it lives")
  func keys() async throws {
    for isHit in [false, true] {
      let execution = try await store.executor().run(Toy(log).graph)
      let leases = try Store(at: store.url).liveLeases()
      #expect(leases.count == 1)
      #expect(leases.first?.keys == execution.records.map(\.key))
      #expect(execution.records.map(\.isHit) == Array(repeating: isHit, count: 5))
      #expect(leases.first?.steps == 5 && leases.first?.holder?.pid == getpid())
      #expect(try Collector(Store(at: store.url)).collect().items == [])
      withExtendedLifetime(execution) {}
    }
    #expect(store.files("leases") == [])
    #expect(try Store(at: store.url).liveLeases() == [])
  }

  @Test("a lease tells who holds it and what is computed")
  func progress() async throws {
    let url = store.url
    let seen = Mutex<[LiveLease]>([])
    let graph = Toy(log) { context in
      context.report(StageProgress(completed: 1, total: 4, unit: "steps"))
      try seen.withLock { $0 = try Store(at: url).liveLeases() }
    }.graph
    let opened = try Store(at: url)
    let lease = try await opened.lease(for: "run-1")
    _ = try await store.executor().run(graph, under: lease)
    let live = try #require(seen.withLock { $0 }.first)
    #expect(seen.withLock { $0 }.count == 1)
    #expect(live.holder?.label == "run-1" && live.node == "sum" && live.keys.count == 2)
    #expect(live.holder?.command == CommandLine.arguments)
    withExtendedLifetime(lease) {}
  }

  @Test("the lease of a dead process keeps nothing and is removed")
  func dead() async throws {
    let execution = try await store.executor().run(Toy(log).graph)
    let name = try #require(store.files("leases").first)
    let text = try Data(contentsOf: store.url.appendingPathComponent("leases/\(name)"))
    let dead = store.url.appendingPathComponent("leases/\(UUID().uuidString)")
    let opened = try Store(at: store.url)
    try text.write(to: dead)
    #expect(try opened.liveLeases().count == 1 && store.files("leases").count == 2)
    _ = try Store(at: store.url)
    #expect(store.files("leases") == [name])
    withExtendedLifetime(execution) {}
  }

  @Test("a lease that is cut short or has unknown lines is read as far as it goes")
  func damaged() throws {
    let opened = try Store(at: store.url)
    let digest = Fingerprint(of: Data())
    let file = store.url.appendingPathComponent("leases/\(UUID().uuidString)")
    try Data("{\"pid\nkey \(digest)\nnew thing\nat a/b 1 2 steps\nkey 12".utf8).write(to: file)
    let held = open(file.path, O_RDONLY)
    defer { close(held) }
    #expect(flock(held, LOCK_EX) == 0)
    let lease = try #require(try opened.liveLeases().first)
    #expect(lease.holder == nil && lease.keys == [digest] && lease.node == "a/b")
    #expect(lease.progress == StageProgress(completed: 1, total: 2, unit: "steps"))
  }

  @Test("who waits for a collection says so after a second, and gives up after a time")
  func collection() async throws {
    let opened = try Store(at: store.url)
    let held = open(
      store.url.appendingPathComponent("collection.lock").path, O_RDWR | O_CREAT, 0o664)
    defer { close(held) }
    #expect(flock(held, LOCK_EX) == 0)
    let told = Mutex(0)
    let error = await #expect(throws: PipelineError.self) {
      _ = try await opened.pauseCollections(atMost: .milliseconds(1500)) {
        told.withLock { $0 += 1 }
      }
    }
    #expect(error?.code == .storeInUse && error?.message.contains("collection.lock") == true)
    #expect(told.withLock { $0 } == 1)
    #expect(flock(held, LOCK_UN) == 0)
    _ = try await opened.pauseCollections(atMost: .zero) { told.withLock { $0 += 1 } }
    #expect(told.withLock { $0 } == 1)
  }

  @Test("a store that cannot be written has no leases")
  func readOnly() async throws {
    let missing = try Store(at: store.url, creating: false)
    #expect(try await missing.lease(for: "x") == nil)
    #expect(!FileManager.default.fileExists(atPath: store.url.path))
  }

  @Test("a store from before there were leases and pins gets them when they are needed")
  func olderStore() async throws {
    let records = try await store.executor().run(Toy(log).graph).records
    for name in ["leases", "pins", "collection.lock"] {
      try FileManager.default.removeItem(at: store.url.appendingPathComponent(name))
    }
    let opened = try Store(at: store.url)
    #expect(try StoreVerification(of: opened).findings == [])
    #expect(try Collector(opened).look().items.count == 5)
    let execution = try await store.executor().run(Toy(log).graph)
    #expect(try Collector(opened).collect().kept.results == 5)
    try opened.add(Pin(name: "end", keys: [records[4].key]))
    withExtendedLifetime(execution) {}
  }

  @Test("collections while graphs are executed take nothing from them")
  func race() async throws {
    let (again, over) = (RunLog(), RunLog())
    let url = store.url
    _ = try Store(at: url)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        while over.all.isEmpty {
          _ = try await onOwnThread { try Collector(Store(at: url)).collect() }
          try await Task.sleep(for: .milliseconds(15))
        }
      }
      try await withThrowingTaskGroup(of: Void.self) { runs in
        for number in 0..<20 {
          runs.addTask {
            let toy = Toy(log, Double(number % 4), Double(number % 5))
            let execution = try await store.executor { event in
              if case .recomputing(let node, _) = event { again.note(node) }
            }.run(toy.graph)
            try await Task.sleep(for: .milliseconds(number % 7))
            let sum = Double(number % 4) + Double(number % 5)
            #expect(try await execution.output(of: toy.sum) == Number(value: sum))
            _ = try await execution.output(of: toy.sign)
            _ = try await execution.output(of: toy.end)
          }
        }
        try await runs.waitForAll()
      }
      over.note("over")
      try await group.waitForAll()
    }
    #expect(again.all == [])
    #expect(try StoreVerification(of: Store(at: url)).findings == [])
    #expect(try Collector(Store(at: url)).collect().isDeleted)
    #expect(store.files("blobs") == [] && store.files("actions") == [])
  }
}
