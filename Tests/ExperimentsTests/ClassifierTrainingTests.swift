import Datasets
import Evaluation
import Foundation
import Learning
import Networks
import Tasks
import TestSupport
import Testing

@Suite("Methods that train a network directly, on MNIST")
struct ClassifierTrainingTests {
  private static let images: Result<VerifiedImages, any Error> = Result {
    let catalog = DatasetCatalog(folder: TestProject.datasets)
    let entry = try catalog.entry(named: "mnist")
    let images = try DatasetFetcher(entry, downloads: entry.folder).local().images()
    return VerifiedImages(train: images.train, test: images.test)
  }
  private struct VerifiedImages {
    let train: LabelledImages
    let test: LabelledImages
  }

  /// The states after each of three tasks of two digits.
  private func train<Method: ContinualMethod>(
    _ method: Method, _ scenario: Scenario, steps: Int = 60,
    optimizer: OptimizerSettings = .adam(learningRate: 2e-3), keepsOptimizer: Bool? = nil,
    seed: UInt64 = 1
  ) throws -> [ClassifierState] {
    let images = try Self.images.get()
    let sequence = TaskSequence.split(tasks: 3, classesPerTask: 2, scenario: scenario)
    var state = ClassifierState(
      network: Architecture(widths: [784, 50, sequence.outputCount]), seed: seed)
    return try (0..<3).map { index in
      func samples(_ part: LabelledImages) -> [TaskSamples] {
        (0...index).map { TaskSamples(sequence, task: $0, in: part) }
      }
      let training = samples(images.train)
      var settings = ClassifierTraining(
        optimizer: optimizer, batch: 64, steps: steps, logInterval: steps)
      settings.keepsOptimizer = keepsOptimizer
      let task = ClassifierTask(
        state, sequence: sequence.prefix(index + 1), training: settings,
        samples: training[index], earlier: Method.readsAllTasks ? training.dropLast() : [])
      state = try ClassifierTrainer(method.acting(onTask: index)).train(task) { _ in }
      ClassifierEvaluator(method).evaluate(&state, in: sequence, on: samples(images.test))
      return state
    }
  }

  /// Accuracies of all tasks after the last one.
  private func final(_ states: [ClassifierState]) throws -> [Double] {
    let rows = try #require(states.last).scores.rows
    #expect(rows.map(\.count) == [1, 2, 3])
    return try #require(rows.last)
  }

  @Test("Fine-tuning forgets, joint training does not; each learns the task at hand")
  func bounds() throws {
    for scenario in [Scenario.domainIncremental, .classIncremental] {
      let lost = try final(train(FineTuning(), scenario))
      #expect(lost[2] > 0.97, "\(scenario) \(lost)")
      #expect(lost[0] < 0.8, "\(scenario) \(lost)")
      let kept = try final(train(JointTraining(), scenario, steps: 150))
      #expect(kept.allSatisfy { $0 > 0.9 }, "\(scenario) \(kept)")
    }
    let lost = try #require(train(FineTuning(), .classIncremental).last)
    #expect(lost.scores.rows[2][0] < 0.02 && lost.inference.rows[2][0] < 0.02)
    #expect(lost.inference.rows[2][2] > 0.97 && lost.inference.rows[0] == [1])
    #expect(try #require(train(FineTuning(), .taskIncremental).last).inference.rows.isEmpty)
  }

