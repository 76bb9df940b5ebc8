import Experiments
import Foundation
import Results
import Runs
import Settings
import Statistics
import Tables
import Tasks

/// What a finished run tells: per task, and on the whole.
struct RunSummary: Codable, Sendable {
  struct TaskLine: Codable, Sendable {
    let task: Int
    let classes: String
    /// The score right after training the task: percent, or the error.
    let during: Double
    /// The same after the last task.
    let final: Double
    /// Of the training, when it was computed.
    let seconds: Double
  }

  let run: String
  let experiment: String
  let seed: Int
  /// What the scores are: accuracies in percent, or errors.
  let metric: Metric
  let tasks: [TaskLine]
  let during: Double
  let final: Double
  let forgetting: Double?
  let seconds: Double
  let computedStages: Int
  let foundStages: Int
  let targetWeights: Int
  let trainableWeights: Int
  let storedSamples: Int
  let memoryBytes: Int
  /// Percent of the test samples whose task was inferred right, after the last task.
  let taskInference: Double?
  let method: String
  let scenario: String
  let benchmark: String

  init(_ outcome: ExperimentRunner.Outcome, _ settings: ExperimentSettings) {
    let record = outcome.record
    let metric = settings.sequence.objective.metric
    let matrix = record.scores ?? ScoreMatrix(metric: metric)
    let training = outcome.steps.training(.learner)
    let sequence = settings.sequence
    tasks = training.indices.map { task in
      let classes = sequence.classes(ofTask: task)
      return TaskLine(
        task: task + 1,
        classes: settings.taskKind == .permuted ? "all" : Self.text(of: classes),
        during: metric.scale * matrix.duringPerTask[task],
        final: metric.scale * matrix.finalPerTask[task],
        seconds: training[task].seconds)
    }
    (run, experiment, seed) = (record.id, record.experiment, record.seed)
    self.metric = metric
    during = metric.scale * (matrix.during ?? .nan)
    final = metric.scale * (matrix.final ?? .nan)
    forgetting = matrix.forgetting.map { metric.scale * $0 }
    seconds = record.stages.reduce(0) { $0 + $1.seconds }
    computedStages = outcome.steps.count { !$0.isHit }
    foundStages = outcome.steps.count { $0.isHit }
    let costs = outcome.costs
    (targetWeights, trainableWeights) = (costs.targetWeights, costs.trainableWeights)
    storedSamples = costs.storedSamples
    memoryBytes = costs.memoryBytes
    taskInference = record.taskInference?.final.map { 100 * $0 }
    (method, scenario) = (settings.method, settings.scenario.rawValue)
    benchmark = settings.benchmark.rawValue
  }

  /// Such as `0,1` or `10-19`.
  private static func text(of classes: [Int]) -> String {
    if let first = classes.first, classes.count > 4, classes == Array(first..<first + classes.count)
    {
      return "\(first)-\(first + classes.count - 1)"
    }
    return classes.map(String.init).joined(separator: ",")
  }

  /// The table of a run.
  var text: String {
    let hasClasses = metric == .accuracy
    func cells(_ name: String, _ classes: String, _ during: Double, _ final: Double) -> [TableValue]
    {
      [.text(name)] + (hasClasses ? [.text(classes)] : [])
        + [.text(metric.number(during)), .text(metric.number(final))]
    }
    let table = ResultTable(
      columns: ["task"] + (hasClasses ? ["classes"] : [])
        + ["during \(metric.symbol)", "final \(metric.symbol)", "training"],
      rows: tasks.map {
        cells("\($0.task)", $0.classes, $0.during, $0.final)
          + [.text(ProgressDisplay.duration($0.seconds))]
      } + [
        cells("mean", "", during, final) + [
          .text(ProgressDisplay.duration(seconds) + " with evaluation")
        ]
      ])
    let ratio = String(format: "%.3f", Double(trainableWeights) / Double(targetWeights))
    return """

      \(title), seed \(seed): run \(run)

      \(table.text)
      forgetting \(forgetting.map { metric.number($0) + (hasClasses ? " points" : "") } ?? "–"); \
      \(taskInference.map { "task inference \(Metric.accuracy.number($0)) %; " } ?? "")\
      \(computedStages) stages computed, \(foundStages) found
      \(targetWeights) target weights, \(trainableWeights) trainable weights (ratio \(ratio))


      """
  }

  /// The experiment, and what of it.
  private var title: String {
    experiment == Table1.name ? "\(experiment) \(method) \(scenario)" : experiment
  }

  /// A line for each method, scenario and benchmark.
  static func overCells(_ summaries: [RunSummary]) -> String {
    var cells: [[String]] = []
    var groups: [[String]: [RunSummary]] = [:]
    for summary in summaries {
      let cell = [summary.benchmark, summary.scenario, summary.method]
      if groups[cell] == nil { cells.append(cell) }
      groups[cell, default: []].append(summary)
    }
    let table = ResultTable(
      columns: [
        "benchmark", "scenario", "method", "during %", "final %", "task inference %", "runs",
      ],
      rows: cells.map { cell in
        let runs = groups[cell] ?? []
        return cell.map { .text($0) }
          + [
            meanText(runs.map(\.during)), meanText(runs.map(\.final)),
            meanText(runs.compactMap(\.taskInference)),
          ].map { .text($0) }
          + [.integer(Int64(runs.count))]
      })
    return "\n\(table.text)\n"
  }

  /// Mean and standard error of several seeds, some of `count` that were asked for.
  static func overSeeds(_ summaries: [RunSummary], of count: Int) -> String {
    let metric = summaries.first?.metric ?? .accuracy
    func line(_ name: String, _ value: (RunSummary) -> Double?) -> String {
      let values = summaries.compactMap(value)
      return values.isEmpty ? "" : "\(name.padded(to: 10))  \(meanText(values, metric))\n"
    }
    let seeds = summaries.count == count ? "\(count)" : "\(summaries.count) of \(count)"
    let unit = metric == .accuracy ? " in %" : ", \(metric.rawValue)"
    return "\(seeds) seeds, mean ± standard error\(unit)\n" + line("during", \.during)
      + line("final", \.final) + line("forgetting", \.forgetting)
  }
}

/// Mean and, of several, standard error; a dash of none.
private func meanText(_ values: [Double], _ metric: Metric = .accuracy) -> String {
  guard let statistics = SeedStatistics(values) else { return "–" }
  let spread = statistics.standardError.map { " ± \(metric.number($0))" } ?? ""
  return metric.number(statistics.mean) + spread
}

extension Metric {
  /// What scores are multiplied by to be shown.
  var scale: Double { self == .accuracy ? 100 : 1 }

  /// What stands beside a score in the head of a table.
  var symbol: String {
    switch self {
    case .accuracy: "%"
    case .meanSquaredError: "MSE"
    }
  }

  /// A score as it is shown, without its unit.
  func number(_ value: Double) -> String {
    String(format: self == .accuracy ? "%.2f" : "%.3g", value)
  }

  /// The same with its unit, where it has one.
  func text(_ value: Double) -> String { number(value) + (self == .accuracy ? " %" : "") }
}

extension RunSummary {
  /// The metrics that the summary has, as fractions or errors.
  var metrics: [RunMetric: Double] {
    switch metric {
    case .accuracy:
      [
        .finalAccuracy: final / 100, .duringAccuracy: during / 100,
        .forgetting: forgetting.map { $0 / 100 },
      ].compactMapValues(\.self)
    case .meanSquaredError: [.finalError: final, .duringError: during]
    }
  }
}
