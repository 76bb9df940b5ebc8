import Foundation
import Synchronization

/// What a process that works in a store relies on: no collection removes it while the lease lives.
///
/// A lease is a file in `leases`, locked by `flock` as long as the value lives, and touched several times a
/// minute. The kernel frees the lock of a process that dies; its file then counts for nothing and is removed by
/// a collection or by whoever opens the store next to add to it. `LiveLease` says how other hosts judge, which
/// may not see the lock. The first line tells who holds it, each further one something that it does:
///
///     {"command":["engram","run","fig4"],"host":"…","label":"fig4-seed3-…","pid":4711,…}
///     steps 8
///     key af19044d…
///     at train/task-02 1200 2000 steps
public final class Lease: Sendable {
  /// Who holds a lease.
  public struct Holder: Codable, Hashable, Sendable {
    /// The format that this program writes, and the newest that it reads.
    public static let schema = 1
    /// The format of the lease.
    public let schema: Int
    /// What the work is, such as a run's identifier.
    public let label: String
    /// The process.
    public let pid: Int32
    /// The machine it runs on.
    public let host: String
    /// When the work began.
    public let startedAt: Date
    /// The command and its arguments.
    public let command: [String]
  }

  private struct State {
    var keys: Set<Fingerprint> = []
    var node = ""
    var toldAt = ContinuousClock.now
  }

  /// How often progress is told at most: a day of work then adds a megabyte.
  private static let pause = Duration.seconds(5)

  private let lock: FileLock
  private let state = Mutex(State())
  private let pulse = Mutex(DispatchSource.makeTimerSource(queue: .global()))

  fileprivate init(_ lock: consuming FileLock, _ holder: Holder) throws {
    self.lock = lock
    // A source that has not begun must not be let go of, as it would be where the next call throws.
    pulse.withLock { $0.activate() }
    try self.lock.append(try StoreJSON.encode(holder, isOneLine: true))
    pulse.withLock { pulse in
      pulse.setEventHandler { [weak self] in self?.lock.touch() }
      pulse.schedule(deadline: .now() + Self.pulseSeconds, repeating: Self.pulseSeconds)
    }
  }

  deinit { pulse.withLock { $0.cancel() } }

  /// How often a lease is touched.
  private static let pulseSeconds = 20.0
  /// How long a lease on another host has not been touched when its process is taken for dead.
  static let patience = 300

  /// Adds a result. Durable for other processes when it returns. Throws `diskFull`, `inputOutput`.
  func keep(_ key: Fingerprint) throws {
    try state.withLock { state in
      guard state.keys.insert(key).inserted else { return }
      try lock.append(Data("key \(key.hex)\n".utf8))
    }
  }

  /// Tells how many results the work needs.
  func expect(steps: Int) { try? lock.append(Data("steps \(steps)\n".utf8)) }

  /// Tells what is computed at the moment. Cheap enough for every step of a training loop.
  func work(on node: String, _ progress: StageProgress? = nil) {
    state.withLock { state in
      let now = ContinuousClock.now
      guard node != state.node || now - state.toldAt >= Self.pause else { return }
      (state.node, state.toldAt) = (node, now)
      let how = progress.map { " \($0.completed) \($0.total) \($0.unit)" } ?? ""
      // Only people read this: not worth failing for.
      try? lock.append(Data("at \(node)\(how)\n".utf8))
    }
  }
}

extension Store {
  var leasesFolder: URL { root.appendingPathComponent("leases", isDirectory: true) }
  private var collectionLock: URL { root.appendingPathComponent(Self.collectionLockName) }

  /// The file that a collection holds; also the `node` of the event that tells that one goes on.
  public static let collectionLockName = "collection.lock"

  /// A lease for work that `label` names; nil where the store cannot be written.
  ///
  /// Waits while a collection is at work: it sees the lease, or has ended before. Throws
  /// `storeInUse`, `inputOutput`, `diskFull`, `CancellationError`.
  ///
  /// - Parameter waiting: called once if a collection goes on for more than a second
  public func lease(for label: String, waiting: () -> Void = {}) async throws -> Lease? {
    guard isWritable else { return nil }
    try Files.makeFolder(leasesFolder)
    let pause = try await pauseCollections(waiting: waiting)
    let holder = Lease.Holder(
      schema: Lease.Holder.schema, label: label, pid: getpid(),
      host: ProcessInfo.processInfo.hostName, startedAt: Date(), command: CommandLine.arguments)
    while true {
      let url = leasesFolder.appendingPathComponent(host.newName())
      // Nil where somebody looked whether the file just made belongs to a dead process.
      guard let lock = try FileLock.tryFile(url) else {
        try Files.remove(url)
        continue
      }
      let lease = try Lease(lock, holder)
      _ = consume pause
      return lease
    }
  }

  /// Keeps collections from beginning while the value lives, and waits for one that is at work.
  ///
  /// For moments only: to look a result up and lease it, or to publish. Throws `storeInUse` where that
  /// takes longer than `limit`, `inputOutput`, `CancellationError`.
  ///
  /// - Parameter waiting: called once, after a second
  package func pauseCollections(
    atMost limit: Duration = .seconds(600), waiting: () -> Void = {}
  ) async throws -> FileLock {
    let start = ContinuousClock.now
    var hasTold = false
    while true {
      if let lock = try FileLock.tryStanding(collectionLock, exclusively: false) { return lock }
      let waited = ContinuousClock.now - start
      if !hasTold, waited >= .seconds(1) {
        hasTold = true
        waiting()
      }
      guard waited < limit else { throw isCollected(for: waited) }
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  /// The same for callers that cannot suspend, for at most a minute. Throws `storeInUse`.
  func pauseCollectionsBlocking() throws -> FileLock {
    try waitForCollectionLock(exclusively: false)
  }

  /// The right to remove results, held by one process at a time and by none that looks results up or
  /// publishes. Waits a minute; throws `storeInUse`, also where a process is at work that this lock does not
  /// reach.
  func beginCollection() throws -> FileLock {
    let lock = try waitForCollectionLock(exclusively: true)
    if let lease = try liveLeases().first(where: { !$0.isReached }) {
      let who = lease.holder.map { "\($0.label) (process \($0.pid) on \($0.host))" } ?? "a process"
      throw PipelineError(
        .storeInUse,
        "\(who) is at work, and its lock is not seen here: file locks do not reach from host to host, or there "
          + "are none",
        advice: "try again when it has ended, or mount the folder with locks that all hosts share")
    }
    if try holds().contains(where: { $0.isUnreached == true }) {
      throw PipelineError(
        .storeInUse,
        "a submission waits or is at work, and file locks do not reach its hosts",
        advice: "try again when it has ended ('engram status')")
    }
    return lock
  }

  private func waitForCollectionLock(exclusively: Bool) throws -> FileLock {
    let start = ContinuousClock.now
    while true {
      if let lock = try FileLock.tryStanding(collectionLock, exclusively: exclusively) {
        return lock
      }
      let waited = ContinuousClock.now - start
      guard waited < .seconds(60) else { throw isCollected(for: waited) }
      usleep(10_000)
    }
  }

  private func isCollected(for time: Duration) -> PipelineError {
    PipelineError(
      .storeInUse,
      "other processes have held '\(collectionLock.path)' for \(time.components.seconds) s",
      advice: "try again when the collection that is going on has ended; the file itself may stay")
  }
}
