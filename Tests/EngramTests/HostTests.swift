import Foundation
import TestSupport
import Testing

/// Processes on two hosts that do not see each other's locks, or have none: made by a library loaded before the
/// C library, which gives a process another boot id and a table of locks of its own.
@Suite("Hosts that do not see each other's locks", .serialized)
struct HostTests {
  private let store: TestStore
  private let library: URL
  private let hosts: [[String: String]]
  /// A host of a folder without any locks.
  private let lockless: [String: String]

  init() throws {
    store = try TestStore()
    let library = try TestStore.library("other_host", in: store.folder)
    self.library = library
    let boots = (0..<3).map { _ in UUID().uuidString.lowercased() }
    hosts = try [
      store.folder.url.appendingPathComponent("a"), store.folder.url.appendingPathComponent("b"),
    ]
    .enumerated().map { number, table in
      try FileManager.default.createDirectory(at: table, withIntermediateDirectories: false)
      return [
        "LD_PRELOAD": library.path, "HOST_BOOT": boots[number], "HOST_LOCKS": table.path,
      ]
    }
    lockless = ["LD_PRELOAD": library.path, "HOST_BOOT": boots[2], "HOST_LOCKS": "none"]
  }

  private func run(_ arguments: [String], on host: [String: String]) throws -> Command.Result {
    try store.run(arguments, environment: host)
  }

  private func succeed(_ arguments: [String], on host: [String: String]) throws -> String {
    let result = try run(arguments, on: host)
    #expect(result.status == 0, "\(arguments): \(result.error)")
    return result.output
  }

  /// Starts a run and waits until it has halted itself.
  private func startHalted(
    _ arguments: [String], at place: String, on host: [String: String]
  ) throws -> Command {
    let command = try store.start(
      arguments, environment: host.merging(["ENGRAM_STOP_AT": "stop@\(place)"]) { $1 })
    try #require(try command.waitForHalt(), "\(command.errorSoFar)")
    return command
  }

  private struct Status: Decodable {
    struct Run: Decodable { let state: String }
    let runs: [Run]
  }

  /// How the runs stand, as seen from a host.
  private func states(on host: [String: String]) throws -> [String] {
    try JSONDecoder().decode(
      Status.self, from: Data(succeed(["status", "--json"], on: host).utf8)
    ).runs.map(\.state)
  }

  /// Makes the leases seem untouched for ten minutes.
  private func silenceLeases() throws {
    for name in store.files("leases") {
      let file = store.url.appendingPathComponent("leases/\(name)").path
      #expect(try Command.run(["touch", "-d", "10 minutes ago", file]).status == 0)
    }
  }

