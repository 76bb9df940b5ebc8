import Checkpoints
import Hypernetworks
import Learning
import Networks
import Pipeline

/// The state before the first task: initial weights, no embeddings.
package struct InitializeHypernetwork: Stage {
  /// The networks, their initialization, and what the checkpoint tells of the experiment.
  package struct Configuration: Codable, Hashable, Sendable {
    /// The target network.
    package let network: Architecture
    /// What generates the target network's weights.
    package let hypernetwork: Hypernetwork
    /// The distribution that Θ_h is drawn from.
    package let initialization: HypernetworkInitialization
    /// The seed of the whole sequence.
    package let seed: UInt64
    /// The dataset's name; `functions` where the data are points of functions.
    package let dataset: String
    /// The scenario that is trained in: CL1 also for CL3.
    package let scenario: String
  }

  package static let identifier = "initialize-learner"
  package static let version = 3
  package static let isNumeric = true
  package let configuration: Configuration

  /// Draws Θ_h.
  package func run(_ input: Void, in context: StageContext) async throws -> HypernetworkArtifact {
    HypernetworkArtifact(
      HypernetworkState(
        network: configuration.network, hypernetwork: configuration.hypernetwork,
        initialization: configuration.initialization, seed: configuration.seed),
      HypernetworkCheckpoint.Provenance(
        dataset: configuration.dataset, scenario: configuration.scenario, tasks: []))
  }
}
