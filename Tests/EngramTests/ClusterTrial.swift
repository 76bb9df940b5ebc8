import Foundation
import TestSupport
import Testing

/// What `--detach --json` tells of a submission.
struct DetachedAnswer: Decodable {
  let submission: String
  let jobs: [String]
  let recorder: String
  let runs: Int
}

/// A store of a test's own on the cluster that tests share.
protocol ClusterTrial {
  var store: TestStore { get }
  var cluster: Cluster { get }
}

extension ClusterTrial {
  static var tiny: [String] {
    ["run", "split-mnist", "tasks=2", "steps=20", "target_hidden=20", "chunk_size=5000"]
  }
  /// Some ten seconds of training a task.
  static var long: [String] { tiny.map { $0 == "steps=20" ? "steps=6000" : $0 } }

  func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Command.Result {
    try store.run(arguments, environment: cluster.environment.merging(environment) { $1 })
  }

  func start(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Command {
    try store.start(arguments, environment: cluster.environment.merging(environment) { $1 })
  }

  /// Waits until tasks of the store's submission are at work on so many nodes' places.
  func waitForTasks(_ count: Int, of command: Command) throws -> (
    id: String, name: String, nodes: [Int: String]
  ) {
    var found = (id: "", name: "", nodes: [Int: String]())
    try waitUntil("\(count) tasks are at work") {
      if let id = store.submissions.first, let name = store.jobName(of: id) {
        found = (id, name, try cluster.nodes(of: name))
      }
      let begun = try store.events("start", node: "train/task-01")
      return min(begun, found.nodes.count) >= count || !command.isRunning
    }
    try #require(command.isRunning, "\(command.errorSoFar)")
    return found
  }

  /// Waits until a task of a submission has been begun again.
  func waitForRestart(of id: String, _ task: String, _ command: Command) throws {
    let log = store.url.appendingPathComponent("submissions/\(id)/logs/\(task).log")
    try waitUntil("task \(task) is begun again") {
      try String(contentsOf: log, encoding: .utf8).contains("restart 1") || !command.isRunning
    }
    try #require(command.isRunning, "\(command.errorSoFar)")
  }

  /// Cuts the power of a node where one of the tasks is at work, and gives it back when the task has been begun again
  /// elsewhere.
  func loseNode(of tasks: (id: String, name: String, nodes: [Int: String]), _ command: Command)
    throws
  {
    let (place, node) = try #require(tasks.nodes.first)
    try cluster.control("kill-node", node)
    try waitForRestart(of: tasks.id, "0-\(place)", command)
    try cluster.control("start-node", node)
  }

  static func answers(_ result: Command.Result) throws -> [DetachedAnswer] {
    #expect(result.status == 0, "\(result.error)")
    return try JSONDecoder().decode([DetachedAnswer].self, from: Data(result.output.utf8))
  }
}
