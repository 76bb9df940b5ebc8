import Checkpoints
import Learning
import Networks
import Pipeline

/// The state of a directly trained network before the first task.
package struct InitializeClassifier: Stage {
  package struct Configuration: Codable, Hashable, Sendable {
    package let network: Architecture
    package let seed: UInt64
    package let dataset: String
    package let scenario: String
  }

  package static let identifier = "initialize-classifier"
  package static let version = 2
  package static let isNumeric = true
  package let configuration: Configuration

  package func run(_ input: Void, in context: StageContext) async throws -> ClassifierArtifact {
    ClassifierArtifact(
      ClassifierState(network: configuration.network, seed: configuration.seed),
      .init(
        method: "none",
        HypernetworkCheckpoint.Provenance(
          dataset: configuration.dataset, scenario: configuration.scenario, tasks: [])))
  }
}
