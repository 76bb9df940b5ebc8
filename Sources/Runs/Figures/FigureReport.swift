import Mistakes
import Pipeline
import Results
import Settings
import Statistics

/// How far a figure of panels is reproduced: the scores of each panel over seeds, beside published ones, and
/// whether they show what the figure shows.
package struct FigureReport: Encodable, Sendable {
  /// The scores of a panel: mean squared errors, or accuracies in percent.
  package struct Row: Encodable, Sendable {
    /// The panel's name, such as `hnet`.
    package let panel: String
    /// The panel's title in the figure.
    package let title: String
    /// The seeds of the runs.
    package let seeds: [Int]
    /// The identifiers of the runs, in the order of the seeds.
    package let runs: [String]
    /// The final score of each task, over the seeds.
    package let tasks: [SeedStatistics]
    /// The score of each task right after it was learned, over the seeds.
    package let during: [SeedStatistics]
    /// The mean of the final scores over the tasks, over the seeds; nil without runs.
    package let mean: SeedStatistics?
    /// The final score published for each task, of one seed; nil where none is.
    package let published: [Double]?
    /// Seconds of computation, over the seeds; nil without runs.
    package let seconds: SeedStatistics?
    /// The command that runs it.
    package let command: String
    /// The scores of each run.
    let scores: [TaskScores]

    private enum CodingKeys: CodingKey {
      case panel, title, seeds, runs, tasks, during, mean, published, seconds, command
    }
  }

  /// Which figure.
  package let figure: PanelFigure
  /// The panels, in the order of the figure; of those that are no part of it the ones that were run.
  package let rows: [Row]
  /// What the figure shows.
  package let relations: [FigureRelation]
  /// Settings that are not as published; empty where all are.
  package let departures: [SettingDeparture]

  private enum CodingKeys: CodingKey { case rows, relations, departures }

  /// The report of the runs that `engram run` makes of the figure with these arguments, of all seeds.
  ///
  /// Throws `SettingError` for what cannot be run either, and for a seed; `ResultsError` as queries do.
  package init(
    _ figure: PanelFigure, _ overrides: [String], in results: ResultsStore, options: [String] = []
  ) throws {
    if let seed = overrides.first(where: { $0.hasPrefix("seed=") }) {
      throw SettingError.invalid(
        key: "seed", value: String(seed.dropFirst(5)),
        allowed: "none, since a report covers all seeds")
    }
    let selected = try figure.select(overrides)
    let published = try PublishedResults.embedded()
    let command = ["engram", "run", figure.name]
    rows = try selected.compactMap { panel, settings in
      let runs = try results.runs(of: figure.name, configuration: settings.configuration)
      guard !runs.isEmpty || !panel.isExtra else { return nil }
      return try Row(
        panel, runs, in: results,
        published: published.errors(of: figure.name, panel: panel.name)?.tasks,
        command: ShellCommand.text(
          command + panel.settings + overrides + ["--seeds", "0..4"] + options))
    }
    departures = try Self.departures(of: selected, from: figure, .full)
    self.figure = figure
    let profile = selected[0].settings.profile
    // A profile with less training can show what the figure shows; a quick one learns too little.
    let isComparable =
      try profile != .quick && Self.departures(of: selected, from: figure, profile).isEmpty
    let shown = figure.relations(of: rows)
    relations = isComparable ? shown : shown.map(\.withoutVerdict)
  }

  /// In what the panels of the figure are not those of a profile of it; the profile acts through others.
  private static func departures(
    of selected: [PanelFigure.Choice], from figure: PanelFigure,
    _ profile: ExperimentSettings.Profile
  ) throws(SettingError) -> [SettingDeparture] {
    let published = try figure.published(like: selected[0].settings, profile)
    var departures: [SettingDeparture] = []
    for (mine, theirs) in zip(selected, published) where !mine.panel.isExtra {
      departures += mine.settings.departures(from: theirs.settings) { $0.name == "profile" }
        .filter { !departures.contains($0) }
    }
    return departures
  }
}

extension FigureReport.Row {
  fileprivate init(
    _ panel: PanelFigure.Panel, _ runs: [(seed: Int, run: String)], in results: ResultsStore,
    published: [Double]?, command: String
  ) throws {
    let scores = try runs.map { try results.taskScores(ofRun: $0.run) }
    (self.panel, title, self.command, self.scores) = (panel.name, panel.title, command, scores)
    self.published = published
    (seeds, self.runs) = (runs.map(\.seed), runs.map(\.run))
    tasks = Self.statistics(scores.map(\.final))
    during = Self.statistics(scores.map(\.during))
    mean = SeedStatistics(scores.map { $0.final.reduce(0, +) / Double($0.final.count) })
    seconds = try SeedStatistics(results.seconds(ofRuns: runs.map(\.run)))
  }

  /// The statistics of each task.
  private static func statistics(_ runs: [[Double]]) -> [SeedStatistics] {
    (0..<(runs.map(\.count).max() ?? 0)).compactMap { task in SeedStatistics(runs.map { $0[task] })
    }
  }
}
