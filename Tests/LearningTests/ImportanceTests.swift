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

    var state: LearnerState {
      LearnerState(
        network: MultilayerPerceptron(layers: targetSizes, activation: targetActivation),
        hypernetwork: hypernetwork.hypernetwork, parameters: parameters.flat.map(Float.init),
        taskEmbeddings: [embedding.map(Float.init)], heads: [headOffset..<headOffset + 2],
        accuracy: [], metrics: [], seed: 1)
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
      func train(_ strength: Double) throws -> LearnerState {
        var settings = Stripes.settings(beta: strength, rate: 0.002, steps: 40)
        settings.regularizer.method = method
        settings.regularizer.importanceSamples = 60
        return try Stripes.train(seed: 4, settings)
      }
      let (without, with) = (try train(0), try train(strength))
      #expect(without.accuracy[1][0] < 0.6, "\(method) \(without.accuracy)")
      #expect(with.accuracy[1][0] > without.accuracy[1][0] + 0.2, "\(method) \(with.accuracy)")
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
}
