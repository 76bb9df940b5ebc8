import ArgumentParser
import CommandLineTools
import Engines
import Foundation
import Mistakes
import Pipeline
import Runs

/// `engram task`: the runs of one task of a submission, for a batch system; not meant for people.
///
/// Standard output is the task's log. The database is left to whoever records.
struct TaskCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "task", abstract: "Run a task of a submission.", shouldDisplay: false)

  @Argument(help: "The submission.")
  var submission: String
  @Argument(help: "The job's place among those of the submission.")
  var job: Int
  @Argument(help: "The task's place in the job.")
  var task: Int
  @Option(help: "How often the batch system has begun the task again.")
  var restarts = 0
  @Option(help: "The command that begins it once more.")
  var requeue: String?
  @OptionGroup var store: StoreOption
  @OptionGroup var datasets: DatasetsOption
  @OptionGroup var savepoints: SavepointOption

  /// How often a task may lose its node.
  private static let mostLosses = 3

  func run() async throws {
    let store = try store.open()
    let folder = SubmissionFolder(submission, in: store)
    guard let submission = try folder.submission(), submission.jobs.indices.contains(job),
      submission.jobs[job].tasks.indices.contains(task)
    else {
      throw PipelineError(
        .unknownName, "the store has no task \(job)-\(task) of the submission '\(submission)'",
        advice: "submit the runs again")
    }
    let runner = ExperimentRunner(
      store: store, catalog: try datasets.catalog(), program: Program.current(),
      savepoints: savepoints.interval, recordsResults: false)
    let limit = TimeLimit(submission.engine.system?.warning)
    let advance = Advance()
    TaskLog.line(
      "engram: \(submission.id) task \(job)-\(task) on \(ProcessInfo.processInfo.hostName), restart \(restarts)"
    )
    let losses = restarts - (try folder.turns(job: job, task: task))
    for place in submission.jobs[job].tasks[task] {
      let run = submission.runs[place]
      // It has ended in another turn, or was cancelled.
      if try folder.outcome(of: run.id, as: TaskOutcome.self) != nil { continue }
      if let reason = try Self.refusal(run, submission, runner, losses: losses) {
        TaskLog.line("engram: \(run.name) failed: \(reason)")
        try folder.fail(run.id, TaskOutcome.failed(reason))
        continue
      }
      switch try await Self.end(of: run, runner, limit, advance) {
      case .ended(let outcome):
        if outcome.summary != nil {
          try folder.succeed(run.id, outcome)
        } else {
          try folder.fail(run.id, outcome)
        }
      // What is there is stored, and nobody waits for an outcome.
      case .cancelled: return
      case .outOfTime: return try await endTurn(run, submission, folder, advance, in: store)
      }
    }
  }

  /// Why a run cannot be done here; nil where it can.
  private static func refusal(
    _ run: Submission.Run, _ submission: Submission, _ runner: ExperimentRunner, losses: Int
  ) throws -> String? {
    if runner.numericClass != submission.numericClass {
      return
        "this host has the numeric class '\(runner.numericClass)', submitted was '\(submission.numericClass)'; "
        + "choose other nodes by 'options:' in engines.yaml"
    }
    if try runner.identifier(of: run.settings) != run.id {
      return "the program was changed since it was submitted; --retry runs it by the new one"
    }
    if losses > mostLosses {
      return "the task was begun anew \(losses) times and did not end; --retry runs it again"
    }
    return nil
  }

  /// What has become of a run in this turn.
  private enum End {
    case ended(TaskOutcome)
    case cancelled
    case outOfTime
  }

  private static func end(
    of run: Submission.Run, _ runner: ExperimentRunner, _ limit: TimeLimit, _ advance: Advance
  ) async throws -> End {
    do {
      let outcome = try await Interruption.handling {
        try await limit.heeding {
          try await runner.run(run.settings) { event in
            advance.note(event)
            TaskLog.event(run.name, event)
          }
        }
      }
      advance.finishRun()
      TaskLog.line("engram: \(run.name) done")
      return .ended(.done(RunSummary(outcome, run.settings)))
    } catch is TimeLimit.IsNear {
      return .outOfTime
    } catch let interruption as Interruption {
      TaskLog.line("engram: \(interruption)")
      return .cancelled
    } catch is CancellationError {
      return .cancelled
    } catch {
      TaskLog.line("engram: \(run.name) failed: \(error)")
      return .ended(.failed("\(error)"))
    }
  }

  /// The time of the turn is over, and the savepoint of the run is written. Another turn is of use only if this one was.
  private func endTurn(
    _ run: Submission.Run, _ submission: Submission, _ folder: SubmissionFolder,
    _ advance: Advance, in store: Store
  ) async throws {
    if !advance.hasMoved(in: store) {
      let node = advance.node ?? "the first stage"
      let need = advance.seconds.map { "; it needs about \(TaskTime.text(Int($0) + 1))" } ?? ""
      try folder.fail(
        run.id,
        TaskOutcome.failed(
          "\(node) does not get further within the \(TaskTime.text(submission.seconds)) of a task\(need)"
            + "; set a longer 'time:' in engines.yaml, then --retry"))
    }
    let left = try submission.jobs[job].tasks[task].map { submission.runs[$0].id }.filter {
      try folder.outcome(of: $0, as: TaskOutcome.self) == nil
    }
    guard !left.isEmpty else { return }
    let turns = try folder.turns(job: job, task: task)
    // Before it is asked for: whoever is queued again may be ended at once.
    try folder.note(turns: turns + 1, job: job, task: task)
    TaskLog.line("engram: the time limit is near; saved, and to be queued again")
    guard let requeue, let problem = await Self.succeed(requeue) else { return }
    try folder.note(turns: turns, job: job, task: task)
    for id in left {
      try folder.fail(
        id,
        TaskOutcome.failed("it was out of time, and not queued again: \(problem); --retry goes on"))
    }
  }

  /// Gives a command until it succeeds, for half a minute. Why it does not, if so.
  private static func succeed(_ command: String) async -> String? {
    var problem = ""
    for attempt in 0..<6 {
      if attempt > 0 { try? await Task.sleep(for: .seconds(5)) }
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", command]
      do {
        try process.run()
        process.waitUntilExit()
        if process.terminationStatus == 0 { return nil }
        problem = "'\(command)' ended with code \(process.terminationStatus)"
      } catch {
        problem = "\(error)"
      }
      TaskLog.line("engram: \(problem)")
    }
    return problem
  }
}

/// The log of a task: its standard output.
private enum TaskLog {
  static func line(_ line: String) {
    try? Descriptor.write("\(Date().storeText)  \(line)\n", to: STDOUT_FILENO)
  }

  static func event(_ run: String, _ event: ExecutionEvent) {
    switch event {
    case .started(let node, _, _): line("\(run)  \(node) begins")
    case .finished(let step): line("\(run)  \(step.node)  \(step.isHit ? "found" : "computed")")
    case .waiting(let node): line("\(run)  \(ProgressDisplay.waiting(node))")
    case .resumed(let node, let progress):
      line("\(run)  \(ProgressDisplay.resumed(node, progress))")
    case .warned(let node, let warning): line("\(run)  \(node)  \(warning)")
    case .recomputing(let node, let reason):
      line("\(run)  \(node)  \(reason); it is computed again")
    case .progress: break
    }
  }
}
