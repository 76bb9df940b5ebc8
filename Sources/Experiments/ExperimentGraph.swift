import Datasets
import Evaluation
import Foundation
import Pipeline

/// An experiment as a pipeline: dataset → initial weights → a stage per task → evaluation, scan.
package struct ExperimentGraph: Sendable {
  package private(set) var graph = Graph()
  package let dataset: Node<DatasetArtifact>
  /// The state after each task.
  package let tasks: [Node<LearnerArtifact>]
  package let evaluation: Node<EvaluationArtifact>
  /// The accuracy over the embedding plane, where the settings ask for it.
  package let scan: Node<EmbeddingScan>?

  /// The pipeline of `settings` on the dataset `entry`. Throws `SettingError` where the two do not
  /// fit.
  package init(
    _ settings: ExperimentSettings, on entry: DatasetCatalog.Entry, downloads: URL
  ) throws {
    let manifest = entry.manifest
    try settings.check(against: manifest)
    let sequence = settings.sequence
    let shape = manifest.image
    let network = settings.network(
      height: shape.height, width: shape.width, channels: shape.channels)

    dataset = graph.add(FetchDataset(entry, downloads: downloads), named: "dataset")
    let initialize = InitializeLearner(
      configuration: .init(
        network: network, hypernetwork: settings.hypernetwork(for: network),
        initialization: settings.initialization, seed: settings.seed, dataset: manifest.name,
        scenario: settings.scenario.rawValue))
    var learner = graph.add(initialize, named: "initialize")
    var tasks: [Node<LearnerArtifact>] = []
    for task in 0..<settings.tasks {
      let train = TrainTask(
        configuration: .init(
          sequence: sequence.prefix(task + 1), training: settings.training(ofTask: task)))
      learner = graph.add(train, named: "train/task-\(twoDigits(task + 1))", learner, dataset)
      tasks.append(learner)
    }
    self.tasks = tasks
    evaluation = graph.add(EvaluateTasks(), named: "evaluate", learner)
    if settings.grid > 0 {
      let last = settings.tasks - 1
      let scanned = settings.scanAllTasks ? Array(0...last) : Array(Set([0, last])).sorted()
      let stage = ScanEmbeddings(
        configuration: .init(
          sequence: sequence.prefix(settings.tasks), points: settings.grid,
          margin: settings.margin, tasks: scanned))
      scan = graph.add(stage, named: "scan", learner, dataset)
    } else {
      scan = nil
    }
  }
}

/// Counting from 1, with a zero before a single digit, so that names sort.
func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
