import ArgumentParser
import CommandLineTools
import Foundation
import Mistakes
import Results
import Settings
import Tables

/// `engram experiments`.
struct ExperimentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiments",
    abstract: "List experiments, write one as a file, explain the settings.",
    discussion: """
      Every verb that takes an experiment's name takes a YAML file too. The file names the experiment that \
      it derives from, and the settings that differ:

        experiment: fig4
        beta: 0.02
        target_hidden: [200, 200]

      A value is written as on the command line; a list may be a YAML list. Settings on the command line \
      replace those of the file. 'seed' is a setting; several seeds and the folders are options. A run has \
      the name of the experiment that its file derives from. Equal settings are the same run, whether they \
      come from a file or from the command line.

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
      abstract: "List all experiments.",
      discussion: """
        EXAMPLES
          engram experiments list
          engram experiments list --json
        """)
    @OptionGroup var format: FormatOption<TableForm>

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
        Until it is changed, the file is the same run as the experiment.

        EXAMPLES
          engram experiments show fig4 > mine.yaml
          engram experiments show mine.yaml beta=0.02 > other.yaml
          engram experiments show fig4 --json
        """)
    @OptionGroup var arguments: ExperimentArguments
    @OptionGroup var format: FormatOption<SettingsForm>

    func run() throws {
      let source = try ExperimentSource(arguments.experiment)
      let settings = try source.settings(changing: arguments.overrides)
      guard format.isJSON else {
        return try Output.write(ExperimentFile.text(of: settings, from: source.preset))
      }
      var values = Dictionary(
        uniqueKeysWithValues: SettingKey.all.map { ($0.name, $0.show(settings)) })
      values["experiment"] = source.preset.name
      try Output.json(values)
    }
  }

  /// `engram experiments describe`.
  struct Describe: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Explain settings: meaning, type, allowed values, value in each experiment.",
      discussion: """
        'describe network', followed by an experiment and settings, shows the layers of its target network: \
        the shape of what a layer gives, its weights, the numbers that it keeps of each task's data, and its \
        multiplications for one sample; then the weights of the hypernetwork, where the method has one, and \
        the compression ratio: its trainable weights over those of the network. The data are not needed.

        EXAMPLES
          engram experiments describe           all settings
          engram experiments describe fig4      the value of each setting in fig4
          engram experiments describe beta      one setting
          engram experiments describe method    all methods
          engram experiments describe network   the rules, and networks with a name
          engram experiments describe beta --json
          engram experiments describe network fig4
          engram experiments describe network split-mnist network=resnet32
        """)
    @Argument(help: ArgumentHelp("A setting or an experiment.", valueName: "name"))
    var name: String?
    @Argument(
      help: ArgumentHelp(
        "After 'network': an experiment or a file, then settings to change.",
        valueName: "experiment"
      ))
    var rest: [String] = []
    @OptionGroup var datasets: DatasetsOption
    @OptionGroup var format: FormatOption<SummaryForm>

    func run() throws {
      if let experiment = rest.first { return try describeNetwork(of: experiment) }
      let settings = try SettingDocumentation.find(name)
      if format.isJSON { return try Output.json(settings) }
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
            type      \(setting.type)
            allowed   \(setting.allowed)
            default   \(setting.defaultsText)
            in YAML   \(setting.example)

          """
            + (setting.methods.isEmpty
              ? "" : "  methods   \(setting.methods.joined(separator: ", "))\n")
            + setting.own.map { "  except    \($0)\n" }.joined()
            + setting.values.map { "  value     \($0)\n" }.joined()
            + setting.found.map { "  searched  \($0)\n" }.joined()
            + (name == Self.network
              ? "  layers    engram experiments describe network EXPERIMENT [SETTINGS]\n" : "")
            + "\n")
      }
    }

    private static let network = "network"

    /// Shows the layers of an experiment's network.
    private func describeNetwork(of experiment: String) throws {
      let command = "engram experiments describe \(Self.network)"
      guard name == Self.network else {
        throw MistakenRequest(
          "only '\(Self.network)' takes an experiment, as in '\(command) split-mnist'; "
            + "'\(Wording.quotable(name ?? ""))' stands alone")
      }
      guard !experiment.contains("=") else {
        throw MistakenRequest(
          "an experiment is needed before '\(Wording.quotable(experiment))', as in '\(command) "
            + "split-mnist \(Wording.quotable(experiment))'")
      }
      let catalog = try datasets.catalog()
      let settings = try ExperimentArguments.settings(
        of: experiment, changing: Array(rest.dropFirst()), checkedAgainst: catalog)
      let network = try NetworkDescription(settings, in: catalog)
      if format.isJSON { return try Output.json(network) }
      try Output.write(network.text)
    }
  }
}

/// The forms of an experiment's settings.
enum SettingsForm: String, AnswerForm {
  case yaml, json
  static let usual = yaml
}
