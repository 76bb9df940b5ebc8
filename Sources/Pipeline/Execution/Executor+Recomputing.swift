import Foundation

/// What computing a stored result once more gave.
public struct Recomputation: Codable, Hashable, Sendable {
  /// The node's name.
  public let node: String
  /// The key.
  public let key: Fingerprint
  /// The content that is stored.
  public let stored: Fingerprint
  /// The content that was computed now.
  public let computed: Fingerprint
  /// How long that took, in seconds.
  public let seconds: Double

  /// Whether the two are one, bit by bit.
  public var isEqual: Bool { stored == computed }
}

extension Executor {
  /// Computes a stored result once more from its stored inputs, in memory: the store is not changed.
  ///
  /// - Returns: nil where `key` is not the key of that step as this program knows it (another version
  ///   of a stage, another numeric class), or where it or one of its inputs is not in the store.
  /// - Throws: what the stage throws; `damagedBlob` for a damaged input.
  public func recompute(
    _ node: String, key: Fingerprint, in graph: Graph
  ) async throws -> Recomputation? {
    let source = StoredInputs(graph: graph, executor: self)
    guard let index = graph.steps.firstIndex(where: { $0.name == node }),
      let preimage = try source.preimage(of: index), preimage.key == key,
      let stored = try store.peek(key)
    else { return nil }
    let step = graph.steps[index]
    let clock = ContinuousClock.now
    let observer = observer
    let artifact = try await step.run(
      source, StageContext { observer(.progress(node: step.name, $0)) })
    var writer = ArtifactWriter(kind: step.kind, key: key)
    try artifact.write(to: &writer)
    let computed =
      writer.contentDigest
      ?? ArtifactWriter.contentDigest(
        of: writer.files.map { ($0.name, Fingerprint(of: $0.bytes)) })
    return Recomputation(
      node: node, key: key, stored: stored.contentDigest, computed: computed,
      seconds: (ContinuousClock.now - clock) / .seconds(1))
  }
}

/// Gives a stage its inputs as they are stored.
private struct StoredInputs: Graph.ArtifactSource {
  let graph: Graph
  let executor: Executor

  /// What determines the result of a step; nil where a result that it depends on is not stored.
  func preimage(of index: Int) throws -> Preimage? {
    let step = graph.steps[index]
    var contents: [Fingerprint] = []
    for input in step.inputs {
      guard let manifest = try manifest(of: input) else { return nil }
      contents.append(manifest.contentDigest)
    }
    return try step.preimage(contents, executor.numericClass)
  }

  private func manifest(of index: Int) throws -> Manifest? {
    try preimage(of: index).flatMap { try executor.store.peek($0.key) }
  }

  func value<A: Artifact>(of node: Node<A>) async throws -> A {
    guard let manifest = try manifest(of: node.index),
      let value = try graph.steps[node.index].read(
        ArtifactReader(manifest.outputs, in: executor.store)) as? A
    else {
      throw PipelineError(
        .unknownName, "the result of '\(node.name)' is no longer in the store",
        advice: "run the experiment again")
    }
    return value
  }
}
