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
    package var tasks: [[Int]]
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
  package var createdAt: Date
  /// The kind of arithmetic that every task must have.
  package var numericClass: String
  /// The runs: each has a task.
  package let runs: [Run]
  /// What a task may take, in seconds.
  package var seconds: Int
  /// The jobs, in the order in which they are submitted.
  package var jobs: [Job] = []
  /// The number of the job that records the results, where nobody waits for them.
  package var recorder: String?
  /// When it was cancelled: nothing more of it is submitted.
  package var cancelledAt: Date?

  /// The name of the job that records the results.
  package var recorderName: String { jobName + "-record" }
  /// Tasks that are not submitted yet.
  package var unsubmittedTasks: Int {
    jobs.reduce(0) { $0 + ($1.number == nil ? $1.tasks.count : 0) }
  }

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
  /// The submission's identifier.
  package let id: String
  /// The folder.
  package let url: URL
  private let store: Store

  /// The folder of the submission `id`; nothing is made.
  package init(_ id: String, in store: Store) {
    (self.id, self.store) = (id, store)
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
    struct Head: Decodable { let schema: Int }
    let document = try document("submission")
    guard let head = try document.read(as: Head.self) else { return nil }
    guard head.schema <= Submission.schema else {
      throw PipelineError(
        .storeTooNew,
        "the submission '\(url.lastPathComponent)' has format \(head.schema), this program knows formats up to "
          + "\(Submission.schema)", advice: "use a newer engram")
    }
    return try document.read(as: Submission.self)
  }

  /// The right to change the submission, waited for; throws `storeInUse` after a minute.
  package func waitForLock() async throws -> StoreDocument.Lock {
    try await document("submission").waitForLock()
  }

  /// The right to decide which runs of a store are submitted, waited for; throws `storeInUse` after a minute.
  package static func waitForTurn(in store: Store) async throws -> StoreDocument.Lock {
    try await StoreDocument("planning", at: store.submissionsFolder, of: store).waitForLock()
  }

  /// Writes the scripts, what the submission relies on, and then what is to be submitted. Another one that a host made
  /// of the same runs meanwhile, whose locks are not seen, stays, and is returned.
  ///
  /// - Parameter isNew: whether there is none of these runs yet
  package func begin(
    _ submission: Submission, isNew: Bool, holding hold: Hold, script: String, recorder: String
  ) throws -> Submission {
    try store.hold(
      hold, for: id,
      files: [
        taskScript.lastPathComponent: Data(script.utf8),
        recordScript.lastPathComponent: Data(recorder.utf8),
      ], folders: [logs.lastPathComponent, outcomes.lastPathComponent])
    if !isNew {
      try save(submission)
    } else if try !document("submission").create(with: submission),
      let other = try self.submission()
    {
      return other
    }
    return submission
  }

  /// Removes a submission of which nothing was submitted.
  package func discard() { try? FileManager.default.removeItem(at: url) }

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

  /// The runs that have not ended.
  package func unended(of submission: Submission) -> [Submission.Run] {
    let ended = ended
    return submission.runs.filter { !ended.contains($0.id) }
  }

  /// How a run ended; nil where it has not. Throws `undecodable`.
  package func outcome<Outcome: Decodable>(of run: String, as type: Outcome.Type) throws -> Outcome?
  {
    try outcomeDocument(run).read(as: Outcome.self)
  }

  /// Writes that a run has succeeded, whatever was written before.
  package func succeed(_ run: String, _ outcome: some Encodable) throws {
    try outcomeDocument(run).replace(with: outcome)
  }

  /// Writes that a run has failed, unless it is written how it ended: a second copy of a task may have succeeded.
  package func fail(_ run: String, _ outcome: some Encodable) throws {
    _ = try outcomeDocument(run).create(with: outcome)
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
