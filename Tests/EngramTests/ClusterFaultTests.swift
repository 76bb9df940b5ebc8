import Foundation
import TestSupport
import Testing

/// What may happen to jobs: the rows of the table in docs/cluster.md.
extension SlurmTests {
  @Suite(
    "Faults of a cluster", .serialized,
    .enabled(
      if: Cluster.isWanted, "needs root, Slurm and ENGRAM_TEST_ALL, as 'make test-all' sets it"))
  struct ClusterFaultTests: ClusterTrial {
    let store: TestStore
    let cluster: Cluster

    init() throws {
      store = try TestStore()
      cluster = try Cluster.shared()
      // Whatever the test before has left of it.
      try cluster.control("heal")
    }

    @Test(
      "a node that loses its power costs its task's time since the last savepoint, and nothing else"
    )
    func nodeLost() throws {
      let arguments = Self.long + ["--seeds", "0..2", "--savepoint-interval", "500steps"]
      let command = try start(arguments + store.engines() + ["--poll", "1"])
      let tasks = try waitForTasks(3, of: command)
      try loseNode(of: tasks, command)
      let result = try command.wait()
      #expect(result.status == 0, "\(result.error)")
      let whole = try TestStore()
      try whole.succeed(Self.long + ["--seeds", "0..2", "--jobs", "2", "-q"])
      try store.expect(equal: whole)
      #expect(try store.events("computed", node: "train/task-01") == 3)
      #expect(try store.computedTwice() == [])
    }

    @Test("a run that fails names its log, and the others go on")
    func failing() throws {
      // A learning rate that makes training diverge, in one of two cells of a sweep.
      let arguments = [
        "sweep", "split-mnist", "tasks=1", "steps=20", "target_hidden=20", "chunk_size=5000",
        "learning_rate=0.001,1e30",
      ]
      let result = try run(arguments + store.engines() + ["--poll", "1"])
      #expect(result.status == 1 && result.error.contains("\n    log: /"), "\(result.error)")
      #expect(result.output.contains("0.001"), "\(result.output)")
    }

    @Test("near the time limit a task saves and queues itself again, as long as it gets further")
    func timeLimit() throws {
      // Two runs share the task: what is left of it goes on in the next turn.
      let engine = try store.engines(["time: 5min", "pack: 2"])
      let arguments = Self.long + ["--seeds", "0..1"]
      let command = try start(arguments + engine + ["--poll", "1"])
      let task = try waitForTasks(1, of: command)
      let log = store.url.appendingPathComponent("submissions/\(task.id)/logs/0-0.log")
      // What Slurm does a minute before the end.
      let job = try cluster.run(["squeue", "-h", "-n", task.name, "-o", "%F"]).prefix(
        while: \.isNumber)
      for turn in 1...2 {
        let trained = "train/task-0\(turn) begins"
        try waitUntil("turn \(turn) trains") {
          let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
          let own = text.components(separatedBy: "restart \(turn - 1)").last ?? ""
          return text.contains("restart \(turn - 1)") && own.contains(trained)
            || !command.isRunning
        }
        _ = try cluster.run(["scancel", "--batch", "--signal=USR1", "\(job)_0"])
      }
      let result = try command.wait()
      #expect(result.status == 0, "\(result.error)")
      let text = try store.succeed(["logs", task.id, "0-0"])
      #expect(
        text.components(separatedBy: "the time limit is near; saved, and to be queued again").count
          == 3, "\(text)")
      #expect(text.contains("goes on after ") && text.contains("restart 2"), "\(text)")
      let whole = try TestStore()
      try whole.succeed(arguments + ["--jobs", "2", "-q"])
      try store.expect(equal: whole)
      #expect(try store.computedTwice() == [])
    }

