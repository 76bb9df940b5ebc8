import Foundation
import GRDB
import Pipeline
import Statistics

/// Everything the results database keeps about one run: one experiment, one setting, one seed.
///
/// A record is a plain value, and `Codable`, so that a store can keep it beside the run and rebuild
/// the database from it. Tasks are 0-based; accuracies are fractions 0…1.
package struct RunRecord: Codable, Hashable, Sendable {
  /// Deterministic identifier: equal experiment, parameters, seed and results give an equal one.
  package var id: String
  /// The experiment's name, such as `fig4`.
  package var experiment: String
  /// The seed all randomness derives from.
  package var seed: Int
  /// How far the run came.
  package var status: RunStatus
  /// When the computation began.
  package var startedAt: Date
  /// When the computation ended; nil while it runs.
  package var finishedAt: Date?
  /// When the run was last asked for and found complete; nil means `finishedAt`.
  package var confirmedAt: Date?
  /// Version of the program that ran.
  package var engramVersion: String
  /// Source revision of the program, where known.
  package var sourceRevision: String?
  /// Whether the sources had changes that are not in `sourceRevision`; nil where unknown.
  package var sourceIsDirty: Bool?
  /// Every parameter but the seed.
  package var parameters: [String: String]
  /// The names of the parameters that do not have the experiment's own value; nil where that is not known.
  package var changedParameters: Set<String>?
  /// The names of the parameters that decide what is looked at, and not what is learned.
  package var observedParameters: Set<String> = []
  /// Shorter texts of parameters for people, by name, such as the name of a network; nil or none: the parameters
  /// are read as they are.
  package var shortTexts: [String: String]?
  /// What another run must have in common with this one for forward transfer: experiment, seed and settings as
  /// one text, equal for runs that can be compared; nil where that is not known.
  package var comparison: String?
  /// The kind of arithmetic that decides the bits of its numbers; nil where that is not known.
  package var numericClass: String?
  /// The stages in the order of the graph.
  package var stages: [StageExecution] = []
  /// The scores after each task; nil where nothing was tested.
  package var scores: ScoreMatrix?
  /// Fractions of test samples whose task was inferred right; nil where the task is given.
  package var taskInference: ScoreMatrix?
  /// Values reported while training.
  package var trainingMetrics: [TrainingMetric] = []
  /// Accuracies over the plane of two-dimensional task embeddings.
  package var embeddingAccuracy: [EmbeddingAccuracy] = []
  /// The task embeddings at the end of the run.
  package var taskEmbeddings: [TaskEmbedding] = []
  /// What the method needs and keeps; nil where it was not determined.
  package var costs: Costs?
  /// Which stage and file the measurements were read from.
  package var sources: [MeasurementSource] = []

  /// A record without stages and measurements, which are properties to be set.
  package init(
    id: String, experiment: String, seed: Int, status: RunStatus, startedAt: Date,
    finishedAt: Date? = nil, confirmedAt: Date? = nil, engramVersion: String,
    sourceRevision: String? = nil, sourceIsDirty: Bool? = nil, parameters: [String: String] = [:]
  ) {
    precondition(!id.isEmpty && !experiment.isEmpty, "a run needs an id and an experiment")
    precondition(
      parameters["seed"] == nil, "the seed is a property of its own, not a parameter of \(id)")
    self.id = id
    self.experiment = experiment
    self.seed = seed
    self.status = status
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.confirmedAt = confirmedAt
    self.engramVersion = engramVersion
    self.sourceRevision = sourceRevision
    self.sourceIsDirty = sourceIsDirty
    self.parameters = parameters
  }

  /// A readable identifier, `fig4-seed0-0a1b2c3d4e5f`, of a hexadecimal digest of what identifies
  /// the run.
  ///
  /// The digest should cover experiment, parameters and seed, and the results where two versions
  /// of the program are to keep a row each.
  package static func identifier(experiment: String, seed: Int, digest: String) -> String {
    precondition(digest.count >= 12, "a digest of 12 digits or more, got '\(digest)'")
    return "\(experiment)-seed\(seed)-\(digest.prefix(12))"
  }

  /// The parameters as one line, `beta=0.01 steps=2000`, in byte-wise order of their names, without those
  /// that decide what is looked at only.
  ///
  /// Runs are averaged over seeds where this text is equal.
  package var configuration: String {
    Self.configuration(of: parameters, without: observedParameters)
  }

  /// The same for the parameters that a run would have, without those of the names `observed`.
  package static func configuration(
    of parameters: [String: String], without observed: Set<String>
  ) -> String {
    parameters.filter { !observed.contains($0.key) }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { "\($0.key)=\($0.value)" }
      .joined(separator: " ")
  }

  /// Those of `parameters` that are in `changed`, as one line like `configuration`; all where nil. People read
  /// it: a parameter that has a shorter text has that.
  static func settings(
    of parameters: [String: String], changed: Set<String>?, without observed: Set<String>,
    short texts: [String: String]
  ) -> String {
    configuration(
      of: parameters.merging(texts) { $1 }.filter { changed?.contains($0.key) ?? true },
      without: observed)
  }

  /// What names the configuration in the database: `fig4-0a1b2c3d4e5f`, equal for equal ones.
  package var configurationIdentifier: String {
    Self.configurationIdentifier(experiment, configuration)
  }

  /// The same of an experiment and a configuration's text.
  package static func configurationIdentifier(
    _ experiment: String, _ configuration: String
  ) -> String {
    let digest = Fingerprint(of: Data("\(experiment)\n\(configuration)".utf8))
    return "\(experiment)-\(digest.abbreviated)"
  }

  /// The number that a parameter's text is; nil where it is none.
  static func number(_ text: String) -> DatabaseValue? {
    Int64(text)?.databaseValue ?? Double(text).flatMap { $0.isFinite ? $0.databaseValue : nil }
  }
}
