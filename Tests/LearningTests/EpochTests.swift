import Learning
import Tasks
import Testing

@Suite("Training by epochs")
struct EpochTests {
  @Test("An epoch has as many steps as batches cover the samples")
  func length() {
    #expect(TrainingLength.epochs(3).steps(samples: 120, batch: 40) == 9)
    #expect(TrainingLength.epochs(3).steps(samples: 121, batch: 40) == 12)
    #expect(TrainingLength.epochs(2).steps(samples: 5, batch: 40) == 2)
    #expect(TrainingLength.steps(7).steps(samples: 121, batch: 40) == 7)
  }

  @Test("Figure 5's rates change after 80, 120, 160 and 180 epochs")
  func milestones() {
    let schedule = LearningRateSchedule.epochs(
      zip([80, 120, 160, 180], [0.1, 0.01, 0.001, 0.0005]).map { .init(epoch: $0, factor: $1) })
    let rate = LearningRate(schedule, base: 1e-3, steps: 2000, stepsPerEpoch: 10)
    func factor(_ step: Int) -> Double { (rate.rate(atStep: step) / 1e-3 * 1e6).rounded() / 1e6 }
    #expect([0, 799, 800, 1199, 1200].map(factor) == [1, 1, 0.1, 0.1, 0.01])
    #expect([1599, 1600, 1799, 1800, 1999].map(factor) == [0.01, 0.001, 0.001, 0.0005, 0.0005])
  }

  private func train(
    _ change: (inout TrainingSettings) -> Void, _ scores: [Double] = []
  ) throws -> (state: HypernetworkState, asked: Int) {
    var settings = Stripes.settings(beta: 0, steps: 0)
    settings.logInterval = 1
    change(&settings)
    var asked = 0
    let aids = TrainingAids(score: { weights, statistics in
      defer { asked += 1 }
      #expect(!weights.isEmpty && statistics.isEmpty)
      return scores[asked]
    })
    // 120 samples in batches of 32: four steps.
    let state = try HypernetworkTrainer(settings).train(
      Stripes.start(seed: 1), on: Stripes.samples(task: 0), with: aids
    ) { _ in }
    return (state, asked)
  }

  @Test("epochs are the steps that they have, with the same minibatches")
  func steps() throws {
    let byEpochs = try train { $0.epochs = 3 }
    let bySteps = try train { $0.steps = 12 }
    #expect(byEpochs.state == bySteps.state && byEpochs.asked == 0)
  }

  /// The rate of each step.
  private func rates(_ plateau: ScorePlateau, _ scores: [Double]) throws -> [Double] {
    let result = try train(
      {
        $0.epochs = scores.count
        $0.validationPlateau = plateau
      }, scores)
    #expect(result.asked == scores.count)
    let logged = result.state.metrics.filter { $0.name == "validation accuracy" }
    #expect(logged.map(\.value) == scores)
    #expect(logged.map(\.step) == scores.indices.map { 4 * ($0 + 1) })
    return result.state.metrics.filter { $0.name == "learning_rate" }.map { $0.value / 0.01 }
  }

  @Test("the rate falls when the best score is so many epochs old, and counts anew from there")
  func plateau() throws {
    let half = ScorePlateau(factor: 0.5, epochs: 2, minimum: 0)
    let found = try rates(half, [0.5, 0.6, 0.6, 0.6, 0.5, 0.7, 0.7, 0.6])
    let expected: [Double] = [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5]
    #expect(found == expected.flatMap { [$0, $0, $0, $0] })
    let long = try rates(half, [0.5, 0.5, 0.5, 0.5, 0.5, 0.6])
    #expect(
      long.enumerated().filter { $0.offset % 4 == 0 }.map(\.element) == [1, 1, 1, 0.5, 0.5, 0.25])
  }

  @Test("the rate falls to the minimum and stays there")
  func minimum() throws {
    let tenth = ScorePlateau(factor: 0.1, epochs: 1, minimum: 0.0005)
    let found = try rates(tenth, [0.5, 0.5, 0.5, 0.5])
    let byEpoch = found.enumerated().filter { $0.offset % 4 == 0 }.map(\.element)
    #expect(zip(byEpoch, [1, 1, 0.1, 0.05]).allSatisfy { abs($0 - $1) < 1e-12 }, "\(byEpoch)")
  }
}
