import Datasets
import Learning
import Networks
import Tasks
import Tensors
import TestSupport
import Testing

@Suite("Penalties on the weights of a network that is trained directly")
struct PenaltyTests {
  private struct Case: Decodable {
    struct Task: Decodable {
      let pixels: Fixture.Matrix
      let labels: [Int]
      let weights: [Double]
      let penalty: Double?
      let gradient: [Double]?
      let importance: [Double]
      let anchor: [Double]
    }
    let name: String
    let method: String
    let scenario: Scenario
    let strength: Double
    let decay: Double
    let tasks: [Task]
  }
  private struct PathCase: Decodable {
    struct Step: Decodable {
      let gradient: [Double]
      let before: [Double]
      let after: [Double]
      let penalty: Double?
      let penaltyGradient: [Double]?
    }
    struct Task: Decodable {
      let steps: [Step]
      let importance: [Double]
      let anchor: [Double]
    }
    let strength: Double
    let damping: Double
    let tasks: [Task]
  }
  private struct File: Decodable {
    let layers: [Int]
    let activation: Activation
    let cases: [Case]
    let si: PathCase

    var network: Architecture { .init(widths: layers, activation: activation) }
  }

  private func learn(_ method: some ContinualMethod, _ item: Case, _ file: File) throws {
    let network = file.network
    let sequence = TaskSequence.split(tasks: 3, classesPerTask: 2, scenario: item.scenario)
    var state = ClassifierState(
      network: network, weights: [Float](repeating: 0, count: network.weightCount), heads: [],
      seed: 1)
    for (index, given) in item.tasks.enumerated() {
      let samples = TaskSamples(
        sequence, task: index,
        in: LabelledImages(
          pixels: given.pixels.values.map { UInt8($0) },
          labels: given.labels.map { UInt8(2 * index + $0) }, count: given.labels.count, height: 1,
          width: given.pixels.shape[1], channels: 1))
      let task = ClassifierTask(
        state, sequence: sequence.prefix(index + 1),
        training: ClassifierTraining(
          optimizer: .adam(learningRate: 0.01), batch: 4, steps: 1, logInterval: 1),
        samples: samples)
      var training = method.acting(onTask: index).training(task)
      let weights = given.weights.map(Float.init)
      var gradient = [Float](repeating: 1, count: weights.count)
      let penalty = training.addPenalty(weights: weights, gradient: &gradient)
      let added = gradient.map { Double($0) - 1 }
      if let expected = given.penalty, let slope = given.gradient {
        #expect(abs(Double(penalty) - expected) < 1e-4 * expected, "\(item.name) \(index)")
        #expect(relativeError(added, slope) < 1e-4, "\(item.name) \(index)")
      } else {
        #expect(penalty == 0 && added.allSatisfy { $0 == 0 })
      }
      var calls = 0
      state = task.state
      state.weights = weights
      state.heads.append(samples.head)
      state.statistics.append([])
      try training.finish(&state, task) { calls += 1 }
      #expect(calls > 0)
      for (name, expected) in [("importance", given.importance), ("anchor", given.anchor)] {
        let found = try #require(state.memory[name]).values.map(Double.init)
        #expect(relativeError(found, expected) < 2e-4, "\(item.name) \(index) \(name)")
      }
    }
  }

  @Test("EWC, online EWC and MAS measure, remember and draw back as in the independent reference")
  func importances() throws {
    let file = try Fixture.file("methods", as: File.self)
    #expect(file.cases.count == 5)
    for item in file.cases {
      switch item.method {
      case "ewc":
        try learn(ElasticWeightConsolidation(strength: item.strength, samples: 100), item, file)
      case "online-ewc":
        try learn(
          OnlineEWC(strength: item.strength, decay: item.decay, samples: 100), item, file)
      case "mas": try learn(MemoryAwareSynapses(strength: item.strength, samples: 100), item, file)
      default: Issue.record("\(item.method)")
      }
    }
  }

