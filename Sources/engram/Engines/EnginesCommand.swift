import ArgumentParser
import CommandLineTools
import Engines
import Foundation
import Mistakes
import Runs
import Tables

/// `engram engines`.
struct EnginesCommand: AsyncParsableCommand {
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
        engram engines check lab --job
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
  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Ask an engine whether it answers, and what a job sees there.",
      discussion: """
        With --job a small job is submitted and waited for. It tells whether it finds the store, whether locks reach \
        from host to host, and whether its processor computes as this one does.

        EXAMPLES
          engram engines check lab
          engram engines check lab --job
        """)

    @Argument(help: "The engine.")
    var name: String
    @Flag(help: "Submit a small job, too.")
    var job = false
    @Option(
      help: ArgumentHelp(
        "With --job: seconds between two looks into the queue (default: 30).", valueName: "seconds"),
      transform: OptionValue.wholeNumber(1...3600))
    var poll: Int?
    @OptionGroup var file: EngineFileOption
    @OptionGroup var store: StoreOption
    @OptionGroup var format: FormatOption<SummaryForm>

    func validate() throws {
      if poll != nil, !job {
        throw ValidationError("--poll has no effect without --job; leave it out")
      }
    }

    private struct Answer: Encodable {
      let engine: String
      let kind: String
      let tasksPerJob: Int?
      let job: EngineProbe.Answer?
    }

    func run() async throws {
      let engine = try file.file().engine(named: name)
      let limit = try engine.system?.taskLimit()
      let probe = job ? try await self.probe(engine) : nil
      if format.isJSON {
        return try Output.json(
          Answer(
            engine: engine.name, kind: engine.kind.rawValue, tasksPerJob: limit, job: probe))
      }
      try Output.write(
        "\(engine.name) (\(engine.kind.rawValue)) answers"
          + (limit.map { "; a job has at most \($0) tasks" } ?? "") + "\n" + (probe?.text ?? ""))
    }

    private func probe(_ engine: EngineDescription) async throws -> EngineProbe.Answer {
      guard let system = engine.system else {
        throw MistakenRequest("the local engine has no jobs; leave --job out")
      }
      let probe = EngineProbe(
        engine: engine, system: system, store: try store.open(), poll: poll ?? 30)
      return try await Interruption.handling { try await probe.ask { Failure.message($0) } }
    }
  }
}
