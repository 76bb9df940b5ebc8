import CommandLineTools
import Engines
import Foundation
import Mistakes
import Pipeline

/// Scripts, and the jobs that run them.
extension ClusterEngine {
  /// The script of the submission's tasks.
  func taskScript(_ submission: Submission) -> String {
    script("task \(submission.id) \(system.taskArguments)", savepoints.arguments, of: submission)
  }

  /// The script that records what there is when all tasks have ended.
  func recordScript(_ submission: Submission) -> String {
    script("record \(submission.id)", [], of: submission)
  }

  /// A script that becomes this command, so that signals reach it.
  private func script(
    _ words: String, _ further: [String], of submission: Submission
  ) -> String {
    let command = ShellCommand.text(submission.command).replacing("\n", with: " ")
    let folders = ShellCommand.text(["--store", runner.store.root.path] + options + further)
    return """
      #!/bin/bash
      # Submission \(submission.id): \(command)
      \(engine.setup)
      # The signal before the time limit may come before anybody handles it.
      trap '' \(system.warning.name)
      export ENGRAM_THREADS=\(engine.cpus)
      exec \(ShellCommand.quoted(Program.path)) \(words) \(folders)

      """
  }

  func job(_ place: Int, of submission: Submission, _ folder: SubmissionFolder) -> BatchJob {
    BatchJob(
      name: submission.jobName, script: folder.taskScript, place: place,
      tasks: submission.jobs[place].tasks.count,
      log: folder.logs.appendingPathComponent("\(place)"),
      seconds: submission.seconds, engine: submission.engine)
  }

  /// Submits the jobs that have no number yet; waits where the queue is full or the system is away.
  func submit(
    _ followed: inout FollowedSubmission, _ display: PoolDisplay, found: Int
  ) async throws {
    let (folder, submission) = (followed.folder, followed.submission)
    display.note(
      submission.unsubmittedTasks > 0
        ? "submission \(submission.id): \(describe(submission, found: found))"
        : "attached to submission \(submission.id)")
    display.note("scripts and logs are in \(folder.url.path); Ctrl-C leaves the jobs running")
    // A process that died may have submitted, and not have written the number.
    var isUnsure = true
    var hasTold = false
    while true {
      try Task.checkCancellation()
      do {
        let isDone = try await submitNext(&followed, isUnsure: isUnsure, display)
        if isDone { return }
        (isUnsure, hasTold) = (false, false)
      } catch let error as EngineError where error.kind == .refused {
        try await giveUp(followed, error)
        throw error
      } catch let error as EngineError {
        // A reply that did not come tells nothing of the job.
        isUnsure = error.kind == .away
        if detaches, error.kind == .full {
          let count = try folder.submission()?.unsubmittedTasks ?? 0
          throw EngineError(
            .full, "\(error); \(count.text("task")) not submitted: give the command again later")
        }
        if !hasTold { display.note("\(error); trying again every \(poll) s") }
        hasTold = true
        try await Task.sleep(for: .seconds(poll))
      }
    }
  }

  /// Submits the next job. True where there is none; throws `EngineError`.
  ///
  /// Under the submission's lock, and on what is written of it: another process may submit it, too, or cancel it.
  private func submitNext(
    _ followed: inout FollowedSubmission, isUnsure: Bool, _ display: PoolDisplay
  ) async throws -> Bool {
    let folder = followed.folder
    let lock = try await folder.waitForLock()
    defer { withExtendedLifetime(lock) {} }
    guard var submission = try folder.submission() else { return true }
    defer { followed.submission = submission }
    guard submission.cancelledAt == nil, submission.unsubmittedTasks > 0 else { return true }
    if isUnsure, try findNumbers(&submission) { try folder.save(submission) }
    guard let place = submission.jobs.firstIndex(where: { $0.number == nil }) else { return true }
    submission.jobs[place].submittedAt = Date()
    try folder.save(submission)
    do throws(EngineError) {
      submission.jobs[place].number = try system.submit(job(place, of: submission, folder))
    } catch {
      let tasks = submission.jobs[place].tasks
      guard error.kind == .full, tasks.count > 1 else { throw error }
      // A queue that is full for so many tasks may have room for half of them; it may never have more.
      let half = (tasks.count + 1) / 2
      submission.jobs[place].tasks = Array(tasks[..<half])
      submission.jobs.insert(
        Submission.Job(tasks: Array(tasks[half...]), submittedAt: Date()), at: place + 1)
    }
    try folder.save(submission)
    if let number = submission.jobs[place].number {
      display.note("job \(number): \(submission.jobs[place].tasks.count.text("task"))")
    }
    return false
  }

  /// Takes over the numbers of jobs that were submitted, and whose reply was lost. Whether there are any.
  private func findNumbers(_ submission: inout Submission) throws -> Bool {
    let known = Set(submission.jobs.compactMap(\.number))
    let numbers = try Set(system.tasks(ofJobsNamed: [submission.jobName]).map(\.job))
      .subtracting(known).sorted { ($0.count, $0) < ($1.count, $1) }
    let missing = submission.jobs.indices.filter { submission.jobs[$0].number == nil }
    for (place, number) in zip(missing, numbers) { submission.jobs[place].number = number }
    return !numbers.isEmpty
  }

  /// What the batch system will not take has failed; a submission of which it took nothing is gone.
  private func giveUp(_ followed: FollowedSubmission, _ error: EngineError) async throws {
    let folder = followed.folder
    let lock = try await folder.waitForLock()
    defer { withExtendedLifetime(lock) {} }
    guard let submission = try folder.submission() else { return }
    guard submission.jobs.contains(where: { $0.number != nil }) else { return folder.discard() }
    for job in submission.jobs where job.number == nil {
      for run in job.tasks.joined() {
        try folder.fail(
          submission.runs[run].id,
          TaskOutcome.failed("it could not be submitted: \(error); --retry tries again"))
      }
    }
  }

  /// A last job, which records what there is when the others have ended.
  func submitRecorder(_ followed: inout FollowedSubmission, _ display: PoolDisplay) async throws {
    let folder = followed.folder
    var hasTold = false
    while true {
      do {
        let lock = try await folder.waitForLock()
        defer { withExtendedLifetime(lock) {} }
        guard var submission = try folder.submission(), submission.recorder == nil,
          !folder.unended(of: submission).isEmpty
        else { return }
        let name = submission.recorderName
        let known = try system.tasks(ofJobsNamed: [name]).filter(\.state.isAlive)
        submission.recorder = try known.last?.job ?? system.submit(recorder(of: submission, folder))
        try folder.save(submission)
        followed.submission = submission
        return
      } catch let error as EngineError where error.kind != .refused {
        if !hasTold { display.note("\(error); trying again every \(poll) s") }
        hasTold = true
        try await Task.sleep(for: .seconds(poll))
      }
    }
  }

  private func recorder(of submission: Submission, _ folder: SubmissionFolder) -> BatchJob {
    var small = engine
    (small.cpus, small.atMost) = (1, nil)
    return BatchJob(
      name: submission.recorderName, script: folder.recordScript, place: 0, tasks: 1,
      log: folder.logs.appendingPathComponent("record"), seconds: Int(TaskTime.least),
      engine: small, after: submission.jobs.compactMap(\.number))
  }
}
