import Evaluation
import Pipeline
import Tasks

/// Accuracy over the plane of two-dimensional task embeddings, on all samples that tasks are tested on.
package struct ScanEmbeddings: Stage {
  /// The grid, and what is tested on it.
  package struct Configuration: Codable, Hashable, Sendable {
    /// The tasks that were learned.
    package let sequence: TaskSequence
    /// Points per side of the grid.
    package let points: Int
    /// What is added on each side, relative to the extent of the embeddings.
    package let margin: Double
    /// The tasks that are tested.
    package let tasks: [Int]
    /// Training images that are tested on instead of the test images.
    package var heldOut: ValidationSplit?
  }

  package static let identifier = "scan-embeddings"
  package static let version = 2
  package static let isNumeric = true
  package static let work: StageWork? = StageWork("points", field: "points", isSquared: true)
  package let configuration: Configuration

  /// Tests the generated weights of every point of the grid: see `EmbeddingScan.measure`.
  package func run(
    _ input: (HypernetworkArtifact, DatasetArtifact), in context: StageContext
  ) async throws -> EmbeddingScan {
    let (learner, dataset) = input
    let tests = try TaskData(
      configuration.sequence, in: try dataset.samples(), heldOut: configuration.heldOut
    ).tests(ofTasks: configuration.sequence.count)
    let axes = EmbeddingScan.axes(
      around: learner.state.taskEmbeddings, points: configuration.points,
      margin: configuration.margin)
    let total = configuration.points * configuration.points
    return try EmbeddingScan.measure(
      learner.state, xs: axes.xs, ys: axes.ys,
      tests: configuration.tasks.map { ($0, tests[$0]) }
    ) {
      try context.checkCancellation()
      context.report(StageProgress(completed: $0, total: total, unit: "points"))
    }
  }
}

extension EmbeddingScan: CodableArtifact {
  package static let kind = "embedding-scan"
}
