import ArgumentParser
import CommandLineTools
import Experiments
import Foundation
import Pipeline

/// `engram graph`.
struct Diagram: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Draw an experiment's pipeline.",
    discussion: """
      EXAMPLES
        engram graph fig4 | dot -Tsvg > fig4-pipeline.svg
        engram graph fig4 --format mermaid
        engram graph fig4 --json
      """)

  @OptionGroup var arguments: ExperimentArguments
  @Option(help: ArgumentHelp("The language.", valueName: "dot|mermaid"))
  var format = Graph.DiagramFormat.dot
  @OptionGroup var datasets: DatasetsOption
  @Flag(help: "Write JSON instead: each node with its stage and the nodes that it takes.")
  var json = false

  func run() throws {
    let catalog = try datasets.catalog()
    let settings = try arguments.settings(checkedAgainst: catalog)
    // Nothing is fetched, so the folder for downloads does not matter.
    let experiment = try ExperimentGraph(settings, in: catalog, downloads: catalog.folder)
    if json { return try Output.json(experiment.graph.outline) }
    try Output.write(experiment.graph.diagram(format))
  }
}

extension Graph.DiagramFormat: ExpressibleByArgument {}
