import Datasets
import Learning

extension ExperimentSettings {
  /// Checks what the settings ask of the dataset, and of the machine's memory.
  package func check(against manifest: DatasetManifest) throws(SettingError) {
    let shape = manifest.image
    let weights = network(height: shape.height, width: shape.width, channels: shape.channels)
      .weightCount
    guard !concerns("chunk_size") || chunkSize <= 10 * weights else {
      throw .invalid(
        key: "chunk_size", value: "\(chunkSize)",
        allowed: "at most ten times the \(weights) weights of the target network: "
          + "chunk_size=\(weights) makes one chunk of them")
    }
    try checkMemory(
      inputs: sequence.inputCount(
        height: shape.height, width: shape.width, channels: shape.channels))
    guard validation < manifest.counts.train else {
      throw .invalid(
        key: "validation", value: "\(validation)",
        allowed: "fewer than the \(manifest.counts.train) training images of \(manifest.name)")
    }
    let classes = manifest.classes.count
    switch taskKind {
    case .split:
      guard let missing = groups.flatMap({ $0 }).first(where: { $0 >= classes }) else { return }
      throw .invalid(
        key: "groups", value: "…\(missing)…",
        allowed: "classes from 0 to \(classes - 1), which are those of \(manifest.name)")
    case .permuted:
      guard classes != 10 else { return }
      throw .invalid(
        key: "dataset", value: manifest.name,
        allowed: "a dataset of 10 classes here, this one has \(classes)")
    }
  }

  /// What no single setting can tell.
  func check() throws(SettingError) {
    let possible = sequence.count
    guard tasks <= possible else {
      throw .invalid(
        key: "tasks", value: "\(tasks)",
        allowed: "at most \(possible) here: the sequence has no more"
          + (taskKind == .split ? " groups of classes" : " heads (see heads=)"))
    }
    try checkSelection()
    guard grid != 1 else {
      throw .invalid(
        key: "grid", value: "1", allowed: "0 for no scan, or at least 2 points per side")
    }
    guard grid == 0 || taskEmbedding == 2 else {
      throw .invalid(
        key: "grid", value: "\(grid)",
        allowed:
          "0 unless task_embedding=2: only a plane can be scanned; grid=0 leaves the scan out")
    }
    guard clipNorm == 0 || clipValue == 0 else {
      throw .invalid(
        key: "clip_value", value: "\(clipValue)",
        allowed: "0 where clip_norm is set, or the reverse")
    }
    guard lookahead != .none || regularizerTargets != .current else {
      throw .invalid(
        key: "lookahead", value: "none",
        allowed: "optimizer or sgd where regularizer_targets=current: the difference would always "
          + "be 0")
    }
  }
}
