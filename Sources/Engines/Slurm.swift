import Foundation
import Pipeline

/// Slurm, by its own commands: `sbatch`, `squeue`, `sacct`, `scancel`, `scontrol`.
package struct Slurm: BatchSystem {
  /// The Slurm that the commands on the path, and `SLURM_CONF`, lead to.
  package init() {}

  package func taskLimit() throws(EngineError) -> Int {
    let output = try run(["scontrol", "show", "config"])
    let limit = output.firstMatch(of: /MaxArraySize\s*=\s*(\d+)/).flatMap { Int($0.1) }
    // Zero means that there are no arrays.
    return max(1, limit ?? 1001)
  }

  package let taskArguments =
    // The number of a task that is the last of its array is the array's own, which would begin all tasks again.
    "\"$1\" \"$SLURM_ARRAY_TASK_ID\" --restarts \"${SLURM_RESTART_COUNT:-0}\""
    + " --requeue \"scontrol requeue ${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID\""

  package let warning = TimeWarning(signal: SIGUSR1, name: "USR1", seconds: 60)

  package func command(_ job: BatchJob) -> [String] {
    let engine = job.engine
    // Of an option that stands twice the last one counts.
    var words = ["sbatch"] + engine.options
    words += [
      "--parsable", "--job-name=\(job.name)",
      "--array=0-\(job.tasks - 1)"
        + (engine.atMost.map { "%\($0)" } ?? ""),
      "--output=\(job.log.path.replacing("%", with: "%%"))-%a.log", "--open-mode=append",
      "--requeue",
      // To the script alone, which has become the command.
      "--signal=B:\(warning.name)@\(warning.seconds)", "--export=ALL",
      "--time=\((job.seconds + 59) / 60)", "--cpus-per-task=\(engine.cpus)",
    ]
    if let memory = engine.memory { words.append("--mem=\(memory)") }
    if let partition = engine.partition { words.append("--partition=\(partition)") }
    if let account = engine.account { words.append("--account=\(account)") }
    if !job.after.isEmpty {
      words += [
        "--dependency=afterany:\(job.after.joined(separator: ":"))", "--kill-on-invalid-dep=yes",
      ]
    }
    return words + [job.script.path, "\(job.place)"]
  }

  package func refusal(ofOption option: String) -> String? {
    let name = String(option.prefix { $0 != "=" })
    // `-J name` as well as `-Jname`.
    let short = name.hasPrefix("--") ? "" : String(name.prefix(2))
    for (names, field) in Self.fields where names.contains(name) || names.contains(short) {
      return field.map { "'\(name)' has a field of its own here: \($0)" }
        ?? "'\(name)' is set by engram, which finds its jobs by it"
    }
    return nil
  }

  /// The options of `sbatch` that are not the user's, and the fields that stand for them.
  private static let fields: [(names: Set<String>, field: String?)] = [
    (["--time", "-t"], "time"), (["--cpus-per-task", "-c"], "cpus"), (["--mem"], "memory"),
    (["--partition", "-p"], "partition"), (["--account", "-A"], "account"),
    (
      [
        "--job-name", "-J", "--array", "-a", "--output", "-o", "--error", "-e", "--open-mode",
        "--requeue", "--no-requeue", "--signal", "--export", "--export-file", "--parsable",
        "--wrap",
        "--wait", "-W", "--dependency", "-d", "--kill-on-invalid-dep", "--clusters", "-M",
        "--input",
        "-i", "--test-only", "--ntasks", "-n", "--nodes", "-N",
      ], nil
    ),
  ]

  package func submit(_ job: BatchJob) throws(EngineError) -> String {
    let output = try run(command(job))
    // The number, and behind a semicolon the cluster where there are several.
    let number = output.split(whereSeparator: { $0 == ";" || $0.isWhitespace }).first.map(
      String.init)
    guard let number, Int(number) != nil else {
      throw EngineError(.refused, "sbatch gave no number of a job: '\(output.prefix(200))'")
    }
    return number
  }

  package func tasks(ofJobsNamed names: [String]) throws(EngineError) -> [BatchTask] {
    guard !names.isEmpty else { return [] }
    let columns = ["ArrayJobID", "ArrayTaskID", "State", "Reason", "NodeList", "RestartCnt"]
    return try run([
      "squeue", "--noheader", "--array", "--states=all", "--me",
      "--name=\(names.joined(separator: ","))",
      "--Format=" + columns.map { "\($0):64|" }.joined(separator: ","),
    ])
    .split(separator: "\n").compactMap { line in
      let fields = line.split(separator: "|", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      guard fields.count >= columns.count else { return nil }
      return BatchTask(
        job: fields[0], index: Int(fields[1]) ?? 0,
        Self.state(fields[2], reason: fields[3], node: fields[4]), restarts: Int(fields[5]) ?? 0)
    }
  }

  package func ended(_ jobs: [String], since: Date) -> [BatchTask] {
    let format = DateFormatter()
    (format.locale, format.dateFormat) = (
      Locale(identifier: "en_US_POSIX"), "yyyy-MM-dd'T'HH:mm:ss"
    )
    // Without a beginning sacct tells of today only.
    let words = [
      "sacct", "--noheader", "--allocations", "--parsable2", "--duplicates",
      "--starttime=\(format.string(from: since))", "--jobs=\(jobs.joined(separator: ","))",
      "--format=JobID,State",
    ]
    guard let output = try? run(words) else { return [] }
    return output.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: "|").map(String.init)
      guard fields.count == 2, let place = fields[0].wholeMatch(of: /(\d+)(?:_(\d+))?/) else {
        return nil
      }
      let state = Self.state(
        fields[1].split(separator: " ").first.map(String.init) ?? "", reason: "", node: "")
      return BatchTask(job: String(place.1), index: place.2.flatMap { Int($0) } ?? 0, state)
    }
  }

  package func shortage(inLog log: String) -> (isShort: Bool, bytes: Int?) {
    // By the accounting's own rule, and by cgroups.
    if let match = log.firstMatch(of: /exceeded memory limit \((\d+) > \d+\)/) {
      return (true, Int(match.1))
    }
    return (
      log.contains("oom-kill") || log.contains("oom_kill") || log.contains("Out Of Memory"), nil
    )
  }

  package func cancelJobs(named name: String) throws(EngineError) {
    _ = try run(["scancel", "--me", "--name=\(name)"])
  }

  /// Reasons to wait that no waiting mends.
  private static let neverStarts: Set<String> = [
    "AccountNotAllowed", "BadConstraints", "DependencyNeverSatisfied", "InvalidAccount",
    // By Slurm itself, after a node could not begin it.
    "launch_failed_requeued_held", "launch failed requeued held", "JobHeldAdmin",
    "InvalidQOS", "MaxCpuPerJobLimit", "MaxMemPerLimit", "PartitionConfig", "PartitionNodeLimit",
    "PartitionTimeLimit", "QOSNotAllowed", "QOSTimeLimit",
  ]

  private static func state(_ text: String, reason: String, node: String) -> BatchTask.State {
    switch text {
    case "PENDING", "REQUEUED", "REQUEUE_HOLD", "REQUEUE_FED", "SPECIAL_EXIT", "RESV_DEL_HOLD":
      // Limits of one job, such as QOSMaxCpuPerJobLimit or AssocMaxWallDurationPerJobLimit.
      neverStarts.contains(reason) || reason.hasSuffix("PerJobLimit")
        ? .stuck(reason) : .waiting(reason)
    case "RUNNING", "COMPLETING", "CONFIGURING", "STAGE_OUT", "SUSPENDED", "STOPPED", "SIGNALING",
      "RESIZING":
      .running(node)
    case "OUT_OF_MEMORY": .outOfMemory
    case "TIMEOUT", "DEADLINE": .outOfTime
    case "NODE_FAIL", "BOOT_FAIL": .nodeLost
    case "CANCELLED", "PREEMPTED", "REVOKED": .cancelled
    default: .ended
    }
  }

  /// Messages that tell of a time in which nobody answers, or in which nothing more is taken.
  private static let away = [
    "Unable to contact slurm controller", "Socket timed out", "Connection refused",
    "Zero Bytes were transmitted",
    "Unexpected message received", "slurm_load_jobs error",
    "Slurm backup controller in standby mode",
  ]
  private static let full = [
    "Slurm temporarily unable to accept job", "Job violates accounting/QOS policy",
    "maximum job limit",
    "Resource temporarily unavailable", "AssocMaxSubmitJobLimit", "QOSMaxSubmitJobPerUserLimit",
  ]

  private func run(_ words: [String]) throws(EngineError) -> String {
    let result = try Shell.run(words)
    guard result.status != 0 else { return result.output }
    let said =
      result.error.split(separator: "\n").map(String.init).last { !$0.isEmpty } ?? "it said nothing"
    let message = "'\(words[0])' failed: \(said)"
    if Self.away.contains(where: result.error.contains) { throw EngineError(.away, message) }
    if Self.full.contains(where: result.error.contains) { throw EngineError(.full, message) }
    throw EngineError(.refused, message)
  }
}
