import Foundation
import TestSupport
import Testing

/// What is submitted, followed, cancelled and recorded, whoever waits for it.
extension SlurmTests {
  @Suite(
    "Submissions", .serialized,
    .enabled(
      if: Cluster.isWanted, "needs root, Slurm and ENGRAM_TEST_ALL, as 'make test-all' sets it"))
  struct SubmissionTests: ClusterTrial {
    let store: TestStore
    let cluster: Cluster

    init() throws {
      store = try TestStore()
      cluster = try Cluster.shared()
      // Whatever the test before has left of it.
      try cluster.control("heal")
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
      let over = try run(["cancel", id])
      #expect(over.status == 0 && over.output == "\(id) is over; there is nothing to cancel\n")
      try store.survives()
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

    @Test(
      "all cells of a table, a node lost on the way: the bytes of workers, and its bundle gives the same report elsewhere"
    )
    func table() throws {
      let table = ["table1", "profile=quick", "benchmark=split-mnist"]
      let arguments = ["run"] + table + ["--seeds", "0..2"]
      let command = try start(
        arguments + store.engines() + ["--poll", "1", "--savepoint-interval", "100steps"])
      let tasks = try waitForTasks(3, of: command)
      try loseNode(of: tasks, command)
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
  }
}
