import Checkpoints
import Learning
import Networks
import Pipeline

/// The state of a directly trained network before the first task.
package struct InitializeClassifier: Stage {
  /// The network, and what its checkpoint tells of the experiment.
  package struct Configuration: Codable, Hashable, Sendable {
    /// The network that is initialized.
    package let network: Architecture
    /// The seed of the whole sequence.
    package let seed: UInt64
    /// The dataset's name; `functions` where the data are points of functions.
    package let dataset: String
    /// The scenario, or `task inference` where the classes are tasks.
    package let scenario: String
  }

  package static let identifier = "initialize-classifier"
  package static let version = 2
  package static let isNumeric = true
  package let configuration: Configuration

  /// Draws the weights: Xavier-uniform matrices, biases 0.
  package func run(_ input: Void, in context: StageContext) async throws -> ClassifierArtifact {
    ClassifierArtifact(
      ClassifierState(network: configuration.network, seed: configuration.seed),
      .init(
        method: "none",
        HypernetworkCheckpoint.Provenance(
          dataset: configuration.dataset, scenario: configuration.scenario, tasks: [])))
  }
}
