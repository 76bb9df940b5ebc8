import Hypernetworks
import Learning
import Networks
import Tasks
import Tensors
import TestSupport
import Testing

@Suite("Regularizing a task's own head only")
struct OwnHeadTests {
  @Test("Units count for the tasks whose head has them, whether heads are apart, overlap or agree")
  func masks() {
    // Weights 0 ..< 16 are the first layer's; then six rows of four, then six biases.
    let network = Architecture(widths: [3, 4, 6], activation: .tanh)
    let h = Hypernetwork(
      targetCount: 46, embeddingSize: 3, chunkSize: 7, chunkEmbeddingSize: 2, hidden: [5],
      activation: .elu)
    let snapshot: [Double] = uniformValues(h.parameterCount, seed: 1)
    let ahead: [Double] = uniformValues(h.parameterCount, seed: 2)
    for heads in [[0..<2, 2..<4, 4..<6], [0..<2, 1..<4, 1..<4], [0..<6, 2..<3, 3..<4]] {
      let embeddings: [[Double]] = (0..<3).map { uniformValues(3, seed: 3 + $0) }
      var expected = 0.0
      var generator = Generator<Double>(h)
      for (embedding, head) in zip(embeddings, heads) {
        generator.generate(parameters: snapshot, embedding: embedding)
        let target = generator.weights
        generator.generate(parameters: ahead, embedding: embedding)
        for i in 0..<46 {
          let unit = i < 16 ? nil : i < 40 ? (i - 16) / 4 : i - 40
          guard unit.map(head.contains) ?? true else { continue }
          let difference = generator.weights[i] - target[i]
          expected += 0.5 / 3 * difference * difference
        }
      }
      var settings = RegularizerSettings(strength: 0.5)
      settings.ownHeadOnly = true
      for isWeighted in [false, true] {
        settings.fisherWeighted = isWeighted
        let regularizer = TaskRegularizer(
          settings, hypernetwork: h, network: network, snapshot: snapshot, embeddings: embeddings,
          heads: heads, importance: [], anchor: [],
          targetFisher: heads.map { _ in [Double](repeating: 1, count: 46) })
        var gradient = ahead
        var value = -1.0
        switch regularizer {
        case .factored(var factored):
          #expect(!isWeighted)
          value = factored.evaluate(parameters: ahead, strength: 0.5, gradient: &gradient)
        case .direct(var direct):
          #expect(isWeighted)
          value = direct.evaluate(
            ahead: ahead, current: ahead, strength: 0.5, gradient: &gradient)
        case .none, .weights: break
        }
        #expect(abs(value - expected) < 1e-11 * expected, "\(heads)")
      }
    }
  }

  private let sequence = TaskSequence.split(
    tasks: 2, classesPerTask: 2, scenario: .taskIncremental)

  private func train(beta: Double, ownHeadOnly: Bool, tasks: Int = 2) throws -> HypernetworkState {
    var settings = Stripes.settings(beta: beta, steps: 300)
    settings.regularizer.ownHeadOnly = ownHeadOnly
    var state = Stripes.start(seed: 4, outputs: 4)
    for task in 0..<tasks {
      state = try HypernetworkTrainer(settings).train(
        state, on: TaskSamples(sequence, task: task, in: Stripes.images(seed: 1))
      ) { _ in }
      state.evaluate(
        on: (0...task).map { TaskSamples(sequence, task: $0, in: Stripes.images(seed: 2)) })
    }
    return state
  }

  /// How far the weights generated for the first task are from those of `reference`: of the layers
  /// below and of the task's own output units, and of the other head's units.
  private func distances(_ state: HypernetworkState, _ reference: HypernetworkState) -> (
    Double, Double
  ) {
    let weights = [state, reference].map { state in
      var generator = Generator<Float>(state.hypernetwork)
      generator.generate(parameters: state.parameters, embedding: state.taskEmbeddings[0])
      return generator.weights.prefix(state.network.weightCount).map(Double.init)
    }
    let squares = zip(weights[0], weights[1]).map { ($0 - $1) * ($0 - $1) }
    let others = state.network.outputRanges(2..<4).flatMap { $0 }
    let ofOthers = others.reduce(0) { $0 + squares[$1] }
    return (squares.reduce(0, +) - ofOthers, ofOthers)
  }

  @Test("With heads of their own, the first task is kept and the second learned")
  func training() throws {
    let first = try train(beta: 1, ownHeadOnly: true, tasks: 1)
    let own = try train(beta: 1, ownHeadOnly: true)
    #expect(own.heads == [0..<2, 2..<4])
    #expect(own.scores.rows[1].allSatisfy { $0 > 0.95 }, "\(own.scores.rows)")
    let (kept, free) = distances(own, first)
    let without = distances(try train(beta: 0, ownHeadOnly: true), first)
    let all = distances(try train(beta: 1, ownHeadOnly: false), first)
    #expect(kept < 0.001 * without.0)
    // The other head's units count for nobody yet.
    #expect(free > 1000 * all.1)
  }
}
