import ArgumentParser
import Experiments
import Foundation
import Pipeline
import Results

/// `engram plan`.
struct Plan: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what a run would compute and what is there already.",
    discussion: """
      hit: the result is there. run: it would be computed. unknown: it depends on one that is not \
      there yet, and may still turn out to be a hit. Nothing is computed.

      EXAMPLES
        engram plan fig4
        engram plan fig4 beta=0.001       the first task is a hit: beta does not act on it
        engram plan fig4 grid=101 --json

      \(ExperimentArguments.help)
      """)

  @OptionGroup var arguments: ExperimentArguments
  @OptionGroup var store: StoreOption
  @OptionGroup var datasets: DatasetsOption
  @OptionGroup var format: FormatOption

  func run() throws {
    let settings = try arguments.settings()
    let runner = ExperimentRunner(
      store: try store.look(), catalog: try datasets.catalog(), program: Program.current())
    let steps = try runner.plan(settings)
    format.write(
      QueryResult(
        columns: ["node", "stage", "action", "seconds", "key"],
        rows: steps.map { step in
          [
            .text(step.node), .text(step.stage), .text(step.action.rawValue),
            step.seconds.map { .real(($0 * 100).rounded() / 100) } ?? .null,
            step.key.map { .text(format.json ? $0.hex : $0.abbreviated) } ?? .null,
          ]
        }))
  }
}
