import Datasets
import Evaluation
import Foundation
import Pipeline
import Settings
import Tensors

/// An experiment as a pipeline: dataset → initial weights → a stage per task → evaluation, scan.
package struct ExperimentGraph: Sendable {
  /// All stages of the experiment.
  package let graph: Graph
  /// Where the data come from: fetched files, or points of functions.
  package let dataset: Node<DatasetArtifact>
  /// The result after each task that holds tests of it, in order.
  package let tested: [TestedNode]
  /// The score matrix of the whole sequence with its summaries.
  package let evaluation: Node<EvaluationArtifact>
  /// The accuracy over the embedding plane, where the settings ask for it.
  package let scan: Node<EmbeddingScan>?

  /// The pipeline of `settings` on the datasets of `catalog` that they name, where their tasks are of images.
  /// Throws `SettingError` where the two do not fit.
  ///
  /// - Parameter recipes: those among which the settings choose
  package init(
    _ settings: ExperimentSettings, in catalog: DatasetCatalog, downloads: URL,
    recipes: [LearningRecipe] = LearningRecipe.all
  ) throws {
    let recipe = try LearningRecipe.named(settings.method, among: recipes)
    try settings.check(in: catalog)
    var (graph, settings) = (Graph(), settings)
    let shape: SampleShape
    if case .functions(let functions, let sampling) = settings.sequence.kind {
      dataset = graph.add(
        GenerateFunctions(configuration: .init(functions: functions, sampling: sampling)),
        as: .dataset)
      shape = .numbers
    } else {
      let entries = try settings.datasetNames.map(catalog.entry(named:))
      dataset = graph.addDatasets(entries, downloads: downloads)
      settings = settings.fitted(to: entries.map(\.manifest))
      shape = settings.shape(of: entries[0].manifest.image)
    }
    var parts = MethodGraph(graph, settings, dataset, shape)
    recipe.build(&parts)
    guard let evaluation = parts.evaluation else {
      preconditionFailure("the method '\(recipe.method.name)' evaluates nothing")
    }
    (self.graph, tested, self.evaluation, scan) = (
      parts.graph, parts.tested, evaluation, parts.scan
    )
  }
}

extension Graph {
  /// Adds what fetches the datasets, of which there is at least one, and what makes one of several.
  fileprivate mutating func addDatasets(
    _ entries: [DatasetCatalog.Entry], downloads: URL
  ) -> Node<DatasetArtifact> {
    let names = entries.map(\.manifest.name)
    func role(ofFirst count: Int) -> NodeRole {
      count == names.count ? .dataset : .datasets(Array(names[..<count]))
    }
    var all = add(FetchDataset(entries[0], downloads: downloads), as: role(ofFirst: 1))
    for (i, entry) in entries.enumerated().dropFirst() {
      let next = add(
        FetchDataset(entry, downloads: downloads), as: .datasets([entry.manifest.name]))
      all = add(CombineDatasets(), as: role(ofFirst: i + 1), all, next)
    }
    return all
  }
}
