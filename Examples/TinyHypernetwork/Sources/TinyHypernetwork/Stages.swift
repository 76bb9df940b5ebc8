import Learning
import Pipeline

/// A learned hypernetwork, as an artifact that a store keeps: a checkpoint.
struct Learned: Artifact {
  static let kind = "learned"
  let state: HypernetworkState
}

/// The accuracies after the last task.
struct Accuracies: CodableArtifact, Hashable {
  static let kind = "accuracies"
  let values: [Double]
}

/// A stage: learns the tasks of the plane.
struct LearnPlane: Stage {
  /// All that decides the result is here; it is part of the key under which the result is kept.
  struct Configuration: Codable, Hashable, Sendable {
    let beta: Double
    let seed: UInt64
  }
  static let identifier = "learn-plane"
  static let version = 1
  // The last bits of trained weights depend on the processor; so its class is part of the key.
  static let isNumeric = true
  let configuration: Configuration

  func run(_ input: (), in context: StageContext) async throws -> Learned {
    Learned(
      state: try Learner.learn(Plane.tasks, beta: configuration.beta, seed: configuration.seed))
  }
}

/// A stage that takes the result of the first one.
struct TestPlane: Stage {
  struct Configuration: Codable, Hashable, Sendable {}
  static let identifier = "test-plane"
  static let version = 1
  static let isNumeric = true
  let configuration = Configuration()

  func run(_ learned: Learned, in context: StageContext) async throws -> Accuracies {
    Accuracies(values: learned.state.scores.finalPerTask)
  }
}
