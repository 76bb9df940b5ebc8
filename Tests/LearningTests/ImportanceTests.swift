import Datasets
import Hypernetworks
import Learning
import Networks
import Tasks
import Tensors
import TestSupport
import Testing

@Suite("Importances of parameters")
struct ImportanceTests {
  private struct Case: Decodable {
    let name: String
    let headOffset: Int
    let targetSizes: [Int]
    let targetActivation: Activation
    let hypernetwork: Geometry
    let pixels: Fixture.Matrix
    let labels: [Int]
    let parameters: ParameterTree
    let embedding: [Double]
    let fisherHypernetwork: ParameterTree
    let fisherTarget: [Double]
    let masHypernetwork: ParameterTree

    /// The task's samples as a data set of its own.
    var samples: TaskSamples {
      let images = LabelledImages(
        pixels: pixels.values.map { UInt8($0) }, labels: labels.map { UInt8(headOffset + $0) },
        count: labels.count, height: 1, width: pixels.shape[1], channels: 1)
      let sequence = TaskSequence.split(tasks: 3, classesPerTask: 2, scenario: .taskIncremental)
      return TaskSamples(sequence, task: headOffset / 2, in: images)
    }

    var state: HypernetworkState {
      HypernetworkState(
        network: Architecture(widths: targetSizes, activation: targetActivation),
        hypernetwork: hypernetwork.hypernetwork, parameters: parameters.flat.map(Float.init),
        taskEmbeddings: [embedding.map(Float.init)], heads: [headOffset..<headOffset + 2],
        seed: 1)
    }
  }

  @Test("Fisher information and sensitivities equal the independent reference")
  func fixture() throws {
    let cases = try Fixture.cases(of: "importance", as: Case.self)
    #expect(cases.count == 2)
    for item in cases {
      var estimator = ImportanceEstimator(item.state, item.samples, count: 100)
      var calls = 0
      for (measured, expected) in [
        (estimator.fisher { calls += 1 }, item.fisherHypernetwork.flat),
        (estimator.targetFisher { calls += 1 }, item.fisherTarget),
        (estimator.sensitivity { calls += 1 }, item.masHypernetwork.flat),
      ] {
        #expect(relativeError(measured.map(Double.init), expected) < 1e-4, "\(item.name)")
      }
      #expect(calls == 3 * item.labels.count)
    }
  }

  private struct Merge: Decodable {
    let beta: Double
    let gamma: Double?
    let importances: Fixture.Matrix
    let anchors: Fixture.Matrix
    let mergedImportance: [Double]
    let mergedAnchor: [Double]
    let parameters: [Double]
    let penaltyOfMerged: Double
    let gradient: [Double]
  }
  private struct PathCase: Decodable {
    struct Step: Decodable { let gradient: [Double], change: [Double] }
    let beta: Double
    let xi: Double
    let start: [Double]
    let steps: [Step]
    let end: [Double]
    let pathIntegral: [Double]
    let parameters: [Double]
    let importance: [Double]
    let penalty: Double
    let gradient: [Double]
  }
  private struct File: Decodable {
    let ewc: Merge
    let onlineEwc: Merge
    let si: PathCase
  }

  @Test("Two tasks' importances are merged as in the independent reference")
  func merging() throws {
    let file = try Fixture.file("importance", as: File.self)
    for (item, method) in [
      (file.ewc, RegularizerSettings.Method.ewc), (file.onlineEwc, .onlineEWC),
    ] {
      let count = item.parameters.count
      var settings = RegularizerSettings(strength: item.beta)
      settings.method = method
      settings.importanceDecay = item.gamma ?? 1
      var memory = RegularizerMemory()
      for task in 0..<2 {
        let range = task * count..<(task + 1) * count
        memory.add(
          item.importances.values[range].map(Float.init),
          at: item.anchors.values[range].map(Float.init), settings)
      }
      #expect(relativeError(memory.importance.map(Double.init), item.mergedImportance) < 1e-6)
      #expect(relativeError(memory.anchor.map(Double.init), item.mergedAnchor) < 1e-6)
      let regularizer = WeightRegularizer<Double>(
        importance: item.mergedImportance, anchor: item.mergedAnchor)
      var gradient = [Double](repeating: 1, count: count)
      let value = regularizer.evaluate(
        parameters: item.parameters, strength: item.beta / 2, gradient: &gradient)
      #expect(abs(value - item.penaltyOfMerged) < 1e-12 * item.penaltyOfMerged)
      #expect(relativeError(gradient, item.gradient.map { $0 + 1 }) < 1e-12)
    }
  }

  @Test("The path integral of synaptic intelligence equals the independent reference")
  func pathIntegral() throws {
    let item = try Fixture.file("importance", as: File.self).si
    var path = [Double](repeating: 0, count: item.start.count)
    var position = item.start
    for step in item.steps {
      let next = zip(position, step.change).map { $0 + $1 }
      addPathIntegral(gradient: step.gradient, before: position, after: next, to: &path)
      position = next
    }
    #expect(relativeError(position, item.end) < 1e-14)
    #expect(relativeError(path, item.pathIntegral) < 1e-12)
    var gradient = [Double](repeating: 0, count: path.count)
    let value = WeightRegularizer<Double>(importance: item.importance, anchor: item.end).evaluate(
      parameters: item.parameters, strength: item.beta, gradient: &gradient)
    #expect(abs(value - item.penalty) < 1e-12 * abs(item.penalty))
    #expect(relativeError(gradient, item.gradient) < 1e-12)
  }

