import Foundation
import Synchronization
import TestSupport

/// A store that is treated badly at random, on and on; after each fault a rerun must give what an
/// uninterrupted run gives, and compute nothing that was whole.
///
/// Faults are taken in turn from a shuffled list, so that each occurs about equally often.
final class Torture: @unchecked Sendable {
  /// What is run, and what an uninterrupted run of it gives.
  struct Workload: Sendable {
    let arguments: [String]
    let run: String
    /// The content of each result, by key.
    let contents: [String: String]
    /// Node, file and digest of everything the run published.
    let rows: [String]
  }

  /// A fault and how it is done to a store; returns what the rerun must see to.
  enum Fault: String, CaseIterable, Sendable {
    case killedAtCall = "killed before a call"
    case killedAtTime = "killed at some time"
    case interrupted = "interrupted (SIGINT)"
    case terminated = "terminated (SIGTERM)"
    case fileLimit = "file size limit"
    case fullDisk = "full disk"
    case readOnly = "read-only store"
    case race = "processes racing on one key"
    case haltedHolder = "holder killed while one waits"
    case clock = "clock a year off"
    case flippedBlob = "bit of a file flipped"
    case truncatedBlob = "file truncated"
    case lostBlob = "file lost"
    case flippedManifest = "bit of a manifest flipped"
    case truncatedManifest = "manifest truncated"
    case lostManifest = "manifest lost"
    case damagedJournal = "journal and description damaged"
    case leftovers = "leftovers and foreign files"
    case lostDatabase = "database lost"
    case damagedDatabase = "database damaged"
    case lockedDatabase = "database locked"
    case killedRebuild = "killed while rebuilding the database"
    case collection = "collection during a run"
    case killedCollection = "killed while collecting"
  }

  let store: TestStore
  private let workloads: [Workload]
  private let clock: URL
  private var random: Generator
  private var queue: [Fault] = []
  /// How often each fault was done, and how often a process was really hit by it.
  private(set) var tally: [Fault: (done: Int, hit: Int)] = [:]
  private(set) var problems: [String] = []

  init(_ workloads: [Workload], clock: URL, seed: UInt64) throws {
    store = try TestStore()
    self.workloads = workloads
    self.clock = clock
    random = Generator(state: seed)
  }

  /// SplitMix64.
  struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  /// Goes on until `deadline`; ends early when something did not survive.
  func run(until deadline: ContinuousClock.Instant) {
    while ContinuousClock.now < deadline, problems.isEmpty {
      if queue.isEmpty { queue = Fault.allCases.shuffled(using: &random) }
      let fault = queue.removeLast()
      let workload = workloads[Int.random(in: 0..<workloads.count, using: &random)]
      do {
        try round(fault, workload)
      } catch {
        problems.append("\(fault.rawValue): \(error)")
      }
    }
  }

  private func round(_ fault: Fault, _ workload: Workload) throws {
    // Something to compute, most of the time.
    let manifests = try manifests(of: workload)
    for _ in 0..<Int.random(in: 0...3, using: &random) where !manifests.isEmpty {
      try? FileManager.default.removeItem(
        at: manifests[Int.random(in: 0..<manifests.count, using: &random)])
    }
    let hit = try inflict(fault, workload)
    let count = tally[fault] ?? (0, 0)
    tally[fault] = (count.done + 1, count.hit + (hit ? 1 : 0))
    try recover(fault, workload)
  }

  // MARK: Faults

  /// Does the fault; returns whether it struck.
  private func inflict(_ fault: Fault, _ workload: Workload) throws -> Bool {
    let arguments = workload.arguments + ["-q"]
    switch fault {
    case .killedAtCall:
      return try run(arguments, stop: "kill@\(Int.random(in: 1...150, using: &random))").wasKilled
    case .killedAtTime: return try signalled(arguments, SIGKILL).wasKilled
    case .interrupted: return try signalled(arguments, SIGINT).status == 130
    case .terminated: return try signalled(arguments, SIGTERM).status == 143
    case .fileLimit:
      let limit = [1, 4, 20, 100].randomElement(using: &random) ?? 1
      return try store.run(
        arguments, wrapper: ["sh", "-c", "ulimit -f \(limit); exec \"$@\"", "sh"]
      ).status != 0
    case .fullDisk: return try fullDisk(arguments)
    case .readOnly: return try readOnly(arguments)
    case .race: return try race(arguments)
    case .haltedHolder: return try haltedHolder(arguments)
    case .clock:
      let shift = Bool.random(using: &random) ? 31_536_000 : -31_536_000
      let result = try store.run(
        arguments, environment: ["LD_PRELOAD": clock.path, "CLOCK_SHIFT": "\(shift)"])
      expect(result.status == 0, fault, result.error)
      return true
    case .flippedBlob: return try damage(blobs(of: workload), flip)
    case .truncatedBlob: return try damage(blobs(of: workload), truncate)
    case .lostBlob: return try damage(blobs(of: workload), lose)
    case .flippedManifest: return try damage(manifests(of: workload), flip)
    case .truncatedManifest: return try damage(manifests(of: workload), truncate)
    case .lostManifest: return try damage(manifests(of: workload), lose)
    case .damagedJournal:
      let folder = store.url.appendingPathComponent("runs/\(workload.run)")
      let files = ["run.json", "events.jsonl"].map(folder.appendingPathComponent)
      return try damage(files, [flip, truncate, lose].randomElement(using: &random) ?? lose)
    case .leftovers: return try leaveThings()
    case .lostDatabase: return try damage([database], lose)
    case .damagedDatabase: return try damage([database], overwrite)
    case .lockedDatabase: return try lockedDatabase(arguments)
    case .killedRebuild:
      return try run(
        ["results", "rebuild"], stop: "kill@\(Int.random(in: 1...6, using: &random))"
      ).wasKilled
    case .collection: return try collection(arguments)
    case .killedCollection:
      // Another run is forgotten, so that there is something to free.
      let others = workloads.filter {
        $0.run != workload.run && store.files("runs").contains("\($0.run)/run.json")
      }
      let forgotten = others.randomElement(using: &random).map { ["--forget", $0.run] } ?? []
      return try run(
        ["gc", "--delete"] + forgotten, stop: "kill@\(Int.random(in: 1...16, using: &random))"
      ).wasKilled
    }
  }

