import Checkpoints
import Datasets
import Evaluation
import HDF5
import Hypernetworks
import Learning
import Networks
import Statistics
import Tasks
import Tensors
import TestSupport
import Testing

/// What a network keeps of each task's data besides weights: trained, stored, read, and used for the task
/// that it is of. The network is one of the tests' own, since layers have no statistics yet.
@Suite("Statistics of each task")
struct TaskStatisticsTests {
  /// Fine-tuning of a normalised network.
  private struct NormalizedFineTuning: ContinualMethod {
    typealias Pass = NormalizedPass<Float>
    static let name = "test-normalized"

    func network(_ base: Architecture, forTask t: Int) -> NormalizedNetwork {
      NormalizedNetwork(inputCount: base.inputCount, outputCount: base.outputCount)
    }

    func startingWeights(_ task: ClassifierTask) -> [Float] {
      guard task.index == 0 else { return task.state.weights }
      let network = network(task.state.network, forTask: 0)
      return [Float](repeating: 1, count: network.inputCount)
        + [Float](repeating: 0, count: network.weightCount - network.inputCount)
    }
  }

  private static let inputs = 4

  /// Four classes of four pixels. The first task's images are dark, of little contrast, and brighter from pixel
  /// to pixel; the second's are bright, of more contrast, and darker from pixel to pixel. Which of its task's
  /// classes an image has depends on two pixels.
  private static func images(seed: UInt64) -> LabelledImages {
    var random = RandomStream(seed: seed, purpose: "normalized images")
    var (pixels, labels) = ([UInt8](), [UInt8]())
    for sample in 0..<800 {
      let task = sample % 2
      let (center, spread) = [(40.0, 8.0), (170, 25)][task]
      let z = (0..<inputs).map { _ in random.normal() }
      pixels += z.enumerated().map { index, z in
        UInt8(min(255, max(0, center + (task == 0 ? 20 : -20) * Double(index) + spread * z)))
      }
      labels.append(UInt8(2 * task + (z[0] > z[2] ? 1 : 0)))
    }
    return LabelledImages(
      pixels: pixels, labels: labels, count: 800, height: 2, width: 2, channels: 1)
  }

  private static func samples(_ sequence: TaskSequence, seed: UInt64) -> [TaskSamples] {
    let images = images(seed: seed)
    return (0..<2).map { TaskSamples(sequence, task: $0, in: images) }
  }

  private static func sequence(_ scenario: Scenario) -> TaskSequence {
    .split(tasks: 2, classesPerTask: 2, scenario: scenario)
  }

  private static func provenance(_ sequence: TaskSequence) -> HypernetworkCheckpoint.Provenance {
    .init(
      dataset: "test", scenario: sequence.scenario.rawValue,
      tasks: (0..<sequence.count).map {
        .init(head: sequence.head(ofTask: $0), classes: sequence.classes(ofTask: $0))
      })
  }

  /// The state as a file gives it back.
  private static func stored<State: StoredState>(
    _ state: State, _ provenance: State.Provenance
  ) throws -> State {
    let back = try State.decode(state.encoded(of: provenance)).state
    var plain = state
    plain.metrics = []
    #expect(back == plain)
    return back
  }

  /// The states after both tasks; each goes through a file before the next one, and is tested before and after.
  private func classifiers(_ scenario: Scenario) throws -> [ClassifierState] {
    let sequence = Self.sequence(scenario)
    let (training, tests) = (Self.samples(sequence, seed: 1), Self.samples(sequence, seed: 2))
    var state = ClassifierState(
      network: Architecture(widths: [Self.inputs, sequence.outputCount]), seed: 3)
    return try (0..<2).map { task in
      let sequence = sequence.prefix(task + 1)
      state = try ClassifierTrainer(NormalizedFineTuning()).train(
        ClassifierTask(
          state, sequence: sequence,
          training: ClassifierTraining(
            optimizer: .adam(learningRate: 0.02), batch: 32, steps: 300, logInterval: 300),
          samples: training[task])
      ) { _ in }
      func evaluated(_ state: ClassifierState) -> ClassifierState {
        var state = state
        ClassifierEvaluator(NormalizedFineTuning()).evaluate(
          &state, in: sequence, on: Array(tests.prefix(task + 1)))
        return state
      }
      let scores = state.scores
      state = try Self.stored(
        evaluated(state), .init(method: NormalizedFineTuning.name, Self.provenance(sequence)))
      var again = state
      again.scores = scores
      #expect(evaluated(again) == state)
      return state
    }
  }

  /// The means of the pixels, which the statistics begin with.
  private func expectMeans(_ statistics: [[Float]]) throws {
    try #require(statistics.count == 2 && statistics.allSatisfy { $0.count == 2 * Self.inputs })
    for index in 0..<Self.inputs {
      #expect(abs(255 * statistics[0][index] - Float(40 + 20 * index)) < 5)
      #expect(abs(255 * statistics[1][index] - Float(170 - 20 * index)) < 15)
    }
  }

