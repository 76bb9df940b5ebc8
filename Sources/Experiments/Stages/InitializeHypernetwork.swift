import Checkpoints
import Hypernetworks
import Learning
import Networks
import Pipeline

/// The state before the first task: initial weights, no embeddings.
package struct InitializeHypernetwork: Stage {
  package struct Configuration: Codable, Hashable, Sendable {
    package let network: Architecture
    package let hypernetwork: Hypernetwork
    package let initialization: HypernetworkInitialization
    package let seed: UInt64
    package let dataset: String
    package let scenario: String
  }

  package static let identifier = "initialize-learner"
  package static let version = 3
  package static let isNumeric = true
  package let configuration: Configuration

  package func run(_ input: Void, in context: StageContext) async throws -> HypernetworkArtifact {
    HypernetworkArtifact(
      HypernetworkState(
        network: configuration.network, hypernetwork: configuration.hypernetwork,
        initialization: configuration.initialization, seed: configuration.seed),
      HypernetworkCheckpoint.Provenance(
        dataset: configuration.dataset, scenario: configuration.scenario, tasks: []))
  }
}
