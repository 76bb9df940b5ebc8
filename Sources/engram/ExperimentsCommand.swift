import ArgumentParser
import CommandLineTools
import Foundation
import Results
import Settings
import Tables

/// `engram experiments`.
struct ExperimentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiments",
    abstract: "List experiments, write one as a file, document the settings.",
    discussion: """
      Whatever takes an experiment's name takes a YAML file as well: the experiment that it derives \
      from, and the settings that differ.

        experiment: fig4
        beta: 0.02
        target_hidden: [200, 200]

      A value is the text that the command line takes; lists may be YAML lists. Settings on the \
      command line come after those of the file. 'seed' is a setting; several seeds are run by \
      --seeds, folders are options, too. A run bears the name of the experiment that its file \
      derives from: equal settings are the same run, whether a file says them or the command line.

      EXAMPLES
        engram experiments
        engram experiments show fig4 > mine.yaml
        engram run mine.yaml beta=0.02
        engram experiments describe learning_rate
      """,
    subcommands: [List.self, Show.self, Describe.self], defaultSubcommand: List.self)

  /// `engram experiments list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the experiments there are.",
      discussion: """
        EXAMPLES
          engram experiments list
          engram experiments list --json
        """)
    @OptionGroup var format: FormatOption

    func run() throws {
      try format.write(
        ResultTable(
          columns: ["experiment", "tasks", "seed", "summary"],
          rows: Preset.all.map {
            [
              .text($0.name), .integer(Int64($0.settings.tasks)),
              .integer(Int64($0.settings.seed)), .text($0.summary),
            ]
          }))
    }
  }

  /// `engram experiments show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write an experiment as a file that lists every setting.",
      discussion: """
        Running the file is the same run as the experiment itself, as long as nothing is changed.

        EXAMPLES
          engram experiments show fig4 > mine.yaml
          engram experiments show mine.yaml beta=0.02 > other.yaml
          engram experiments show fig4 --json
        """)
    @OptionGroup var arguments: ExperimentArguments
    @Flag(help: "Write the settings as a JSON object of texts instead.")
    var json = false

    func run() throws {
      let source = try ExperimentSource(arguments.experiment)
      let settings = try source.settings(changing: arguments.overrides)
      guard json else {
        return try Output.write(ExperimentFile.text(of: settings, from: source.preset))
      }
      var values = Dictionary(
        uniqueKeysWithValues: SettingKey.all.map { ($0.name, $0.read(settings)) })
      values["experiment"] = source.preset.name
      try Output.json(values)
    }
  }

  /// `engram experiments describe`.
  struct Describe: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Document settings: meaning, type, possible values, value in each experiment.",
      discussion: """
        EXAMPLES
          engram experiments describe               every setting
          engram experiments describe fig4          every setting's value in fig4
          engram experiments describe beta          one setting
          engram experiments describe method        the methods, what each does
          engram experiments describe beta --json
        """)
    @Argument(help: ArgumentHelp("A setting or an experiment.", valueName: "name"))
    var name: String?
    @Flag(help: "Write JSON: an object for each setting.")
    var json = false

    func run() throws {
      let settings = try SettingDocumentation.find(name)
      if json { return try Output.json(settings) }
      if let preset = Preset.all.first(where: { $0.name == name }) {
        let result = ResultTable(
          columns: ["setting", "value", "meaning"],
          rows: settings.map {
            [.text($0.setting), .text($0.defaults[preset.name] ?? ""), .text($0.meaning)]
          })
        return try Output.write("\(preset.name): \(preset.summary)\n\n\(result.text)")
      }
      var section = ""
      for setting in settings {
        if name == nil, setting.section != section {
          section = setting.section
          try Output.write("\(section.uppercased())\n\n")
        }
        try Output.write(
          """
          \(setting.setting)
            \(setting.meaning)
            type     \(setting.type)
            takes    \(setting.allowed)
            is       \(setting.defaultsText)
            in YAML  \(setting.example)

          """
            + (setting.methods.isEmpty
              ? "" : "  concerns \(setting.methods.joined(separator: ", "))\n")
            + setting.own.map { "  but      \($0)\n" }.joined()
            + setting.values.map { "  value    \($0)\n" }.joined()
            + setting.found.map { "  found    \($0)\n" }.joined() + "\n")
      }
    }
  }
}
