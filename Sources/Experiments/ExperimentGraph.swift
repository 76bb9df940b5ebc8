import Datasets
import Evaluation
import Foundation
import Pipeline

/// An experiment as a pipeline: dataset → initial weights → a stage per task → evaluation, scan.
package struct ExperimentGraph: Sendable {
  package let graph: Graph
  package let dataset: Node<DatasetArtifact>
  /// What is tested after each task.
  package let tested: [TestedNode]
  package let evaluation: Node<EvaluationArtifact>
  /// The accuracy over the embedding plane, where the settings ask for it.
  package let scan: Node<EmbeddingScan>?

  /// The pipeline of `settings` on the dataset `entry`. Throws `SettingError` where the two do not
  /// fit.
  ///
  /// - Parameter methods: those among which the settings choose
  package init(
    _ settings: ExperimentSettings, on entry: DatasetCatalog.Entry, downloads: URL,
    methods: [LearningMethod] = LearningMethod.all
  ) throws {
    let method = try LearningMethod.named(settings.method, among: methods)
    try settings.check(against: entry.manifest)
    var graph = Graph()
    dataset = graph.add(FetchDataset(entry, downloads: downloads), named: "dataset")
    var parts = MethodGraph(graph, settings, dataset, entry.manifest)
    method.build(&parts)
    guard let evaluation = parts.evaluation else {
      preconditionFailure("the method '\(method.name)' evaluates nothing")
    }
    (self.graph, tested, self.evaluation, scan) = (
      parts.graph, parts.tested, evaluation, parts.scan
    )
  }
}

/// Counting from 1, with a zero before a single digit, so that names sort.
func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
