import ArgumentParser
import CommandLineTools
import Foundation
import Mistakes
import Pipeline
import Results
import Runs
import Settings
import Tables

/// `engram why`.
struct Why: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explain why a stage runs or is found: which fields of its key differ.",
    discussion: """
      The key of a result is the hash of everything that determines it. This verb compares the key of a step \
      with those of stored results of the same stage. It shows the fields that differ from the nearest result: \
      the one with the fewest differing fields, the latest of several. If an input differs, it follows the \
      input to the cause. For a stored result it says which run computed it, when and where. Nothing is \
      computed.

      The target is a run or an experiment. For a run, the steps are those that it stored, and they are \
      compared with earlier results. For an experiment, with settings as for 'engram run', the steps are those \
      that would be found or computed now.

      EXAMPLES
        engram why fig4 beta=0.001 train/task-02  why this task trains again
        engram why fig4 beta=0.001 train-task     the same for every task
        engram why fig4-seed3-2123 scan           which run computed this scan
        engram why latest train-task              why the latest run trained
        engram why split-mnist dataset=fashion-mnist initialize --json
      """)

  @Argument(
    help: ArgumentHelp(
      "A run, the beginning of its identifier, latest, or an experiment.",
      valueName: "run|experiment"))
  var target: String

  @Argument(
    help: ArgumentHelp(
      "Settings of an experiment (key=value), then one node (such as train/task-02) or stage (such "
        + "as train-task).", valueName: "key=value … node|stage"))
  var rest: [String] = []

  @OptionGroup var store: StoreOption
  @OptionGroup var datasets: DatasetsOption
  @OptionGroup var kernels: KernelsOption
  @OptionGroup var format: FormatOption<SummaryForm>

  private var names: [String] { rest.filter { !$0.contains("=") } }
  private var overrides: [String] { rest.filter { $0.contains("=") } }

  func validate() throws {
    guard names.count == 1 else {
      throw ValidationError(
        names.isEmpty
          ? "a node or stage is missing, such as train/task-02; 'engram plan' lists an experiment's"
          : "\(Wording.list(names)) are \(names.count) nodes or stages; give one")
    }
  }

  func run() throws {
    let (explanations, run) = try explain(names[0])
    if format.isJSON {
      try Output.json(explanations)
    } else {
      try Output.write(explanations.map(WhyReport.text).joined(separator: "\n"))
    }
    run?.tell()
  }

  /// The explanations, and the run where the target stands for one.
  private func explain(_ step: String) throws -> ([Explanation], NamedRun?) {
    let presets = Preset.all.map(\.name)
    let isFile = target.contains("/") || target.hasSuffix(".yaml") || target.hasSuffix(".yml")
    if presets.contains(target) || isFile {
      let arguments = try ExperimentArguments.parse([target] + overrides)
      let catalog = try datasets.catalog()
      let runner = ExperimentRunner(
        store: try store.look(), catalog: catalog, program: Program.current())
      return (try runner.explain(step, of: arguments.settings(checkedAgainst: catalog)), nil)
    }
    let store = try store.existing()
    let catalog = try RunCatalog(of: store)
    let known = catalog.runs.map(\.id) + catalog.unreadable.map(\.id)
    guard target == "latest" || known.contains(where: { $0.hasPrefix(target) }) else {
      throw SettingError.unknown(
        what: "run or experiment", name: target, known: presets + known)
    }
    let run = try catalog.resolve(target)
    guard overrides.isEmpty else {
      throw ValidationError(
        "'\(target)' is a run, and its settings are fixed; leave out '\(overrides[0])', or name an "
          + "experiment")
    }
    return (try RunTrace(store).explain(step, ofRun: run.id), NamedRun(target, run))
  }
}

/// An explanation as a person reads it.
enum WhyReport {
  static func text(_ explanation: Explanation) -> String {
    var lines = [title(explanation)]
    if let result = explanation.result {
      lines.append("  result \(origin(result))")
    } else {
      lines.append(
        "  "
          + (explanation.key.map { "no result of key \($0.abbreviated)" }
            ?? "no key yet: it depends on "
            + explanation.missingInputs.joined(separator: " and ")))
    }
    guard let nearest = explanation.nearest else {
      lines.append(
        explanation.result == nil
          ? "  the store has no result of the stage \(explanation.stage) to compare with"
          : "  the store has no earlier result of the stage \(explanation.stage)")
      return lines.joined(separator: "\n") + "\n"
    }
    lines.append("  nearest earlier result \(origin(nearest.earlier))")
    lines += table(nearest)
    if explanation.causes.isEmpty {
      lines.append("  no field differs: a result is no longer in the store")
    } else if nearest.inputs.contains(where: { $0.because != nil }) {
      lines.append("  causes")
      lines += explanation.causes.map { "    \($0)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func title(_ explanation: Explanation) -> String {
    let what =
      switch explanation.action {
      case .hit: "hit"
      case .run: "run"
      case .unknown: "unknown: its inputs are not stored yet"
      }
    return "\(explanation.node)  (\(explanation.stage) \(explanation.version))  \(what)"
  }

  private static func origin(_ origin: Explanation.Origin) -> String {
    let source =
      origin.sourceRevision.map {
        "commit \($0.prefix(12))" + (origin.sourceIsDirty == true ? " and changes" : "")
      } ?? "unknown commit"
    return "\(origin.key.abbreviated): \(origin.computedAt), "
      + "\(ProgressDisplay.duration(origin.seconds)), on \(origin.host), "
      + "\(origin.run.map { "run \($0)" } ?? "no known run"), \(source)"
  }

  private static func table(_ comparison: Explanation.Comparison) -> [String] {
    let fields = comparison.fields.map {
      [TableValue.text($0.field), .text($0.before ?? "absent"), .text($0.after ?? "absent")]
    }
    let inputs = comparison.inputs.map { input in
      [
        TableValue.text("input \(input.input), \(input.node)"),
        .text(input.before?.abbreviated ?? "absent"),
        .text(input.after?.abbreviated ?? "not stored yet"),
      ]
    }
    guard !(fields + inputs).isEmpty else { return [] }
    return ResultTable(columns: ["what differs", "before", "now"], rows: fields + inputs)
      .text.split(separator: "\n").map { "    \($0)" }
  }
}