  private func run(_ arguments: [String], stop: String) throws -> Command.Result {
    try store.run(arguments, environment: ["ENGRAM_STOP_AT": stop])
  }

  private func signalled(_ arguments: [String], _ signal: Int32) throws -> Command.Result {
    let command = try store.start(arguments)
    usleep(UInt32.random(in: 20_000...300_000, using: &random))
    command.signal(signal)
    return try command.wait()
  }

  private func fullDisk(_ arguments: [String]) throws -> Bool {
    // A file system of its own for the folder that results are written in.
    let folder = store.url.appendingPathComponent("tmp").path
    guard FileManager.default.fileExists(atPath: folder) else { return false }
    let size = [1, 16, 64].randomElement(using: &random) ?? 1
    let script = """
      mount -t tmpfs -o size=\(size)k,mode=777 tmpfs "$0" || exit 99
      "$@"; status=$?; umount -l "$0"; exit $status
      """
    let result = try store.run(
      arguments, wrapper: ["unshare", "-m", "sh", "-c", script, folder])
    return result.status != 0 && result.status != 99
  }

  private func readOnly(_ arguments: [String]) throws -> Bool {
    guard geteuid() == 0, FileManager.default.fileExists(atPath: store.url.path) else {
      return false
    }
    let result = try store.run(
      arguments, wrapper: ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"])
    // All found, or the first that is missing refused.
    expect([0, 1].contains(result.status), .readOnly, result.error)
    return true
  }

  private func race(_ arguments: [String]) throws -> Bool {
    let count = Int.random(in: 2...5, using: &random)
    let commands = try (0..<count).map { _ in try store.start(arguments) }
    let killed = Int.random(in: 0..<count, using: &random)
    usleep(UInt32.random(in: 50_000...400_000, using: &random))
    commands[killed].signal(SIGKILL)
    let results = try commands.map { try $0.wait() }
    for (index, result) in results.enumerated() where index != killed {
      expect(result.status == 0, .race, result.error)
    }
    return true
  }

  private func haltedHolder(_ arguments: [String]) throws -> Bool {
    let holder = try store.start(
      arguments,
      environment: ["ENGRAM_STOP_AT": "stop@\(Int.random(in: 10...120, using: &random))"])
    usleep(400_000)
    let waiter = try store.start(arguments)
    usleep(100_000)
    holder.signal(SIGKILL)
    holder.signal(SIGCONT)
    let wasKilled = try holder.wait().wasKilled
    let result = try waiter.wait()
    expect(result.status == 0, .haltedHolder, result.error)
    return wasKilled
  }

  private func collection(_ arguments: [String]) throws -> Bool {
    let command = try store.start(arguments)
    var collections = 0
    repeat {
      usleep(UInt32.random(in: 10_000...80_000, using: &random))
      let result = try store.run(["gc", "--delete"])
      expect(result.status == 0, .collection, result.error)
      collections += 1
    } while command.isRunning
    let result = try command.wait()
    expect(result.status == 0, .collection, result.error)
    return collections > 0
  }

  private func lockedDatabase(_ arguments: [String]) throws -> Bool {
    guard FileManager.default.fileExists(atPath: database.path) else { return false }
    let seconds = Double.random(in: 0.2...1, using: &random)
    let script = "(echo 'BEGIN EXCLUSIVE;'; sleep \(seconds); echo 'COMMIT;') | sqlite3 \"$0\""
    let locker = try Command(["sh", "-c", script, database.path])
    let result = try store.run(arguments)
    expect(result.status == 0, .lockedDatabase, result.error)
    _ = try locker.wait()
    return true
  }

  private func leaveThings() throws -> Bool {
    let tmp = store.url.appendingPathComponent("tmp/\(UUID().uuidString)", isDirectory: true)
    guard FileManager.default.fileExists(atPath: store.url.path) else { return false }
    try FileManager.default.createDirectory(at: tmp, withIntermediateDirectories: true)
    try Data("half".utf8).write(to: tmp.appendingPathComponent("manifest.json"))
    let names = [
      "locks/\(String(repeating: "0", count: 64))", "runs/.link-x", "quarantine/x", "notes.txt",
    ]
    for name in names {
      try? Data("foreign".utf8).write(to: store.url.appendingPathComponent(name))
    }
    return true
  }

  // MARK: Damage

  private var database: URL { store.url.appendingPathComponent("results.sqlite") }

  private func manifests(of workload: Workload) throws -> [URL] {
    workload.contents.keys.sorted().map {
      store.url.appendingPathComponent("actions/\($0.prefix(2))/\($0).json")
    }.filter { FileManager.default.fileExists(atPath: $0.path) }
  }

  private func blobs(of workload: Workload) throws -> [URL] {
    let state = try StoreState(store.url)
    return workload.contents.keys.sorted().flatMap { state.results[$0]?.files ?? [] }.map {
      store.url.appendingPathComponent("blobs/sha256/\($0.prefix(2))/\($0)")
    }
  }

  private func damage(_ files: [URL], _ change: (URL) throws -> Void) throws -> Bool {
    let present = files.filter { FileManager.default.fileExists(atPath: $0.path) }
    guard let file = present.randomElement(using: &random) else { return false }
    try change(file)
    return true
  }

  /// Writes other bytes under the file's name, as an editor or a bad disk would.
  private func replace(_ file: URL, _ change: (inout Data) -> Void) throws {
    var bytes = try Data(contentsOf: file)
    change(&bytes)
    try FileManager.default.removeItem(at: file)
    try bytes.write(to: file)
  }

  private func flip(_ file: URL) throws {
    let (place, bit) = (random.next(), random.next())
    try replace(file) {
      guard !$0.isEmpty else { return }
      $0[$0.startIndex + Int(place % UInt64($0.count))] ^= 1 << UInt8(bit % 8)
    }
  }

  private func truncate(_ file: URL) throws {
    let place = random.next()
    try replace(file) { $0 = $0.prefix(Int(place % UInt64(max(1, $0.count)))) }
  }

  private func lose(_ file: URL) throws { try FileManager.default.removeItem(at: file) }

  /// A page of noise.
  private func overwrite(_ file: URL) throws {
    let (place, noise) = (
      random.next(), (0..<4096).map { _ in UInt8.random(in: 0...255, using: &random) }
    )
    try replace(file) {
      let start = $0.startIndex + Int(place % UInt64(max(1, $0.count / 4096))) * 4096
      $0.replaceSubrange(start..<min($0.endIndex, start + 4096), with: noise)
    }
  }

  // MARK: What must be true

  private func expect(_ condition: Bool, _ fault: Fault, _ text: String) {
    if !condition { problems.append("\(fault.rawValue): \(text)") }
  }

  private func recover(_ fault: Fault, _ workload: Workload) throws {
    func require(_ condition: Bool, _ text: @autoclosure () -> String) {
      expect(condition, fault, text())
    }
    let damaging: Set<Fault> = [
      .flippedBlob, .truncatedBlob, .lostBlob, .flippedManifest, .truncatedManifest,
    ]
    let left = try StoreState(store.url)
    if damaging.contains(fault) {
      let verified = try store.run(["verify", "--repair"])
      require(
        left.damage.isEmpty || verified.status == 1,
        "verify ended with \(verified.status) over \(left.damage): \(verified.output)")
    } else {
      require(left.damage.isEmpty, "damage without a cause: \(left.damage)")
    }
    // What is damaged may be a file that runs share.
    for other in workloads where damaging.contains(fault) && other.run != workload.run {
      let result = try store.run(other.arguments)
      require(result.status == 0, "another run: \(result.error)")
    }
    var rerun = try store.run(workload.arguments)
    if rerun.status == 74 {
      let rebuilt = try store.run(["results", "rebuild"])
      require(rebuilt.status == 0, rebuilt.error)
      rerun = try store.run(workload.arguments)
    }
    require(rerun.status == 0, "the rerun: \(rerun.error)")
    let after = try StoreState(store.url)
    require(after.damage.isEmpty, "after the rerun: \(after.damage)")
    for (key, content) in workload.contents.sorted(by: { $0.key < $1.key }) {
      require(after.contents[key] == content, "\(key) has another content or none")
    }
    let replaced = left.replaced(in: after)
    require(replaced.isEmpty, "computed again: \(replaced)")
    let rows = try store.published(run: workload.run)
    require(rows == workload.rows, "other rows: \(rows.count) for \(workload.rows.count)")
    if fault == .killedRebuild || fault == .lostDatabase || fault == .damagedDatabase {
      let rebuilt = try store.run(["results", "rebuild"])
      require(rebuilt.status == 0, rebuilt.error)
    }
    let verified = try store.run(["verify"])
    require(verified.status == 0, "verify: \(verified.output)\(verified.error)")
  }
}
