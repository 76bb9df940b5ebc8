import Evaluation
import Pipeline
import Tasks

/// Accuracy over the plane of two-dimensional task embeddings, on full test sets.
package struct ScanEmbeddings: Stage {
  package struct Configuration: Codable, Hashable, Sendable {
    package let sequence: TaskSequence
    /// Points per side of the grid.
    package let points: Int
    /// Relative to the extent of the embeddings.
    package let margin: Double
    /// The tasks that are tested.
    package let tasks: [Int]
  }

  package static let identifier = "scan-embeddings"
  package static let version = 2
  package static let isNumeric = true
  package let configuration: Configuration

  package func run(
    _ input: (LearnerArtifact, DatasetArtifact), in context: StageContext
  ) async throws -> EmbeddingScan {
    let (learner, dataset) = input
    let test = try dataset.images().test
    let axes = EmbeddingScan.axes(
      around: learner.state.taskEmbeddings, points: configuration.points,
      margin: configuration.margin)
    let total = configuration.points * configuration.points
    return try EmbeddingScan.measure(
      learner.state, xs: axes.xs, ys: axes.ys,
      tests: configuration.tasks.map {
        ($0, TaskSamples(configuration.sequence, task: $0, in: test))
      }
    ) {
      try context.checkCancellation()
      context.report(StageProgress(completed: $0, total: total, unit: "points"))
    }
  }
}

extension EmbeddingScan: CodableArtifact {
  package static let kind = "embedding-scan"
}