  @Test("a live run is not called dead from another host, and nothing of it is removed")
  func live() throws {
    let whole = try TestStore(holding: TestStore.small)
    for host in [hosts[1], lockless] {
      let halted = try startHalted(TestStore.small, at: "train/task-02:30", on: hosts[0])
      let leases = store.files("leases")
      #expect(leases.count == 1)
      #expect(try states(on: host) == ["running"])
      // Opening the store to add to it removes what dead processes left.
      _ = try succeed(TestStore.tiny + ["seed=11", "-q"], on: host)
      #expect(store.files("leases") == leases)
      let held = (store.files("actions"), store.files("blobs"))
      for arguments in [["--delete"], ["--forget-unfinished", "--delete"]] {
        let refused = try run(["gc"] + arguments, on: host)
        #expect(refused.status == 1, "\(refused.output)")
        #expect(
          refused.error.contains("is at work, and its lock is not seen here"), "\(refused.error)")
      }
      #expect((store.files("actions"), store.files("blobs")) == held)
      halted.signal(SIGCONT)
      let result = try halted.wait()
      #expect(result.status == 0, "\(result.error)")
      let (state, wanted) = (try StoreState(store.url), try StoreState(whole.url))
      #expect(wanted.contents.allSatisfy { state.contents[$0.key] == $0.value })
      // Nobody is at work any more.
      _ = try succeed(["gc", "--delete"], on: host)
      try store.survives()
      try FileManager.default.removeItem(at: store.url)
    }
  }

  @Test(
    "a process that died is known at once on its host, on others when it has been silent for minutes"
  )
  func dead() throws {
    for (host, other) in [(hosts[0], hosts[1]), (hosts[1], lockless)] {
      let halted = try startHalted(TestStore.small, at: "train/task-02:30", on: host)
      halted.signal(SIGKILL)
      #expect(try halted.wait().wasKilled)
      #expect(try states(on: other) == ["running"])
      #expect(try states(on: host) == ["died"])
      try silenceLeases()
      #expect(try states(on: other) == ["died"])
      _ = try succeed(["gc", "--forget-unfinished", "--delete"], on: other)
      #expect(store.files("leases") == [] && store.files("runs") == [])
      #expect(try StoreState(store.url).results.isEmpty)
      try store.survives()
      try FileManager.default.removeItem(at: store.url)
    }
  }

  @Test(
    "two hosts that compute the same at once give one result, the first; so do two processes without locks"
  )
  func twice() throws {
    let whole = try TestStore(holding: TestStore.small)
    for pair in [hosts, [lockless, lockless]] {
      let halted = try startHalted(TestStore.small, at: "stage:4", on: pair[0])
      _ = try succeed(TestStore.small + ["-q"], on: pair[1])
      let before = try StoreState(store.url)
      halted.signal(SIGCONT)
      let result = try halted.wait()
      #expect(result.status == 0, "\(result.error)")
      #expect(try before.replaced(in: StoreState(store.url)) == [])
      try store.expect(equal: whole)
      try FileManager.default.removeItem(at: store.url)
    }
  }

  @Test("a folder in tmp is removed on the host of the process that made it, and on no other")
  func temporary() throws {
    let halted = try startHalted(TestStore.small, at: "flush:12", on: hosts[0])
    let held = store.files("tmp")
    #expect(!held.isEmpty)
    halted.signal(SIGKILL)
    #expect(try halted.wait().wasKilled)
    for name in Set(held.map { $0.split(separator: "/")[0] }) {
      let folder = store.url.appendingPathComponent("tmp/\(name)").path
      #expect(try Command.run(["touch", "-d", "10 minutes ago", folder]).status == 0)
    }
    _ = try succeed(TestStore.tiny + ["seed=11", "-q"], on: hosts[1])
    #expect(store.files("tmp") == held)
    _ = try succeed(TestStore.tiny + ["seed=12", "-q"], on: hosts[0])
    #expect(store.files("tmp") == [])
    try store.survives()
  }

  @Test("a renaming or linking whose reply is lost has been done")
  func lostReply() throws {
    let whole = try TestStore(holding: TestStore.tiny)
    var last = 0
    // Blobs and documents are renamed, manifests are linked.
    for call in [1, 2, 3, 5, 8, 13, 18] {
      let result = try run(
        TestStore.tiny + ["-q"], on: ["LD_PRELOAD": library.path, "LOST_REPLY": "\(call)"])
      #expect(result.status == 0, "call \(call): \(result.error)")
      try store.expect(equal: whole, "call \(call)")
      try FileManager.default.removeItem(at: store.url)
      last = call
    }
    #expect(last == 18)
  }

  /// Whether two mounts of one folder can be made that do not share locks: by root, with bindfs.
  static let mayMountTwice =
    geteuid() == 0 && FileManager.default.fileExists(atPath: "/dev/fuse")
    && (try? Command.run(["sh", "-c", "command -v bindfs"]))?.status == 0
    && ProcessInfo.processInfo.environment["ENGRAM_TEST_ALL"] != nil

  @Test(
    "two mounts of one folder without common locks: both run at once, and spare each other's work",
    .enabled(if: mayMountTwice, "needs root, bindfs, /dev/fuse and ENGRAM_TEST_ALL"))
  func twoMounts() throws {
    let folders = try ["real", "first", "second"].map {
      let folder = store.folder.url.appendingPathComponent($0)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      return folder
    }
    defer {
      for mount in folders.dropFirst() { _ = try? Command.run(["umount", "-l", mount.path]) }
    }
    for mount in folders.dropFirst() {
      #expect(try Command.run(["bindfs", folders[0].path, mount.path]).status == 0)
    }
    let lock = folders[1].appendingPathComponent("x").path
    let probe = "exec 9>\(lock); flock -n 9; flock -n \(folders[2].path)/x true"
    #expect(try Command.run(["bash", "-c", probe]).status == 0, "the mounts share locks")

    let stores = folders.dropFirst().map { ["--store", $0.appendingPathComponent("store").path] }
    let halted = try store.start(
      TestStore.small + stores[0], environment: ["ENGRAM_STOP_AT": "stop@train/task-02:30"])
    try #require(try halted.waitForHalt(), "\(halted.errorSoFar)")
    let status = try store.run(["status", "--json"] + stores[1])
    let states = try JSONDecoder().decode(Status.self, from: Data(status.output.utf8)).runs.map(
      \.state)
    #expect(states == ["running"])
    // Opening the store to add to it removes what dead processes left; this is a run of its own, and the same.
    for arguments in [TestStore.tiny + ["seed=11", "-q"], TestStore.small + ["-q"]] {
      let other = try store.run(arguments + stores[1])
      #expect(other.status == 0, "\(other.error)")
    }
    for arguments in [["--delete"], ["--forget-unfinished", "--delete"]] {
      let refused = try store.run(["gc"] + arguments + stores[1])
      #expect(
        refused.status == 1 && refused.error.contains("is at work, and its lock is not seen here"),
        "\(refused.error)")
    }
    halted.signal(SIGCONT)
    let result = try halted.wait()
    #expect(result.status == 0, "\(result.error)")
    let real = try StoreState(folders[0].appendingPathComponent("store"))
    let whole = try StoreState(TestStore(holding: TestStore.small).url)
    #expect(real.damage.isEmpty)
    #expect(whole.contents.allSatisfy { real.contents[$0.key] == $0.value })
    #expect(try store.run(["gc", "--delete"] + stores[1]).status == 0)
  }
}
