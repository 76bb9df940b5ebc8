import Datasets
import Foundation
import Hypernetworks
import Networks
import Tables
import Tensors

/// The network that settings describe, layer by layer, and the hypernetwork that generates its weights.
package struct NetworkDescription: Encodable, Sendable {
  /// One layer.
  package struct Row: Encodable, Sendable {
    /// The layer as a person writes it.
    package let layer: String
    /// Channels, rows and columns of what it gives of one sample, or units.
    package let output: [Int]
    /// The weights of the layer.
    package let weights: Int
    /// The numbers that it keeps of each task's data.
    package let statistics: Int
    /// Multiplications, each with an addition, of its convolutions or its matrix for one sample forward.
    package let multiplyAdds: Int
  }

  /// What generates the weights.
  package struct Generator: Encodable, Sendable {
    /// Calls that generate all weights of the network.
    package let chunks: Int
    /// Weights that one call generates.
    package let chunkSize: Int
    /// |Θ_h|, chunk embeddings included.
    package let weights: Int
    /// Numbers of the embeddings of all tasks.
    package let taskEmbeddings: Int
    /// All numbers that are trained.
    package let trainableWeights: Int
    /// `trainableWeights` over the weights of the network.
    package let compressionRatio: Double
  }

  /// The setting `network`, by the network's name where it has one.
  package let network: String
  /// The method that trains it.
  package let method: String
  /// The tasks that are learned.
  package let tasks: Int
  /// Channels, rows and columns of a sample, or the number of its inputs.
  package let input: [Int]
  /// The layers in order.
  package let layers: [Row]
  /// The weights of the network.
  package let weights: Int
  /// The numbers that it keeps of each task's data.
  package let statistics: Int
  /// Multiplications, each with an addition, of all products for one sample forward.
  package let multiplyAdds: Int
  /// Nil where the network is trained directly.
  package let hypernetwork: Generator?

  /// The network of these settings. Of the datasets that they name in `catalog` only the manifests are read.
  ///
  /// Throws as `ExperimentSettings.check(in:)`.
  package init(_ settings: ExperimentSettings, in catalog: DatasetCatalog) throws {
    try settings.check(in: catalog)
    let (settings, shape) = try settings.fitted(in: catalog)
    let architecture = settings.network(shape, outputs: settings.sequence.outputCount)
    network = Layer.shortText(of: settings.networkLayers)
    (method, tasks) = (settings.method, settings.tasks)
    input = shape.sides
    layers = architecture.summaries.map {
      Row(
        layer: $0.layer.text, output: $0.output.sides, weights: $0.weights,
        statistics: $0.statistics, multiplyAdds: $0.multiplyAdds)
    }
    weights = architecture.weightCount
    statistics = layers.reduce(0) { $0 + $1.statistics }
    multiplyAdds = layers.reduce(0) { $0 + $1.multiplyAdds }
    hypernetwork =
      settings.uses(.hypernetwork)
      ? Generator(settings.hypernetwork(for: architecture), tasks: settings.tasks) : nil
  }

  /// A row for each layer, then the totals.
  package var text: String {
    func number(_ value: Int) -> TableValue { .integer(Int64(value)) }
    func shape(_ sides: [Int]) -> String { sides.map(String.init).joined(separator: " × ") }
    let rows = layers.map { row -> [TableValue] in
      [
        .text(row.layer), .text(shape(row.output)), number(row.weights), number(row.statistics),
        number(row.multiplyAdds),
      ]
    }
    let table = ResultTable(
      columns: ["layer", "output", "weights", "statistics", "multiply-adds"],
      rows: [[.text("input"), .text(shape(input)), .null, .null, .null]] + rows
        + [[.text("total"), .null, number(weights), number(statistics), number(multiplyAdds)]])
    return table.text + "\n"
      + (hypernetwork?.text(tasks: tasks) ?? "method \(method): trained directly\n")
  }
}

extension NetworkDescription.Generator {
  init(_ hypernetwork: Hypernetwork, tasks: Int) {
    (chunks, chunkSize) = (hypernetwork.chunks, hypernetwork.chunkSize)
    weights = hypernetwork.parameterCount
    trainableWeights = hypernetwork.trainableCount(tasks: tasks)
    taskEmbeddings = trainableWeights - weights
    compressionRatio = Double(trainableWeights) / Double(hypernetwork.targetCount)
  }

  fileprivate func text(tasks: Int) -> String {
    """
    hypernetwork       \(chunks) \(chunks == 1 ? "chunk" : "chunks") of \(chunkSize) weights
    its weights        \(weights)
    task embeddings    \(taskEmbeddings) numbers of \(tasks) \(tasks == 1 ? "task" : "tasks")
    trainable weights  \(trainableWeights)
    compression ratio  \(String(format: "%.4f", compressionRatio))

    """
  }
}

extension SampleShape {
  /// Channels, rows and columns; the number of inputs where the sample is a list.
  fileprivate var sides: [Int] {
    channels == 1 && height == 1 ? [width] : [channels, height, width]
  }
}
