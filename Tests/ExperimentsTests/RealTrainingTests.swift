import Datasets
import Evaluation
import Foundation
import Learning
import Settings
import Statistics
import Tasks
import TestSupport
import Testing

@Suite("Training on MNIST")
struct RealTrainingTests {
  private func train(_ changes: [String], beta: Double) throws -> ScoreMatrix {
    let catalog = DatasetCatalog(folder: TestProject.datasets)
    let entry = try catalog.entry(named: "mnist")
    let images = try DatasetFetcher(entry, downloads: entry.folder).local().images()
    var settings = try Preset.named("split-mnist").settings
    try SettingKey.apply(changes + ["tasks=3", "beta=\(beta)"], to: &settings)
    let network = settings.network(height: 28, width: 28, channels: 1)
    var state = HypernetworkState(
      network: network, hypernetwork: settings.hypernetwork(for: network), seed: 1)
    let sequence = settings.sequence
    for task in 0..<settings.tasks {
      state = try HypernetworkTrainer(settings.training(ofTask: task)).train(
        state, on: TaskSamples(sequence, task: task, in: images.train)
      ) { _ in }
      state.evaluate(on: (0...task).map { TaskSamples(sequence, task: $0, in: images.test) })
    }
    return state.scores
  }

  @Test("one head for all tasks: they are kept; without the regularizer the first is forgotten")
  func sharedHead() throws {
    let settings = ["scenario=CL2", "steps=150", "target_hidden=50", "chunk_size=8000"]
    let kept = try train(settings, beta: 0.01)
    #expect(try #require(kept.final) > 0.95)
    #expect(try #require(kept.forgetting) < 0.02)
    let lost = try train(settings, beta: 0)
    #expect(try #require(lost.during) > 0.95)
    #expect(try #require(lost.forgetting) > 0.1)
  }

  @Test("a head per task, the published networks: less is lost without the regularizer, but it is")
  func headPerTask() throws {
    let settings = ["scenario=CL1", "steps=200"]
    let kept = try train(settings, beta: 0.01)
    #expect(try #require(kept.final) > 0.99)
    #expect(try #require(kept.forgetting) < 0.01)
    let lost = try train(settings, beta: 0)
    #expect(try #require(lost.during) > 0.99)
    #expect(try #require(lost.forgetting) > 0.02)
  }
}