  @Test("SI adds up the way of the task's own gradient, as in the independent reference")
  func path() throws {
    let file = try Fixture.file("methods", as: File.self)
    let item = file.si
    let method = SynapticIntelligence(strength: item.strength, damping: item.damping)
    let sequence = TaskSequence.split(tasks: 3, classesPerTask: 2, scenario: .taskIncremental)
    var state = ClassifierState(
      network: file.network,
      weights: try #require(item.tasks[0].steps.first).before.map(Float.init),
      heads: [], seed: 1)
    for (index, given) in item.tasks.enumerated() {
      let images = LabelledImages(
        pixels: [0, 0, 0, 0], labels: [UInt8(2 * index)], count: 1, height: 1, width: 4,
        channels: 1)
      let task = ClassifierTask(
        state, sequence: sequence.prefix(index + 1),
        training: ClassifierTraining(
          optimizer: .adam(learningRate: 0.01), batch: 1, steps: 1, logInterval: 1),
        samples: TaskSamples(sequence, task: index, in: images))
      var training = method.acting(onTask: index).training(task)
      for step in given.steps {
        var gradient = step.gradient.map(Float.init)
        let penalty = training.addPenalty(
          weights: step.before.map(Float.init), gradient: &gradient)
        #expect(abs(Double(penalty) - (step.penalty ?? 0)) <= 1e-5 * abs(step.penalty ?? 0))
        let expected = zip(
          step.gradient, step.penaltyGradient ?? [Double](repeating: 0, count: gradient.count)
        ).map(+)
        #expect(relativeError(gradient.map(Double.init), expected) < 1e-5)
        training.didStep(weights: step.after.map(Float.init))
        state.weights = step.after.map(Float.init)
      }
      state.heads.append(2 * index..<2 * index + 2)
      state.statistics.append([])
      try training.finish(&state, task) {}
      for (name, expected) in [("importance", given.importance), ("anchor", given.anchor)] {
        let found = try #require(state.memory[name]).values.map(Double.init)
        #expect(relativeError(found, expected) < 1e-5, "task \(index) \(name)")
      }
    }
  }

  @Test("Importances come from as many samples as asked for, the same for a seed")
  func someSamples() throws {
    let file = try Fixture.file("methods", as: File.self)
    let network = file.network
    let samples = TaskSamples(
      .split(tasks: 3, classesPerTask: 2, scenario: .taskIncremental), task: 1,
      in: LabelledImages(
        pixels: (0..<400).map { UInt8($0 * 37 % 256) }, labels: (0..<100).map { UInt8(2 + $0 % 2) },
        count: 100, height: 1, width: 4, channels: 1))
    let weights: [Float] = uniformValues(network.weightCount, seed: 1)
    func fisher(_ count: Int, seed: UInt64 = 1, batch: Int = 16) -> [Float] {
      var measure = ClassifierImportance(
        network, samples, scope: 2..<4, count: count, seed: seed, task: 1, batch: batch)
      return measure.fisher(of: weights) {}
    }
    #expect(fisher(30) == fisher(30))
    #expect(fisher(30) != fisher(31) && fisher(30) != fisher(30, seed: 2))
    let (few, many) = (fisher(50, batch: 7).map(Double.init), fisher(50, batch: 50))
    #expect(relativeError(few, many.map(Double.init)) < 1e-5)
    // Units out of scope matter to nobody.
    for range in network.outputRanges(0..<2) + network.outputRanges(4..<6) {
      #expect(fisher(30)[range].allSatisfy { $0 == 0 })
    }
  }

  @Test("Fisher information of predicted labels is that of samples that have these labels")
  func predictedLabels() throws {
    let file = try Fixture.file("methods", as: File.self)
    let network = file.network
    let sequence = TaskSequence.split(tasks: 3, classesPerTask: 2, scenario: .taskIncremental)
    let pixels = (0..<400).map { UInt8($0 * 37 % 256) }
    func samples(_ labels: [UInt8]) -> TaskSamples {
      TaskSamples(
        sequence, task: 1,
        in: LabelledImages(
          pixels: pixels, labels: labels, count: 100, height: 1, width: 4, channels: 1))
    }
    let weights: [Float] = uniformValues(network.weightCount, seed: 1)
    var pass = NetworkPass<Float>(network, capacity: 100, backward: false)
    pass.inputs = pixels.map { Float($0) / 255 }
    pass.forward(weights: weights, batch: 100)
    let predicted = (0..<100).map { row -> UInt8 in
      let first = row * network.outputCount
      return pass.logits[first + 2] >= pass.logits[first + 3] ? 2 : 3
    }
    let own = (0..<100).map { UInt8(2 + $0 % 2) }
    #expect(predicted != own && Set(predicted).count == 2)
    func fisher(_ labels: [UInt8], _ kind: RegularizerSettings.FisherLabels) -> [Float] {
      var measure = ClassifierImportance(
        network, samples(labels), scope: 2..<4, count: 100, seed: 1, task: 1)
      return measure.fisher(of: weights, labels: kind) {}
    }
    #expect(
      relativeError(
        fisher(own, .predicted).map(Double.init), fisher(predicted, .own).map(Double.init)) < 1e-5)
    #expect(
      relativeError(fisher(own, .own).map(Double.init), fisher(predicted, .own).map(Double.init))
        > 1e-2)
  }
}
