/// One step of a pipeline: a function from artifacts to an artifact, with a name and a version.
///
/// The result must be determined by the input's content, `configuration`, `identifier` and
/// `version`, and for numeric stages by the numeric class; these make the cache key. How a stage runs
/// (paths, time-outs) are other properties of the conforming type, which reach no key.
///
///     struct Normalize: Stage {
///       struct Configuration: Codable, Hashable, Sendable { var scale: Double }
///       static let identifier = "normalize"
///       static let version = 1
///       var configuration: Configuration
///
///       func run(_ table: Table, in context: StageContext) async throws -> Table {
///         table.scaled(by: configuration.scale)
///       }
///     }
public protocol Stage<Input, Output>: Sendable {
  /// `Void`, an artifact, or a tuple of artifacts.
  associatedtype Input
  /// What the stage gives.
  associatedtype Output: Artifact
  /// What the result depends on besides the input.
  associatedtype Configuration: Codable & Hashable & Sendable

  /// The stage's name in keys and results; it stays for ever.
  static var identifier: String { get }
  /// Raised whenever the same input and configuration give another result than before.
  static var version: Int { get }
  /// Whether the result's bits depend on the kernels that compute it. If so, the numeric class is part of its
  /// key. False unless stated.
  static var isNumeric: Bool { get }

  /// What the stage's time grows with, for estimates; nil, unless stated, where nothing of the
  /// configuration tells.
  static var work: StageWork? { get }

  /// What the result depends on besides the input.
  var configuration: Configuration { get }

  /// Computes the output. A long stage calls `context.checkCancellation()` and `context.report`
  /// often.
  func run(_ input: Input, in context: StageContext) async throws -> Output
}

extension Stage {
  /// False: the bits do not depend on kernels.
  public static var isNumeric: Bool { false }
  /// Nil: nothing of the configuration tells.
  public static var work: StageWork? { nil }
}

/// How far a running stage is.
public struct StageProgress: Hashable, Sendable {
  /// The units that are done, of `total`.
  public let completed: Int
  /// The units of the whole stage.
  public let total: Int
  /// What is counted, such as `steps`.
  public let unit: String

  /// `completed` of `total` `unit`.
  public init(completed: Int, total: Int, unit: String) {
    (self.completed, self.total, self.unit) = (completed, total, unit)
  }
}

/// What a stage may use while it runs, none of which determines its result.
public struct StageContext: Sendable {
  /// Where the stage keeps what it needs to go on after a crash; nil where the result is not stored.
  package let savepoint: Savepoint?
  private let progress: @Sendable (StageProgress) -> Void

  init(savepoint: Savepoint? = nil, progress: @escaping @Sendable (StageProgress) -> Void) {
    (self.savepoint, self.progress) = (savepoint, progress)
  }

  /// Tells how far the work is. Cheap enough for every step of a training loop.
  public func report(_ progress: StageProgress) { self.progress(progress) }

  /// Throws `CancellationError` once the run is to end.
  public func checkCancellation() throws { try Task.checkCancellation() }
}
