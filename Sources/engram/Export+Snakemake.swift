import ArgumentParser
import CommandLineTools
import Foundation
import Mistakes
import Pipeline
import Runs
import Settings

extension Export {
  /// `engram export snakemake`.
  struct Snakemake: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a Snakefile with a rule for each run of an experiment.",
      discussion: """
        Snakemake has executors for many clusters and clouds. A rule is one 'engram run' on the store, and its \
        output the run's summary as JSON, below the folder 'runs'. A run that is in the store is found in a moment. \
        The time of a rule is three times what earlier results of the store lead one to expect, and ten minutes at \
        least; it is left out where the store does not tell.

        EXAMPLES
          engram export snakemake split-mnist --seeds 0..9 -o Snakefile
          engram export snakemake table1 benchmark=split-mnist --seeds 0..2 --threads 2

        Then 'snakemake --cores 4' runs them, four processors at a time.
        """)

    @OptionGroup var arguments: ExperimentArguments
    @OptionGroup var seeds: SeedsOption
    @Option(
      help: ArgumentHelp("Processors of a rule (default: 1).", valueName: "number"),
      transform: OptionValue.wholeNumber(1...1024))
    var threads = 1
    @OptionGroup var file: OutputOption
    @OptionGroup var store: StoreOption
    @OptionGroup var datasets: DatasetsOption

    func validate() throws { try seeds.check(against: arguments.overrides) }

    func run() throws {
      let catalog = try datasets.catalog()
      let runs = try arguments.runs(seeds, checkedAgainst: catalog).runs.map(\.settings)
      let runner = ExperimentRunner(
        store: try store.look(), catalog: catalog, program: Program.current())
      let plans = try runner.forecast(runs)
      let options =
        ["--store", store.url.standardizedFileURL.path] + datasets.arguments + [
          "--json", "--quiet",
        ]
      let rules = try runs.enumerated().map { place, settings in
        let run = try runner.identifier(of: settings)
        return (
          run,
          rule(
            run, try runner.command(of: settings, with: options),
            seconds: plans.flatMap { $0[place].expectedSeconds })
        )
      }
      let outputs = rules.map { "    \"runs/\($0.0).json\",\n" }.joined()
      try file.write(
        """
        # The runs of: \(ShellCommand.text(["engram", "run", arguments.experiment] + arguments.overrides))

        rule all:
          input:
        \(outputs)
        \(rules.map(\.1).joined(separator: "\n"))
        """)
    }

    private func rule(_ run: String, _ command: String, seconds: Double?) -> String {
      // What Snakemake would read as a wildcard is doubled.
      let shell = command.replacing("{", with: "{{").replacing("}", with: "}}")
        .replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      let minutes = seconds.map { (TaskTime.seconds(expected: $0) + 59) / 60 }
      return """
        rule \(run.replacing(/[^A-Za-z0-9]/, with: "_")):
          output: "runs/\(run).json"
          threads: \(threads)
        \(minutes.map { "  resources: runtime=\($0)\n" } ?? "")  shell: "ENGRAM_THREADS={threads} \(shell) >{output}"

        """
    }
  }
}