  @Test("Each method remembers what it needs, and keeps the first task with it")
  func methods() throws {
    // A task of two well separated classes leaves next to no Fisher information.
    let strengths: [(RegularizerSettings.Method, Double)] = [
      (.ewc, 1e14), (.onlineEWC, 1e14), (.si, 1e4), (.mas, 1),
    ]
    for (method, strength) in strengths {
      func train(_ strength: Double) throws -> HypernetworkState {
        var settings = Stripes.settings(beta: strength, rate: 0.002, steps: 40)
        settings.regularizer.method = method
        settings.regularizer.importanceSamples = 60
        return try Stripes.train(seed: 4, settings)
      }
      let (without, with) = (try train(0), try train(strength))
      let (lost, kept) = (without.scores.rows[1][0], with.scores.rows[1][0])
      #expect(lost < 0.6, "\(method) \(without.scores.rows)")
      #expect(kept > lost + 0.2, "\(method) \(with.scores.rows)")
      #expect(with.memory.importance.count == with.parameters.count)
      #expect(with.memory.importance.contains { $0 > 0 })
      #expect(with.memory.targetFisher.isEmpty)
    }
    var settings = Stripes.settings(beta: 1, steps: 20)
    settings.regularizer.fisherWeighted = true
    let weighted = try Stripes.train(seed: 4, settings).memory
    #expect(weighted.targetFisher.count == 2 && weighted.importance.isEmpty)
    #expect(
      weighted.targetFisher.allSatisfy { $0.allSatisfy { $0 >= 0 } && $0.contains { $0 > 0 } })
  }

  @Test("A step's path integral takes the task's gradient, not the sum with the regularizer's")
  func pathOfSteps() throws {
    let first = try Stripes.train(seed: 6, Stripes.settings(beta: 0, steps: 5))
    let (rate, strength) = (0.05, 0.3)
    var settings = TrainingSettings(
      optimizer: .sgd(learningRate: rate), batch: 16, steps: 3, beta: strength, logInterval: 1)
    settings.regularizer.method = .si
    let count = first.parameters.count
    let importance: [Double] = uniformValues(count, seed: 1).map { (x: Double) in x * x }
    let anchor: [Double] = uniformValues(count, seed: 2)
    var step = HypernetworkStep<NetworkPass<Double>>(
      settings, network: first.network, hypernetwork: first.hypernetwork,
      parameters: first.parameters.map(Double.init), embedding: uniformValues(4, seed: 3),
      regularizer: .weights(WeightRegularizer(importance: importance, anchor: anchor)),
      pastTasks: 1, task: 1, seed: 1)
    step.pass.inputs = uniformValues(16 * 64, seed: 4)
    var path = [Double](repeating: 0, count: count)
    for _ in 0..<3 {
      let before = step.parameters
      _ = step.run(labels: (0..<16).map { $0 % 2 }, head: 0..<2)
      for i in path.indices {
        let change = step.parameters[i] - before[i]
        // The step is −η times the sum; less the regularizer's part, it is the task's gradient.
        let gradient = -change / rate - 2 * strength * importance[i] * (before[i] - anchor[i])
        path[i] -= gradient * change
      }
    }
    #expect(relativeError(step.pathIntegral, path) < 1e-10)
  }

  @Test("The importances of synaptic intelligence are the path over the squared way and ξ")
  func contributions() throws {
    var settings = Stripes.settings(beta: 1, rate: 0.02, steps: 4)
    settings.regularizer.method = .si
    settings.regularizer.damping = 0.3
    let start = Stripes.start(seed: 8)
    let samples = Stripes.samples(task: 0)
    let trained = try HypernetworkTrainer(settings).train(start, on: samples) { _ in }
    var step = HypernetworkStep<NetworkPass<Float>>(settings, start)
    var minibatches = Minibatches(
      count: samples.count, random: RandomStream(seed: 8, purpose: "minibatches", index: 0))
    var batch = [Int](repeating: 0, count: settings.batch)
    for _ in 0..<4 {
      minibatches.next(into: &batch)
      samples.gather(batch, into: &step.pass.inputs)
      _ = step.run(labels: batch.map(samples.label), head: samples.head)
    }
    #expect(step.parameters == trained.parameters)
    let expected = step.pathIntegral.indices.map { i -> Double in
      let way = Double(step.parameters[i]) - Double(start.parameters[i])
      return Double(step.pathIntegral[i]) / (way * way + 0.3)
    }
    #expect(relativeError(trained.memory.importance.map(Double.init), expected) < 1e-6)
    #expect(trained.memory.anchor == trained.parameters)
  }

  @Test("No importance of synaptic intelligence is below 0, of one task as of all together")
  func leastImportance() {
    var settings = RegularizerSettings(strength: 1)
    #expect(settings.leastImportance == nil)
    settings.method = .si
    var memory = RegularizerMemory()
    memory.add([-1, 2, 3], at: [1, 1, 1], settings)
    #expect(memory.importance == [0, 2, 3])
    memory.add([2, -3, 1], at: [2, 2, 2], settings)
    #expect(memory.importance == [2, 0, 4] && memory.anchor == [2, 2, 2])
  }

  @Test("Importances that are not finite end the task with a clear error")
  func notFinite() throws {
    // Nothing moves, and nothing keeps from dividing by that.
    var settings = Stripes.settings(beta: 1, rate: 1e-30, steps: 3)
    settings.regularizer.method = .si
    settings.regularizer.damping = 0
    let error = #expect(throws: DivergenceError.self) {
      _ = try HypernetworkTrainer(settings).train(
        Stripes.start(seed: 8), on: Stripes.samples(task: 0)
      ) { _ in }
    }
    #expect(error?.what == .importance && error?.step == 3)
    #expect(error?.description.contains("damping") == true)
  }
}
