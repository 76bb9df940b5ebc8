import Foundation

/// Why the result of a step is, or is not, in the store.
public struct Explanation: Codable, Hashable, Sendable {
  /// Where a result comes from.
  public struct Origin: Codable, Hashable, Sendable {
    /// The cache key.
    public let key: Fingerprint
    /// When the computation began, ISO-8601 in UTC.
    public let computedAt: String
    /// How long it took, in seconds.
    public let seconds: Double
    /// The machine.
    public let host: String
    /// The release of the program.
    public let programVersion: String
    /// The commit the program was built from, where known.
    public let sourceRevision: String?
    /// Whether it was built from more than that commit, where known.
    public let sourceIsDirty: Bool?
    /// The run that computed it, where it is known.
    public let run: String?

    init(_ manifest: Manifest, run: String?) {
      (key, computedAt) = (manifest.key, manifest.startedAt.storeText)
      (seconds, host, self.run) = (manifest.seconds, manifest.host, run)
      programVersion = manifest.program.version
      sourceRevision = manifest.program.sourceRevision
      sourceIsDirty = manifest.program.sourceIsDirty
    }
  }

  /// A field that is not the same; one side is nil where the field does not exist.
  public struct FieldChange: Codable, Hashable, Sendable {
    /// Where in the preimage, such as `configuration.rate`.
    public let field: String
    /// The earlier value, as a person writes it.
    public let before: String?
    /// The value now.
    public let after: String?
  }

  /// An input whose content is not the same, or not known yet.
  public struct InputChange: Codable, Hashable, Sendable {
    /// Which of the stage's inputs, from 0.
    public let input: Int
    /// The node that gives it now.
    public let node: String
    /// The earlier content digest.
    public let before: Fingerprint?
    /// The content digest now; nil where the input is not there yet.
    public let after: Fingerprint?
    /// What the input's own key differs in. Absent where the earlier input is no longer in the store.
    public let because: Comparison?
  }

  /// A step beside an earlier result of its stage.
  public struct Comparison: Codable, Hashable, Sendable {
    /// The node.
    public let node: String
    /// The result it is compared with.
    public let earlier: Origin
    /// What is not the same of version, configuration and numeric class, by their paths.
    public let fields: [FieldChange]
    /// Which inputs are not the same.
    public let inputs: [InputChange]
  }

  /// A field that is different although nothing before it in the graph is to blame.
  public struct Cause: Codable, Hashable, Sendable, CustomStringConvertible {
    /// The node whose key the field is part of.
    public let node: String
    /// The change.
    public let change: FieldChange

    /// One line.
    public var description: String {
      "\(node): \(change.field): \(change.before ?? "absent") → \(change.after ?? "absent")"
    }
  }

  /// The node's name.
  public let node: String
  /// The stage's identifier.
  public let stage: String
  /// The stage's version.
  public let version: Int
  /// What executing the step would do.
  public let action: PlannedStep.Action
  /// The cache key, where it is known already.
  public let key: Fingerprint?
  /// Where the result is from, if it is there.
  public let result: Origin?
  /// The step beside the earlier result of its stage whose key differs in the fewest fields, the
  /// latest of them where there are several; nil where the stage has no other result.
  public let nearest: Comparison?
  /// The causes of all differences, also of those of the inputs, without repetitions.
  public let causes: [Cause]
  /// The inputs that would have to be computed first.
  public let missingInputs: [String]
}

extension Explanation.Comparison {
  /// The causes of all differences from here on, those of inputs first, as work would go.
  func causes() -> [Explanation.Cause] {
    var found: [Explanation.Cause] = []
    func visit(_ comparison: Explanation.Comparison) {
      for input in comparison.inputs { if let because = input.because { visit(because) } }
      for field in comparison.fields {
        let cause = Explanation.Cause(node: comparison.node, change: field)
        if !found.contains(cause) { found.append(cause) }
      }
    }
    visit(self)
    return found
  }
}
