import Hypernetworks
import Learning
import Networks
import Tensors
import TestSupport
import Testing

/// Whether a network with statistics, and batch norm's kinds of tensors, fits the interface: trained
/// without a change of anything else.
@Suite("A target network of another kind")
struct TargetNetworkTests {
  private let network = NormalizedNetwork(inputCount: 3, outputCount: 4)
  private let batch = 32

  private var hypernetwork: Hypernetwork {
    Hypernetwork(
      targetCount: network.weightCount, embeddingSize: 4, chunkSize: 8, chunkEmbeddingSize: 3,
      hidden: [10], activation: .relu)
  }

  /// Two tasks whose inputs lie around `center`, 0 and −`center`, on other sides of the plane that
  /// parts the classes, if the inputs are not normalised.
  private struct Samples {
    let center: Double
    let spread: Double
    let head: Range<Int>
    var random: RandomStream

    init(task: Int, purpose: String) {
      (center, spread) = [(-4, 0.5), (10, 3)][task]
      head = 2 * task..<2 * task + 2
      random = RandomStream(seed: 1, purpose: purpose, index: task)
    }

    mutating func next(_ count: Int, into inputs: inout [Double]) -> [Int] {
      (0..<count).map { row in
        let z = (0..<3).map { _ in random.normal() }
        for i in 0..<3 { inputs[row * 3 + i] = center * Double(1 - i) + spread * z[i] }
        return z[0] > z[2] ? 1 : 0
      }
    }
  }

  private struct Learned {
    var parameters: [Double]
    var embeddings: [[Double]] = []
    var statistics: [[Double]] = []
    /// Of the latest task.
    var losses: [Double] = []
  }

  private func train(_ task: Int, after past: Learned, steps: Int = 300) -> Learned {
    var settings = TrainingSettings(
      optimizer: .adam(learningRate: 0.01), batch: batch, steps: steps, beta: 1, logInterval: 1)
    settings.regularizer.ownHeadOnly = true
    let h = hypernetwork
    let regularizer = TaskRegularizer(
      settings.regularizer, hypernetwork: h, network: network, snapshot: past.parameters,
      embeddings: past.embeddings, heads: past.embeddings.indices.map { 2 * $0..<2 * $0 + 2 },
      importance: [], anchor: [], targetFisher: [])
    var step = HypernetworkStep<NormalizedPass<Double>>(
      settings, network: network, hypernetwork: h, parameters: past.parameters,
      embedding: h.initialEmbedding(task: task, seed: 1), regularizer: regularizer, pastTasks: task,
      task: task, seed: 1)
    #expect(step.statistics == [0, 0, 0, 1, 1, 1])
    var samples = Samples(task: task, purpose: "training")
    var learned = past
    learned.losses = []
    for _ in 0..<steps {
      let before = step.statistics
      let labels = samples.next(batch, into: &step.pass.inputs)
      let outcome = step.run(labels: labels, head: samples.head)
      #expect(outcome.isFinite && step.statistics != before)
      learned.losses.append(outcome.loss)
    }
    learned.parameters = step.parameters
    learned.embeddings.append(step.embedding)
    learned.statistics.append(step.statistics)
    return learned
  }

  /// The accuracy on a task's samples at test time, with some statistics.
  private func accuracy(_ learned: Learned, on task: Int, statistics: [Double]) -> Double {
    var generator = Generator<Double>(hypernetwork)
    generator.generate(parameters: learned.parameters, embedding: learned.embeddings[task])
    var pass = NormalizedPass<Double>(network, capacity: 500, backward: false)
    var samples = Samples(task: task, purpose: "test")
    let labels = samples.next(500, into: &pass.inputs)
    pass.forward(weights: generator.weights, batch: 500, statistics: statistics)
    let correct = correctCount(
      logits: pass.logits, outputs: 4, head: samples.head, labels: labels)
    return Double(correct) / 500
  }

