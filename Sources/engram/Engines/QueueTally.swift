import CommandLineTools
import Engines

/// How many tasks wait and are at work, as a batch system tells.
struct QueueTally: Hashable {
  /// Tasks at work, and where.
  private(set) var running = 0
  private(set) var nodes: Set<String> = []
  /// Tasks in the queue, and why.
  private(set) var waiting = 0
  private(set) var reasons: Set<String> = []
  /// Why tasks will never start.
  private(set) var stuck: Set<String> = []
  /// Tasks that were begun again.
  private(set) var requeued = 0

  init(_ tasks: [BatchTask]) {
    for task in tasks where task.state.isAlive {
      if task.restarts > 0 { requeued += 1 }
      switch task.state {
      case .running(let node):
        running += 1
        if !node.isEmpty { nodes.insert(node) }
      case .waiting(let reason):
        waiting += 1
        if reason != "None" { reasons.insert(reason) }
      case .stuck(let reason):
        waiting += 1
        stuck.insert(reason)
      default: break
      }
    }
  }
}
