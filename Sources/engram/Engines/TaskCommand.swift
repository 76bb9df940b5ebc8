import ArgumentParser
import CommandLineTools
import Engines
import Foundation
import Pipeline
import Runs
import Synchronization
import Tensors

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
    let turns = try folder.turns(job: job, task: task)
    print(
      "engram: \(submission.id) task \(job)-\(task) on \(ProcessInfo.processInfo.hostName), restart \(restarts)"
    )
    for place in submission.jobs[job].tasks[task] {
      let run = submission.runs[place]
      if try folder.outcome(of: run.id, as: TaskOutcome.self)?.summary != nil { continue }
      if runner.numericClass != submission.numericClass {
        try folder.end(
          run.id,
          TaskOutcome.failed(
            "this host has the numeric class '\(runner.numericClass)', submitted was '\(submission.numericClass)'; "
              + "choose other nodes by 'options:' in engines.yaml"))
        continue
      }
      if restarts - turns > Self.mostLosses {
        try folder.end(
          run.id,
          TaskOutcome.failed("the task was begun anew \(restarts - turns) times and did not end"))
        continue
      }
      guard try await self.run(run, submission, runner, folder, turns) else { return }
    }
  }

  /// Does one run and writes how it ended; false where the task is to end here.
  private func run(
    _ run: Submission.Run, _ submission: Submission, _ runner: ExperimentRunner,
    _ folder: SubmissionFolder,
    _ turns: Int
  ) async throws -> Bool {
    let advance = Advance()
    let warning = submission.engine.system?.warning
    do {
      let outcome = try await Interruption.handling {
        try await TimeLimit.handling(warning) {
          try await runner.run(run.settings) { event in
            advance.note(event)
            Self.log(run.name, event)
          }
        }
      }
      try folder.end(run.id, TaskOutcome.done(RunSummary(outcome, run.settings)))
      print("engram: \(run.name) done")
      return true
    } catch is TimeLimit {
      // The savepoint is written. Another turn is of use only if this one was.
      if advance.hasMoved(in: runner.store), let requeue {
        try folder.note(turns: turns + 1, job: job, task: task)
        print("engram: the time limit is near; saved, and queued again")
        Self.shell(requeue)
      } else {
        let node = advance.node ?? "the first stage"
        try folder.end(
          run.id,
          TaskOutcome.failed(
            "\(node) does not get further within the \(submission.seconds / 60) min of a task"
              + (advance.seconds.map { "; it needs about \(Int($0 / 60) + 1) min" } ?? "")
              + "; set a longer 'time:' in engines.yaml"))
      }
      return false
    } catch let interruption as Interruption {
      // Cancelled: what is there is stored, and nobody waits for an outcome.
      print("engram: \(interruption)")
      return false
    } catch is CancellationError {
      return false
    } catch {
      print("engram: \(run.name) failed: \(error)")
      try folder.end(run.id, TaskOutcome.failed("\(error)"))
      return true
    }
  }

  private static func shell(_ command: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    try? process.run()
    process.waitUntilExit()
  }

  /// Lines for the log.
  private static func log(_ run: String, _ event: ExecutionEvent) {
    switch event {
    case .started(let node, _, _): print("\(run)  \(node) begins")
    case .finished(let step): print("\(run)  \(step.node)  \(step.isHit ? "found" : "computed")")
    case .waiting(let node): print("\(run)  \(ProgressDisplay.waiting(node))")
    case .resumed(let node, let progress):
      print("\(run)  \(ProgressDisplay.resumed(node, progress))")
    case .warned(let node, let warning): print("\(run)  \(node)  \(warning)")
    case .recomputing(let node, let reason):
      print("\(run)  \(node)  \(reason); it is computed again")
    case .progress: break
    }
  }

  private static func print(_ line: String) {
    try? Descriptor.write("\(Date().storeText)  \(line)\n", to: STDOUT_FILENO)
  }
  private func print(_ line: String) { Self.print(line) }
}

/// How far a run has got since this process has it.
private final class Advance: Sendable {
  private struct State {
    var node: String?
    var key: Fingerprint?
    var beganAt = ContinuousClock.now
    var begin = 0
    var progress: StageProgress?
    var hasFinished = false
  }
  private let state = Mutex(State())

  func note(_ event: ExecutionEvent) {
    state.withLock { state in
      switch event {
      case .started(let node, _, let key):
        state = State(node: node, key: key, hasFinished: state.hasFinished)
      case .resumed(_, let progress): state.begin = progress.completed
      case .progress(_, let progress): state.progress = progress
      case .finished(let step): if !step.isHit { state.hasFinished = true }
      default: break
      }
    }
  }

  var node: String? { state.withLock { $0.node } }

  /// Whether the next turn begins further on: a stage has ended, or its savepoint is further than it was.
  func hasMoved(in store: Store) -> Bool {
    let state = state.withLock { $0 }
    guard !state.hasFinished else { return true }
    let saved = state.key.flatMap { store.savepointStatus(of: $0) }?.progress.completed ?? 0
    return saved > state.begin
  }

  /// What the whole of the stage may take; nil where it has told nothing yet.
  var seconds: Double? {
    state.withLock { state in
      guard let progress = state.progress, progress.completed > state.begin else { return nil }
      let share = Double(progress.completed - state.begin) / Double(max(1, progress.total))
      return (ContinuousClock.now - state.beganAt) / .seconds(1) / share
    }
  }
}

/// The end of a task's time is near.
private struct TimeLimit: Error {
  /// Runs `body`, which the batch system's warning cancels. Throws `TimeLimit` where it came.
  static func handling<Value: Sendable>(
    _ warning: TimeWarning?, _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    guard let warning else { return try await body() }
    let isNear = Mutex(false)
    let work = Task { try await body() }
    signal(warning.signal, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: warning.signal, queue: .global())
    source.setEventHandler {
      isNear.withLock { $0 = true }
      work.cancel()
    }
    source.resume()
    defer { source.cancel() }
    do {
      return try await withTaskCancellationHandler {
        try await work.value
      } onCancel: {
        work.cancel()
      }
    } catch {
      if isNear.withLock({ $0 }) { throw TimeLimit() }
      throw error
    }
  }
}

extension SubmissionFolder {
  private func turnsFile(job: Int, task: Int) -> URL {
    logs.appendingPathComponent("\(job)-\(task).turns")
  }

  /// How often the task has asked for another turn.
  fileprivate func turns(job: Int, task: Int) throws -> Int {
    let file = turnsFile(job: job, task: task)
    guard FileManager.default.fileExists(atPath: file.path) else { return 0 }
    return Int(
      try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines))
      ?? 0
  }

  fileprivate func note(turns: Int, job: Int, task: Int) throws {
    try Data("\(turns)\n".utf8).write(to: turnsFile(job: job, task: task), options: .atomic)
  }
}
