import CommandLineTools
import Engines
import Foundation
import Mistakes
import Pipeline
import Results
import Runs

/// Runs on a batch system: submits what is not there, follows it, and records what comes of it.
///
/// The same runs attach to their submission, and nothing is submitted twice. What is true is asked in this order:
/// the store, a run's outcome file, the queue, the accounting.
struct ClusterEngine: Engine {
  let engine: EngineDescription
  let system: any BatchSystem
  let runner: ExperimentRunner
  /// The options that a task needs to find the same folders.
  let options: [String]
  let savepoints: SavepointOption
  /// What of failed runs is tried again.
  var retriesFailed = false
  /// Whether this process ends when all is submitted.
  var detaches = false
  /// Seconds between two looks into the queue.
  var poll = 30
  /// Whether scripts and commands are shown, and nothing else happens.
  var isDryRun = false

  func plan(_ runs: Int) -> String { "on \(engine.name) (\(engine.kind.rawValue))" }

  func run(
    _ runs: [RunJob], display: PoolDisplay, ended: @escaping @Sendable (Int, RunEnd) -> Void
  ) async throws {
    let end: @Sendable (Int, RunEnd) -> Void = {
      display.ended($0, $1)
      ended($0, $1)
    }
    let isThere = runs.map { $0.steps?.allSatisfy { $0.action == .hit } == true }
    let members = try runs.map {
      Submission.Run(
        id: try runner.identifier(of: $0.settings), name: $0.name, settings: $0.settings)
    }
    let folder = SubmissionFolder(
      Submission.identifier(of: members.map(\.id), on: engine.name), in: runner.store)
    if isDryRun {
      guard isThere.contains(false) else { return }
      return try show(try plan(members, runs, isThere), folder)
    }
    // Found runs are told as those of other engines are; that takes a moment each.
    for (place, run) in runs.enumerated() where isThere[place] { end(place, await found(run)) }
    guard isThere.contains(false) else { return folder.release() }
    let submission = try await submit(
      try prepare(members, runs, isThere, folder), folder, display, found: isThere.count { $0 })
    if detaches {
      try submitRecorder(submission, folder)
      display.note("attach by the same command without --detach; see 'engram status'")
      throw Detached()
    }
    var watch = SubmissionWatch(submission, folder, system, runner.store, poll: poll)
    do {
      try await watch.follow(Set(runs.indices.filter { !isThere[$0] }), display, end)
    } catch is CancellationError {
      display.note(
        "the jobs go on; the same command attaches again, 'engram cancel \(submission.id)' ends them"
      )
      throw CancellationError()
    }
    folder.release()
  }

  /// The end of a command that does not wait.
  struct Detached: Error {}

  /// A run all of whose results are there.
  private func found(_ run: RunJob) async -> RunEnd {
    do {
      let outcome = try await runner.run(run.settings) { _ in }
      return .done(
        RunSummary(outcome, run.settings), databaseFailure: outcome.databaseFailure?.description)
    } catch {
      return .failed("\(error)")
    }
  }

  // MARK: What is submitted

  /// What is to be submitted of runs that are not there.
  private func plan(
    _ members: [Submission.Run], _ runs: [RunJob], _ isThere: [Bool]
  ) throws -> Submission {
    let missing = runs.indices.filter { !isThere[$0] }
    let seconds = try taskSeconds(missing.map { runs[$0] })
    var submission = Submission(
      members, on: engine, numericClass: runner.numericClass, seconds: seconds.task,
      command: CommandLine.arguments)
    try split(&submission, missing, perTask: seconds.runs)
    return submission
  }

  /// The submission that is there of these runs; else one that is written down now, before anything is
  /// submitted.
  private func prepare(
    _ members: [Submission.Run], _ runs: [RunJob], _ isThere: [Bool], _ folder: SubmissionFolder
  ) throws -> Submission {
    let lock = try folder.lock()
    defer { withExtendedLifetime(lock) {} }
    if let known = try folder.submission() { return try renew(known, folder, isThere) }
    let submission = try plan(members, runs, isThere)
    let keys = runs.flatMap { $0.steps ?? [] }.filter { $0.action == .hit }.compactMap(\.key)
    try folder.begin(
      submission, holding: Hold(keys: Set(keys).sorted(), runs: members.map(\.id)),
      script: taskScript(submission), recorder: script("record \(submission.id)", of: submission))
    return submission
  }

