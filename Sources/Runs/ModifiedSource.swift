import Foundation
import Pipeline
import Results

/// What programs built from modified source computed of the results that runs have.
///
/// Only the manifests tell: a run that was begun by one build and resumed by another has results of
/// both, and finds what others computed.
package struct ModifiedSource: Sendable {
  /// A stage that a program built from modified source computed: its results may differ from those of
  /// the same version of the stage elsewhere.
  package struct Stage: Codable, Hashable, Sendable {
    /// The stage's identifier.
    package let stage: String
    /// The stage's version.
    package let version: Int
    /// The runs that have such results, in the order of the runs that were looked at.
    package let runs: [String]
    /// The commits whose modified source computed some of its results.
    package let modifiedRevisions: [String]
    /// The commits whose unmodified source computed others.
    package let otherRevisions: [String]

    /// Whether different sources computed results that the stage's version does not tell apart.
    package var isAmbiguous: Bool { !otherRevisions.isEmpty || modifiedRevisions.count > 1 }
  }

  /// The stages that modified source computed, by name.
  package let stages: [Stage]
  /// The runs that have results of modified source.
  package let runs: Set<String>

  /// Reads the manifest of each result of `runs` once.
  init(in runs: [RunStanding], of store: Store) {
    struct Key: Hashable { let stage: String, version: Int }
    let origins = store.origins(of: runs.reduce(into: []) { $0.formUnion($1.keys) })
    var modified: [Key: (runs: [String], revisions: Set<String>)] = [:]
    var others: [Key: Set<String>] = [:]
    for standing in runs {
      let id = standing.run.id
      for key in standing.keys {
        guard let origin = origins[key] else { continue }
        let stage = Key(stage: origin.stage, version: origin.version)
        if origin.sourceIsDirty == true {
          if modified[stage]?.runs.last != id { modified[stage, default: ([], [])].runs.append(id) }
          if let revision = origin.sourceRevision { modified[stage]?.revisions.insert(revision) }
        } else if let revision = origin.sourceRevision {
          others[stage, default: []].insert(revision)
        }
      }
    }
    self.runs = Set(modified.values.flatMap(\.runs))
    stages = modified.map { key, found in
      Stage(
        stage: key.stage, version: key.version, runs: found.runs,
        modifiedRevisions: found.revisions.sorted(),
        otherRevisions: others[key, default: []].sorted())
    }.sorted { ($0.stage, $0.version) < ($1.stage, $1.version) }
  }
}
