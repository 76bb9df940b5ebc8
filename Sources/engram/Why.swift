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
    abstract: "Say why a stage ran, would run, or need not: which field of its key differs.",
    discussion: """
      A result's key is the hash of all that determines it. This compares a step's key with the \
      one of the same stage in the store that differs in the fewest fields (of several, the latest; \
      for a run, the latest from before it), and follows inputs that differ to what made them \
      differ. Of a result that is there it says which run computed it, when and where.

      The target is a run, the beginning of its identifier, or latest: its steps as they are stored. Or it \
      is an experiment, with settings as 'engram run' takes them: its steps as they would be found \
      or computed now. Nothing is computed.

      EXAMPLES
        engram why fig4 beta=0.001 train/task-02  why it would be trained again
        engram why fig4 beta=0.001 train-task     the same of every task
        engram why fig4-seed3-2123 scan           where that run has it from
        engram why latest train-task              what was trained anew
        engram why split-mnist dataset=fashion-mnist initialize --json
      """)

  @Argument(
    help: ArgumentHelp(
      "A run, the beginning of its identifier, latest, or an experiment.",
      valueName: "run|experiment"))
  var target: String

  @Argument(
    help: ArgumentHelp(
      "Settings of an experiment (key=value), and the node, such as train/task-02, or stage, such "
        + "as train-task.", valueName: "key=value … node|stage"))
  var rest: [String]

  @OptionGroup var store: StoreOption
  @OptionGroup var datasets: DatasetsOption
  @OptionGroup var kernels: KernelsOption

  @Flag(help: "Write JSON: an object per node, with the fields of the whole way to the causes.")
  var json = false

  private var names: [String] { rest.filter { !$0.contains("=") } }
  private var overrides: [String] { rest.filter { $0.contains("=") } }

  func validate() throws {
    guard names.count == 1 else {
      throw ValidationError(
        names.isEmpty
          ? "a node or stage is missing, such as train/task-02"
          : "\(Wording.list(names)) are \(names.count) nodes or stages; give one")
    }
  }

  func run() throws {
    let explanations = try explain(names[0])
    if json { return try Output.json(explanations) }
    try Output.write(explanations.map(WhyReport.text).joined(separator: "\n"))
  }

  private func explain(_ step: String) throws -> [Explanation] {
    let presets = Preset.all.map(\.name)
    let isFile = target.contains("/") || target.hasSuffix(".yaml") || target.hasSuffix(".yml")
    if presets.contains(target) || isFile {
      let arguments = try ExperimentArguments.parse([target] + overrides)
      let catalog = try datasets.catalog()
      let runner = ExperimentRunner(
        store: try store.look(), catalog: catalog, program: Program.current())
      return try runner.explain(step, of: arguments.settings(checkedAgainst: catalog))
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
        "'\(target)' is a run, whose settings are what they are; leave '\(overrides[0])' out, or name an "
          + "experiment")
    }
    return try RunTrace(store).explain(step, ofRun: run.id)
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
            ?? "the key is known when "
            + "\(explanation.missingInputs.joined(separator: " and ")) has run"))
    }
    guard let nearest = explanation.nearest else {
      lines.append(
        "  no \(explanation.result == nil ? "" : "earlier ")result of stage \(explanation.stage) "
          + "to compare with: it \(explanation.result == nil ? "has never run" : "was the first")")
      return lines.joined(separator: "\n") + "\n"
    }
    lines.append("  nearest earlier result \(origin(nearest.earlier))")
    lines += table(nearest)
    if explanation.causes.isEmpty {
      lines.append("  nothing differs but that a result is no longer in the store")
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
      case .unknown: "unknown until its inputs are there"
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
        .text(input.after?.abbreviated ?? "not there yet"),
      ]
    }
    guard !(fields + inputs).isEmpty else { return [] }
    return ResultTable(columns: ["what differs", "before", "now"], rows: fields + inputs)
      .text.split(separator: "\n").map { "    \($0)" }
  }
}