  @Test("An optimizer that is kept goes on with its moments and steps; else it begins anew")
  func keptOptimizer() throws {
    let anew = try train(FineTuning(), .classIncremental, steps: 20)
    let kept = try train(FineTuning(), .classIncremental, steps: 20, keepsOptimizer: true)
    #expect(anew.allSatisfy { $0.optimizer == nil })
    #expect(kept.map { $0.optimizer?.steps } == [20, 40, 60])
    #expect(kept[0].weights == anew[0].weights && kept[1].weights != anew[1].weights)
    #expect(kept[2].keptNumbers == 3 * anew[2].keptNumbers)
    // By plain descent nothing is kept that could act.
    let plain = OptimizerSettings(.sgd(), learningRate: 0.1)
    #expect(
      try train(FineTuning(), .classIncremental, steps: 5, optimizer: plain).map(\.weights)
        == train(
          FineTuning(), .classIncremental, steps: 5, optimizer: plain, keepsOptimizer: true
        ).map(\.weights))
  }

  @Test("From scratch: every task has a network of its own, which is kept bit for bit")
  func fromScratch() throws {
    let states = try train(FromScratch(), .taskIncremental)
    let last = try #require(states.last)
    for task in 0..<3 {
      #expect(FromScratch().testWeights(ofTask: task, in: last) == states[task].weights)
      #expect(last.scores.rows[2][task] == states[task].scores.rows[task][task])
      #expect(last.scores.rows[2][task] > 0.95)
    }
    #expect(Set(states.map(\.weights)).count == 3)
    #expect(last.keptNumbers == 3 * last.network.weightCount)
    let starts = (0..<3).map {
      last.network.initialWeights(seed: 1, purpose: "classifier", index: $0) as [Float]
    }
    #expect(Set(starts).count == 3)
  }

  @Test("Progressive networks: earlier columns stay bit for bit, under weight decay, too")
  func progressive() throws {
    var optimizer = OptimizerSettings(
      .adamW(beta1: 0.9, beta2: 0.999), learningRate: 2e-3, weightDecay: 0.1)
    for clipping: GradientClipping in [.none, .norm(1)] {
      optimizer.clipping = clipping
      let states = try train(ProgressiveNetworks(), .taskIncremental, optimizer: optimizer)
      let last = try #require(states.last)
      for task in 0..<3 {
        let network = ProgressiveNetworks().network(last.network, forTask: task)
        #expect(states[task].weights.count == network.weightCount)
        #expect(last.weights.starts(with: states[task].weights))
        // A test of all tasks after the last one is a test of each after its own.
        #expect(last.scores.rows[2][task] == states[task].scores.rows[task][task])
        #expect(last.scores.rows[2][task] > 0.95, "\(last.scores.rows)")
        let start = task == 0 ? states[0].weights : network.initialColumn(seed: 1)
        #expect(task == 0 || Array(states[task].weights[network.trainableRange]) != start)
      }
    }
  }

  @Test("The first task is the same as fine-tuning's where a method says so")
  func startsPlainly() throws {
    func first(_ method: some ContinualMethod) throws -> ClassifierState {
      try #require(train(method, .taskIncremental).first)
    }
    let plain = try first(FineTuning())
    #expect(ProgressiveNetworks.startsPlainly && JointTraining.startsPlainly)
    #expect(FromScratch.startsPlainly)
    #expect(try first(JointTraining()) == plain)
    #expect(try first(FromScratch()) == plain)
    let column = try first(ProgressiveNetworks())
    #expect(column.weights.count == plain.weights.count && column.memory == plain.memory)
    #expect(zip(column.weights, plain.weights).allSatisfy { abs($0 - $1) < 1e-3 })
  }

  @Test(
    "Penalties on weights, and a reservoir, keep the first task better than fine-tuning does")
  func penalties() throws {
    func kept(_ method: some ContinualMethod) throws -> Double {
      try #require(try final(train(method, .domainIncremental)).first)
    }
    let lost = try kept(FineTuning())
    #expect(try kept(ElasticWeightConsolidation(strength: 1e4, samples: 200)) > lost + 0.05)
    #expect(try kept(OnlineEWC(strength: 1e4, decay: 1, samples: 200)) > lost + 0.05)
    #expect(try kept(MemoryAwareSynapses(strength: 10, samples: 200)) > lost + 0.05)
    #expect(try kept(SynapticIntelligence(strength: 20, damping: 0.1)) > lost + 0.05)
    #expect(try kept(ExperienceReplay(capacity: 100)) > lost + 0.05)
  }
}
