import Foundation

/// A system that computes on machines of its own, such as Slurm.
///
/// Another one is another type of this protocol and a case of `EngineDescription.Kind`. What is submitted, what
/// came of it and what is told of it are not its business: see `Submission`.
package protocol BatchSystem: Sendable {
  /// The most tasks of one job. Throws `EngineError`.
  func taskLimit() throws(EngineError) -> Int

  /// What a script says behind the command of a task, in shell: the job's place in the submission, which is the
  /// script's first argument, the task's place in the job, how often it was begun again, and how it asks for that
  /// itself.
  var taskArguments: String { get }

  /// Why an option of the command that submits cannot be the user's; nil where it can.
  func refusal(ofOption option: String) -> String?

  /// How a task is warned before its time is over.
  var warning: TimeWarning { get }

  /// The command that submits a job, as people would type it.
  func command(_ job: BatchJob) -> [String]

  /// Submits a job and returns its number. Throws `EngineError`.
  func submit(_ job: BatchJob) throws(EngineError) -> String

  /// What the system knows of the tasks of all jobs of these names, those that ended minutes ago included. Asks
  /// once, whatever their number. Throws `EngineError`.
  func tasks(ofJobsNamed names: [String]) throws(EngineError) -> [BatchTask]

  /// What became of tasks that the system no longer lists, as far as its accounting tells.
  func ended(_ jobs: [String], since: Date) -> [BatchTask]

  /// Whether the log of a task says that it was ended for want of memory; what it had then, in bytes, where that
  /// is told.
  func shortage(inLog log: String) -> (isShort: Bool, bytes: Int?)

  /// Ends all jobs of a name and what waits of them; there may be none. Throws `EngineError`.
  func cancelJobs(named name: String) throws(EngineError)
}

/// A signal that a task gets before its time is over, so that it saves what it has and asks for another turn.
package struct TimeWarning: Sendable {
  /// The signal's number.
  package let signal: Int32
  /// Its name in shell, such as `USR1`.
  package let name: String
  /// How long before, in seconds.
  package let seconds: Int

  /// A signal so many seconds before the end.
  package init(signal: Int32, name: String, seconds: Int) {
    (self.signal, self.name, self.seconds) = (signal, name, seconds)
  }
}

/// A script to be run for a number of tasks, each with what a submission's engine describes.
package struct BatchJob: Sendable {
  /// The job's name, by which it is found where its number was lost.
  package let name: String
  /// The script. Its first argument is the job's place among those of the submission.
  package let script: URL
  /// The job's place among those of the submission.
  package let place: Int
  /// How many tasks it has.
  package let tasks: Int
  /// Where a task's log is, without its place in the job: `<path>-<task>.log`.
  package let log: URL
  /// What each task may take, in seconds.
  package let seconds: Int
  /// What the tasks are given.
  package let engine: EngineDescription
  /// The jobs after whose end, whatever it is, this one begins.
  package let after: [String]

  /// A job of these parts.
  package init(
    name: String, script: URL, place: Int, tasks: Int, log: URL, seconds: Int,
    engine: EngineDescription,
    after: [String] = []
  ) {
    (self.name, self.script, self.place, self.tasks) = (name, script, place, tasks)
    (self.log, self.seconds, self.engine, self.after) = (log, seconds, engine, after)
  }
}

/// A task of a job, as the batch system tells it.
package struct BatchTask: Hashable, Sendable {
  /// How it stands.
  package enum State: Hashable, Sendable {
    /// In the queue, and why.
    case waiting(String)
    /// In the queue for ever, and why.
    case stuck(String)
    /// At work, where.
    case running(String)
    /// Over; whether all went well its outcome tells.
    case ended
    /// Ended for want of memory.
    case outOfMemory
    /// Ended by the time limit.
    case outOfTime
    /// Its node was lost, and it is not tried again.
    case nodeLost
    /// Ended by somebody.
    case cancelled

    /// Whether it waits or is at work.
    package var isAlive: Bool {
      switch self {
      case .waiting, .stuck, .running: true
      default: false
      }
    }
  }

  /// The number of its job.
  package let job: String
  /// Its place among the job's tasks.
  package let index: Int
  /// How it stands.
  package let state: State
  /// How often it was begun again.
  package let restarts: Int

  /// A task of a job.
  package init(job: String, index: Int, _ state: State, restarts: Int = 0) {
    (self.job, self.index, self.state, self.restarts) = (job, index, state, restarts)
  }
}
