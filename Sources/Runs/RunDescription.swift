import Foundation
import Pipeline
import Results
import Settings

/// What a store knows of a run beside its results: `run.json`.
package struct RunDescription: Codable, Hashable, Sendable {
  /// The format that this program writes, and the newest that it reads.
  package static let schema = 1

  /// The format of this description.
  package var schema = RunDescription.schema
  /// The run's identifier, which settings, stages and numeric class determine.
  package let id: String
  /// The name of the experiment, such as `fig4`.
  package let experiment: String
  /// The seed that all randomness of the run derives from.
  package let seed: Int64
  /// Every setting that concerns the run but the seed, as the command line writes it.
  package let parameters: [String: String]
  /// The kind of arithmetic that decides the bits of numeric results.
  package let numericClass: String
  /// The program that has begun the run.
  package let program: Program
  /// When the run was begun; of a resumed run, the latest time.
  package let startedAt: Date
  /// Whether the run is at work, complete, failed or interrupted.
  package var status = RunStatus.running
  /// When the run ended, in whichever way; nil while it is at work.
  package var finishedAt: Date?
  /// When the run was last asked for, and all its results were found.
  package var confirmedAt: Date?
  /// The steps that are done, in the order of the graph.
  package var steps: [StepRecord] = []

  /// A run that begins now. Equal settings, stages and numeric class give an equal `id`.
  package init(
    _ settings: ExperimentSettings, graph: Graph, numericClass: String, program: Program
  ) throws {
    experiment = settings.experiment
    seed = Int64(settings.seed)
    parameters = settings.recorded
    (self.numericClass, self.program) = (numericClass, program)
    startedAt = Date()
    let identity =
      [try graph.fingerprint(numericClass: numericClass).hex]
      + parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    id = RunRecord.identifier(
      experiment: experiment, seed: Int(seed),
      digest: Fingerprint(of: Data(identity.joined(separator: "\n").utf8)).hex)
  }

  /// Whether it asks for the same as `other`, whatever came of it.
  func asks(for other: RunDescription) -> Bool {
    (id, experiment, seed, numericClass) == (
      other.id, other.experiment, other.seed, other.numericClass
    )
      && parameters == other.parameters
  }

  /// The description that the store has of the run `id`; nil where it has none.
  ///
  /// Throws `storeTooNew` for one of a newer program, `undecodable`.
  package static func stored(_ id: String, in store: Store) throws -> RunDescription? {
    struct Head: Decodable { let schema: Int }
    let folder = try RunFolder(id, in: store, creating: false)
    if let found = try folder.description(as: Head.self)?.schema, found > schema {
      throw PipelineError(
        .storeTooNew,
        "the run '\(id)' is described in format \(found), this program knows formats up to "
          + "\(schema)", advice: "use a newer engram, or another folder with --store")
    }
    guard let run = try folder.description(as: RunDescription.self) else { return nil }
    // What the program never writes, and rows of the database cannot be made of.
    guard run.id == id, !run.experiment.isEmpty, run.seed >= 0, run.parameters["seed"] == nil else {
      throw PipelineError(
        .undecodable,
        "'\(folder.url.path)/run.json' describes another run than '\(id)', or none",
        advice: "remove that folder, or run the experiment again")
    }
    return run
  }
}
