import CommandLineTools
import Engines
import Foundation
import Mistakes
import Pipeline
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
      let submission = try submitRecorder(submission, folder)
      display.note("attach by the same command without --detach; see 'engram status'")
      throw Detached(submission: submission)
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
  struct Detached: Error {
    let submission: Submission

    private struct Answer: Encodable {
      let submission: String
      let jobs: [String]
      let recorder: String?
      let runs: Int
    }

    /// Writes which submission that is.
    func write(isJSON: Bool) throws {
      guard isJSON else { return try Output.write(submission.id + "\n") }
      try Output.json(
        Answer(
          submission: submission.id, jobs: submission.jobs.compactMap(\.number),
          recorder: submission.recorder, runs: submission.runs.count))
    }
  }

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
    let keys = runs.flatMap { $0.steps ?? [] }.filter { $0.action == .hit }.compactMap(\.key)
    let hold = Hold(keys: Set(keys).sorted(), runs: members.map(\.id))
    let known = try folder.submission()
    let again = try known.map { try ended($0, isThere, folder) } ?? []
    if let known, again.isEmpty { return known }
    let submission =
      try known.map { try renew($0, runs, again) } ?? plan(members, runs, isThere)
    try folder.begin(
      submission, holding: hold, script: taskScript(submission),
      recorder: script("record \(submission.id)", of: submission))
    for run in again { folder.forget(submission.runs[run].id) }
    return submission
  }

  /// What of a submission that is there is submitted again: runs that failed, where that is wanted, and those that
  /// have ended and whose results are gone since.
  private func ended(
    _ known: Submission, _ isThere: [Bool], _ folder: SubmissionFolder
  ) throws -> [Int] {
    try known.runs.indices.filter { run in
      guard !isThere[run],
        let outcome = try folder.outcome(of: known.runs[run].id, as: TaskOutcome.self)
      else { return false }
      if outcome.failure != nil { return retriesFailed }
      // It may have ended since this process has looked.
      let plan = try runner.plan(known.runs[run].settings)
      return !plan.allSatisfy { $0.action == .hit }
    }
  }

  /// The submission with a further task for each of the runs `again`, which is given what the engine says now.
  private func renew(
    _ known: Submission, _ runs: [RunJob], _ again: [Int]
  ) throws -> Submission {
    var submission = known
    (submission.engine, submission.numericClass) = (engine, runner.numericClass)
    submission.seconds = try taskSeconds(again.map { runs[$0] }).task
    submission.recorder = nil
    try split(&submission, again, perTask: 1)
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
        throw MistakenRequest(
          "nothing in the store tells how long these runs take; say 'time:' of '\(engine.name)' in engines.yaml, or "
            + "run one of them with few steps first")
      }
      return (
        perTask, Int(max(Self.shortest, Self.margin * longest * Double(perTask)).rounded(.up))
      )
    }
  }

  /// A task that takes less is not worth a place in the queue, in seconds.
  static let shortest = 600.0
  /// How much longer than expected a task may take.
  private static let margin = 3.0

  func describe(_ submission: Submission, found: Int) -> String {
    let tasks = submission.jobs.reduce(0) { $0 + ($1.number == nil ? $1.tasks.count : 0) }
    let time =
      "\(submission.seconds / 60) min"
      + (engine.time == .auto ? " (from results of the store)" : " (as engines.yaml says)")
    return
      "\(found.text("run")) found, \(tasks.text("task")) of \(engine.cpus.text("processor")), "
      + (engine.memory.map { "\($0) and " } ?? "") + time
  }
}
