import Foundation
import Mistakes
import Pipeline
import Results
import Settings
import Statistics
import Tables

/// How far Figure 2 is reproduced: the errors of each panel over seeds, beside those of the authors' program,
/// and whether the errors show what the figure shows.
package struct Figure2Report: Encodable, Sendable {
  /// The errors of a panel.
  package struct Row: Encodable, Sendable {
    /// The panel's name, such as `hnet`.
    package let panel: String
    /// The panel's title in the figure.
    package let title: String
    /// The seeds of the runs.
    package let seeds: [Int]
    /// The identifiers of the runs, in the order of the seeds.
    package let runs: [String]
    /// The final mean squared error of each task, over the seeds.
    package let tasks: [SeedStatistics]
    /// The mean of these errors over the tasks, over the seeds; nil without runs.
    package let mean: SeedStatistics?
    /// The error published for each task, of one seed; nil where none is.
    package let published: [Double]?
    /// The command that runs it.
    package let command: String
  }

  /// A statement about the errors that the figure makes.
  package struct Relation: Encodable, Sendable {
    /// The statement in words.
    package let what: String
    /// The number that it is about; nil where a panel was not run.
    package let value: Double?
    /// The bound that the number is held to, which `what` names.
    package let goal: Double
    /// `holds`, `does not hold`, `not run`, or `not comparable`.
    package let verdict: String

    /// Statement, number and verdict in a line.
    package var sentence: String {
      "\(what): \(value.map { "\(Figure2Report.number($0)), " } ?? "")\(verdict)"
    }
  }

  /// The panels, in the order of the figure.
  package let rows: [Row]
  /// What the figure shows: hypernetworks keep all tasks, fine-tuning forgets.
  package let relations: [Relation]
  /// Settings that are not as published; empty where all are.
  package let departures: [SettingDeparture]

  /// The report of the runs that `engram run fig2` makes with these arguments, of all seeds.
  ///
  /// Throws `SettingError` for what cannot be run either, and for a seed; `ResultsError` as queries do.
  package init(_ overrides: [String], in results: ResultsStore, options: [String] = []) throws {
    if let seed = overrides.first(where: { $0.hasPrefix("seed=") }) {
      throw SettingError.invalid(
        key: "seed", value: String(seed.dropFirst(5)),
        allowed: "none, since a report covers all seeds")
    }
    let published = try PublishedResults.embedded()
    let selected = try Figure2.select(overrides)
    rows = try selected.map { panel, settings in
      let runs = try results.runs(of: Figure2.name, configuration: settings.configuration)
      let errors = try runs.map { try results.finalErrors(ofRun: $0.run) }
      let tasks = errors.map(\.count).max() ?? 0
      return Row(
        panel: panel.name, title: panel.title, seeds: runs.map(\.seed), runs: runs.map(\.run),
        tasks: (0..<tasks).compactMap { task in SeedStatistics(errors.map { $0[task] }) },
        mean: SeedStatistics(errors.map { $0.reduce(0, +) / Double($0.count) }),
        published: published.errors(of: Figure2.name, panel: panel.name)?.tasks,
        command: ShellCommand.text(
          ["engram", "run", Figure2.name] + panel.settings + overrides + ["--seeds", "0..4"]
            + options))
    }
    departures = try zip(selected, Figure2.select([])).reduce(into: []) { found, pair in
      found += pair.0.settings.departures(from: pair.1.settings).filter { !found.contains($0) }
    }
    relations = Self.relations(rows, isComparable: departures.isEmpty)
  }

  /// The best mean error that the figure's hypernetwork may have, and how much worse forgetting must be.
  private static let (largestError, leastRatio) = (0.005, 100.0)

  private static func relations(_ rows: [Row], isComparable: Bool) -> [Relation] {
    func row(_ panel: String) -> Row? { rows.first { $0.panel == panel && $0.mean != nil } }
    func verdict(_ value: Double?, _ holds: (Double) -> Bool) -> String {
      guard isComparable else { return "not comparable" }
      return value.map { holds($0) ? "holds" : "does not hold" } ?? "not run"
    }
    let kept = row("hnet")?.mean?.mean
    let ratio: Double? =
      if let lost = row("fine-tuning")?.tasks.first?.mean, let own = row("hnet")?.tasks.first?.mean
      {
        lost / own
      } else { nil }
    return [
      Relation(
        what: "the hypernetwork keeps all tasks: mean final error, at most \(largestError)",
        value: kept, goal: largestError, verdict: verdict(kept) { $0 <= largestError }),
      Relation(
        what: "fine-tuning forgets: its error on task 1 over the hypernetwork's, at least "
          + "\(Int(leastRatio))", value: ratio, goal: leastRatio,
        verdict: verdict(ratio) { $0 >= leastRatio }),
    ]
  }
}
