import Pipeline
import Tasks

/// Draws the points of regression tasks from their functions.
package struct GenerateFunctions: Stage {
  package struct Configuration: Codable, Hashable, Sendable {
    package let functions: [FunctionTask]
    package let sampling: FunctionSampling
  }

  package static let identifier = "generate-functions"
  package static let version = 1
  package static let isNumeric = true
  package let configuration: Configuration

  package func run(_ input: Void, in context: StageContext) async throws -> DatasetArtifact {
    DatasetArtifact(configuration.sampling.tasks(of: configuration.functions))
  }
}
