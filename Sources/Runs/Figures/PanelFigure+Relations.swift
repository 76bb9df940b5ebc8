import Results
import Settings

extension PanelFigure {
  /// What the figure shows, as statements about the rows of a report.
  func relations(of rows: [FigureReport.Row]) -> [FigureRelation] {
    switch self {
    case .figure2: Self.functions(rows)
    case .figure5: Self.pictures(rows)
    }
  }

  /// Figure 2: the best mean error that the figure's hypernetwork may have, and how much worse forgetting must
  /// be.
  private static func functions(_ rows: [FigureReport.Row]) -> [FigureRelation] {
    let (largestError, leastRatio) = (0.005, 100.0)
    func row(_ panel: String) -> FigureReport.Row? { rows.first { $0.panel == panel } }
    let ratio: Double? =
      if let lost = row("fine-tuning")?.tasks.first?.mean, let own = row("hnet")?.tasks.first?.mean
      {
        lost / own
      } else { nil }
    return [
      FigureRelation(
        "the hypernetwork keeps all tasks: mean final error, at most \(largestError)",
        row("hnet")?.mean?.mean, goal: largestError
      ) { $0 <= largestError },
      FigureRelation(
        "fine-tuning forgets: its error on task 1 over the hypernetwork's, at least "
          + "\(Int(leastRatio))", ratio, goal: leastRatio
      ) { $0 >= leastRatio },
    ]
  }

  /// Figure 5: how far accuracies lie from each other, in percentage points, seed by seed.
  private static func pictures(_ rows: [FigureReport.Row]) -> [FigureRelation] {
    let (leastKept, leastLost) = (-1.0, 10.0)
    /// The mean of a difference of two panels' scores, of the seeds that both have.
    func seeds(
      _ panel: String, _ other: String, _ difference: (TaskScores, TaskScores) -> [Double]
    ) -> [FigureRelation.SeedValue] {
      guard let first = rows.first(where: { $0.panel == panel }),
        let second = rows.first(where: { $0.panel == other })
      else { return [] }
      return zip(first.seeds, first.scores).compactMap { seed, scores in
        guard let place = second.seeds.firstIndex(of: seed) else { return nil }
        let values = difference(scores, second.scores[place])
        guard !values.isEmpty else { return nil }
        return .init(seed: seed, value: values.reduce(0, +) / Double(values.count))
      }
    }
    return [
      FigureRelation(
        "the hypernetwork forgets nothing: final less during accuracy, mean over tasks, at least "
          + "\(Int(leastKept)) point",
        seeds("hnet", "hnet") { mine, _ in zip(mine.final, mine.during).map(-) }, goal: leastKept
      ) { $0 >= leastKept },
      FigureRelation(
        "what was learned helps: the hypernetwork's final accuracy less that from scratch, mean over "
          + "the tasks of CIFAR-100, above 0",
        seeds("hnet", "scratch") { mine, scratch in
          zip(mine.final, scratch.final).dropFirst().map(-)
        }, goal: 0
      ) { $0 > 0 },
      FigureRelation(
        "fine-tuning forgets: the hypernetwork's final accuracy less its own, mean over all tasks but "
          + "the last, at least \(Int(leastLost)) points",
        seeds("hnet", "fine-tuning") { mine, lost in
          zip(mine.final, lost.final).dropLast().map(-)
        }, goal: leastLost
      ) { $0 >= leastLost },
    ]
  }
}
