import Foundation
import HDF5
import Hypernetworks
import Learning
import Networks

extension Checkpoint {
  /// The state and its provenance that `encode` wrote; training metrics are no part of a checkpoint and come back empty.
  ///
  /// - Throws: `CheckpointError` for a file that is no checkpoint, is newer than this program or
  ///   contradicts itself; `HDF5Error` for a damaged file.
  package static func decode(
    _ image: [UInt8]
  ) throws -> (state: LearnerState, provenance: Provenance) {
    let file = try HDF5File(image: image)
    guard case .string(format)? = try? file.attribute("format", at: "/") else {
      throw CheckpointError.notACheckpoint
    }
    guard case .integer(let found)? = try? file.attribute("format_version", at: "/"), found > 0
    else { throw CheckpointError.notACheckpoint }
    guard found <= version else {
      throw CheckpointError.newerVersion(found: found, supported: version)
    }
    guard case .string(let json) = try file.attribute("config_json", at: "/") else {
      throw CheckpointError.inconsistent("config_json is not a text")
    }
    let description: Description
    do {
      description = try JSONDecoder().decode(Description.self, from: Data(json.utf8))
    } catch { throw CheckpointError.inconsistent("config_json cannot be read: \(error)") }
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
    var accuracy: [[Double]] = []
    if try file.exists("/metrics/accuracy") {
      let matrix = try file.read(Float64.self, at: "/metrics/accuracy", shape: [tasks, tasks])
      accuracy = (0..<tasks).map { Array(matrix.values[$0 * tasks...$0 * tasks + $0]) }
      guard accuracy.joined().allSatisfy({ $0.isNaN || (0...1).contains($0) }) else {
        throw CheckpointError.inconsistent("accuracies that are no fractions")
      }
    }
    guard taskEmbeddings.joined().allSatisfy(\.isFinite) else {
      throw CheckpointError.inconsistent("task embeddings that are no finite numbers")
    }
    let seed = try file.read(UInt64.self, at: "/random/seed", shape: [1]).values[0]
    guard description.tasks.count == tasks else {
      throw CheckpointError.inconsistent("\(description.tasks.count) heads of \(tasks) tasks")
    }
    let heads = try description.tasks.map { try $0.range(below: network.outputCount) }
    let state = LearnerState(
      network: network, hypernetwork: h, parameters: parameters, taskEmbeddings: taskEmbeddings,
      heads: heads, memory: try memory(in: file, of: h, tasks: tasks), accuracy: accuracy,
      metrics: [], seed: seed)
    let provenance = Provenance(
      dataset: description.dataset, scenario: description.scenario, tasks: description.tasks)
    return (state, provenance)
  }

  /// A vector in the layout of Θ_h.
  private static func parameters(
    in file: borrowing HDF5File, under root: String, of h: Hypernetwork
  ) throws -> [Float] {
    let sizes = [h.inputSize] + h.hidden + [h.chunkSize]
    var layers: [LearnerLayout.Layer] = []
    for (index, (inputs, outputs)) in zip(sizes, sizes.dropFirst()).enumerated() {
      let folder = path(ofLayer: index, under: root)
      layers.append(
        LearnerLayout.Layer(
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
    return LearnerLayout(layers: layers, chunkEmbeddings: chunkEmbeddings).parameters(of: h)
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

  /// More weights than any target network can have whose hypernetwork fits a file that is read.
  private static let weightLimit = 1 << 32

  /// Checks what the initialisers would trap on: a file's mistake is no caller's mistake.
  private static func networks(
    _ description: Description
  ) throws(CheckpointError) -> (MultilayerPerceptron, Hypernetwork) {
    let (target, shape) = (description.target, description.hypernetwork)
    let impossible = CheckpointError.inconsistent("config_json has sizes that cannot be")
    let units = target.layers + shape.hidden + [shape.task_embedding]
    guard target.layers.count >= 2, units.count <= 300,
      units.allSatisfy({ (1...100_000_000).contains($0) }),
      (1...weightLimit).contains(shape.chunk_size), (0...1_000_000).contains(shape.chunk_embedding),
      (0..<1).contains(target.dropout)
    else { throw impossible }
    // At most 300 products of about 10¹⁶: nothing overflows, here and where they are added.
    let weights = zip(target.layers, target.layers.dropFirst()).reduce(0) {
      $0 + ($1.0 + 1) * $1.1
    }
    guard weights <= weightLimit else { throw impossible }
    let network = MultilayerPerceptron(
      layers: target.layers, activation: target.activation, dropout: target.dropout)
    guard shape.chunk_embedding > 0 || shape.chunk_size == network.weightCount else {
      throw .inconsistent("several chunks without chunk embeddings")
    }
    let hypernetwork = Hypernetwork(
      targetCount: network.weightCount, embeddingSize: shape.task_embedding,
      chunkSize: shape.chunk_size, chunkEmbeddingSize: shape.chunk_embedding, hidden: shape.hidden,
      activation: shape.activation)
    guard hypernetwork.chunks == shape.chunks else {
      throw .inconsistent("\(shape.chunks) chunks stated, \(hypernetwork.chunks) needed")
    }
    return (network, hypernetwork)
  }
}
