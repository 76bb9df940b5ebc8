import Datasets
import Experiments
import Foundation
import Learning
import Pipeline
import Runs
import Settings
import TestSupport
import Testing

/// Draws all weights back to where they were before the task, equally: `R = c ‖θ − θ*‖²`.
private struct Anchored: ContinualMethod {
  static let name = "anchored"
  static let startsPlainly = true

  /// c
  var strength: Double

  func training(_ task: ClassifierTask) -> Training {
    Training(anchor: task.state.weights, strength: Float(strength))
  }

  struct Training: MethodTraining {
    let anchor: [Float]
    let strength: Float

    /// Lists nothing: no step changes anything here.
    mutating func saveOrRestore(_ parts: inout SavedParts) {}

    mutating func addPenalty(weights: [Float], gradient: inout [Float]) -> Float {
      var penalty: Float = 0
      for i in weights.indices {
        let way = weights[i] - anchor[i]
        penalty += strength * way * way
        gradient[i] += 2 * strength * way
      }
      return penalty
    }
  }
}

extension LearningRecipe {
  fileprivate static let anchored = LearningRecipe(
    MethodDeclaration(
      "anchored", "each task is trained upon the one before, near its weights",
      settings: [.penalty])
  ) { $0.evaluate(Anchored(strength: $0.settings.beta)) }
}

/// What *Add a method* in docs/methods.md promises, from outside.
@Suite("A method of one's own")
struct ToyMethodTests {
  private let folder: TemporaryFolder
  private let runner: ExperimentRunner

  init() throws {
    folder = try TemporaryFolder()
    runner = ExperimentRunner(
      store: try Store(at: folder.url.appendingPathComponent("store")),
      catalog: DatasetCatalog(folder: TestProject.datasets), program: Program.current(),
      recipes: LearningRecipe.all + [.anchored])
  }

  private func settings(_ method: String, beta: Double) throws -> ExperimentSettings {
    var settings = try Preset.named("split-mnist").settings
    (settings.method, settings.beta, settings.scenario) = (method, beta, .domainIncremental)
    (settings.tasks, settings.steps, settings.batch) = (2, 60, 64)
    (settings.targetHidden, settings.learningRate) = ([40], 2e-3)
    return settings
  }

  /// Which nodes were found, of all.
  private func found(_ outcome: ExperimentRunner.Outcome) -> [String] {
    outcome.steps.filter(\.isHit).map(\.node)
  }

  private func sqlite(_ sql: String) throws -> [String] {
    let database = folder.url.appendingPathComponent("store/results.sqlite").path
    return try Command.run(["sqlite3", "-bail", database, sql]).output
      .split(separator: "\n").map(String.init)
  }

  @Test("is trained, tested, stored and found, and its rows are in the database")
  func whole() async throws {
    let first = try await runner.run(settings("anchored", beta: 0.1)) { _ in }
    #expect(found(first).isEmpty && first.databaseFailure == nil)
    #expect(
      first.steps.map(\.node) == [
        "dataset", "initialize", "train/task-01", "train/task-02", "evaluate",
      ])
    #expect(try #require(first.record.scores).rows[0][0] > 0.97)

    let again = try await runner.run(settings("anchored", beta: 0.1)) { _ in }
    #expect(found(again) == first.steps.map(\.node))
    #expect(again.record.scores == first.record.scores)
    #expect(again.record.comparison == first.record.comparison)
    #expect(first.record.comparison?.contains("\nsteps=60\n") == true)

    // Another strength does not act on the first task; neither does fine-tuning, whose one it is.
    let stronger = try await runner.run(settings("anchored", beta: 1)) { _ in }
    #expect(found(stronger) == ["dataset", "initialize", "train/task-01"])
    let plain = try await runner.run(settings("fine-tuning", beta: 0.01)) { _ in }
    #expect(found(plain) == ["dataset", "initialize", "train/task-01"])
    func firstTask(_ outcome: ExperimentRunner.Outcome) throws -> Double {
      try #require(outcome.record.scores).rows[1][0]
    }
    #expect(try firstTask(stronger) > firstTask(plain), "it keeps what fine-tuning forgets")

    #expect(
      try sqlite(
        """
        SELECT m.value, count(*) FROM score JOIN run_setting m USING (run_id)
        WHERE m.key = 'method' GROUP BY m.value ORDER BY m.value
        """) == ["anchored|6", "fine-tuning|3"])
    let strengths = try sqlite("SELECT DISTINCT value FROM run_setting WHERE key = 'beta'")
    #expect(Set(strengths.compactMap(Double.init)) == [0.1, 1])
    #expect(
      try sqlite("SELECT count(DISTINCT name) FROM training_metric").first == "5")
  }

  @Test("is unknown where it was not given")
  func unknown() throws {
    #expect(throws: SettingError.self) { try LearningRecipe.named("anchored") }
    #expect(try LearningRecipe.named("anchored", among: [.anchored]).method.name == "anchored")
  }
}
