extension Graph {
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
