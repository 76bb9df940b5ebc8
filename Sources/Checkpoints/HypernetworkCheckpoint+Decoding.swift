import HDF5
import Hypernetworks
import Learning
import Networks

extension HypernetworkCheckpoint {
  static func decode(
    _ image: [UInt8]
  ) throws -> (state: HypernetworkState, provenance: Provenance) {
    let file = try HDF5File(image: image)
    let description = try StateFile.description(
      Description.self, in: file, format: format, version: version)
    let (network, h) = try networks(description)

    let parameters = try Self.parameters(in: file, under: "/hypernetwork", of: h)
    var taskEmbeddings: [[Float]] = []
    if try file.exists("/hypernetwork/task_embeddings") {
      let values = try file.read(
        Float.self, at: "/hypernetwork/task_embeddings", shape: [nil, h.embeddingSize]
      ).values
      taskEmbeddings = stride(from: 0, to: values.count, by: h.embeddingSize).map {
        Array(values[$0..<$0 + h.embeddingSize])
      }
    }
    let tasks = taskEmbeddings.count
    let scores = try StateFile.scores(in: file, tasks: tasks)
    guard taskEmbeddings.joined().allSatisfy(\.isFinite) else {
      throw CheckpointError.inconsistent("task embeddings that are no finite numbers")
    }
    let seed = try file.read(UInt64.self, at: "/random/seed", shape: [1]).values[0]
    guard description.tasks.count == tasks else {
      throw CheckpointError.inconsistent("\(description.tasks.count) heads of \(tasks) tasks")
    }
    let heads = try description.tasks.map { try $0.range(below: network.outputCount) }
    let state = HypernetworkState(
      network: network, hypernetwork: h, parameters: parameters, taskEmbeddings: taskEmbeddings,
      heads: heads, statistics: try StateFile.statistics(in: file, tasks: tasks, of: network),
      memory: try memory(in: file, of: h, tasks: tasks), scores: scores, seed: seed)
    let provenance = Provenance(
      dataset: description.dataset, scenario: description.scenario, tasks: description.tasks)
    return (state, provenance)
  }

  /// A vector in the layout of Θ_h.
  static func parameters(
    in file: borrowing HDF5File, under root: String, of h: Hypernetwork
  ) throws -> [Float] {
    let sizes = [h.inputSize] + h.hidden + [h.chunkSize]
    var layers: [HypernetworkLayout.Layer] = []
    for (index, (inputs, outputs)) in zip(sizes, sizes.dropFirst()).enumerated() {
      let folder = path(ofLayer: index, under: root)
      layers.append(
        HypernetworkLayout.Layer(
          rows: outputs, columns: inputs,
          weight: try file.read(Float.self, at: "\(folder)/weight", shape: [outputs, inputs])
            .values,
          bias: try file.read(Float.self, at: "\(folder)/bias", shape: [outputs]).values))
    }
    let chunkEmbeddings =
      h.chunkEmbeddingSize == 0
      ? []
      : try file.read(
        Float.self, at: "\(root)/chunk_embeddings", shape: [h.chunks, h.chunkEmbeddingSize]
      ).values
    return HypernetworkLayout(layers: layers, chunkEmbeddings: chunkEmbeddings).parameters(of: h)
  }

  /// What the regularizer remembers; nothing in files of version 1.
  private static func memory(
    in file: borrowing HDF5File, of h: Hypernetwork, tasks: Int
  ) throws -> RegularizerMemory {
    var memory = RegularizerMemory()
    guard try file.exists("/regularizer") else { return memory }
    if try file.exists("/regularizer/importance") {
      memory.importance = try parameters(in: file, under: "/regularizer/importance", of: h)
      memory.anchor = try parameters(in: file, under: "/regularizer/anchor", of: h)
    }
    if try file.exists("/regularizer/target_fisher") {
      let values = try file.read(
        Float.self, at: "/regularizer/target_fisher", shape: [tasks, h.targetCount]
      ).values
      memory.targetFisher = stride(from: 0, to: values.count, by: h.targetCount).map {
        Array(values[$0..<$0 + h.targetCount])
      }
    }
    return memory
  }

  /// Checks what the initialisers would trap on: a file's mistake is no caller's mistake.
  private static func networks(
    _ description: Description
  ) throws(CheckpointError) -> (Architecture, Hypernetwork) {
    try StateFile.check(description.target)
    return (description.target, try description.hypernetwork.hypernetwork(for: description.target))
  }
}

extension HypernetworkCheckpoint.Description.HypernetworkShape {
  /// The hypernetwork that generates the weights of `network`, whose sizes were checked. Throws where it
  /// cannot be.
  func hypernetwork(for network: Architecture) throws(CheckpointError) -> Hypernetwork {
    let units = hidden + [task_embedding]
    guard units.count <= 300, units.allSatisfy({ (1...100_000_000).contains($0) }),
      (1...StateFile.weightLimit).contains(chunk_size), (0...1_000_000).contains(chunk_embedding)
    else { throw CheckpointError.inconsistent("config_json has sizes that cannot be") }
    guard chunk_embedding > 0 || chunk_size == network.weightCount else {
      throw .inconsistent("several chunks without chunk embeddings")
    }
    let hypernetwork = Hypernetwork(
      targetCount: network.weightCount, embeddingSize: task_embedding, chunkSize: chunk_size,
      chunkEmbeddingSize: chunk_embedding, hidden: hidden, activation: activation)
    guard hypernetwork.chunks == chunks else {
      throw .inconsistent("\(chunks) chunks stated, \(hypernetwork.chunks) needed")
    }
    return hypernetwork
  }
}
