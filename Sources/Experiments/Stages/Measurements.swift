import Evaluation
import Learning
import Pipeline
import Statistics
import Tasks

/// An artifact that holds measurements of a run.
package protocol MeasuredArtifact: Artifact {
  /// What it holds, known before any artifact is read.
  static var measured: Set<Measurements.Kind> { get }
  /// The values.
  var measurements: Measurements { get }
}

/// What the rows of a run in the database are made of: the values that one artifact holds.
package struct Measurements: Sendable {
  /// What an artifact may hold.
  package enum Kind: Hashable, Sendable, CaseIterable {
    /// The tests after each task, and which tasks were inferred.
    case scores
    /// The log of a training.
    case log
    /// The embedding of each task.
    case embeddings
    /// What the method needed.
    case costs
    /// The accuracy over the plane of embeddings.
    case scan
  }

  /// Row `i`: scores on tasks 0 … i after training task `i`.
  package var scores = ScoreMatrix()
  /// The same for the fraction of samples whose task was inferred right; no rows where no task is inferred.
  package var inference = ScoreMatrix()
  /// The log of the training, where that was the stage's work.
  package var log: [TrainingMetric]?
  /// The embeddings of the tasks learned so far; none unless the result is a hypernetwork's.
  package var taskEmbeddings: [[Float]] = []
  /// What the whole method needed, where that was asked.
  package var costs: LearningCosts?
  /// The scan over the plane of embeddings.
  package var scan: EmbeddingScan?

  /// The artifacts that hold measurements, by kind.
  private static let types = Dictionary(
    uniqueKeysWithValues: ([
      HypernetworkArtifact.self, ClassifierArtifact.self, ReplayModelArtifact.self,
      AnswersArtifact.self, EvaluationArtifact.self, EmbeddingScan.self,
    ] as [any MeasuredArtifact.Type]).map { ($0.kind, $0) })

  /// What an artifact of this kind holds; nothing where it is none of those with measurements.
  package static func kinds(ofArtifact kind: String) -> Set<Kind> { types[kind]?.measured ?? [] }

  /// The measurements in a stored result; nil where it is none of those with measurements.
  ///
  /// Throws `damagedBlob`, `undecodable`, and what the artifact throws.
  package init?(of manifest: Manifest, in store: Store) throws {
    guard let type = Self.types[manifest.kind] else { return nil }
    self = try store.artifact(type, of: manifest).measurements
  }

  /// No values.
  init() {}
}

extension EvaluationArtifact: MeasuredArtifact {
  package static let measured: Set<Measurements.Kind> = [.costs]
  /// The scores, and the costs of the method.
  package var measurements: Measurements {
    var values = Measurements()
    (values.scores, values.inference, values.costs) = (scores, inference, costs)
    return values
  }
}

extension EmbeddingScan: MeasuredArtifact {
  package static let measured: Set<Measurements.Kind> = [.scan]
  /// The scan itself.
  package var measurements: Measurements {
    var values = Measurements()
    values.scan = self
    return values
  }
}