  @Test("A directly trained network is tested with those of the task where it is given")
  func classifier() throws {
    let sequence = Self.sequence(.taskIncremental)
    let states = try classifiers(.taskIncremental)
    let last = states[1]
    try expectMeans(last.statistics)
    #expect(last.statistics[0] == states[0].statistics[0])
    #expect(last.keptNumbers == last.weights.count + 4 * Self.inputs)
    #expect(last.scores.rows.joined().allSatisfy { $0 > 0.9 }, "\(last.scores.rows)")
    var exchanged = last
    exchanged.statistics.reverse()
    exchanged.scores = ScoreMatrix([[1]])
    ClassifierEvaluator(NormalizedFineTuning()).evaluate(
      &exchanged, in: sequence, on: Self.samples(sequence, seed: 2))
    #expect(exchanged.scores.rows[1].allSatisfy { $0 < 0.7 }, "\(exchanged.scores.rows)")
  }

  @Test("Where the task is not given, all are tested with those of the latest one")
  func notGiven() throws {
    let sequence = Self.sequence(.domainIncremental)
    let last = try classifiers(.domainIncremental)[1]
    try expectMeans(last.statistics)
    // Everything of the first task is dark to a network that expects the second.
    #expect(last.scores.rows[1][0] < 0.7 && last.scores.rows[1][1] > 0.9, "\(last.scores.rows)")
    var other = last
    other.scores = ScoreMatrix([[1]])
    other.statistics[0] = [Float](repeating: 0.5, count: 2 * Self.inputs)
    ClassifierEvaluator(NormalizedFineTuning()).evaluate(
      &other, in: sequence, on: Self.samples(sequence, seed: 2))
    #expect(other.scores.rows[1] == last.scores.rows[1])
  }

  @Test("Generated weights of a task are tested with its own")
  func hypernetwork() throws {
    let sequence = Self.sequence(.taskIncremental)
    let (training, tests) = (Self.samples(sequence, seed: 1), Self.samples(sequence, seed: 2))
    let network = NormalizedNetwork(inputCount: Self.inputs, outputCount: 4)
    // A perceptron of as many weights stands for it in the state.
    let standIn = Architecture(widths: [6, 4])
    let h = Hypernetwork(
      targetCount: network.weightCount, embeddingSize: 4, chunkSize: 8, chunkEmbeddingSize: 3,
      hidden: [10], activation: .relu)
    var settings = TrainingSettings(
      optimizer: .adam(learningRate: 0.01), batch: 32, steps: 400, beta: 1, logInterval: 400)
    settings.regularizer.ownHeadOnly = true
    var state = HypernetworkState(
      network: standIn, hypernetwork: h,
      parameters: h.initialParameters(.xavier, for: network.tensors, seed: 1), taskEmbeddings: [],
      heads: [], seed: 1)
    var predictor = Predictor<NormalizedPass<Float>>(of: network, h, batch: 100)
    var first: [Float] = []
    for task in 0..<2 {
      state = try HypernetworkTrainer(settings).train(
        state, of: network, NormalizedPass<Float>.self, on: training[task]
      ) { _ in }
      state.evaluate(on: Array(tests.prefix(task + 1)), by: &predictor)
      state = try Self.stored(state, Self.provenance(sequence.prefix(task + 1)))
      if task == 0 { first = state.statistics[0] }
    }
    try expectMeans(state.statistics)
    #expect(state.statistics[0] == first)
    #expect(state.scores.rows.joined().allSatisfy { $0 > 0.9 }, "\(state.scores.rows)")
    #expect(
      state.costs.memoryBytes
        == 4 * (h.trainableCount(tasks: 2) + state.memory.numbers + 4 * Self.inputs))
    var exchanged = state
    exchanged.statistics.reverse()
    exchanged.scores = ScoreMatrix([[1]])
    exchanged.evaluate(on: tests, by: &predictor)
    #expect(exchanged.scores.rows[1].allSatisfy { $0 < 0.7 }, "\(exchanged.scores.rows)")
  }

  @Test("They are a part of the content; without them nothing of a file or a digest is of them")
  func content() throws {
    let last = try classifiers(.taskIncremental)[1]
    let provenance = ClassifierCheckpoint.Provenance(
      method: "m", Self.provenance(Self.sequence(.taskIncremental)))
    func content(_ change: (inout ClassifierState) -> Void) throws -> [UInt8] {
      var changed = last
      change(&changed)
      return try changed.contents(of: provenance).canonicalBytes
    }
    let usual = try content { _ in }
    #expect(try content { $0.statistics[0][1] += 1 } != usual)
    #expect(try content { $0.statistics.reverse() } != usual)
    var plain = last
    plain.statistics = [[], []]
    #expect(try HDF5File(image: last.encoded(of: provenance)).exists("/statistics"))
    let image = try plain.encoded(of: provenance)
    #expect(try !HDF5File(image: image).exists("/statistics"))
    #expect(try ClassifierState.decode(image).state == plain)
    plain.statistics = [[.nan], [1]]
    let damaged = try plain.encoded(of: provenance)
    #expect(throws: CheckpointError.self) { try ClassifierState.decode(damaged) }
  }
}