  /// A submission that is there goes on. Runs that failed are submitted again where that is wanted.
  private func renew(
    _ known: Submission, _ folder: SubmissionFolder, _ isThere: [Bool]
  ) throws -> Submission {
    guard retriesFailed else { return known }
    let failed = try known.runs.indices.filter { run in
      let outcome = try folder.outcome(of: known.runs[run].id, as: TaskOutcome.self)
      return !isThere[run] && outcome?.failure != nil
    }
    guard !failed.isEmpty else { return known }
    var submission = known
    try split(&submission, failed, perTask: 1)
    for run in failed { folder.forget(known.runs[run].id) }
    try folder.save(submission)
    return submission
  }

  /// Divides runs into tasks, and tasks into jobs as large as the batch system takes.
  private func split(_ submission: inout Submission, _ runs: [Int], perTask: Int) throws {
    let tasks = stride(from: 0, to: runs.count, by: perTask).map {
      Array(runs[$0..<min($0 + perTask, runs.count)])
    }
    let limit = try system.taskLimit()
    submission.jobs += stride(from: 0, to: tasks.count, by: limit).map {
      Submission.Job(tasks: Array(tasks[$0..<min($0 + limit, tasks.count)]), submittedAt: Date())
    }
  }

  /// How many runs share a task, and what it may take. Throws `MistakenRequest` where neither the store nor the
  /// engine tells.
  private func taskSeconds(_ runs: [RunJob]) throws -> (runs: Int, task: Int) {
    let expectations = runs.compactMap { $0.steps?.expectedSeconds }
    let longest = expectations.count == runs.count ? expectations.max() : nil
    let perTask =
      switch engine.pack {
      case .runs(let count): count
      case .auto: longest.map { max(1, min(runs.count, Int(Self.shortest / max(1, $0)))) } ?? 1
      }
    switch engine.time {
    case .seconds(let seconds): return (perTask, seconds)
    case .auto:
      guard let longest else {
        throw EngineError(
          .refused,
          "nothing in the store tells how long these runs take; say 'time:' of '\(engine.name)' in engines.yaml, or "
            + "run one of them with few steps first")
      }
      return (
        perTask, Int(max(Self.shortest, Self.margin * longest * Double(perTask)).rounded(.up))
      )
    }
  }

  /// A task that takes less is not worth a place in the queue, in seconds.
  private static let shortest = 600.0
  /// How much longer than expected a task may take.
  private static let margin = 3.0

  private func describe(_ submission: Submission, found: Int) -> String {
    let tasks = submission.jobs.reduce(0) { $0 + $1.tasks.count }
    let time =
      "\(submission.seconds / 60) min"
      + (engine.time == .auto ? " (from results of the store)" : " (as engines.yaml says)")
    return
      "\(found.text("run")) found, \(tasks.text("task")) of \(engine.cpus.text("processor")), "
      + (engine.memory.map { "\($0) and " } ?? "") + time
  }

  // MARK: Scripts and jobs

  /// A script that becomes this command, so that signals reach it.
  private func script(_ words: String, of submission: Submission) -> String {
    let program =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
    let folders = ShellCommand.text(
      ["--store", runner.store.root.path] + options)
    let saving = words.hasPrefix("task") ? " " + ShellCommand.text(savepoints.arguments) : ""
    return """
      #!/bin/bash
      # Submission \(submission.id): \(ShellCommand.text(submission.command).replacing("\n", with: " "))
      \(engine.setup)
      # The signal before the time limit may come before anybody handles it.
      trap '' USR1
      export ENGRAM_THREADS=\(engine.cpus)
      exec \(ShellCommand.quoted(program)) \(words) \(folders)\(saving)

      """
  }

