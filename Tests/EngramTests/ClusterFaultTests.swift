import Foundation
import TestSupport
import Testing

/// What may happen to jobs: every row of the table in docs/cluster.md.
extension SlurmTests {
  @Suite(
    "Faults of a cluster", .serialized,
    .enabled(
      if: Cluster.isWanted, "needs root, Slurm and ENGRAM_TEST_ALL, as 'make test-all' sets it"))
  struct ClusterFaultTests {
    private let store: TestStore
    private let cluster: Cluster
    private static let tiny = [
      "run", "split-mnist", "tasks=2", "steps=20", "target_hidden=20", "chunk_size=5000",
    ]
    /// Some ten seconds of training a task.
    private static let long = tiny.map { $0 == "steps=20" ? "steps=6000" : $0 }

    init() throws {
      store = try TestStore()
      cluster = try Cluster.shared()
      // Whatever the test before has left of it.
      try cluster.control("heal")
    }

    private func run(
      _ arguments: [String], environment: [String: String] = [:]
    ) throws -> Command.Result {
      try store.run(arguments, environment: cluster.environment.merging(environment) { $1 })
    }

    private func start(
      _ arguments: [String], environment: [String: String] = [:]
    ) throws -> Command {
      try store.start(arguments, environment: cluster.environment.merging(environment) { $1 })
    }

    /// Waits until tasks of the store's submission are at work on so many nodes' places.
    private func waitForTasks(_ count: Int, of command: Command) throws -> (
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
    private func waitForRestart(of id: String, _ task: String, _ command: Command) throws {
      let log = store.url.appendingPathComponent("submissions/\(id)/logs/\(task).log")
      try waitUntil("task \(task) is begun again") {
        try String(contentsOf: log, encoding: .utf8).contains("restart 1") || !command.isRunning
      }
      try #require(command.isRunning, "\(command.errorSoFar)")
    }

    @Test(
      "a node that loses its power costs its task's time since the last savepoint, and nothing else"
    )
    func nodeLost() throws {
      let arguments = Self.long + ["--seeds", "0..2", "--savepoint-interval", "500steps"]
      let command = try start(arguments + store.engines() + ["--poll", "1"])
      let tasks = try waitForTasks(3, of: command)
      let (place, node) = try #require(tasks.nodes.first)
      try cluster.control("kill-node", node)
      try waitForRestart(of: tasks.id, "0-\(place)", command)
      try cluster.control("start-node", node)
      let result = try command.wait()
      #expect(result.status == 0, "\(result.error)")
      let whole = try TestStore()
      try whole.succeed(Self.long + ["--seeds", "0..2", "--jobs", "2", "-q"])
      try store.expect(equal: whole)
      #expect(try store.events("computed", node: "train/task-01") == 3)
      #expect(try store.computedTwice() == [])
    }

    @Test(
      "who is interrupted or killed leaves the jobs running; the same command attaches and submits nothing twice"
    )
    func attach() throws {
      let arguments = Self.long + ["--seeds", "0..1"] + (try store.engines()) + ["--poll", "1"]
      let first = try start(arguments)
      _ = try waitForTasks(2, of: first)
      first.signal(SIGINT)
      let interrupted = try first.wait()
      #expect(
        interrupted.status == 130 && interrupted.error.contains("the jobs go on"),
        "\(interrupted.error)")
      let second = try start(arguments)
      try waitUntil("it is attached") {
        second.errorSoFar.contains("attached to submission") || !second.isRunning
      }
      second.signal(SIGKILL)
      _ = try second.wait()
      let third = try run(arguments)
      #expect(third.status == 0 && third.error.contains("attached to submission"), "\(third.error)")
      #expect(store.submissions.count == 1)
      #expect(try store.events("computed", node: "train/task-02") == 2)
      try store.survives()
    }

    @Test(
      "a sweep that goes on attaches to what of it is at work; so does another choice of the same runs"
    )
    func attachInParts() throws {
      let sweep =
        ["sweep", "split-mnist", "tasks=2", "target_hidden=20", "chunk_size=5000", "steps=20,6000"]
        + (try store.engines()) + ["--poll", "1"]
      let first = try start(sweep)
      try waitUntil("the short run is recorded") {
        first.errorSoFar.contains("steps=20 seed 0  computed") || !first.isRunning
      }
      first.signal(SIGINT)
      #expect(try first.wait().status == 130)
      let second = try run(sweep)
      #expect(
        second.status == 0 && second.error.contains("attached to submission"), "\(second.error)")
      #expect(store.submissions.count == 1)
      #expect(try store.computedTwice() == [])

