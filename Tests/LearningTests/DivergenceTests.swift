import Foundation
import Hypernetworks
import Learning
import Tasks
import TestSupport
import Testing

@Suite("Divergence")
struct DivergenceTests {
  /// What training task `task` of the stripes after `state` ends with, and the steps it reported.
  private func error(
    of settings: TrainingSettings, after state: HypernetworkState, task: Int = 0
  ) throws -> (error: DivergenceError, reported: [Int]) {
    var reported: [Int] = []
    let error = #expect(throws: DivergenceError.self) {
      _ = try HypernetworkTrainer(settings).train(state, on: Stripes.samples(task: task)) {
        reported.append($0)
      }
    }
    return (try #require(error), reported)
  }

  /// The loss of the first step after `state`, which no setting of the optimizer changes.
  private func firstLoss(after state: HypernetworkState, task: Int = 0) throws -> Double {
    let metrics = try HypernetworkTrainer(Stripes.settings(beta: 0, steps: 1)).train(
      state, on: Stripes.samples(task: task)
    ) { _ in }.metrics
    return try #require(metrics.first { $0.name == "loss" }).value
  }

  @Test("A loss that is no number is named, with its step, its rate and the last one before it")
  func loss() throws {
    var settings = Stripes.settings(beta: 0, rate: 1e30)
    settings.optimizer.schedule = .step(interval: 1, factor: 0.5)
    let start = Stripes.start(seed: 6)
    let (error, reported) = try error(of: settings, after: start)
    #expect(error.what == .loss && error.task == 0)
    #expect(error.step == 2 && reported == [1])
    #expect(error.learningRate == 0.5e30)
    let last = try firstLoss(after: start)
    #expect(error.lastFiniteLoss == last)
    for part in ["the loss of task 1 ", "step 2 ", "learning rate 5e+29;", "\(last)"] {
      #expect(error.description.contains(part), "\(error)")
    }
    #expect(error.errorDescription == error.description)
  }

  @Test("Where no loss was a number, the error says so")
  func firstStep() throws {
    var start = Stripes.start(seed: 6)
    start.parameters[0] = .nan
    let (error, reported) = try error(of: Stripes.settings(beta: 0), after: start)
    #expect(error.what == .loss && error.step == 1 && reported.isEmpty)
    #expect(error.lastFiniteLoss == nil)
    #expect(error.description.contains("no loss was finite"))
  }

  @Test("Weights that are no numbers after a finite loss are named, with that loss")
  func weights() throws {
    let first = try HypernetworkTrainer(Stripes.settings(beta: 0, steps: 2)).train(
      Stripes.start(seed: 6), on: Stripes.samples(task: 0)
    ) { _ in }
    // Infinite as a `Float`.
    let settings = Stripes.settings(beta: 0, rate: 1e39)
    let (error, reported) = try error(of: settings, after: first, task: 1)
    #expect(error.what == .weights && error.task == 1 && error.learningRate == 1e39)
    #expect(error.step == 1 && reported.isEmpty)
    #expect(error.lastFiniteLoss == (try firstLoss(after: first, task: 1)))
    #expect(error.description.contains("a weight or the regularizer of task 2 "), "\(error)")
  }

  @Test("A regularizer that is no finite number is noticed in the step that computes it")
  func regularizer() throws {
    let first = try HypernetworkTrainer(Stripes.settings(beta: 0, steps: 2)).train(
      Stripes.start(seed: 6), on: Stripes.samples(task: 0)
    ) { _ in }
    let (error, _) = try error(of: Stripes.settings(beta: 1e39), after: first, task: 1)
    #expect(error.what == .weights && error.task == 1 && error.step == 1)
  }

  @Test(
    "A weight of a head that is not in use is noticed when it becomes infinite",
    arguments: [1, 10, 30])
  func unusedHead(steps: Int) throws {
    // A full hypernetwork of four outputs, of which the task uses two: the last weight is a bias of
    // another head. It has no gradient, but grows by a hundredth at every step.
    let network = Stripes.start(seed: 6, outputs: 4).network
    let h = Hypernetwork(
      targetCount: network.weightCount, embeddingSize: 4, hidden: [5], activation: .elu)
    var start = HypernetworkState(network: network, hypernetwork: h, seed: 6)
    start.parameters[h.outputBlock.range.upperBound - 1] =
      .greatestFiniteMagnitude / pow(1.01, Float(steps) - 0.5)
    var settings = Stripes.settings(beta: 0, rate: 0.01)
    settings.optimizer.algorithm = .sgd()
    settings.optimizer.weightDecay = -1
    let (error, reported) = try error(of: settings, after: start)
    #expect(error.what == .weights && error.step == steps)
    #expect(reported == Array(1..<steps))
    #expect(error.lastFiniteLoss?.isFinite == true)
  }
}
