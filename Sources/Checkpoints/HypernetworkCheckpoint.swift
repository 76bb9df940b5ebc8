import HDF5
import Hypernetworks
import Learning
import Networks
import Tensors

/// The checkpoint schema, version 3: a learner's state after a task as one HDF5 file.
///
/// `/hypernetwork` alone is enough to regenerate any task's weights. Equal states give equal bytes.
///
/// | path | type and shape |
/// |---|---|
/// | `/` | attributes `format`, `format_version`, `cache_key`, `config_json`, `task_index`, `tasks_learned` |
/// | `/config_json` | uint8 `[byte]`: the attribute once more, for programs that show none |
/// | `/hypernetwork/layers/000/weight`, `…/bias` | float32 `[out, in]`, `[out]`; the last is the output layer |
/// | `/hypernetwork/chunk_embeddings` | float32 `[chunk, chunk_embedding]`; absent without chunking |
/// | `/hypernetwork/task_embeddings` | float32 `[task, task_embedding]`; absent before the first task |
/// | `/target/shapes` | int64 `[layer, 2]`: outputs and inputs of each layer |
/// | `/random/seed` | uint64 `[1]` |
/// | `/statistics` | float32 `[task, statistic]`: what the target network keeps of each task's data; absent where it keeps none |
/// | `/metrics/accuracy` | float64 `[trained_task, evaluated_task]`, NaN above the diagonal; in regression `mean_squared_error` |
/// | `/regularizer/importance/…`, `/regularizer/anchor/…` | as `/hypernetwork`: Ω and Θ̄ of EWC, SI, MAS |
/// | `/regularizer/target_fisher` | float32 `[task, weight]`: Fisher information of generated weights |
///
/// `/regularizer` exists since version 2, where a regularizer remembers something. Version 1 has no `dropout`
/// in `config_json` either. Before version 3 `target` has the sizes of a perceptron instead of layers. Files
/// of older versions are read.
public enum HypernetworkCheckpoint {
  /// The value of the attribute `format`.
  package static let format = "engram-checkpoint"
  /// The schema version that this program writes, and the newest that it reads.
  package static let version: Int64 = 3
  /// The most bytes that a tensor may have to be read again.
  package static let largestTensor = HDF5File.largestRead

  /// What the file says of the networks, as JSON in the attribute `config_json`.
  struct Description: Codable {
    struct HypernetworkShape: Codable {
      let task_embedding: Int
      let chunk_embedding: Int
      let chunk_size: Int
      let chunks: Int
      let hidden: [Int]
      let activation: Activation

      init(_ h: Hypernetwork) {
        (task_embedding, chunk_embedding) = (h.embeddingSize, h.chunkEmbeddingSize)
        (chunk_size, chunks) = (h.chunkSize, h.chunks)
        (hidden, activation) = (h.hidden, h.activation)
      }
    }
    let hypernetwork: HypernetworkShape
    let target: Architecture
    /// The tasks learned so far.
    let tasks: [TaskHead]
    let dataset: String
    let scenario: String
    let seed: UInt64
  }

  /// Which outputs of the target network classify a task, and what they stand for.
  package struct TaskHead: Codable, Hashable, Sendable {
    /// The first output unit of the head. These names are those of the fields in `config_json`.
    package let head_offset: Int
    /// The number of output units.
    package let head_count: Int
    /// The classes in the order of the head's outputs.
    package let classes: [Int]

    /// The head of a task whose outputs stand for these classes.
    package init(head: Range<Int>, classes: [Int]) {
      (head_offset, head_count, self.classes) = (head.lowerBound, head.count, classes)
    }

    /// The output units; throws unless there are as many.
    func range(below outputs: Int) throws(CheckpointError) -> Range<Int> {
      guard (0..<outputs).contains(head_offset), (1...outputs - head_offset).contains(head_count)
      else { throw .inconsistent("a head of units that the target network does not have") }
      return head_offset..<head_offset + head_count
    }
  }

