import Foundation
import HDF5
import Hypernetworks
import Learning
import Networks
import Tensors

/// The checkpoint schema, version 1: a learner's state after a task as one HDF5 file.
///
/// `/hypernetwork` alone is enough to regenerate any task's weights. Equal states give equal bytes.
///
/// | path | type and shape |
/// |---|---|
/// | `/` | attributes `format`, `format_version`, `cache_key`, `config_json`, `task_index`, `tasks_learned` |
/// | `/hypernetwork/layers/000/weight`, `…/bias` | float32 `[out, in]`, `[out]`; the last is the output layer |
/// | `/hypernetwork/chunk_embeddings` | float32 `[chunk, embedding]`; absent without chunking |
/// | `/hypernetwork/task_embeddings` | float32 `[task, embedding]`; absent before the first task |
/// | `/target/shapes` | int64 `[layer, 2]`: outputs and inputs of each layer |
/// | `/random/seed` | uint64 `[1]` |
/// | `/metrics/accuracy` | float64 `[trained_task, evaluated_task]`, NaN above the diagonal |
package enum Checkpoint {
  /// The value of the attribute `format`.
  package static let format = "engram-checkpoint"
  /// The schema version that this program writes, and the newest that it reads.
  package static let version: Int64 = 1

  /// What the file says of the networks, as JSON in the attribute `config_json`.
  struct Description: Codable {
    struct HypernetworkShape: Codable {
      let task_embedding: Int
      let chunk_embedding: Int
      let chunk_size: Int
      let chunks: Int
      let hidden: [Int]
      let activation: Activation
    }
    let hypernetwork: HypernetworkShape
    let target: MultilayerPerceptron
    /// The tasks learned so far.
    let tasks: [TaskHead]
    let dataset: String
    let scenario: String
    let seed: UInt64
  }

  /// Which outputs of the target network classify a task, and what they stand for.
  package struct TaskHead: Codable, Hashable, Sendable {
    package let head_offset: Int
    package let head_count: Int
    /// The classes in the order of the head's outputs.
    package let classes: [Int]

    package init(head: Range<Int>, classes: [Int]) {
      (head_offset, head_count, self.classes) = (head.lowerBound, head.count, classes)
    }
  }

  /// What the state itself does not know of the experiment: for readers of the file.
  package struct Provenance: Sendable, Hashable {
    package let dataset: String
    package let scenario: String
    package let tasks: [TaskHead]

    package init(dataset: String, scenario: String, tasks: [TaskHead]) {
      (self.dataset, self.scenario, self.tasks) = (dataset, scenario, tasks)
    }
  }

  /// The file's bytes. Deterministic; complexity: one pass over the parameters.
  ///
  /// - Parameter cacheKey: the key under which a store keeps the file, if one does.
  package static func encode(
    _ state: LearnerState, of provenance: Provenance, cacheKey: String? = nil
  ) throws -> [UInt8] {
    let h = state.hypernetwork
    let tasks = state.taskEmbeddings.count
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let description = Description(
      hypernetwork: .init(
        task_embedding: h.embeddingSize, chunk_embedding: h.chunkEmbeddingSize,
        chunk_size: h.chunkSize, chunks: h.chunks, hidden: h.hidden, activation: h.activation),
      target: state.network, tasks: provenance.tasks, dataset: provenance.dataset,
      scenario: provenance.scenario, seed: state.seed)
    let json = String(decoding: try encoder.encode(description), as: UTF8.self)
    var attributes: [String: HDF5Attribute] = [
      "format": .string(format), "format_version": .integer(version), "config_json": .string(json),
      "task_index": .integer(Int64(tasks - 1)), "tasks_learned": .integer(Int64(tasks)),
    ]
    attributes["cache_key"] = cacheKey.map(HDF5Attribute.string)
    var file = HDF5Contents(attributes: attributes)

    let layout = LearnerLayout(h, parameters: state.parameters)
    for (index, layer) in layout.layers.enumerated() {
      let isOutput = index == layout.layers.count - 1
      let name = isOutput ? "output layer" : "hidden layer \(index)"
      file.add(
        HDF5Array(shape: [layer.rows, layer.columns], values: layer.weight),
        at: path(ofLayer: index, "weight"),
        as: DatasetDescription(longName: "weight of the \(name)", axes: ["output", "input"]))
      file.add(
        HDF5Array(layer.bias), at: path(ofLayer: index, "bias"),
        as: DatasetDescription(longName: "bias of the \(name)", axes: ["output"]))
    }
    if h.chunkEmbeddingSize > 0 {
      file.add(
        HDF5Array(shape: [h.chunks, h.chunkEmbeddingSize], values: layout.chunkEmbeddings),
        at: "/hypernetwork/chunk_embeddings",
        as: DatasetDescription(longName: "chunk embeddings", axes: ["chunk", "embedding"]))
    }
    if tasks > 0 {
      file.add(
        HDF5Array(shape: [tasks, h.embeddingSize], values: state.taskEmbeddings.flatMap { $0 }),
        at: "/hypernetwork/task_embeddings",
        as: DatasetDescription(longName: "task embeddings", axes: ["task", "embedding"]))
    }
    let shapes = state.network.blocks.flatMap {
      [Int64($0.weight.rows), Int64($0.weight.columns)]
    }
    file.add(
      HDF5Array(shape: [shapes.count / 2, 2], values: shapes), at: "/target/shapes",
      as: DatasetDescription(
        longName: "outputs and inputs of each layer of the target network",
        axes: ["layer", "output_input"]))
    file.add(
      HDF5Array([state.seed]), at: "/random/seed",
      as: DatasetDescription(longName: "seed that all randomness derives from", axes: ["seed"]))
    if !state.accuracy.isEmpty {
      let size = state.accuracy.count
      let matrix = state.accuracy.flatMap { row in
        row + [Double](repeating: .nan, count: size - row.count)
      }
      file.add(
        HDF5Array(shape: [size, size], values: matrix), at: "/metrics/accuracy",
        as: DatasetDescription(
          longName: "test accuracy after training a task", axes: ["trained_task", "evaluated_task"]
        ))
    }
    return try file.image()
  }

  static func path(ofLayer index: Int, _ name: String) -> String {
    let number = String(index)
    let padded = String(repeating: "0", count: max(0, 3 - number.count)) + number
    return "/hypernetwork/layers/\(padded)/\(name)"
  }
}