    @Test("a task that cannot be queued again says so")
    func notRequeued() throws {
      let real = try Command.run(["sh", "-c", "command -v scontrol"]).output.trimmingCharacters(
        in: .newlines)
      let path = try store.replacing(
        "scontrol", by: "[ \"$1\" != requeue ] || exit 3; exec \(real) \"$@\"")
      let command = try start(
        Self.long + ["seed=0"] + store.engines() + ["--poll", "1"], environment: path)
      let task = try waitForTasks(1, of: command)
      let job = try cluster.run(["squeue", "-h", "-n", task.name, "-o", "%F"]).prefix(
        while: \.isNumber)
      _ = try cluster.run(["scancel", "--batch", "--signal=USR1", "\(job)_0"])
      let result = try command.wait()
      #expect(
        result.status == 1
          && result.error.contains("it was out of time, and not queued again: 'scontrol requeue"),
        "\(result.error)")
      let retried = try run(Self.long + ["seed=0"] + store.engines() + ["--poll", "1", "--retry"])
      #expect(retried.status == 0, "\(retried.error)")
      #expect(try store.succeed(["logs", task.id, "1-0"]).contains("goes on after "))
    }

    @Test("a stage that gets nowhere within the limit fails, and says how much time it needs")
    func tooLong() throws {
      // Without savepoints a turn begins where the one before did; the first turn has read the dataset.
      let arguments = Self.long + ["seed=0", "--savepoint-interval", "never"]
      let command = try start(
        arguments + store.engines() + ["--poll", "1"],
        environment: ["ENGRAM_STOP_AT": "wait@train/task-01:5"])
      let task = try waitForTasks(1, of: command)
      let log = store.url.appendingPathComponent("submissions/\(task.id)/logs/0-0.log")
      let job = try cluster.run(["squeue", "-h", "-n", task.name, "-o", "%F"]).prefix(
        while: \.isNumber)
      for turn in 1...2 {
        try waitUntil("turn \(turn) trains") {
          let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
          return text.components(separatedBy: "train/task-01 begins").count > turn
            || !command.isRunning
        }
        _ = try cluster.run(["scancel", "--batch", "--signal=USR1", "\(job)_0"])
      }
      let result = try command.wait()
      #expect(result.status == 1, "\(result.error)")
      #expect(
        result.error.contains("train/task-01 does not get further within the 5 min of a task"),
        "\(result.error)")
      #expect(result.error.contains("set a longer 'time:'"), "\(result.error)")
    }

    @Test("a node that is believed lost, and whose job lives: two executions, one result")
    func daemonLost() throws {
      // Longer than it takes the controller to notice.
      let arguments = Self.tiny.map { $0 == "steps=20" ? "steps=40000" : $0 } + ["seed=0"]
      let command = try start(arguments + store.engines() + ["--poll", "1"])
      let tasks = try waitForTasks(1, of: command)
      let node = try #require(tasks.nodes[0])
      try cluster.control("kill-daemon", node)
      // Both are at work: the first one's process lives.
      try waitForRestart(of: tasks.id, "0-0", command)
      let result = try command.wait()
      #expect(result.status == 0, "\(result.error)")
      try cluster.control("kill-node", node)
      try cluster.control("start-node", node)
      try store.expect(equal: TestStore(holding: arguments))
    }

    @Test("a node that computes in another numeric class refuses with both")
    func numericClass() throws {
      let engine = try store.engines(["time: 5min", "setup: export ENGRAM_KERNELS=native"])
      let result = try run(Self.tiny + ["seed=0"] + engine + ["--poll", "1"])
      #expect(result.status == 1, "\(result.output)")
      #expect(
        result.error.contains("this host has the numeric class 'x86_64 native "), "\(result.error)")
    }

    @Test("a controller that is away is waited for, and no run is called lost")
    func controller() throws {
      let arguments = Self.long + ["--seeds", "0..1"] + (try store.engines()) + ["--poll", "1"]
      let command = try start(arguments)
      _ = try waitForTasks(2, of: command)
      try cluster.control("kill-controller")
      try waitUntil("it says so") {
        command.errorSoFar.contains("no run is called lost") || !command.isRunning
      }
      try cluster.control("start-controller")
      let result = try command.wait()
      #expect(result.status == 0, "\(result.error)")
      #expect(try store.events("computed", node: "train/task-02") == 2)
      try store.survives()
    }

    @Test("a task that loses its node a fourth time fails; --retry begins it again")
    func lostTooOften() throws {
      let arguments = Self.long + ["seed=0"] + (try store.engines()) + ["--poll", "1"]
      let command = try start(arguments)
      let task = try waitForTasks(1, of: command)
      let job = try cluster.run(["squeue", "-h", "-n", task.name, "-o", "%F"]).prefix(
        while: \.isNumber)
      let log = store.url.appendingPathComponent("submissions/\(task.id)/logs/0-0.log")
      for restart in 1...4 {
        _ = try cluster.run(["scontrol", "requeue", "\(job)_0"])
        try waitUntil("it is begun again") {
          try String(contentsOf: log, encoding: .utf8).contains("restart \(restart)")
            || !command.isRunning
        }
      }
      let result = try command.wait()
      #expect(
        result.status == 1
          && result.error.contains("the task was begun anew 4 times and did not end"),
        "\(result.error)")
      let retried = try run(arguments + ["--retry"])
      #expect(retried.status == 0, "\(retried.error)")
      try store.expect(equal: TestStore(holding: Self.long + ["seed=0"]))
    }

    @Test(
      "what the queue has forgotten the accounting tells",
      .enabled(if: Cluster.hasAccounting, "needs slurmdbd and mariadb-server"))
    func accounting() throws {
      let cluster = try Cluster(accounting: "dbd")
      defer { cluster.stop() }
      // The queue shows a task that waits or is at work, and none that has ended.
      let real = try Command.run(["sh", "-c", "command -v squeue"]).output.trimmingCharacters(
        in: .newlines)
      let path = try store.replacing(
        "squeue", by: "\(real) \"$@\" | grep -E 'PENDING|RUNNING'; true")
      let environment = cluster.environment.merging(path) { $1 }
      let arguments = Self.long + ["seed=0"]
      let short = try store.run(
        arguments + store.engines(["time: 5min", "memory: 5M"]) + ["--poll", "1"],
        environment: environment)
      #expect(
        short.status == 1 && short.error.contains("it ran out of memory (5M); set 'memory: "),
        "\(short.error)")

      let command = try store.start(
        arguments + store.engines() + ["--poll", "1", "--retry"], environment: environment)
      let id = try #require(store.submissions.first)
      try waitUntil("its task is at work") {
        try store.jobName(of: id).map { try !cluster.nodes(of: $0).isEmpty } ?? false
          || !command.isRunning
      }
      _ = try cluster.run(["scancel", "-n", store.jobName(of: id) ?? ""])
      let cancelled = try command.wait()
      #expect(
        cancelled.status == 1 && cancelled.error.contains("it was cancelled; --retry"),
        "\(cancelled.error)")
    }

    @Test("a task that takes more memory than it may is named, with the memory to ask for")
    func memory() throws {
      let engine = try store.engines(["time: 5min", "memory: 5M"])
      let result = try run(Self.long + ["seed=0"] + engine + ["--poll", "1"])
      #expect(result.status == 1, "\(result.output)")
      #expect(
        result.error.contains("it ran out of memory (5M); set 'memory: "), "\(result.error)")
      // What the engine says now is what the next try is given.
      let more = try store.engines(["time: 7min", "memory: 500M"])
      let retried = try run(Self.long + ["seed=0"] + more + ["--poll", "1", "--retry"])
      #expect(
        retried.status == 0 && retried.error.contains("500M and 7 min"), "\(retried.error)")
    }
  }
}
