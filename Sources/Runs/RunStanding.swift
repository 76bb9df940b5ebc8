import Foundation
import Pipeline
import Results

/// How a run stands: what its folder says, and whether a process is at work on it.
package struct RunStanding: Sendable {
  /// How a run stands.
  package enum State: String, Codable, Hashable, Sendable, CaseIterable {
    /// A process is at work on it.
    case running
    /// It says that it is running, and no process is at work on it.
    case died
    /// Stopped by a signal.
    case interrupted
    /// A stage failed.
    case failed
    /// All results are there.
    case complete
  }

  /// What the folder says.
  package let run: RunDescription
  /// How it stands.
  package let state: State
  /// The process that is at work on it.
  package let holder: Lease.Holder?
  /// The node that is computed, or was when the run ended.
  package let node: String?
  /// How far the running node is.
  package let progress: StageProgress?
  /// From where the node goes on if its process dies, or will go on.
  package let savepoint: SavepointStatus?
  /// How many results there are.
  package let stepsDone: Int
  /// How many it needs, where a running process tells.
  package let steps: Int?
  /// The results that it is known to have, also those that its description does not list yet.
  let keys: Set<Fingerprint>
  /// When the run, or its present repetition, began.
  package let startedAt: Date
  /// When it ended; for one that died, when it was last heard of.
  package let endedAt: Date?

  /// Seconds from the beginning to the end, or to now.
  package var elapsed: Double { max(0, (endedAt ?? Date()).timeIntervalSince(startedAt)) }

  /// - Parameter leases: those of the processes that have the run: one is at work, and the others wait for it
  init(_ run: RunDescription, _ leases: [LiveLease], in store: Store) {
    self.run = run
    if !leases.isEmpty {
      let trace = Trace(of: run.id, in: store)
      func isAtWork(_ lease: LiveLease) -> Bool {
        lease.node != nil && lease.node == trace.open?.node
      }
      let lease = leases.first(where: isAtWork) ?? leases.max { $0.keys.count < $1.keys.count }
      (holder, steps) = (lease?.holder, lease?.steps)
      savepoint = trace.savepoint(in: store)
      state = .running
      (node, progress, stepsDone) = (lease?.node, lease?.progress, lease?.keys.count ?? 0)
      (startedAt, endedAt) = (lease?.holder?.startedAt ?? run.startedAt, nil)
      keys = Set(leases.flatMap(\.keys)).union(run.steps.map(\.key))
      return
    }
    (holder, steps) = (nil, nil)
    state =
      switch run.status {
      case .running: .died
      case .interrupted: .interrupted
      case .failed: .failed
      case .complete: .complete
      }
    progress = nil
    startedAt = run.startedAt
    guard state != .complete else {
      (node, stepsDone, endedAt) = (nil, run.steps.count, run.finishedAt)
      savepoint = nil
      keys = Set(run.steps.map(\.key))
      return
    }
    let trace = Trace(of: run.id, in: store)
    node = trace.open?.node
    savepoint = trace.savepoint(in: store)
    stepsDone = max(run.steps.count, trace.nodesDone)
    keys = trace.keys.union(run.steps.map(\.key))
    endedAt = run.finishedAt ?? trace.lastTime
  }

  /// What the last events of a run tell of where it stopped.
  private struct Trace {
    /// The result that was begun and not finished, also by another process than the last one.
    let open: JournalledResults.Entry?
    /// How many nodes were finished.
    var nodesDone: Int
    /// Their results.
    var keys: Set<Fingerprint> = []
    var lastTime: Date?

    init(of id: String, in store: Store) {
      let folder = try? RunFolder(id, in: store, creating: false)
      // Some hundred events, from the last start of the run.
      let all = try? folder?.events(limit: 1 << 16)
      let events = all?.events ?? []
      open = all.flatMap { JournalledResults($0).open }
      let last = events.lastIndex { $0["event"] == "begin" }.map { events[$0...] } ?? events[...]
      var done: Set<String> = []
      for event in last {
        guard let node = event["node"], ["hit", "computed"].contains(event["event"]) else {
          continue
        }
        done.insert(node)
        if let key = event["key"].flatMap({ Fingerprint(hex: $0) }) { keys.insert(key) }
      }
      nodesDone = done.count
      lastTime = events.last?["time"].flatMap(Date.init(storeText:))
    }

    /// The savepoint of the open node.
    func savepoint(in store: Store) -> SavepointStatus? {
      open?.key.flatMap { store.savepointStatus(of: $0) }
    }
  }
}

/// How all runs of a store stand, and what else is done in it.
package struct StoreStatus: Sendable {
  /// The runs: those at work first, then those that are not complete, then the others; latest first.
  package let runs: [RunStanding]
  /// Work that belongs to no run, such as fetching a dataset.
  package let otherWork: [LiveLease]
  /// Folders whose description cannot be read, and why.
  package let unreadable: [(id: String, reason: PipelineError)]
  /// What modified source computed of the runs' results.
  package let modifiedSource: ModifiedSource

  /// Reads a small file for each run and for each of their results, and the last events of the runs
  /// that are not complete.
  package init(of store: Store) throws {
    // Leases are looked at before and after: runs begin and end meanwhile, and none of them has died.
    var leases = try store.liveLeases()
    let catalog = try RunCatalog(of: store)
    leases = try store.liveLeases() + leases
    let labelled = Dictionary(grouping: leases) { $0.holder?.label }
    let standings = catalog.runs.map { run in
      let leases = labelled[run.id] ?? []
      var run = run
      if run.status == .running, leases.isEmpty {
        run = (try? RunDescription.stored(run.id, in: store)) ?? run
      }
      return RunStanding(run, leases, in: store)
    }
    runs = [[.running], [.died, .interrupted, .failed], [.complete]].flatMap {
      (states: [RunStanding.State]) in standings.filter { states.contains($0.state) }
    }
    let known = Set(catalog.runs.map(\.id))
    otherWork = try store.liveLeases().filter { !known.contains($0.holder?.label ?? "") }
    unreadable = catalog.unreadable
    modifiedSource = ModifiedSource(in: runs, of: store)
  }
}
