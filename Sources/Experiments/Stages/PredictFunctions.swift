import Evaluation
import Learning
import Pipeline
import Tasks

/// The outputs for each function's test points, after all tasks were learned.
package struct PredictionsArtifact: CodableArtifact, Hashable {
  package static let kind = "predictions"
  /// The outputs for each task's test points, in the order of the points.
  package let outputs: [[Float]]

  private enum CodingKeys: CodingKey { case outputs }

  /// Predictions with these outputs.
  package init(_ outputs: [[Float]]) { self.outputs = outputs }

  /// Reads predictions; throws `DecodingError` for numbers that are not finite.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    outputs = try values.decode([[Float]].self, forKey: .outputs)
    guard outputs.joined().allSatisfy(\.isFinite) else {
      throw DecodingError.dataCorruptedError(
        forKey: .outputs, in: values, debugDescription: "outputs that are not finite")
    }
  }
}

/// Which tasks are predicted.
package struct PredictionConfiguration: Codable, Hashable, Sendable {
  /// The tasks that were learned.
  package let sequence: TaskSequence

  /// The outputs of all tasks, each by `answer`.
  func predictions(
    _ dataset: DatasetArtifact, _ answer: (_ task: Int, _ samples: TaskSamples) -> [Float]
  ) throws -> PredictionsArtifact {
    let tests = try TaskData(sequence, in: try dataset.samples()).tests(ofTasks: sequence.count)
    return PredictionsArtifact(tests.enumerated().map { answer($0, $1) })
  }
}

/// Predicts functions with the weights that a hypernetwork generates for each task.
package struct PredictByHypernetwork: Stage {
  package static let identifier = "predict-by-hypernetwork"
  package static let version = 1
  package static let isNumeric = true
  package let configuration: PredictionConfiguration

  /// Predicts each task with the weights of its embedding.
  package func run(
    _ input: (HypernetworkArtifact, DatasetArtifact), in context: StageContext
  ) async throws -> PredictionsArtifact {
    let (state, dataset) = (input.0.state, input.1)
    var predictor = Predictor(state.network, state.hypernetwork)
    return try configuration.predictions(dataset) { task, samples in
      predictor.use(state, task: task)
      return predictor.outputs(on: samples)
    }
  }
}

/// Predicts functions with a network that a method has trained.
package struct PredictByNetwork<Method: ContinualMethod>: Stage {
  /// Which tasks are predicted, and by which method.
  package struct Configuration: Codable, Hashable, Sendable {
    /// The tasks that were learned.
    package let sequence: TaskSequence
    /// The method's name: it decides which weights answer a task.
    package let name: String
  }

  package static var identifier: String { "predict-by-network" }
  package static var version: Int { 1 }
  package static var isNumeric: Bool { true }
  package let configuration: Configuration
  private let method: Method

  /// Predicts the tasks of `sequence` with the weights that `method` answers by.
  package init(_ method: Method, _ sequence: TaskSequence) {
    self.method = method
    configuration = Configuration(sequence: sequence, name: Method.name)
  }

  /// Predicts each task with the weights that answer it.
  package func run(
    _ input: (ClassifierArtifact, DatasetArtifact), in context: StageContext
  ) async throws -> PredictionsArtifact {
    let evaluator = ClassifierEvaluator(method)
    return try PredictionConfiguration(sequence: configuration.sequence).predictions(input.1) {
      evaluator.outputs(input.0.state, task: $0, on: $1)
    }
  }
}
