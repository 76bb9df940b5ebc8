import ArgumentParser
import CommandLineTools
import Engines
import Foundation
import Tables

/// `engram engines`.
struct EnginesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "engines",
    abstract: "List the engines that --on names, and try them.",
    discussion: """
      An engine computes the runs of 'engram run' and 'engram sweep' elsewhere than in this process. The file \
      engines.yaml describes the engines. It lies in the folder 'engram' of XDG_CONFIG_HOME (else ~/.config), or \
      --engines names it. It is never read from beside an experiment, since it holds shell.

        lab:
          engine: slurm
          partition: cpu
          account: me
          cpus: 4
          memory: 2G
          time: auto           # or 30min, 2h, 1-12:00:00
          at-most: 50          # tasks at a time
          pack: auto           # short runs share a task; or a number of runs
          options: [--constraint=avx2]
          setup: module load openblas
        here:
          engine: local
          cpus: 2              # runs side by side

      The time 'auto' is three times what earlier results of the store lead one to expect, and ten minutes at least.

      EXAMPLES
        engram engines list
        engram engines check lab
        engram run split-mnist --seeds 0..9 --on lab
      """,
    subcommands: [List.self, Check.self], defaultSubcommand: List.self)

  /// `engram engines list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the engines of engines.yaml.",
      discussion: """
        EXAMPLES
          engram engines list
          engram engines list --engines mine.yaml --json
        """)

    @OptionGroup var file: EngineFileOption
    @OptionGroup var format: FormatOption<TableForm>

    func run() throws {
      let engines = try file.file().engines
      try format.write(
        ResultTable(
          columns: ["engine", "kind", "cpus", "memory", "partition", "account"],
          rows: engines.map { engine in
            [
              .text(engine.name), .text(engine.kind.rawValue), .integer(Int64(engine.cpus)),
              .text(engine.memory ?? ""), .text(engine.partition ?? ""),
              .text(engine.account ?? ""),
            ]
          }))
    }
  }

  /// `engram engines check`.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Ask an engine whether it answers.",
      discussion: """
        EXAMPLES
          engram engines check lab
        """)

    @Argument(help: "The engine.")
    var name: String
    @OptionGroup var file: EngineFileOption
    @OptionGroup var format: FormatOption<SummaryForm>

    private struct Answer: Encodable {
      let engine: String
      let kind: String
      let tasksPerJob: Int?
    }

    func run() throws {
      let engine = try file.file().engine(named: name)
      let limit = try engine.system?.taskLimit()
      if format.isJSON {
        return try Output.json(
          Answer(engine: engine.name, kind: engine.kind.rawValue, tasksPerJob: limit))
      }
      try Output.write(
        "\(engine.name) (\(engine.kind.rawValue)) answers"
          + (limit.map { "; a job has at most \($0) tasks" } ?? "")
          + "\n")
    }
  }
}
