import Checkpoints
import Datasets
import Foundation
import Networks
import Tensors

extension ExperimentSettings {
  /// Something that a run must hold in memory, and the setting that decides its size.
  struct MemoryPart: Sendable {
    /// The name of the setting.
    let key: String
    /// Not less than this is needed, in bytes. A floating-point number, which no setting overflows.
    let bytes: Double
    /// Whether it is also a tensor of a checkpoint.
    var isStored = false
  }

  /// What a run on images of `inputs` values needs at least: the networks, whose sizes several settings
  /// decide together, and what single settings declare. Settings that are usable never look larger than they
  /// are: buffers beside the large ones are left out.
  func memoryParts(inputs: Int) -> [MemoryPart] {
    let networks =
      (uses(.hypernetwork) ? hypernetworkParts(widths(inputs: inputs).map(Double.init)) : [])
      + methodParts(inputs: inputs)
    let others = SettingKey.all.filter(concerns).flatMap { key in
      key.memory.map {
        MemoryPart(key: key.name, bytes: $0.bytes(self, inputs), isStored: $0.isStored)
      }
    }
    return networks + others
  }

  /// Units of the target network's dense layers, the inputs first.
  ///
  /// Convolutions are left out, and their output counts as one number: it depends on the shape of the samples.
  func widths(inputs: Int) -> [Int] {
    if let networkLayers, Architecture.hasFeatures(networkLayers) {
      let units = networkLayers.compactMap { if case .dense(let units) = $0 { units } else { nil } }
      return [1] + units + [sequence.outputCount]
    }
    return network(SampleShape(count: inputs), outputs: sequence.outputCount).widths
  }

  /// The setting that decides how large the target network is.
  var networkKey: String { networkLayers == nil ? "target_hidden" : "network" }

  /// What a hypernetwork and the weights that it generates need, for a target network of `layers`.
  private func hypernetworkParts(_ layers: [Double]) -> [MemoryPart] {
    let weights = zip(layers, layers.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 }
    let isFull = chunkSize == 0
    let columns = isFull ? weights : Double(chunkSize)
    let chunks = (weights / columns).rounded(.up)
    let chunkEmbedding = isFull ? 0 : Double(self.chunkEmbedding)
    let hidden = [Double(taskEmbedding) + chunkEmbedding] + hyperHidden.map(Double.init)
    let layer = zip(hidden, hidden.dropFirst()).map { ($0 + 1) * $1 }
    let (output, last) = ((hidden.last ?? 0) * columns, columns)
    // Parameters, snapshot, gradient, lookahead; importances and anchors.
    let copies = 4.0 + (regularizer.keepsWeights && beta > 0 ? 2 : 0)
    let float = 4.0
    var parts = [
      MemoryPart(key: "hyper_hidden", bytes: float * copies * layer.reduce(0, +)),
      MemoryPart(
        key: isFull ? "hyper_hidden" : "chunk_size", bytes: float * copies * (output + last)),
      MemoryPart(key: "chunk_embedding", bytes: float * copies * chunks * chunkEmbedding),
      // Generated weights and their gradient.
      MemoryPart(key: networkKey, bytes: float * 2 * chunks * columns),
      MemoryPart(
        key: "hyper_hidden", bytes: float * 2 * chunks * hidden.dropFirst().reduce(0, +)),
      MemoryPart(
        key: "task_embedding", bytes: float * Double(tasks) * Double(taskEmbedding), isStored: true),
    ]
    // The tensors of a checkpoint, one by one.
    parts += layer.map { MemoryPart(key: "hyper_hidden", bytes: float * $0, isStored: true) }
    parts += [
      MemoryPart(
        key: isFull ? "hyper_hidden" : "chunk_size", bytes: float * output, isStored: true),
      MemoryPart(key: "chunk_embedding", bytes: float * chunks * chunkEmbedding, isStored: true),
    ]
    if fisher, beta > 0 {
      parts.append(
        MemoryPart(key: "fisher", bytes: float * Double(tasks) * weights, isStored: true))
    }
    return parts
  }

  /// Refuses settings whose run would need more memory than there is, or a larger tensor than a
  /// checkpoint may have, before any of it is taken.
  ///
  /// - Parameters:
  ///   - others: what depends on the shape of the samples
  ///   - available: bytes of memory
  func checkMemory(
    inputs: Int, besides others: [MemoryPart] = [],
    available: UInt64 = ProcessInfo.processInfo.physicalMemory
  ) throws(SettingError) {
    let parts = memoryParts(inputs: inputs) + others
    func refusal(_ part: MemoryPart, _ reason: String) -> SettingError {
      let value = SettingKey.all.first { $0.name == part.key }?.show(self) ?? ""
      return .invalid(
        key: part.key, value: value,
        allowed: "\(part.key == "fisher" ? "no" : "a smaller value"), since \(reason)")
    }
    func gigabytes(_ bytes: Double) -> String { String(format: "%.4g GB", bytes / 1e9) }
    let total = parts.filter { !$0.isStored || $0.key == "fisher" }.reduce(0) { $0 + $1.bytes }
    if total > Double(available), let largest = parts.max(by: { $0.bytes < $1.bytes }) {
      throw refusal(
        largest,
        "with the other settings a run needs at least \(gigabytes(total)) of memory, and this "
          + "machine has \(gigabytes(Double(available)))")
    }
    let most = Double(HypernetworkCheckpoint.largestTensor)
    if let tensor = parts.first(where: { $0.isStored && $0.bytes > most }) {
      throw refusal(
        tensor,
        "a checkpoint would hold a tensor of \(gigabytes(tensor.bytes)), and \(gigabytes(most)) is "
          + "the most")
    }
  }
}
