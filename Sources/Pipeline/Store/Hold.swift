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

  /// A hold of these results and runs.
  package init(keys: [Fingerprint], runs: [String]) { (self.keys, self.runs) = (keys, runs) }

  /// The name of the file in the folder of a submission.
  package static let fileName = "held.json"
}

extension Store {
  /// The folder of the submissions.
  package var submissionsFolder: URL {
    root.appendingPathComponent("submissions", isDirectory: true)
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
