/// What happens while a graph is executed.
public enum ExecutionEvent: Sendable {
  /// A stage begins to run, for the result of `key`.
  case started(node: String, stage: String, key: Fingerprint)
  /// A stage goes on from its savepoint, which an earlier process wrote.
  case resumed(node: String, StageProgress)
  /// Something went wrong that does not end the stage.
  case warned(node: String, String)
  /// Another process computes the result at this moment; this one waits for it. Or a collection goes
  /// on, and `node` is `Store.collectionLockName`.
  case waiting(node: String)
  /// A running stage tells how far it is.
  case progress(node: String, StageProgress)
  /// A result is there, computed or found.
  case finished(StepRecord)
  /// A stored result turned out to be damaged; it was put aside and is computed anew.
  case recomputing(node: String, reason: String)
}

/// One step of an executed graph.
public struct StepRecord: Codable, Hashable, Sendable {
  /// The node's name.
  public let node: String
  /// The cache key.
  public let key: Fingerprint
  /// The stage's identifier.
  public let stage: String
  /// The stage's version.
  public let version: Int
  /// Whether the result was found instead of computed.
  public let isHit: Bool
  /// Time of the computation, in seconds; of the original one where it was found.
  public let seconds: Double

  /// The step of a node whose result is there.
  package init(node: String, manifest: Manifest, isHit: Bool) {
    (self.node, self.isHit) = (node, isHit)
    (key, stage, version) = (manifest.key, manifest.stage, manifest.version)
    seconds = manifest.seconds
  }
}

/// What executing a graph would do with one step.
public struct PlannedStep: Codable, Hashable, Sendable {
  /// What would happen to a step.
  public enum Action: String, Codable, Hashable, Sendable {
    /// The result is there.
    case hit
    /// The stage would run.
    case run
    /// It depends on a result that is not there yet.
    case unknown
  }

  /// The node's name.
  public let node: String
  /// The stage's identifier.
  public let stage: String
  /// What would happen.
  public let action: Action
  /// The cache key, where it is known already.
  public let key: Fingerprint?
  /// The time that the result took, in seconds, where it is there.
  public let seconds: Double?
  /// What it may take, where it is not there and an estimate was asked for and is possible.
  public let expected: Expectation?
  /// Equal for steps of several graphs that would compute the same, known before anything runs.
  public let identity: Fingerprint
}

extension [PlannedStep] {
  /// What is left of the steps may take, in seconds; nil where one of them cannot be estimated.
  package var expectedSeconds: Double? {
    reduce(0) { (sum: Double?, step) in
      guard let sum else { return nil }
      return step.action == .hit ? sum : step.expected.map { sum + $0.seconds }
    }
  }
}