  /// What a file tells its readers of the experiment, and the state itself does not know.
  package struct Provenance: Sendable, Hashable {
    /// The dataset's name.
    package let dataset: String
    /// The scenario, such as `CL1`; `task inference` of a network whose classes are tasks.
    package let scenario: String
    /// The heads and classes of the tasks learned so far.
    package let tasks: [TaskHead]

    /// The provenance of a state that has learned these tasks.
    package init(dataset: String, scenario: String, tasks: [TaskHead]) {
      (self.dataset, self.scenario, self.tasks) = (dataset, scenario, tasks)
    }
  }

  static func contents(
    _ state: HypernetworkState, of provenance: Provenance
  ) throws -> HDF5Contents {
    let h = state.hypernetwork
    let tasks = state.taskEmbeddings.count
    let description = Description(
      hypernetwork: .init(h), target: state.network, tasks: provenance.tasks,
      dataset: provenance.dataset, scenario: provenance.scenario, seed: state.seed)
    var file = try StateFile.contents(
      format: format, version: version, description, tasks: tasks)
    add(state.parameters, of: h, under: "/hypernetwork", what: "", to: &file)
    if tasks > 0 {
      file.add(
        HDF5Array(shape: [tasks, h.embeddingSize], values: state.taskEmbeddings.flatMap { $0 }),
        at: "/hypernetwork/task_embeddings",
        as: DatasetDescription(longName: "task embeddings", axes: ["task", "task_embedding"]))
    }
    let shapes = state.network.dense.flatMap {
      [Int64($0.weight.rows), Int64($0.weight.columns)]
    }
    file.add(
      HDF5Array(shape: [shapes.count / 2, 2], values: shapes), at: "/target/shapes",
      as: DatasetDescription(
        longName: "outputs and inputs of each layer of the target network",
        axes: ["layer", "output_input"]))
    StateFile.add(seed: state.seed, to: &file)
    StateFile.add(statistics: state.statistics, to: &file)
    StateFile.add(scores: state.scores, to: &file)
    if !state.memory.importance.isEmpty {
      add(
        state.memory.importance, of: h, under: "/regularizer/importance",
        what: "importance of the ",
        to: &file)
      add(
        state.memory.anchor, of: h, under: "/regularizer/anchor", what: "anchor of the ", to: &file)
    }
    if !state.memory.targetFisher.isEmpty {
      file.add(
        HDF5Array(
          shape: [state.memory.targetFisher.count, h.targetCount],
          values: state.memory.targetFisher.flatMap { $0 }),
        at: "/regularizer/target_fisher",
        as: DatasetDescription(
          longName: "Fisher information of the generated weights", axes: ["task", "weight"]))
    }
    return file
  }

  /// Adds a vector in the layout of Θ_h as the tensors it consists of.
  static func add(
    _ parameters: [Float], of h: Hypernetwork, under root: String, what: String,
    to file: inout HDF5Contents
  ) {
    let layout = HypernetworkLayout(h, parameters: parameters)
    for (index, layer) in layout.layers.enumerated() {
      let isOutput = index == layout.layers.count - 1
      let name = isOutput ? "output layer" : "hidden layer \(index)"
      let folder = path(ofLayer: index, under: root)
      file.add(
        HDF5Array(shape: [layer.rows, layer.columns], values: layer.weight), at: "\(folder)/weight",
        as: DatasetDescription(
          longName: "\(what)weight of the \(name)", axes: ["unit_out", "unit_in"]))
      file.add(
        HDF5Array(layer.bias), at: "\(folder)/bias",
        as: DatasetDescription(longName: "\(what)bias of the \(name)", axes: ["unit_out"]))
    }
    if h.chunkEmbeddingSize > 0 {
      file.add(
        HDF5Array(shape: [h.chunks, h.chunkEmbeddingSize], values: layout.chunkEmbeddings),
        at: "\(root)/chunk_embeddings",
        as: DatasetDescription(
          longName: "\(what)chunk embeddings", axes: ["chunk", "chunk_embedding"]))
    }
  }

  static func path(ofLayer index: Int, under root: String) -> String {
    let number = String(index)
    let padded = String(repeating: "0", count: max(0, 3 - number.count)) + number
    return "\(root)/layers/\(padded)"
  }
}
