extension Graph {
  /// A step as other programs read it.
  public struct StepOutline: Codable, Hashable, Sendable {
    /// The node's name.
    public let node: String
    /// The stage's identifier.
    public let stage: String
    /// The stage's version.
    public let version: Int
    /// The kind of artifact that it gives.
    public let kind: String
    /// The nodes whose results it takes, in the order of the stage's parameters.
    public let inputs: [String]
  }

  /// The steps, in the order in which they were added.
  public var outline: [StepOutline] {
    steps.map { step in
      StepOutline(
        node: step.name, stage: step.stage, version: step.version, kind: step.kind,
        inputs: step.inputs.map { steps[$0].name })
    }
  }

  /// The languages that `diagram` writes.
  public enum DiagramFormat: String, Sendable, CaseIterable {
    /// Graphviz: `engram graph fig4 | dot -Tsvg`.
    case dot
    /// Mermaid, as Markdown viewers draw it.
    case mermaid
  }

  /// The graph as text that a drawing program reads: a box per step, an arrow per input.
  public func diagram(_ format: DiagramFormat) -> String {
    let arrows = steps.indices.flatMap { step in steps[step].inputs.map { ($0, step) } }
    switch format {
    case .dot:
      let boxes = steps.enumerated().map {
        "  n\($0) [label=\"\($1.name)\\n\($1.stage) \($1.version) → \($1.kind)\"];\n"
      }
      return "digraph engram {\n  rankdir=LR;\n  node [shape=box];\n" + boxes.joined()
        + arrows.map { "  n\($0) -> n\($1);\n" }.joined() + "}\n"
    case .mermaid:
      let boxes = steps.enumerated().map {
        "  n\($0)[\"\($1.name)<br/>\($1.stage) \($1.version) → \($1.kind)\"]\n"
      }
      return "flowchart LR\n" + boxes.joined()
        + arrows.map { "  n\($0) --> n\($1)\n" }.joined()
    }
  }
}
