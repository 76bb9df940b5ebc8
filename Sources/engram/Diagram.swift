import ArgumentParser
import CommandLineTools
import Experiments
import Foundation
import Pipeline

/// `engram graph`.
struct Diagram: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Draw the pipeline of an experiment.",
    discussion: """
      The pipeline is written in the language of Graphviz (dot) or of Mermaid. JSON has an object for each \
      node, with its stage and its inputs.

      EXAMPLES
        engram graph fig4 | dot -Tsvg > fig4-pipeline.svg
        engram graph fig4 --format mermaid
        engram graph fig4 --json
      """)

  @OptionGroup var arguments: ExperimentArguments
  @OptionGroup var datasets: DatasetsOption
  @OptionGroup var format: FormatOption<DiagramForm>

  func run() throws {
    let catalog = try datasets.catalog()
    let settings = try arguments.settings(checkedAgainst: catalog)
    // Nothing is fetched, so the folder for downloads does not matter.
    let experiment = try ExperimentGraph(settings, in: catalog, downloads: catalog.folder)
    switch format.form {
    case .dot: try Output.write(experiment.graph.diagram(.dot))
    case .mermaid: try Output.write(experiment.graph.diagram(.mermaid))
    case .json: try Output.json(experiment.graph.outline)
    }
  }
}

/// The languages of a drawing; JSON is its nodes and their inputs.
enum DiagramForm: String, AnswerForm {
  case dot, mermaid, json
  static let usual = dot
}
