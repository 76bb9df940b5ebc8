import Foundation

/// What nobody works on yet and yet relies on the store: tasks that wait in the queue of a batch system.
///
///     submissions/<id>/held.json
///
/// No collection removes the results or forgets the runs, as long as the file is there.
package struct Hold: Codable, Hashable, Sendable {
  /// The format that this program writes, and the newest that it reads.
  package static let schema = 1
  /// The format of this file.
  package var schema = Hold.schema
  /// Results that were found when the tasks were submitted.
  package let keys: [Fingerprint]
  /// The identifiers of the runs.
  package let runs: [String]
  /// Whether a job has found that locks do not reach its host: then no collection can be made while it may run.
  package let isUnreached: Bool?

  /// A hold of these results and runs.
  package init(keys: [Fingerprint], runs: [String], isUnreached: Bool = false) {
    (self.keys, self.runs, self.isUnreached) = (keys, runs, isUnreached)
  }

  /// The name of the file in the folder of a submission.
  package static let fileName = "held.json"
}

extension Store {
  /// The folder of the submissions.
  package var submissionsFolder: URL {
    root.appendingPathComponent("submissions", isDirectory: true)
  }

  /// Makes the folder of a submission with these files, if it is not there, and holds what its tasks rely on.
  ///
  /// No collection goes on meanwhile. Throws `unknownName` where one has removed a result that is to be held;
  /// `inputOutput`, `diskFull`, `storeInUse`.
  package func hold(_ hold: Hold, for submission: String, files: [String: Data], folders: [String])
    throws
  {
    let folder = submissionsFolder.appendingPathComponent(submission, isDirectory: true)
    try Files.makeFolder(submissionsFolder)
    try Files.makeFolder(folder)
    for name in folders {
      try Files.makeFolder(folder.appendingPathComponent(name, isDirectory: true))
    }
    let pause = try pauseCollectionsBlocking()
    for key in hold.keys where !Files.exists(url(ofManifest: key)) {
      throw PipelineError(
        .unknownName, "the result \(key.abbreviated) has just been removed",
        advice: "give the command again")
    }
    for (name, bytes) in files {
      try Files.publish(bytes, at: folder.appendingPathComponent(name))
    }
    try Files.publish(
      try StoreJSON.encode(hold), at: folder.appendingPathComponent(Hold.fileName))
    _ = consume pause
  }

  /// What submissions hold. Throws `undecodable` where a file is no hold: it could need everything.
  func holds() throws -> [Hold] {
    try Files.names(in: submissionsFolder).filter(isPlainName).compactMap { name in
      let file = submissionsFolder.appendingPathComponent("\(name)/\(Hold.fileName)")
      guard let bytes = try Files.contents(of: file, limit: RunFolder.sizeLimit) else { return nil }
      guard let hold = try? StoreJSON.decode(Hold.self, from: bytes), hold.schema <= Hold.schema
      else {
        throw PipelineError(
          .undecodable, "'\(file.path)' does not say what a submission holds",
          advice: "use a newer engram, or remove that file when its jobs have ended")
      }
      return hold
    }
  }
}
