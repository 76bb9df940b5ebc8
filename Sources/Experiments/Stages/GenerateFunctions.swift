import Pipeline
import Tasks

/// Draws the points of regression tasks from their functions.
package struct GenerateFunctions: Stage {
  /// Which functions, and how many points of each.
  package struct Configuration: Codable, Hashable, Sendable {
    /// The functions, one for each task.
    package let functions: [FunctionTask]
    /// The numbers of points, the noise and its seed.
    package let sampling: FunctionSampling
  }

  package static let identifier = "generate-functions"
  package static let version = 1
  package static let isNumeric = true
  package let configuration: Configuration

  /// Draws the training points, and takes the test points at equal distances.
  package func run(_ input: Void, in context: StageContext) async throws -> DatasetArtifact {
    DatasetArtifact(configuration.sampling.tasks(of: configuration.functions))
  }
}
