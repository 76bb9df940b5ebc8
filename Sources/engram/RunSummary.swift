import Evaluation
import Experiments
import Foundation
import Results
import Runs

/// What a finished run tells: per task, and on the whole.
struct RunSummary: Codable, Sendable {
  struct TaskLine: Codable, Sendable {
    let task: Int
    let classes: String
    /// Percent, right after training the task.
    let during: Double
    /// Percent, after the last task.
    let final: Double
    /// Of the training, when it was computed.
    let seconds: Double
  }

  let run: String
  let experiment: String
  let seed: Int
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
  /// Percent of the test samples whose task was told right, after the last task.
  let taskInference: Double?
  let method: String
  let scenario: String
  let benchmark: String

  init(_ outcome: ExperimentRunner.Outcome, _ settings: ExperimentSettings) {
    let record = outcome.record
    let matrix = AccuracyMatrix(record.accuracy)
    let training = record.stages.filter { $0.node.hasPrefix("train/task-") }
    let sequence = settings.sequence
    tasks = training.indices.map { task in
      let classes = sequence.classes(ofTask: task)
      return TaskLine(
        task: task + 1,
        classes: classes.count == 10 ? "all" : classes.map(String.init).joined(separator: ","),
        during: 100 * matrix.duringPerTask[task], final: 100 * matrix.finalPerTask[task],
        seconds: training[task].seconds)
    }
    (run, experiment, seed) = (record.id, record.experiment, record.seed)
    during = 100 * (matrix.during ?? .nan)
    final = 100 * (matrix.final ?? .nan)
    forgetting = matrix.forgetting.map { 100 * $0 }
    seconds = record.stages.reduce(0) { $0 + $1.seconds }
    computedStages = outcome.steps.count { !$0.isHit }
    foundStages = outcome.steps.count { $0.isHit }
    let costs = outcome.costs
    (targetWeights, trainableWeights) = (costs.targetWeights, costs.trainableWeights)
    storedSamples = costs.storedSamples
    memoryBytes = costs.memoryBytes
    let inference = AccuracyMatrix(record.taskInference)
    taskInference = inference.final.map { 100 * $0 }
    (method, scenario) = (settings.method, settings.scenario.rawValue)
    benchmark = settings.benchmark.rawValue
  }

  /// The table of a run.
  var text: String {
    let table = QueryResult(
      columns: ["task", "classes", "during %", "final %", "training"],
      rows: tasks.map {
        [
          .text("\($0.task)"), .text($0.classes), .text(percent($0.during)),
          .text(percent($0.final)),
          .text(ProgressDisplay.duration($0.seconds)),
        ]
      } + [
        [
          .text("mean"), .text(""), .text(percent(during)), .text(percent(final)),
          .text(ProgressDisplay.duration(seconds) + " with evaluation"),
        ]
      ])
    let ratio = String(format: "%.3f", Double(trainableWeights) / Double(targetWeights))
    return """

      \(title), seed \(seed): run \(run)

      \(table.text)
      forgetting \(forgetting.map { percent($0) + " points" } ?? "–"); \
      \(taskInference.map { "task told right \(percent($0)) %; " } ?? "")\
      \(computedStages) stages computed, \(foundStages) found
      \(targetWeights) target weights from \(trainableWeights) trained numbers (ratio \(ratio))


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
    let table = QueryResult(
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
    func line(_ name: String, _ value: (RunSummary) -> Double?) -> String {
      let values = summaries.compactMap(value)
      return values.isEmpty ? "" : "\(name.padded(to: 10))  \(meanText(values))\n"
    }
    let seeds = summaries.count == count ? "\(count)" : "\(summaries.count) of \(count)"
    return "\(seeds) seeds, mean ± standard error in %\n" + line("during", \.during)
      + line("final", \.final) + line("forgetting", \.forgetting)
  }
}

/// Mean and, of several, standard error; a dash of none.
private func meanText(_ values: [Double]) -> String {
  guard let statistics = SeedStatistics(values) else { return "–" }
  let spread = statistics.standardError.map { " ± \(percent($0))" } ?? ""
  return percent(statistics.mean) + spread
}

private func percent(_ value: Double) -> String { String(format: "%.2f", value) }

extension AccuracyMatrix {
  /// The matrix of a complete run's rows.
  fileprivate init(_ cells: [RunRecord.TaskAccuracy]) {
    let tasks = cells.count { $0.trainedTask == $0.evaluatedTask }
    var rows = (0..<tasks).map { [Double](repeating: .nan, count: $0 + 1) }
    for cell in cells { rows[cell.trainedTask][cell.evaluatedTask] = cell.accuracy }
    self.init(rows)
  }
}
