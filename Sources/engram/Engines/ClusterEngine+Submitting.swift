import CommandLineTools
import Engines
import Foundation
import Mistakes
import Pipeline

/// Scripts, and the jobs that run them.
extension ClusterEngine {
  /// A script that becomes this command, so that signals reach it.
  func script(_ words: String, of submission: Submission) -> String {
    let folders = ShellCommand.text(
      ["--store", runner.store.root.path] + options)
    let saving = words.hasPrefix("task") ? " " + ShellCommand.text(savepoints.arguments) : ""
    return """
      #!/bin/bash
      # Submission \(submission.id): \(ShellCommand.text(submission.command).replacing("\n", with: " "))
      \(engine.setup)
      # The signal before the time limit may come before anybody handles it.
      trap '' \(system.warning.name)
      export ENGRAM_THREADS=\(engine.cpus)
      exec \(ShellCommand.quoted(Program.path)) \(words) \(folders)\(saving)

      """
  }

  func taskScript(_ submission: Submission) -> String {
    script("task \(submission.id) \"$ENGRAM_JOB\" \(system.taskArguments)", of: submission)
  }

  private func job(_ place: Int, of submission: Submission, _ folder: SubmissionFolder) -> BatchJob
  {
    BatchJob(
      name: submission.jobName, script: folder.taskScript, place: place,
      tasks: submission.jobs[place].tasks.count,
      log: folder.logs.appendingPathComponent("\(place)"), seconds: submission.seconds,
      engine: engine)
  }

  /// The scripts and the commands, as they would be.
  func show(_ submission: Submission, _ folder: SubmissionFolder) throws {
    var text = taskScript(submission) + "\n"
    for place in submission.jobs.indices {
      text += ShellCommand.text(system.command(job(place, of: submission, folder))) + "\n"
    }
    try Output.write(text)
  }

  /// Submits the jobs that have no number yet; waits where the queue is full or the system is away.
  func submit(
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
  func submitRecorder(
    _ planned: Submission, _ folder: SubmissionFolder
  ) throws -> Submission {
    guard planned.recorder == nil else { return planned }
    var submission = planned
    var small = engine
    small.cpus = 1
    submission.recorder = try system.submit(
      BatchJob(
        name: submission.jobName + "-record", script: folder.recordScript,
        place: submission.jobs.count,
        tasks: 1, log: folder.logs.appendingPathComponent("record"), seconds: Int(Self.shortest),
        engine: small,
        after: submission.jobs.compactMap(\.number)))
    try folder.save(submission)
    return submission
  }
}