  @Test(
    "Its loss falls, each task keeps statistics of its own, and the first task is not forgotten")
  func training() {
    let start = Learned(
      parameters: hypernetwork.initialParameters(.xavier, for: network.tensors, seed: 1))
    let first = train(0, after: start)
    let second = train(1, after: first)
    for (losses, share) in [(first.losses, 0.35), (second.losses, 0.75)] {
      let (early, late) = (losses.prefix(10).reduce(0, +), losses.suffix(10).reduce(0, +))
      #expect(late < share * early, "\(early) \(late)")
    }
    #expect(second.statistics[0] == first.statistics[0])
    for (statistics, (center, spread)) in zip(second.statistics, [(-4.0, 0.5), (10, 3)]) {
      for i in 0..<3 {
        // Five standard deviations of averages over about 20 batches.
        #expect(abs(statistics[i] - center * Double(1 - i)) < 5 * spread / (20 * 32.0).squareRoot())
        #expect(abs(statistics[3 + i] / (spread * spread) - 1) < 5 * (2 / (20 * 32.0)).squareRoot())
      }
    }
    #expect(accuracy(first, on: 0, statistics: first.statistics[0]) > 0.9)
    for task in 0..<2 {
      let own = accuracy(second, on: task, statistics: second.statistics[task])
      let other = accuracy(second, on: task, statistics: second.statistics[1 - task])
      #expect(own > 0.9 && own > other + 0.3, "task \(task): \(own), \(other)")
    }
  }

  @Test("Statistics change in training alone, and count at test time alone")
  func statistics() {
    let weights: [Double] = uniformValues(network.weightCount, seed: 2)
    var pass = NormalizedPass<Double>(network, capacity: batch, backward: false)
    var samples = Samples(task: 1, purpose: "statistics")
    _ = samples.next(batch, into: &pass.inputs)
    var noise = RandomStream(seed: 1, purpose: "noise")
    let start: [Double] = network.initialStatistics()
    var (statistics, others) = (start, [Double](repeating: 2, count: 6))
    pass.forward(weights: weights, batch: batch, statistics: &statistics, noise: &noise)
    let inTraining = pass.logits
    pass.forward(weights: weights, batch: batch, statistics: &others, noise: &noise)
    #expect(pass.logits == inTraining)
    #expect(statistics != start && others != statistics)
    let atTestTime = [start, statistics].map { statistics in
      pass.forward(weights: weights, batch: batch, statistics: statistics)
      return pass.logits
    }
    #expect(atTestTime[0] != atTestTime[1] && atTestTime[1] != inTraining)
  }

  @Test("The gradient of the whole loss fits central differences")
  func gradient() {
    let h = hypernetwork
    let parameters: [Double] = uniformValues(h.parameterCount, seed: 2)
    let embedding: [Double] = uniformValues(h.embeddingSize, seed: 3)
    var generator = Generator<Double>(h)
    var pass = NormalizedPass<Double>(network, capacity: 8, backward: true)
    var samples = Samples(task: 1, purpose: "gradient")
    let labels = samples.next(8, into: &pass.inputs)
    func loss(_ parameters: [Double], _ embedding: [Double]) -> Double {
      generator.generate(parameters: parameters, embedding: embedding)
      var statistics: [Double] = network.initialStatistics()
      var noise = RandomStream(seed: 1, purpose: "noise")
      pass.forward(
        weights: generator.weights, batch: 8, statistics: &statistics, noise: &noise)
      return pass.withLogitGradient {
        Loss.crossEntropy(
          logits: $0, outputs: 4, head: samples.head, labels: labels, gradient: &$1
        ).loss
      }
    }
    _ = loss(parameters, embedding)
    var upstream = [Double](repeating: 0, count: h.generatedCount)
    pass.backward(weights: generator.weights, batch: 8, gradient: &upstream)
    var gradient = parameters
    generator.backward(
      parameters: parameters, embedding: embedding, weightGradient: upstream, gradient: &gradient)
    let ofEmbedding = generator.embeddingGradient
    #expect(
      relativeError(gradient, numericalGradient(at: parameters) { loss($0, embedding) }) < 1e-6)
    #expect(
      relativeError(ofEmbedding, numericalGradient(at: embedding) { loss(parameters, $0) }) < 1e-6)
  }
}
