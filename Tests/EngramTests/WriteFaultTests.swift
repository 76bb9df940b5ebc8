import Foundation
import TestSupport
import Testing

/// A disk on which one write fails or is cut short, by a library loaded before the command's own.
@Suite("Writes that fail", .serialized)
struct WriteFaultTests {
  private static let before = TestStore.tiny + ["tasks=1", "-q"]
  private static let whole = TestStore.tiny + ["tasks=2", "-q"]

  private let base: TestStore
  private let wanted: StoreState
  private let rows: [String]
  private let library: URL
  /// The paths of the writes of an undisturbed run, in their order, relative to the store.
  private let writes: [String]

  init() throws {
    base = try TestStore()
    try base.succeed(Self.before)
    library = try TestStore.library("failing_write", in: base.folder)
    let reference = try TestStore(copy: base)
    let log = reference.folder.url.appendingPathComponent("writes")
    let result = try Self.run(reference, library, ["FAULT_LOG": log.path])
    try #require(result.status == 0, "\(result.error)")
    writes = try String(contentsOf: log, encoding: .utf8).split(separator: "\n").map {
      String($0.dropFirst(reference.url.path.count + 1))
    }
    (wanted, rows) = (try StoreState(reference.url), try reference.published())
  }

  private static func run(
    _ store: TestStore, _ library: URL, _ variables: [String: String]
  ) throws -> Command.Result {
    try store.run(
      whole,
      environment: variables.merging(
        ["LD_PRELOAD": library.path, "FAULT_BELOW": store.url.path + "/"]) { $1 })
  }

  /// The first and the last write of each kind of file, counted from 1.
  private func samples() -> [(call: Int, path: String)] {
    func kind(_ path: String) -> String {
      let name = path.split(separator: "/").last ?? ""
      return path.hasPrefix("tmp/")
        ? (name == "manifest.json" ? "manifest" : "file")
        : path.hasPrefix("leases/") ? "lease" : name.hasPrefix(".run") ? "run" : String(name)
    }
    let calls = Dictionary(grouping: writes.indices) { kind(writes[$0]) }
    return calls.values.flatMap { Set([$0[0], $0[$0.count - 1]]) }.sorted().map {
      ($0 + 1, writes[$0])
    }
  }

  @Test(
    "an I/O error is told with the path; nothing is left half done; the rerun gives the same bytes")
  func failing() throws {
    let samples = samples()
    #expect(samples.count >= 10, "\(writes)")
    var codes: [Int32] = []
    for (call, path) in samples {
      let store = try TestStore(copy: base)
      let result = try Self.run(store, library, ["FAULT_AT": "\(call)", "FAULT_KIND": "error"])
      let place = "write \(call) (\(path)): \(result.error)"
      #expect(!result.wasKilled, "\(place)")
      switch result.status {
      case 1:
        #expect(result.error.contains("cannot write '\(store.url.path)/"), "\(place)")
        #expect(result.error.contains("Input/output error"), "\(place)")
      case 74:
        // Everything is stored but the rows.
        #expect(path.hasPrefix("results.sqlite"), "\(place)")
        #expect(result.error.contains("\(store.url.path)/results.sqlite"), "\(place)")
      default:
        // What the journal or the run's description lacks meanwhile costs no result.
        #expect(result.status == 0 && !path.hasPrefix("tmp/"), "\(place)")
      }
      codes.append(result.status)
      #expect(store.files("tmp").isEmpty && store.files("locks").isEmpty, "\(place)")
      try store.survives()
      let left = try StoreState(store.url)
      let rerun = try store.run(Self.whole)
      #expect(rerun.status == 0, "\(place), then \(rerun.error)")
      let after = try StoreState(store.url)
      #expect(after.contents == wanted.contents && left.replaced(in: after).isEmpty, "\(place)")
      #expect(try store.published() == rows, "\(place)")
      try store.survives()
    }
    #expect(codes.contains(1) && codes.contains(74), "\(codes)")
  }

  @Test("a short write is continued where it ended")
  func short() throws {
    for (call, path) in samples() where !path.hasPrefix("results.sqlite") {
      let store = try TestStore(copy: base)
      let result = try Self.run(store, library, ["FAULT_AT": "\(call)", "FAULT_KIND": "short"])
      #expect(result.status == 0, "write \(call) (\(path)): \(result.error)")
      #expect(try StoreState(store.url).contents == wanted.contents)
      #expect(try store.published() == rows)
      try store.survives()
    }
  }
}
