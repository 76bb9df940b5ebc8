import CommandLineTools
import Engines
import Foundation
import Pipeline
import Runs

/// A submission, and which of the runs that this command asks for are in it.
struct FollowedSubmission: Sendable {
  let folder: SubmissionFolder
  var submission: Submission
  /// The place among the submission's runs of each run of the command, by its place in that.
  let places: [Int: Int]
}

/// Which runs are in a submission already, and which make a new one.
extension ClusterEngine {
  /// The submissions that have the runs, the new one last; it is written down, and nothing is submitted yet.
  ///
  /// A run that has failed stays with its submission unless it is to be tried again.
  func assign(_ runs: [RunJob], _ missing: [Int]) async throws -> [FollowedSubmission] {
    guard !missing.isEmpty else { return [] }
    try Task.checkCancellation()
    let turn = try await SubmissionFolder.waitForTurn(in: runner.store)
    defer { withExtendedLifetime(turn) {} }
    let known = try submissions()
    var followed: [String: [Int: Int]] = [:]
    var rest: [(index: Int, member: Submission.Run)] = []
    for index in missing {
      let run = runs[index]
      let id = try runner.identifier(of: run.settings)
      if let (folder, submission, place) = Self.newest(with: id, among: known),
        try isFollowed(id, run, folder, submission)
      {
        followed[folder.id, default: [:]][index] = place
      } else {
        rest.append(
          (index, Submission.Run(id: id, name: run.name, settings: run.settings)))
      }
    }
    var all = known.compactMap { folder, submission in
      followed[folder.id].map {
        FollowedSubmission(folder: folder, submission: submission, places: $0)
      }
    }
    if !rest.isEmpty { all.append(try begin(rest, runs, known)) }
    return all
  }

  /// The submissions of this engine, the newest first.
  private func submissions() throws -> [(SubmissionFolder, Submission)] {
    try SubmissionFolder.all(in: runner.store).compactMap { id in
      let folder = SubmissionFolder(id, in: runner.store)
      return try folder.submission().map { (folder, $0) }
    }.filter { $0.1.engine.name == engine.name }.sorted { $0.1.createdAt > $1.1.createdAt }
  }

  private static func newest(
    with run: String, among known: [(SubmissionFolder, Submission)]
  ) -> (SubmissionFolder, Submission, place: Int)? {
    for (folder, submission) in known {
      if let place = submission.runs.firstIndex(where: { $0.id == run }) {
        return (folder, submission, place)
      }
    }
    return nil
  }

  /// Whether a run is to end, or has failed, where it was submitted before. What has succeeded, and whose results are
  /// gone since, is computed again.
  private func isFollowed(
    _ id: String, _ run: RunJob, _ folder: SubmissionFolder, _ submission: Submission
  ) throws -> Bool {
    if let outcome = try folder.outcome(of: id, as: TaskOutcome.self) {
      // It may have succeeded since this process has looked.
      return outcome.failure == nil ? try isThere(run) : !retriesFailed
    }
    return folder.isHeld && submission.cancelledAt == nil
  }

  /// Writes down a submission of these runs, before anything is submitted. One of the same runs that has ended begins
  /// anew, with what the engine says now.
  private func begin(
    _ rest: [(index: Int, member: Submission.Run)], _ runs: [RunJob],
    _ known: [(SubmissionFolder, Submission)]
  ) throws -> FollowedSubmission {
    let members = rest.map(\.member)
    let folder = SubmissionFolder(
      Submission.identifier(of: members.map(\.id), on: engine.name), in: runner.store)
    let old = known.first { $0.0.id == folder.id }?.1
    let submission = try planned(members, rest.map { runs[$0.index] }, like: old)
    for run in submission.runs where old != nil { folder.forget(run.id) }
    let keys = rest.flatMap { runs[$0.index].steps ?? [] }
      .filter { $0.action == .hit }.compactMap(\.key)
    let begun = try folder.begin(
      submission, isNew: old == nil,
      holding: Hold(
        keys: Set(keys).sorted(), runs: members.map(\.id),
        isUnreached: EngineProbe.isUnreached(engine, in: runner.store)),
      script: taskScript(submission), recorder: recordScript(submission))
    let places = Dictionary(begun.runs.enumerated().map { ($1.id, $0) }) { first, _ in first }
    return FollowedSubmission(
      folder: folder, submission: begun,
      places: Dictionary(
        uniqueKeysWithValues: rest.compactMap { entry in
          places[entry.member.id].map { (entry.index, $0) }
        }))
  }

  /// What is to be submitted of runs.
  ///
  /// - Parameter old: a submission of the same runs, whose jobs stay known
  private func planned(
    _ members: [Submission.Run], _ runs: [RunJob], like old: Submission?
  ) throws -> Submission {
    let seconds = try taskSeconds(runs)
    var submission = Submission(
      old?.runs ?? members, on: engine, numericClass: runner.numericClass, seconds: seconds.task,
      command: CommandLine.arguments)
    if let old { submission.jobs = old.jobs.filter { $0.number != nil } }
    try split(&submission, perTask: seconds.runs)
    return submission
  }

  /// The scripts and the commands, as they would be.
  func show(_ runs: [RunJob], _ missing: [Int]) throws {
    guard !missing.isEmpty else { return }
    let members = try missing.map {
      Submission.Run(
        id: try runner.identifier(of: runs[$0].settings), name: runs[$0].name,
        settings: runs[$0].settings)
    }
    let submission = try planned(members, missing.map { runs[$0] }, like: nil)
    let folder = SubmissionFolder(submission.id, in: runner.store)
    var text = taskScript(submission) + "\n"
    for place in submission.jobs.indices {
      text += ShellCommand.text(system.command(job(place, of: submission, folder))) + "\n"
    }
    try Output.write(text)
  }
}
