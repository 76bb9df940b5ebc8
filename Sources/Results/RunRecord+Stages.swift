extension RunRecord {
  /// One stage of a run: what was executed, from what, and what it gave.
  package struct StageExecution: Codable, Hashable, Sendable {
    /// Name of the node in the graph, unique in a run, such as `train/task-03`.
    package var node: String
    /// The cache key, hexadecimal.
    package var cacheKey: String
    /// Identifier of the stage.
    package var stage: String
    /// Version of the stage.
    package var version: Int
    /// Time of the computation, in seconds (of the original one for a cache hit).
    package var seconds: Double
    /// Whether the result was taken from the cache.
    package var isHit: Bool
    /// Cache keys of the inputs, in the order of the stage's parameters.
    package var inputKeys: [String]
    /// The files the stage published.
    package var outputs: [StageOutput]
    /// What the result was computed by, where it is known.
    package var result: StageResult?

    /// An executed stage.
    package init(
      node: String, cacheKey: String, stage: String, version: Int, seconds: Double, isHit: Bool,
      inputKeys: [String] = [], outputs: [StageOutput] = [], result: StageResult? = nil
    ) {
      self.node = node
      self.cacheKey = cacheKey
      self.stage = stage
      self.version = version
      self.seconds = seconds
      self.isHit = isHit
      self.inputKeys = inputKeys
      self.outputs = outputs
      self.result = result
    }
  }

  /// One published file of a stage.
  package struct StageOutput: Codable, Hashable, Sendable {
    /// Name among the stage's outputs, such as `checkpoint.h5`.
    package var name: String
    /// SHA-256 of the bytes, 64 hexadecimal digits.
    package var sha256: String
    /// Size in bytes.
    package var bytes: Int
    /// Kind of artifact, such as `checkpoint` or `dataset`.
    package var kind: String
    /// Where the bytes are, relative to the store's folder.
    package var path: String

    /// A published file; traps if `path` is absolute or climbs out of the store.
    package init(name: String, sha256: String, bytes: Int, kind: String, path: String) {
      precondition(
        !path.hasPrefix("/") && !path.split(separator: "/").contains(".."),
        "a path within the store, got '\(path)'")
      precondition(sha256.utf8.count == 64, "64 hexadecimal digits, got '\(sha256)'")
      self.name = name
      self.sha256 = sha256
      self.bytes = bytes
      self.kind = kind
      self.path = path
    }
  }
}
