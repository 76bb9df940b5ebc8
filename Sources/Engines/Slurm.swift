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
    "\"$SLURM_ARRAY_TASK_ID\" --restarts \"${SLURM_RESTART_COUNT:-0}\""
    + " --requeue \"scontrol requeue ${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID\""

  package let warning = TimeWarning(signal: SIGUSR1, name: "USR1", seconds: 60)

  package func command(_ job: BatchJob) -> [String] {
    let engine = job.engine
    var words = [
      "sbatch", "--parsable", "--job-name=\(job.name)",
      "--array=0-\(job.tasks - 1)"
        + (engine.atMost.map { "%\($0)" } ?? ""),
      "--output=\(job.log.path)-%a.log", "--open-mode=append", "--requeue",
      // To the script alone, which has become the command.
      "--signal=B:\(warning.name)@\(warning.seconds)", "--export=ALL,ENGRAM_JOB=\(job.place)",
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
    return words + engine.options + [job.script.path]
  }

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

  package func tasks(ofJobsNamed name: String) throws(EngineError) -> [BatchTask] {
    try run([
      "squeue", "--noheader", "--array", "--states=all", "--me", "--name=\(name)",
      "--format=%F|%K|%T|%r|%N",
    ])
    .split(separator: "\n").compactMap { line in
      let fields = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 5 else { return nil }
      return BatchTask(
        job: fields[0], index: Int(fields[1]) ?? 0,
        Self.state(fields[2], reason: fields[3], node: fields[4]))
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

  package func cancel(_ jobs: [String]) throws(EngineError) {
    guard !jobs.isEmpty else { return }
    _ = try run(["scancel"] + jobs)
  }

  /// Reasons to wait that no waiting mends.
  private static let neverStarts: Set<String> = [
    "AccountNotAllowed", "BadConstraints", "DependencyNeverSatisfied", "InvalidAccount",
    "InvalidQOS",
    "PartitionConfig", "PartitionNodeLimit", "PartitionTimeLimit", "QOSNotAllowed",
  ]

  private static func state(_ text: String, reason: String, node: String) -> BatchTask.State {
    switch text {
    case "PENDING", "REQUEUED", "REQUEUE_HOLD", "REQUEUE_FED", "SPECIAL_EXIT", "RESV_DEL_HOLD":
      neverStarts.contains(reason) ? .stuck(reason) : .waiting(reason)
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
