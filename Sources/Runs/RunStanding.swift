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

  init(_ run: RunDescription, _ lease: LiveLease?, in store: Store) {
    self.run = run
    (holder, steps) = (lease?.holder, lease?.steps)
    if let lease {
      savepoint = Trace(of: run.id, in: store).savepoint(in: store)
      state = .running
      (node, progress, stepsDone) = (lease.node, lease.progress, lease.keys.count)
      (startedAt, endedAt) = (lease.holder?.startedAt ?? run.startedAt, nil)
      keys = Set(lease.keys).union(run.steps.map(\.key))
      return
    }
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
    node = trace.openNode
    savepoint = trace.savepoint(in: store)
    stepsDone = max(run.steps.count, trace.nodesDone)
    keys = trace.keys.union(run.steps.map(\.key))
    endedAt = run.finishedAt ?? trace.lastTime
  }

  /// What the last events of a run tell of where it stopped.
  private struct Trace {
    /// The node that was begun and not finished.
    var openNode: String?
    /// The key of its result.
    var openKey: Fingerprint?
    /// How many nodes were finished.
    var nodesDone: Int
    /// Their results.
    var keys: Set<Fingerprint> = []
    var lastTime: Date?

    init(of id: String, in store: Store) {
      let folder = try? RunFolder(id, in: store, creating: false)
      // Some hundred events, from the last start of the run.
      let events = (try? folder?.events(limit: 1 << 16).events) ?? []
      let last = events.lastIndex { $0["event"] == "begin" }.map { events[$0...] } ?? events[...]
      var done: Set<String> = []
      for event in last {
        guard let node = event["node"] else { continue }
        switch event["event"] {
        case "start":
          (openNode, openKey) = (node, event["result"].flatMap { Fingerprint(hex: $0) })
        case "hit", "computed":
          done.insert(node)
          if let key = event["key"].flatMap({ Fingerprint(hex: $0) }) { keys.insert(key) }
          if openNode == node { (openNode, openKey) = (nil, nil) }
        default: break
        }
      }
      nodesDone = done.count
      lastTime = events.last?["time"].flatMap(Date.init(storeText:))
    }

    /// The savepoint of the open node.
    func savepoint(in store: Store) -> SavepointStatus? {
      openKey.flatMap { store.savepointStatus(of: $0) }
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
    let labelled = Dictionary(
      leases.compactMap { lease in lease.holder.map { ($0.label, lease) } }
    ) { $0.keys.count >= $1.keys.count ? $0 : $1 }
    let standings = catalog.runs.map { run in
      var run = run
      if run.status == .running, labelled[run.id] == nil {
        run = (try? RunDescription.stored(run.id, in: store)) ?? run
      }
      return RunStanding(run, labelled[run.id], in: store)
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
