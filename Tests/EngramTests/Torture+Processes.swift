import Foundation
import TestSupport
import Testing

/// Faults of the machine, and of processes that meet. Each returns whether it struck.
extension Torture {
  func fullDisk(_ arguments: [String]) throws -> Bool {
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

  func readOnly(_ arguments: [String]) throws -> Bool {
    guard geteuid() == 0, FileManager.default.fileExists(atPath: store.url.path) else {
      return false
    }
    let result = try store.runAsReader(arguments)
    // All found, or the first that is missing refused.
    let isRefused = result.status == 1 && result.error.contains("is missing and the store")
    expect(result.status == 0 || isRefused, .readOnly, result.error)
    return isRefused
  }

  func race(_ workload: Workload) throws -> Bool {
    let waits = try events(of: workload).count { $0.contains("\"event\":\"wait\"") }
    let count = Int.random(in: 2...8, using: &random)
    let killed = Int.random(in: 0..<count, using: &random)
    let moment = UInt32.random(in: 50_000...400_000, using: &random)
    let call = Int.random(in: 1...100, using: &random)
    let commands = try (0..<count).map {
      try store.start(
        workload.arguments + ["-q"],
        environment: $0 == killed && !isTimed ? ["ENGRAM_STOP_AT": "kill@\(call)"] : [:])
    }
    if isTimed {
      usleep(moment)
      commands[killed].signal(SIGKILL)
    }
    let results = try commands.map { try $0.wait() }
    for (index, result) in results.enumerated() where index != killed {
      expect(result.status == 0, .race, result.error)
    }
    let after = try events(of: workload).count { $0.contains("\"event\":\"wait\"") }
    return results[killed].wasKilled || after > waits
  }

  func haltedHolder(_ workload: Workload) throws -> Bool {
    let arguments = workload.arguments + ["-q"]
    let holder = try store.start(
      arguments,
      environment: ["ENGRAM_STOP_AT": "stop@\(Int.random(in: 10...120, using: &random))"])
    _ = try holder.waitForHalt()
    let waits = try events(of: workload).count { $0.contains("\"event\":\"wait\"") }
    let waiter = try store.start(arguments)
    // For the database it would wait without a word: then the holder is killed after a moment.
    for _ in 0..<100 where waiter.isRunning {
      if try events(of: workload).count(where: { $0.contains("\"event\":\"wait\"") }) > waits {
        break
      }
      usleep(10_000)
    }
    holder.signal(SIGKILL)
    let wasKilled = try holder.wait().wasKilled
    let result = try waiter.wait()
    expect(result.status == 0, .haltedHolder, result.error)
    return wasKilled
  }

  func collection(_ arguments: [String]) throws -> Bool {
    let border = Int.random(in: 1...8, using: &random)
    let command = try store.start(
      arguments, environment: isTimed ? [:] : ["ENGRAM_STOP_AT": "stop@stage:\(border)"])
    if !isTimed { _ = try command.waitForHalt() }
    // Without a store there is nothing to collect, and that is an error.
    let version = store.url.appendingPathComponent("VERSION").path
    try waitUntil("there is a store") {
      FileManager.default.fileExists(atPath: version) || !command.isRunning
    }
    var collections = 0
    repeat {
      if isTimed { usleep(UInt32.random(in: 10_000...80_000, using: &random)) }
      let result = try store.run(["gc", "--delete"])
      expect(result.status == 0, .collection, result.error)
      if command.isRunning { collections += 1 }
      command.signal(SIGCONT)
    } while isTimed && command.isRunning
    let result = try command.wait()
    expect(result.status == 0, .collection, result.error)
    return collections > 0
  }

  /// A cluster computes it, and its node, daemon or controller dies, or who waits for it, or it is cancelled.
  func submitted(_ workload: Workload) throws -> Bool {
    let cluster = try cluster()
    let wanted = Int.random(in: 0...3, using: &random)
    let choice = Int.random(in: 0..<5, using: &random)
    let before = store.submissions
    let computed = try store.events("computed")
    let command = try store.start(
      workload.arguments + store.engines() + ["--poll", "1", "--retry", "-q"],
      environment: cluster.environment)
    var id: String?
    var name = ""
    try waitUntil("the cluster has computed \(wanted) results") {
      id = store.submissions.first { !before.contains($0) } ?? before.first { store.isHeld($0) }
      name = id.flatMap { store.jobName(of: $0) } ?? ""
      let isAtWork = try !name.isEmpty && !cluster.nodes(of: name).isEmpty
      return try isAtWork && store.events("computed") >= computed + wanted || !command.isRunning
    }
    let node = try name.isEmpty ? nil : cluster.nodes(of: name).values.first
    let hasStruck = command.isRunning && node != nil
    if let id, let node {
      switch choice {
      case 0: command.signal(SIGKILL)
      case 1:
        expect(
          try store.run(["cancel", id], environment: cluster.environment).status == 0, .submission,
          "cancel")
      case 2:
        try cluster.control("kill-node", node)
        try cluster.control("start-node", node)
      case 3:
        try cluster.control("kill-daemon", node)
        _ = try command.wait()
        try cluster.control("kill-node", node)
        try cluster.control("start-node", node)
      default:
        try cluster.control("kill-controller")
        try cluster.control("start-controller")
      }
    }
    let result = try command.wait()
    // Only who is killed, or whose jobs are cancelled, has no results.
    let isExcused = hasStruck && choice <= 1
    expect(result.status == 0 || isExcused, .submission, result.error)
    try waitUntil("nothing of it is at work") { try name.isEmpty || !cluster.knows(name) }
    return hasStruck
  }

  func lockedDatabase(_ workload: Workload) throws -> Bool {
    guard FileManager.default.fileExists(atPath: database.path) else { return false }
    let holder = try Holder(in: store.folder.url) {
      ["sqlite3", database.path, "BEGIN EXCLUSIVE", ".shell \($0)"]
    }
    let ends = try events(of: workload).count { $0.contains("\"event\":\"end\"") }
    let command = try store.start(workload.arguments + ["-q"])
    // What comes after the journal's end is the database.
    try waitUntil("the run has come to the database") {
      try !command.isRunning
        || events(of: workload).count(where: { $0.contains("\"event\":\"end\"") }) > ends
    }
    usleep(UInt32.random(in: 50_000...200_000, using: &random))
    let isWaiting = command.isRunning && holder.isHolding
    try holder.letGo()
    let result = try command.wait()
    expect(result.status == 0, .lockedDatabase, result.error)
    return isWaiting
  }

  /// What the journal of a workload's run has so far.
  func events(of workload: Workload) throws -> [Substring] {
    let file = store.url.appendingPathComponent("runs/\(workload.run)/events.jsonl")
    // Damaged bytes are part of what is done to it.
    guard let bytes = try? Data(contentsOf: file) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }

  private func run(
    _ arguments: [String], writing kind: String, at call: Int, log: URL? = nil
  ) throws -> Command.Result {
    var variables = [
      "LD_PRELOAD": writes.path, "FAULT_BELOW": store.url.path + "/", "FAULT_AT": "\(call)",
      "FAULT_KIND": kind,
    ]
    variables["FAULT_LOG"] = log?.path
    return try store.run(arguments, environment: variables)
  }

  func failingWrite(_ arguments: [String]) throws -> Bool {
    let result = try run(
      arguments, writing: "error", at: Int.random(in: 1...60, using: &random))
    // A line that the journal lacks costs nothing; the database has a code of its own.
    expect([0, 1, 74].contains(result.status) && !result.wasKilled, .ioError, result.error)
    if result.status == 1 {
      expect(
        result.error.contains(store.url.path) && result.error.contains("Input/output error"),
        .ioError, result.error)
    }
    return result.status != 0
  }

  func shortWrite(_ arguments: [String]) throws -> Bool {
    let log = store.folder.url.appendingPathComponent("writes")
    defer { try? FileManager.default.removeItem(at: log) }
    let call = Int.random(in: 1...60, using: &random)
    let result = try run(arguments, writing: "short", at: call, log: log)
    expect(result.status == 0, .shortWrite, result.error)
    let made = (try? String(contentsOf: log, encoding: .utf8))?.split(separator: "\n").count ?? 0
    return made >= call
  }
}