      let seeds = Self.long + ["--seeds", "1..3"] + (try store.engines())
      let answer = try #require(try Self.answers(run(seeds + ["--detach", "--json"])).first)
      #expect(answer.runs == 3)
      struct Summary: Decodable { let seed: Int, run: String }
      let others = Self.long + ["--seeds", "5,3,2"] + (try store.engines()) + ["--poll", "1"]
      let result = try run(others + ["--json"])
      #expect(result.status == 0, "\(result.error)")
      let summaries = try JSONDecoder().decode([Summary].self, from: Data(result.output.utf8))
      #expect(summaries.map(\.seed) == [5, 3, 2])
      #expect(summaries.allSatisfy { $0.run.contains("-seed\($0.seed)-") })
      #expect(
        result.error.contains("attached to submission \(answer.submission)"), "\(result.error)")
      #expect(store.submissions.count == 3)
      #expect(try store.computedTwice() == [])
    }

    @Test("two commands at once submit once; a path with spaces and signs is a path")
    func twoParents() throws {
      let odd = store.folder.url.appendingPathComponent("a b%j'c").path
      let arguments =
        Self.tiny + ["--seeds", "0..2"] + (try store.engines()) + ["--poll", "1", "--store", odd]
      let commands = try (0..<2).map { _ in try start(arguments) }
      for command in commands {
        let result = try command.wait()
        #expect(result.status == 0, "\(result.error)")
      }
      let status = try store.succeed(["status", "--store", odd])
      #expect(status.components(separatedBy: "\ns-").count == 2, "\(status)")
      let id = try #require(status.firstMatch(of: /\n(s-[0-9a-f]{8})/)).1
      let log = try store.succeed(["logs", String(id), "0-2", "--store", odd])
      #expect(log.components(separatedBy: "restart 0").count == 2, "\(log)")
    }

    @Test(
      "a task that waits finds what was there when it was submitted, whatever is collected meanwhile"
    )
    func held() throws {
      try store.succeed(Self.tiny + ["seed=0", "-q"])
      let run = try #require(try store.sqlite("SELECT run_id FROM run").first)
      let engine = try store.engines(["time: 5min", "options: [--hold]"])
      let answer = try #require(
        try Self.answers(self.run(Self.tiny + ["seed=1"] + engine + ["--detach", "--json"])).first)
      try store.succeed(["gc", "--forget", run, "--delete"])
      let collected = try store.run(["gc", "--forget-unfinished", "--delete"])
      #expect(collected.status == 0, "\(collected.error)")
      _ = try cluster.run(["scontrol", "release"] + answer.jobs)
      _ = try cluster.run(["scontrol", "release", answer.recorder])
      try waitUntil("it is recorded") { !store.isHeld(answer.submission) }
      let log = try store.succeed(["logs", answer.submission, "0-0"])
      #expect(log.contains("  dataset  found") && log.contains(" done"), "\(log)")
    }

    @Test("a thousand runs and more are submitted in seconds, in as many arrays as it takes")
    func thousand() throws {
      let arguments = Self.tiny + ["--seeds", "0..1001"] + (try store.engines())
      let answer = try #require(try Self.answers(run(arguments + ["--detach", "--json"])).first)
      #expect(answer.runs == 1002 && answer.jobs.count == 2)
      let status = try run(["status"])
      #expect(status.output.contains(" 1002 "), "\(status.output)")
      #expect(try run(["cancel", answer.submission]).status == 0)
      let name = try #require(store.jobName(of: answer.submission))
      try waitUntil("the queue is empty") { try !cluster.knows(name) }
    }

    @Test("a reply of sbatch that is lost is found again by the job's name")
    func lostReply() throws {
      let real = try Command.run(["sh", "-c", "command -v sbatch"]).output.trimmingCharacters(
        in: .newlines)
      var path: [String: String] = [:]
      func install(_ body: String) throws { path = try store.replacing("sbatch", by: body) }
      let arguments = Self.tiny + ["--seeds", "0..1"] + (try store.engines()) + ["--poll", "1"]
      // It has submitted, and dies before it says so; so does who waits for it.
      try install("\(real) \"$@\" >/dev/null; kill -9 $PPID; kill -9 $$")
      #expect(try run(arguments, environment: path).status != 0)
      let submission = try #require(store.submissions.first)
      try install("echo 'sbatch: error: Invalid partition' >&2; exit 1")
      let result = try run(arguments, environment: path)
      #expect(result.status == 0, "\(result.error)")
      #expect(
        try store.events("computed", node: "train/task-02") == 2
          && store.submissions == [submission])

      // A reply that is too late is no refusal: the job is found before it is submitted again.
      let late = Self.tiny + ["--seeds", "2..3"] + (try store.engines()) + ["--poll", "1"]
      try install(
        "\(real) \"$@\" >/dev/null; echo 'sbatch: error: Socket timed out on send/recv operation' >&2; exit 1"
      )
      let timedOut = try run(late, environment: path)
      #expect(
        timedOut.status == 0 && timedOut.error.contains("Socket timed out"), "\(timedOut.error)")
      #expect(try store.events("computed", node: "train/task-02") == 4)

      // Lost for good: it is cancelled by its name.
      let dead = Self.long + ["--seeds", "10..11"] + (try store.engines()) + ["--poll", "1"]
      try install("\(real) \"$@\" >/dev/null; kill -9 $PPID; kill -9 $$")
      #expect(try run(dead, environment: path).status != 0)
      let id = try #require(store.submissions.first { store.isHeld($0) })
      #expect(try run(["cancel", id]).status == 0)
      let name = try #require(store.jobName(of: id))
      try waitUntil("the queue is empty") { try !cluster.knows(name) }
      #expect(!store.isHeld(id))

      // A queue that never has room for a whole array gets parts of it.
      let few =
        Self.tiny + ["--seeds", "20..23"] + (try store.engines(["time: 5min", "pack: 1"])) + [
          "--poll", "1",
        ]
      try install(
        "case \"$*\" in *--array=0-0\\ *) exec \(real) \"$@\";; esac; "
          + "echo 'sbatch: error: AssocMaxSubmitJobLimit' >&2; exit 1")
      let parts = try run(few, environment: path)
      #expect(parts.status == 0, "\(parts.error)")
      #expect(parts.error.components(separatedBy: ": 1 task\n").count == 5, "four arrays of one")

      // Over quota: it waits and tries again; and one that refuses for good says so.
      let other = Self.tiny + ["--seeds", "5..6"] + (try store.engines()) + ["--poll", "1"]
      let count = store.folder.url.appendingPathComponent("count").path
      try install(
        "echo x >>\(count); [ $(wc -l <\(count)) -gt 2 ] && exec \(real) \"$@\"; "
          + "echo 'sbatch: error: AssocMaxSubmitJobLimit' >&2; exit 1")
      let full = try run(other, environment: path)
      #expect(full.status == 0 && full.error.contains("trying again every 1 s"), "\(full.error)")
      try install("echo 'sbatch: error: invalid partition specified: x' >&2; exit 1")
      let refused = try run(
        Self.tiny + ["--seeds", "8..9"] + (try store.engines()), environment: path)
      #expect(
        refused.status == 1 && refused.error.contains("invalid partition specified: x"),
        "\(refused.error)")
    }

    @Test("cancelled jobs end, what they finished stays, and --retry goes on with it")
    func cancel() throws {
      let arguments = Self.long + ["--seeds", "0..1"] + (try store.engines()) + ["--poll", "1"]
      let command = try start(arguments)
      let (id, name, _) = try waitForTasks(2, of: command)
      let cancelled = try run(["cancel", id])
      #expect(
        cancelled.status == 0 && cancelled.output.hasPrefix("cancelled \(id): job "),
        "\(cancelled.error)")
      let result = try command.wait()
      #expect(
        result.status == 1 && result.error.contains("seed 1: it was cancelled"), "\(result.error)")
      try waitUntil("the queue is empty") { try cluster.nodes(of: name).isEmpty }
      let again = try run(arguments)
      #expect(
        again.status == 1 && again.error.contains("it was cancelled"),
        "only --retry runs them again")
      let retried = try run(arguments + ["--retry"])
      #expect(retried.status == 0, "\(retried.error)")
      try store.survives()
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

    @Test("more runs than an array may have are several arrays; short runs share a task")
    func chunks() throws {
      let path = try store.replacing("scontrol", by: "echo 'MaxArraySize            = 2'")
      let arguments = Self.tiny + ["--seeds", "0..6"]
      let engine = try store.engines(["time: 5min", "pack: 2", "at-most: 1"])
      let result = try run(arguments + engine + ["--poll", "1"], environment: path)
      #expect(result.status == 0, "\(result.error)")
      #expect(result.error.contains("0 runs found, 4 tasks of 1 processor"), "\(result.error)")
      #expect(
        result.error.components(separatedBy: ": 2 tasks\n").count == 3, "two arrays of two tasks")
      let whole = try TestStore()
      try whole.succeed(arguments + ["--jobs", "2", "-q"])
      try store.expect(equal: whole)
      #expect(try store.events("computed", node: "dataset") == 1)
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

    @Test("a detached submission records itself; one that can never start says so")
    func detached() throws {
      let arguments = Self.tiny + ["--seeds", "0..1"] + (try store.engines())
      let result = try run(arguments + ["--detach"])
      let id = try #require(store.submissions.first)
      #expect(result.status == 0 && result.output == id + "\n", "\(result.error)")
      let database = store.url.appendingPathComponent("results.sqlite").path
      try waitUntil("the results are recorded") {
        let count = "SELECT count(*) FROM run WHERE status = 'complete'"
        return try Command.run(["sqlite3", database, count]).output == "2\n"
      }
      #expect(try run(arguments).error.contains("seed 1  found"))

      let never = Self.tiny + ["seed=7"] + (try store.engines(["time: 10d"])) + ["--poll", "1"]
      let command = try start(never)
      try waitUntil("it says so") {
        command.errorSoFar.contains("will never start") || !command.isRunning
      }
      #expect(
        command.errorSoFar.contains("some will never start: Partition"),
        "\(command.errorSoFar)")
      let stuck = try #require(
        store.submissions.last { try store.succeed(["logs", $0]).contains("not ended") })
      #expect(try run(["status"]).output.contains("will never start: Partition"))
      #expect(try run(["cancel", stuck]).status == 0)
      #expect(try command.wait().status == 1)
    }

    /// What `--detach --json` tells of a submission.
    private struct Answer: Decodable {
      let submission: String
      let jobs: [String]
      let recorder: String
      let runs: Int
    }

    private static func answers(_ result: Command.Result) throws -> [Answer] {
      #expect(result.status == 0, "\(result.error)")
      return try JSONDecoder().decode([Answer].self, from: Data(result.output.utf8))
    }

    @Test("runs that were found have no task: neither cancel nor the last job calls them failed")
    func found() throws {
      try store.succeed(Self.tiny + ["seed=0", "-q"])
      let arguments =
        Self.tiny + ["--seeds", "0..1"] + (try store.engines()) + ["--detach", "--json"]
      let answer = try #require(try Self.answers(run(arguments)).first)
      #expect(answer.runs == 1 && answer.jobs.count == 1)
      let held = store.url.appendingPathComponent("submissions/\(answer.submission)/held.json")
      try waitUntil("the last job has recorded") {
        !FileManager.default.fileExists(atPath: held.path)
      }
      #expect(
        try store.succeed(["status"]).contains(
          "\(answer.submission)  lab        1     1       0        0        0"))

      let others = Self.long + ["--seeds", "0..1"]
      try store.succeed(others.filter { $0 != "--seeds" && $0 != "0..1" } + ["seed=0", "-q"])
      let command = try start(others + (try store.engines()) + ["--poll", "1"])
      var id = ""
      try waitUntil("its task is at work") {
        id = store.submissions.first { $0 != answer.submission } ?? ""
        return try store.jobName(of: id).map { try !cluster.nodes(of: $0).isEmpty } ?? false
          || !command.isRunning
      }
      #expect(try run(["cancel", id]).status == 0)
      let result = try command.wait()
      #expect(result.status == 1 && result.error.contains("1 of 2 runs failed"), "\(result.error)")
      #expect(
        try store.succeed(["status"]).contains(
          "\(id)  lab        1     0       1        0        0"))
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

    @Test(
      "all cells of a table, a node lost on the way: the bytes of workers, and its bundle gives the same report elsewhere"
    )
    func table() throws {
      let table = ["table1", "profile=quick", "benchmark=split-mnist"]
      let arguments = ["run"] + table + ["--seeds", "0..2"]
      let command = try start(
        arguments + store.engines() + ["--poll", "1", "--savepoint-interval", "100steps"])
      let tasks = try waitForTasks(3, of: command)
      let (place, node) = try #require(tasks.nodes.first)
      try cluster.control("kill-node", node)
      try waitForRestart(of: tasks.id, "0-\(place)", command)
      try cluster.control("start-node", node)
      let result = try command.wait()
      #expect(result.status == 0, "\(result.error)")

      let whole = try TestStore()
      try whole.succeed(arguments + ["--jobs", "2", "-q"])
      try store.expect(equal: whole)
      // Nothing twice: what was lost with the node had not been stored.
      #expect(try store.computedTwice() == [])

      let bundle = store.folder.url.appendingPathComponent("table1.engram").path
      try store.succeed(["bundle", "table1", "--without-checkpoints", "-o", bundle])
      let elsewhere = try TestStore()
      try elsewhere.succeed(["unbundle", bundle])
      let report = ["report"] + table
      let told = try store.succeed(report)
      #expect(told.contains("hnet+r") && !told.contains("not run"))
      #expect(try elsewhere.succeed(report) == told)
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
