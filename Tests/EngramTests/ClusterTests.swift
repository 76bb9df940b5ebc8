import Foundation
import TestSupport
import Testing

/// They share a cluster, and what one does to its nodes would disturb another.
@Suite("Slurm", .serialized)
enum SlurmTests {}

/// Runs on a real Slurm of three nodes, all of them on this machine.
extension SlurmTests {
  @Suite(
    "Runs on a cluster", .serialized,
    .enabled(if: Cluster.isPossible, "needs root and Slurm: slurmctld, slurmd, slurm-client, munge")
  )
  struct ClusterTests {
    private let store: TestStore
    private let cluster: Cluster
    private static let tiny = [
      "run", "split-mnist", "tasks=2", "steps=20", "target_hidden=20", "chunk_size=5000", "--seeds",
      "0..2",
    ]

    init() throws {
      store = try TestStore()
      cluster = try Cluster.shared()
    }

    private func run(_ arguments: [String]) throws -> Command.Result {
      try store.run(arguments, environment: cluster.environment)
    }

    @Test(
      "an array of tasks gives the bytes of workers on this machine, and is recorded by whoever waits"
    )
    func equal() throws {
      let engine = try store.engines()
      let shown = try run(Self.tiny + engine + ["--dry-run"])
      #expect(shown.status == 0 && shown.output.hasPrefix("#!/bin/bash\n"), "\(shown.error)")
      #expect(
        shown.output.contains("\nsbatch --parsable '--job-name=s-")
          || shown.output.contains("\nsbatch --parsable --job-name=s-"))
      #expect(store.submissions == [])

      let result = try run(Self.tiny + engine + ["--poll", "1"])
      #expect(result.status == 0, "\(result.error)")
      #expect(result.output.contains("3 seeds, mean ± standard error in %"))
      let id = try #require(store.submissions.first)
      #expect(
        result.error.contains("submission \(id): 0 runs found, 3 tasks of 1 processor, 5 min"),
        "\(result.error)")
      let whole = try TestStore()
      try whole.succeed(Self.tiny + ["--jobs", "2", "-q"])
      try store.expect(equal: whole)
      #expect(try store.events("computed", node: "dataset") == 1)

      // All is there: nothing is submitted again, and the logs tell of it.
      let again = try run(Self.tiny + engine)
      #expect(again.status == 0 && again.error.contains("seed 2  found"), "\(again.error)")
      #expect(store.submissions == [id])
      let logs = try store.succeed(["logs", id, "--format", "csv"]).split(separator: "\r\n")
      #expect(logs.count == 4 && logs[1].hasPrefix("0-0,split-mnist-seed0-"), "\(logs)")
      #expect(try store.succeed(["logs", id, "0-1"]).contains("train/task-02  computed"))

      // What is forgotten is computed again, whatever the outcome of then says.
      let forgotten = try store.sqlite("SELECT run_id FROM run WHERE seed = 1")
      try store.succeed(["gc", "--forget", forgotten[0], "--delete"])
      let anew = try run(Self.tiny + engine + ["--poll", "1"])
      #expect(anew.status == 0 && anew.error.contains(": 1 task\n"), "\(anew.error)")
      try store.expect(equal: whole)
      #expect(
        try store.succeed(["status"]).contains(
          "\(id)  lab        3     3       0        0        0"))
    }

    @Test(
      "a file of engines that is wrong is refused with its place; a store without an estimate asks for a time"
    )
    func mistakes() throws {
      let file = store.folder.url.appendingPathComponent("engines.yaml")
      for (text, message) in [
        ("lab:\n  engine: slurn\n", ":2:11: there is no engine 'slurn'"),
        (
          "lab:\n  engine: slurm\n  memry: 2G\n",
          ":3:3: there is no field 'memry'; did you mean 'memory'"
        ),
        ("lab:\n  engine: slurm\n  time: soon\n", ":3:9: time takes auto, or a time such as 30min"),
        ("lab:\n  engine: slurm\n  time: 90s\n", ":3:9: time takes at least 3min"),
        (
          "lab:\n  engine: slurm\n  options: [--exclusive, -Jmine]\n",
          ":3:12: '-Jmine' is set by engram"
        ),
        (
          "lab:\n  engine: slurm\n  options: [--mem=2G]\n",
          ":3:12: '--mem' has a field of its own here: memory"
        ),
        ("lab:\n  cpus: 2\n", ":2:3: 'lab' does not say 'engine:'"),
        ("lab: {engine: local, memory: 2G}\n", "the local engine has no 'memory'"),
        ("lab: [\n", ":2:1: that is not YAML"),
        ("a: &x 1\nb: *x\n", ":2:4: '*x' refers to an anchor"),
        ("- lab\n", "a line such as 'lab:' is needed here"),
      ] {
        try Data(text.utf8).write(to: file)
        let result = try run(["engines", "list", "--engines", file.path])
        #expect(result.status == 64 && result.error.contains(message), "\(result.error)")
      }
      try Data("lab:\n  engine: slurm\nhere:\n  engine: local\n  cpus: 2\n".utf8).write(to: file)
      let options = ["--engines", file.path]
      let unknown = try run(Self.tiny + options + ["--on", "lap"])
      #expect(
        unknown.status == 64 && unknown.error.contains("no engine 'lap'; did you mean 'lab'"),
        "\(unknown.error)")
      let timeless = try run(Self.tiny + options + ["--on", "lab"])
      #expect(
        timeless.status == 64 && timeless.error.contains("say 'time:' of 'lab'"),
        "\(timeless.error)")
      #expect(store.submissions == [])
      for words in [["--detach"], ["--retry"], ["--dry-run"], ["--poll", "3"], options] {
        #expect(try run(Self.tiny + words).status == 64, "\(words)")
        // Nor on an engine that has no use for it.
        let local = try run(Self.tiny + words + options + ["--on", "here"])
        #expect(words == options || local.status == 64, "\(words)")
      }
      #expect(try run(Self.tiny + options + ["--on", "lab", "--jobs", "2"]).status == 64)
      #expect(
        try run(["engines", "check", "lab"] + options).output.contains(
          "a job has at most 1001 tasks")
      )
      let check = ["engines", "check", "lab", "--job", "--poll", "1"] + options
      var probed = try run(check)
      // On a machine that is very busy, Slurm itself may lose the script of a job that it starts.
      if probed.error.contains("slurm_script: No such file") { probed = try run(check) }
      #expect(
        probed.output.contains("\n  locks       shared with this host\n")
          && probed.output.contains(", as here\n"), "\(probed.error)")
      #expect(try run(["engines", "check", "here", "--job"] + options).status == 64)
      #expect(try run(["engines", "check", "lab", "--poll", "1"] + options).status == 64)
      #expect(store.submissions == [])
      #expect(try run(Self.tiny + options + ["--on", "here", "-q"]).status == 0)
      #expect(store.submissions == [])
    }
  }
}
