import Foundation

extension RunRecord {
  /// What a stage's result was computed by: the part of its manifest that the database shows.
  package struct StageResult: Codable, Hashable, Sendable {
    /// All that determines the result, as a JSON object from path to value.
    package var preimage: String
    /// What stands for the result in the keys of later stages, 64 hexadecimal digits.
    package var contentDigest: String
    /// Architecture, BLAS kernels and rounding; nil where the bits do not depend on them.
    package var numericClass: String?
    /// The machine.
    package var host: String
    /// When the computation began.
    package var computedAt: Date
    /// Version of the program that computed it.
    package var engramVersion: String
    /// Source revision of that program, where known.
    package var sourceRevision: String?
    /// Whether its sources had changes that are not in `sourceRevision`; nil where unknown.
    package var sourceIsDirty: Bool?
    /// Versions of the libraries whose work is in the result.
    package var libraries: [String: String]

    /// The facts of a result.
    package init(
      preimage: String, contentDigest: String, numericClass: String?, host: String,
      computedAt: Date, engramVersion: String, sourceRevision: String?, sourceIsDirty: Bool?,
      libraries: [String: String]
    ) {
      (self.preimage, self.contentDigest) = (preimage, contentDigest)
      (self.numericClass, self.host, self.computedAt) = (numericClass, host, computedAt)
      (self.engramVersion, self.libraries) = (engramVersion, libraries)
      (self.sourceRevision, self.sourceIsDirty) = (sourceRevision, sourceIsDirty)
    }
  }

  /// The tables of measurements, and parts of them that other stages measured.
  package enum Measurement: String, Codable, Hashable, Sendable, CaseIterable {
    /// Test accuracies after each task.
    case accuracy
    /// The fractions of test samples whose task was inferred right, after each task.
    case taskInference = "task inference"
    /// Test errors of regression after each task.
    case meanSquaredError = "mean squared error"
    /// The training log of what answers.
    case trainingMetric = "training_metric"
    /// The training log of a replay model; its names begin with `replay `.
    case replayMetric = "training_metric replay"
    /// The training log of a network that infers tasks; its names begin with `inference `.
    case inferenceMetric = "training_metric inference"
    /// The scan of the embedding plane.
    case embeddingAccuracy = "embedding_accuracy"
    /// The embedding of each task.
    case taskEmbedding = "task_embedding"
    /// What the method has needed; its task is the last one.
    case costs = "run_cost"
  }

  /// From the rows of a measurement to the stage and the file they were read from.
  package struct MeasurementSource: Codable, Hashable, Sendable {
    /// Which rows.
    package var measurement: Measurement
    /// The task trained last where the rows have one, otherwise their task; 0-based.
    package var task: Int
    /// The node of the stage, one of the run's.
    package var node: String
    /// The file's name among the stage's outputs.
    package var output: String

    /// A source.
    package init(_ measurement: Measurement, task: Int, node: String, output: String) {
      (self.measurement, self.task, self.node, self.output) = (measurement, task, node, output)
    }
  }
}
