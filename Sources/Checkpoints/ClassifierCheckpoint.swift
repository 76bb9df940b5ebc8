import HDF5
import Learning
import Networks
import Statistics
import Tasks
import Tensors

/// The schema of a directly trained network's state after a task, version 2, as one HDF5 file. Equal states
/// give equal bytes.
///
/// | path | type and shape |
/// |---|---|
/// | `/` | attributes `format`, `format_version`, `cache_key`, `config_json`, `task_index`, `tasks_learned` |
/// | `/config_json` | uint8 `[byte]`: the attribute once more, for programs that show none |
/// | `/classifier/layers/000/weight`, `…/bias` | float32 `[out, in]`, `[out]`; the last gives the logits |
/// | `/classifier/weights` | float32 `[weight]`: instead, for a progressive network |
/// | `/memory/<name>` | float32: what the method remembers, such as `importance` or `reservoir/inputs` |
/// | `/optimizer/steps`, `…/first_moment`, `…/second_moment` | int64 `[1]`, float32 `[weight]`; where the optimizer goes on from task to task |
/// | `/random/seed` | uint64 `[1]` |
/// | `/statistics` | float32 `[task, statistic]`: what the network keeps of each task's data; absent where it keeps none |
/// | `/metrics/accuracy`, `/metrics/task_inference` | float64 `[trained_task, evaluated_task]`, NaN above the diagonal; in regression `mean_squared_error` |
///
/// A progressive network's weights are column after column, one for each task, and in each layer after
/// layer: `W [out, in]`, `b [out]`, then, but for the first layer and the first column, the adapter's
/// `α [k]`, `V [in, k · in]`, `c [in]`, `U [out, in]`, with `k` earlier columns. See `ProgressiveNetwork`.
package enum ClassifierCheckpoint {
  /// The value of the attribute `format`.
  package static let format = "engram-classifier"
  /// The schema version that this program writes, and the newest that it reads.
  package static let version: Int64 = 2

  /// What the file says of itself, as JSON in the attribute `config_json`.
  private struct Description: Codable {
    let method: String
    let network: Architecture
    let tasks: [HypernetworkCheckpoint.TaskHead]
    let dataset: String
    let scenario: String
    /// The shape of each tensor of the memory.
    let memory: [String: [Int]]
    let stored_samples: Int
    let weights: Int
  }

  /// What a file tells its readers of the experiment, and the state itself does not know.
  package struct Provenance: Sendable, Hashable {
    /// The name of the method that trained it.
    package let method: String
    /// The dataset, the scenario and the tasks.
    package let experiment: HypernetworkCheckpoint.Provenance

    /// The provenance of a state that `method` has trained.
    package init(method: String, _ experiment: HypernetworkCheckpoint.Provenance) {
      (self.method, self.experiment) = (method, experiment)
    }
  }

  static func contents(
    _ state: ClassifierState, of provenance: Provenance
  ) throws -> HDF5Contents {
    let (method, experiment) = (provenance.method, provenance.experiment)
    let description = Description(
      method: method, network: state.network, tasks: experiment.tasks, dataset: experiment.dataset,
      scenario: experiment.scenario, memory: state.memory.mapValues(\.shape),
      stored_samples: state.storedSamples, weights: state.weights.count)
    var file = try StateFile.contents(
      format: format, version: version, description, tasks: state.tasks)
    if state.weights.count == state.network.weightCount {
      StateFile.add(
        state.weights, of: state.network, under: "/classifier/layers", what: "classifier", to: &file
      )
    } else {
      file.add(
        HDF5Array(state.weights), at: "/classifier/weights",
        as: DatasetDescription(
          longName: "weights of the classifier: for each task a column, of layers of W, b and, "
            + "where there are earlier columns to see, alpha, V, c, U", axes: ["weight"]))
    }
    for (name, tensor) in state.memory {
      let parts = name.replacing("/", with: ", ")
      file.add(
        HDF5Array(shape: tensor.shape, values: tensor.values), at: "/memory/\(name)",
        as: DatasetDescription(
          longName: "what the method remembers: \(parts)",
          axes: axes(of: name, tensor, weights: state.weights.count)))
    }
    StateFile.add(state.optimizer, under: "/optimizer", to: &file)
    StateFile.add(seed: state.seed, to: &file)
    StateFile.add(statistics: state.statistics, to: &file)
    StateFile.add(scores: state.scores, to: &file)
    StateFile.add(
      matrix: state.inference.rows, at: "/metrics/task_inference",
      "fraction of test samples whose task is told right after training a task", to: &file)
    return file
  }

  /// The names of a remembered tensor's axes. Most vectors are in the order of the weights; tensors in folders
  /// have an entry for each of some things, such as samples.
  private static func axes(of name: String, _ tensor: Tensor, weights: Int) -> [String] {
    let isOfWeights = !name.contains("/") || name.hasPrefix(ClassifierState.networks)
    guard !isOfWeights || tensor.shape != [weights] else { return ["weight"] }
    return tensor.shape.indices.map { $0 == 0 ? "entry" : $0 == 1 ? "component" : "axis_\($0)" }
  }

  static func decode(
    _ image: [UInt8]
  ) throws -> (state: ClassifierState, provenance: Provenance) {
    let file = try HDF5File(image: image)
    let description = try StateFile.description(
      Description.self, in: file, format: format, version: version)
    let network = description.network
    try StateFile.check(network)
    guard (1...StateFile.weightLimit).contains(description.weights), description.stored_samples >= 0
    else { throw CheckpointError.inconsistent("config_json has sizes that cannot be") }
    let weights =
      try file.exists("/classifier/weights")
      ? file.read(Float.self, at: "/classifier/weights", shape: [description.weights]).values
      : StateFile.weights(of: network, in: file, under: "/classifier/layers")
    guard weights.count == description.weights else {
      throw CheckpointError.inconsistent("\(weights.count) weights of \(description.weights)")
    }
    var memory: [String: Tensor] = [:]
    for (name, shape) in description.memory {
      try StateFile.check(shape: shape)
      let values = try file.read(Float.self, at: "/memory/\(name)", shape: shape).values
      memory[name] = Tensor(shape: shape, values)
    }
    let tasks = description.tasks.count
    let state = ClassifierState(
      network: network, weights: weights,
      heads: try description.tasks.map { try $0.range(below: network.outputCount) },
      statistics: try StateFile.statistics(in: file, tasks: tasks, of: network),
      memory: memory, storedSamples: description.stored_samples,
      optimizer: try StateFile.moments(in: file, under: "/optimizer", count: weights.count),
      scores: try StateFile.scores(in: file, tasks: tasks),
      inference: ScoreMatrix(
        try StateFile.matrix("/metrics/task_inference", of: .accuracy, in: file, tasks: tasks)),
      seed: try file.read(UInt64.self, at: "/random/seed", shape: [1]).values[0])
    let experiment = HypernetworkCheckpoint.Provenance(
      dataset: description.dataset, scenario: description.scenario, tasks: description.tasks)
    return (state, Provenance(method: description.method, experiment))
  }
}
