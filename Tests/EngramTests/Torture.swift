import Foundation
import Synchronization
import TestSupport

/// A store that is treated badly at random, on and on; after each fault a rerun must give what an
/// uninterrupted run gives, and compute nothing that was whole.
///
/// Faults are taken in turn from a shuffled list, so that each occurs about equally often. The choices
/// of a round depend on seed, lane and round alone. Processes are hit at a call that is one of these
/// choices, or, where chance is wanted (`isTimed`), at some moment.
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
    case ioError = "a write that fails (EIO)"
    case shortWrite = "a write cut short"
    case submission = "fault of a cluster that runs it"
    case newerStore = "VERSION of a newer program"
    case newerManifest = "manifest of a newer program"
    case newerDescription = "run.json of a newer program"
    case newerDatabase = "database of a newer program"

    /// Whether this machine and user can do it.
    var isPossible: Bool {
      switch self {
      case .fullDisk: DiskTests.mayMount
      // Nothing is forbidden to root, and only root can become somebody else.
      case .readOnly: geteuid() == 0
      case .submission:
        Cluster.isPossible
          && ["ENGRAM_TEST_ALL", "ENGRAM_TORTURE_SECONDS"].contains {
            ProcessInfo.processInfo.environment[$0] != nil
          }
      default: true
      }
    }
  }

  let store: TestStore
  let workloads: [Workload]
  let clock: URL
  /// Makes a write fail; see `failing_write.c`.
  let writes: URL
  let isTimed: Bool
  var random: Generator
  private let seed: UInt64
  private let lane: Int
  private var queue: [Fault] = []
  private var rounds = 0
  /// How often each fault was done, and how often a process was really hit by it.
  private(set) var tally: [Fault: (done: Int, hit: Int)] = [:]
  private(set) var problems: [String] = []
  /// Its own, since others would miss the nodes that it kills.
  private var ownCluster: Cluster?

  /// The cluster, started when it is asked for first.
  func cluster() throws -> Cluster {
    if let ownCluster { return ownCluster }
    let cluster = try Cluster()
    ownCluster = cluster
    return cluster
  }

  deinit { ownCluster?.stop() }

  init(
    _ workloads: [Workload], libraries: TemporaryFolder, seed: UInt64, lane: Int, isTimed: Bool
  ) throws {
    store = try TestStore()
    self.workloads = workloads
    (self.seed, self.lane, self.isTimed) = (seed, lane, isTimed)
    clock = try TestStore.library("shifted_clock", in: libraries)
    writes = try TestStore.library("failing_write", in: libraries)
    random = Generator(state: seed)
  }

  /// All faults that are possible here, in an order that the seed chooses.
  static func faults(seed: UInt64) -> [Fault] {
    var random = Generator(state: seed)
    return Fault.allCases.filter(\.isPossible).shuffled(using: &random)
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
      if queue.isEmpty { queue = Self.faults(seed: seed &+ UInt64(lane + rounds)) }
      round(queue.removeLast())
    }
  }

  /// Does these faults; ends early when something did not survive.
  func run(_ faults: [Fault]) {
    for fault in faults where problems.isEmpty { round(fault) }
  }

  private func round(_ fault: Fault) {
    rounds += 1
    random = Generator(state: seed &* 1_000_003 &+ UInt64(1_000_000 * lane + rounds))
    let workload = workloads[Int.random(in: 0..<workloads.count, using: &random)]
    do {
      try round(fault, workload)
    } catch {
      expect(false, fault, "\(error)")
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

  // MARK: What must be true

  func expect(_ condition: Bool, _ fault: Fault, _ text: String) {
    if !condition { problems.append("lane \(lane), round \(rounds), \(fault.rawValue): \(text)") }
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