  private func taskScript(_ submission: Submission) -> String {
    script("task \(submission.id) \"$ENGRAM_JOB\" \(system.taskArguments)", of: submission)
  }

  private func job(_ place: Int, of submission: Submission, _ folder: SubmissionFolder) -> BatchJob
  {
    BatchJob(
      name: submission.jobName, script: folder.taskScript, place: place,
      tasks: submission.jobs[place].tasks.count, logs: folder.logs, seconds: submission.seconds,
      engine: engine)
  }

  /// The scripts and the commands, as they would be.
  private func show(_ submission: Submission, _ folder: SubmissionFolder) throws {
    var text = taskScript(submission) + "\n"
    for place in submission.jobs.indices {
      text += ShellCommand.text(system.command(job(place, of: submission, folder))) + "\n"
    }
    try Output.write(text)
  }

  /// Submits the jobs that have no number yet; waits where the queue is full or the system is away.
  private func submit(
    _ planned: Submission, _ folder: SubmissionFolder, _ display: PoolDisplay, found: Int
  ) async throws -> Submission {
    let isNew = planned.jobs.contains { $0.number == nil }
    display.note(
      isNew
        ? "submission \(planned.id): \(describe(planned, found: found))"
        : "attached to submission \(planned.id)")
    display.note("scripts and logs are in \(folder.url.path); Ctrl-C leaves the jobs running")
    let lock = try folder.lock()
    defer { withExtendedLifetime(lock) {} }
    var submission = planned
    try await find(&submission, folder, display)
    for place in submission.jobs.indices where submission.jobs[place].number == nil {
      submission.jobs[place].submittedAt = Date()
      try folder.save(submission)
      let job = job(place, of: submission, folder)
      let number = try await patiently(display, job.tasks) { () throws(EngineError) in
        try system.submit(job)
      }
      submission.jobs[place].number = number
      try folder.save(submission)
      display.note("job \(number): \(submission.jobs[place].tasks.count.text("task"))")
    }
    return submission
  }

  /// Numbers of jobs that were submitted, and whose reply a process lost before.
  private func find(
    _ submission: inout Submission, _ folder: SubmissionFolder, _ display: PoolDisplay
  ) async throws {
    guard submission.jobs.contains(where: { $0.number == nil }) else { return }
    let name = submission.jobName
    let known = Set(submission.jobs.compactMap(\.number))
    let tasks = try await patiently(display, 0) { () throws(EngineError) in
      try system.tasks(ofJobsNamed: name)
    }
    let numbers = Set(tasks.map(\.job)).subtracting(known).sorted {
      ($0.count, $0) < ($1.count, $1)
    }
    let missing = submission.jobs.indices.filter { submission.jobs[$0].number == nil }
    for (place, number) in zip(missing, numbers) { submission.jobs[place].number = number }
    try folder.save(submission)
  }

  /// Tries again as long as the system is away or its queue is full.
  private func patiently<Value: Sendable>(
    _ display: PoolDisplay, _ tasks: Int, _ body: () throws(EngineError) -> Value
  ) async throws -> Value {
    var hasTold = false
    while true {
      do {
        return try body()
      } catch {
        guard error.kind != .refused, !detaches || error.kind == .away else {
          throw detaches && error.kind == .full
            ? EngineError(.full, "\(error); \(tasks) tasks are not submitted: try again later")
            : error
        }
        if !hasTold { display.note("\(error); trying again every \(poll) s") }
        hasTold = true
        try await Task.sleep(for: .seconds(poll))
      }
    }
  }

  /// A last job, which records what there is when the others have ended.
  private func submitRecorder(_ planned: Submission, _ folder: SubmissionFolder) throws {
    guard planned.recorder == nil else { return }
    var submission = planned
    var small = engine
    small.cpus = 1
    submission.recorder = try system.submit(
      BatchJob(
        name: submission.jobName + "-record", script: folder.recordScript,
        place: submission.jobs.count,
        tasks: 1, logs: folder.logs, seconds: Int(Self.shortest), engine: small,
        after: submission.jobs.compactMap(\.number)))
    try folder.save(submission)
  }
}
