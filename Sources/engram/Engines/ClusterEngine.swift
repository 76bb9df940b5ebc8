import CommandLineTools
import Engines
import Foundation
import Mistakes
import Pipeline
import Runs

/// Runs on a batch system: submits what is not there, follows it, and records what comes of it.
///
/// A run that a submission has already is followed there, and nothing is submitted twice: also where another command
/// asked for it, beside others. What is true is asked in this order: the store, a run's outcome file, the queue, the
/// accounting.
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
    let there = runs.indices.filter { runs[$0].isThere }
    let missing = runs.indices.filter { !runs[$0].isThere }
    if isDryRun { return try show(runs, missing) }
    var followed = try await assign(runs, missing)
    for index in followed.indices {
      try await submit(&followed[index], display, found: there.count)
    }
    // Each of them takes a moment; what is to be computed does not wait for that.
    for index in there { end(index, try await found(runs[index])) }
    guard !followed.isEmpty else { return }
    if detaches {
      for index in followed.indices { try await submitRecorder(&followed[index], display) }
      display.note("attach by the same command without --detach; see 'engram status'")
      throw Detached(submissions: followed.map(\.submission))
    }
    var watch = SubmissionWatch(followed, system, runner.store, poll: poll) {
      try await self.stored(runs[$0])
    }
    do {
      try await watch.follow(display, end)
    } catch is CancellationError {
      let names = followed.map { "'engram cancel \($0.submission.id)'" }
      display.note(
        "the jobs go on; the same command attaches again, \(names.joined(separator: ", ")) ends them"
      )
      throw CancellationError()
    }
    for follow in followed where follow.folder.unended(of: follow.submission).isEmpty {
      // Other commands' runs, too, whoever waited for them.
      let own = Set(follow.places.values)
      let others = follow.submission.runs.indices.filter { !own.contains($0) }
      if let failure = try RecordCommand.record(
        others.map { follow.submission.runs[$0] }, follow.folder, in: runner.store)
      {
        display.note(failure)
      }
      follow.folder.release()
    }
  }

  /// The end of a command that does not wait.
  struct Detached: Error {
    let submissions: [Submission]

    private struct Answer: Encodable {
      let submission: String
      let jobs: [String]
      let recorder: String?
      let runs: Int
    }

    /// Writes which submissions those are.
    func write(isJSON: Bool) throws {
      guard isJSON else { return try Output.write(submissions.map { $0.id + "\n" }.joined()) }
      try Output.json(
        submissions.map {
          Answer(
            submission: $0.id, jobs: $0.jobs.compactMap(\.number), recorder: $0.recorder,
            runs: $0.runs.count)
        })
    }
  }

  /// A run all of whose results are there. Throws `CancellationError`.
  private func found(_ run: RunJob) async throws -> RunEnd {
    do {
      let outcome = try await runner.run(run.settings) { _ in }
      return .done(
        RunSummary(outcome, run.settings), databaseFailure: outcome.databaseFailure?.description)
    } catch let error as CancellationError {
      throw error
    } catch let error as Interruption {
      throw error
    } catch {
      return .failed("\(error)")
    }
  }

  /// The end of a run whose results are all there by now; nil where they are not.
  private func stored(_ run: RunJob) async throws -> RunEnd? {
    guard try isThere(run) else { return nil }
    return try await found(run)
  }

  /// Whether all results of a run are there by now.
  func isThere(_ run: RunJob) throws -> Bool {
    try runner.plan(run.settings).allSatisfy { $0.action == .hit }
  }

  // MARK: Tasks

  /// Divides the runs of a submission into tasks, and tasks into jobs as large as the batch system takes.
  func split(_ submission: inout Submission, perTask: Int) throws {
    let runs = Array(submission.runs.indices)
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
  func taskSeconds(_ runs: [RunJob]) throws -> (runs: Int, task: Int) {
    let expectations = runs.compactMap { $0.steps?.expectedSeconds }
    let longest = expectations.count == runs.count ? expectations.max() : nil
    let perTask =
      switch engine.pack {
      case .runs(let count): count
      case .auto:
        longest.map { max(1, min(runs.count, Int(TaskTime.least / max(1, $0)))) } ?? 1
      }
    switch engine.time {
    case .seconds(let seconds): return (perTask, seconds)
    case .auto:
      guard let longest else {
        throw MistakenRequest(
          "nothing in the store tells how long these runs take; say 'time:' of '\(engine.name)' in engines.yaml, or "
            + "run one of them with few steps first")
      }
      return (perTask, TaskTime.seconds(expected: longest * Double(perTask)))
    }
  }

  func describe(_ submission: Submission, found: Int) -> String {
    let time =
      TaskTime.text(submission.seconds)
      + (engine.time == .auto ? " (from results of the store)" : " (as engines.yaml says)")
    return
      "\(found.text("run")) found, \(submission.unsubmittedTasks.text("task")) of \(engine.cpus.text("processor")), "
      + (engine.memory.map { "\($0) and " } ?? "") + time
  }
}

/// What a task of a batch system is given, by what is expected of it.
enum TaskTime {
  /// A task that takes less is not worth a place in the queue, in seconds.
  static let least = 600.0
  /// How much longer than expected a task may take.
  private static let margin = 3.0

  /// Three times what is expected, and ten minutes at least.
  static func seconds(expected: Double) -> Int {
    Int(max(least, margin * expected).rounded(.up))
  }

  /// Such as `10 min`.
  static func text(_ seconds: Int) -> String { "\((seconds + 59) / 60) min" }
}

extension RunJob {
  /// Whether all its results were there when this was planned.
  var isThere: Bool { steps?.allSatisfy { $0.action == .hit } == true }
}
