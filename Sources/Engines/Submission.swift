import Foundation
import Pipeline
import Settings

/// Runs that were given to a batch system: `submissions/<id>/submission.json` in the store.
///
/// It is written before anything is submitted, so that a process that dies on the way, or loses the reply, finds
/// its jobs again by their name. Equal runs on an equal engine are the same submission.
package struct Submission: Codable, Sendable {
  /// The format that this program writes, and the newest that it reads.
  package static let schema = 1

  /// A run that was asked for.
  package struct Run: Codable, Sendable {
    /// Its identifier in the store.
    package let id: String
    /// What messages call it, such as `seed 3`.
    package let name: String
    /// All its settings.
    package let settings: ExperimentSettings

    /// A run of these settings.
    package init(id: String, name: String, settings: ExperimentSettings) {
      (self.id, self.name, self.settings) = (id, name, settings)
    }
  }

  /// A job of the batch system.
  package struct Job: Codable, Sendable {
    /// The runs of each of its tasks, by their places.
    package let tasks: [[Int]]
    /// The number that the batch system gave it; nil until that is known.
    package var number: String?
    /// When it was submitted, or is to be.
    package var submittedAt: Date

    /// A job that has no number yet.
    package init(tasks: [[Int]], submittedAt: Date) {
      (self.tasks, self.submittedAt) = (tasks, submittedAt)
    }
  }

  /// The format of this file.
  package var schema = Submission.schema
  /// Such as `s-3f2a81c9`.
  package let id: String
  /// The name of its jobs. No other submission has it, also not an equal one of another store.
  package let jobName: String
  /// Where it was submitted last, as it was described then.
  package var engine: EngineDescription
  /// What was typed.
  package let command: [String]
  /// The host where it was typed.
  package let host: String
  /// When.
  package let createdAt: Date
  /// The kind of arithmetic that every task must have.
  package var numericClass: String
  /// All runs that were asked for, also those that were found.
  package let runs: [Run]
  /// What a task may take, in seconds.
  package var seconds: Int
  /// The jobs, in the order in which they are submitted.
  package var jobs: [Job] = []
  /// The number of the job that records the results, where nobody waits for them.
  package var recorder: String?

  /// A submission of now, without jobs.
  package init(
    _ runs: [Run], on engine: EngineDescription, numericClass: String, seconds: Int,
    command: [String]
  ) {
    id = Self.identifier(of: runs.map(\.id), on: engine.name)
    jobName = "\(id)-\(UUID().uuidString.prefix(4).lowercased())"
    (self.runs, self.engine, self.command) = (runs, engine, command)
    (self.numericClass, self.seconds) = (numericClass, seconds)
    (host, createdAt) = (ProcessInfo.processInfo.hostName, Date())
  }

  /// The identifier of these runs on an engine of this name.
  package static func identifier(of runs: [String], on engine: String) -> String {
    let text = ([engine] + runs.sorted()).joined(separator: "\n")
    return "s-" + Fingerprint(of: Data(text.utf8)).hex.prefix(8)
  }

  /// The job and the place in it of the task that has the run; the latest one, where it was submitted again.
  package func task(ofRun run: Int) -> (job: Int, index: Int)? {
    for (place, job) in jobs.enumerated().reversed() {
      if let index = job.tasks.firstIndex(where: { $0.contains(run) }) { return (place, index) }
    }
    return nil
  }
}

/// The folder of a submission in a store.
///
///     submission.json     what was submitted
///     held.json           what no collection takes away
///     task.sh, record.sh  the scripts
///     logs/0-12.log       what task 12 of the first job wrote
///     outcomes/<run>.json how a run ended
package struct SubmissionFolder: Sendable {
  /// The folder.
  package let url: URL
  private let store: Store

  /// The folder of the submission `id`; nothing is made.
  package init(_ id: String, in store: Store) {
    self.store = store
    url = store.submissionsFolder.appendingPathComponent(id, isDirectory: true)
  }

  /// The folder of the logs.
  package var logs: URL { url.appendingPathComponent("logs", isDirectory: true) }
  private var outcomes: URL { url.appendingPathComponent("outcomes", isDirectory: true) }
  /// The script of a task.
  package var taskScript: URL { url.appendingPathComponent("task.sh") }
  /// The script that records what there is when all tasks have ended.
  package var recordScript: URL { url.appendingPathComponent("record.sh") }

  /// The identifiers of all submissions of a store, sorted.
  package static func all(in store: Store) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: store.submissionsFolder.path)) ?? [])
      .filter { $0.hasPrefix("s-") }.sorted()
  }

  /// What was submitted; nil where there is no such submission. Throws `undecodable`.
  package func submission() throws -> Submission? {
    try document("submission").read(as: Submission.self)
  }

  /// The right to submit; throws `storeInUse` where another process does.
  package func lock() throws -> StoreDocument.Lock { try document("submission").lock() }

  /// Makes the folder, and writes the scripts, what the submission relies on, and what is to be submitted.
  package func begin(
    _ submission: Submission, holding hold: Hold, script: String, recorder: String
  ) throws {
    for folder in [url, logs, outcomes] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    try Data(script.utf8).write(to: taskScript, options: .atomic)
    try Data(recorder.utf8).write(to: recordScript, options: .atomic)
    try document("held").replace(with: hold)
    try save(submission)
  }

  /// Replaces the description.
  package func save(_ submission: Submission) throws {
    try document("submission").replace(with: submission)
  }

  /// Whether the submission needs the store: some task may wait or be at work.
  package var isHeld: Bool {
    FileManager.default.fileExists(atPath: url.appendingPathComponent(Hold.fileName).path)
  }

  /// Nothing of the submission needs the store any more.
  package func release() {
    try? FileManager.default.removeItem(at: url.appendingPathComponent(Hold.fileName))
  }

  /// The log of a task.
  package func log(job: Int, task: Int) -> URL { logs.appendingPathComponent("\(job)-\(task).log") }

  /// The runs that have ended, however: one look into a folder.
  package var ended: Set<String> {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: outcomes.path)) ?? []
    return Set(names.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) })
  }

  /// The runs of tasks that have not ended; runs that were found have no task.
  package func unended(of submission: Submission) -> [Submission.Run] {
    let ended = ended
    return submission.runs.enumerated().filter { place, run in
      submission.task(ofRun: place) != nil && !ended.contains(run.id)
    }.map(\.element)
  }

  /// How a run ended; nil where it has not. Throws `undecodable`.
  package func outcome<Outcome: Decodable>(of run: String, as type: Outcome.Type) throws -> Outcome?
  {
    try outcomeDocument(run).read(as: Outcome.self)
  }

  /// Writes how a run ended.
  package func end(_ run: String, _ outcome: some Encodable) throws {
    try outcomeDocument(run).replace(with: outcome)
  }

  /// Forgets how a run ended, so that it is run again.
  package func forget(_ run: String) {
    try? FileManager.default.removeItem(at: outcomes.appendingPathComponent("\(run).json"))
  }

  private func document(_ name: String) throws -> StoreDocument {
    try StoreDocument(name, at: url, of: store)
  }

  private func outcomeDocument(_ run: String) throws -> StoreDocument {
    try StoreDocument(run, at: outcomes, of: store)
  }
}
