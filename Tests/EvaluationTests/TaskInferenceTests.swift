import Datasets
import Evaluation
import Foundation
import Hypernetworks
import Learning
import Networks
import Tasks
import TestSupport
import Testing

@Suite("Task inference by entropy")
struct TaskInferenceTests {
  /// A learner of `tasks` tasks of two classes each whose weights are drawn wide, so that predictions are
  /// certain or not, with a narrow hypernetwork.
  private func learner(tasks: Int) -> HypernetworkState {
    let network = Architecture(widths: [4, 6, 2 * tasks])
    let h = Hypernetwork(
      targetCount: network.weightCount, embeddingSize: 2, chunkSize: 20, chunkEmbeddingSize: 2,
      hidden: [2], activation: .tanh)
    return HypernetworkState(
      network: network, hypernetwork: h,
      parameters: uniformValues(h.parameterCount, seed: 1).map { (x: Float) in 1.3 * x },
      taskEmbeddings: (0..<tasks).map { uniformValues(2, seed: 10 + UInt64($0)) },
      heads: (0..<tasks).map { 2 * $0..<2 * $0 + 2 }, seed: 1)
  }

  private let samples: TaskSamples = {
    let values: [Double] = uniformValues(400, seed: 2)
    let images = LabelledImages(
      pixels: values.map { UInt8(127 + 120 * $0) }, labels: (0..<100).map { UInt8($0 % 2) },
      count: 100, height: 2, width: 2, channels: 1)
    return TaskSamples(
      .split(tasks: 1, classesPerTask: 2, scenario: .taskIncremental), task: 0, in: images)
  }()

  // With more than six tasks the first layer's products are shared.
  @Test("Entropies and choices are those of each sample by itself", arguments: [1, 3, 9])
  func reference(tasks: Int) {
    let state = learner(tasks: tasks)
    let inference = TaskInference.byEntropy(state, on: samples)
    var generator = Generator<Double>(state.hypernetwork)
    var entropies = [[Double]]()
    for (embedding, head) in zip(state.taskEmbeddings, state.heads) {
      generator.generate(
        parameters: state.parameters.map(Double.init), embedding: embedding.map(Double.init))
      var pass = NetworkPass<Double>(state.network, capacity: 1)
      entropies.append(
        (0..<samples.count).map { i in
          samples.gather([i], into: &pass.inputs)
          pass.forward(weights: generator.weights, batch: 1)
          let logits = pass.logits[head]
          let peak = logits.max() ?? 0
          let sum = logits.reduce(0) { $0 + exp($1 - peak) }
          return logits.reduce(0) {
            let logP = $1 - peak - log(sum)
            return $0 - (exp(logP) == 0 ? 0 : exp(logP) * logP)
          }
        })
    }
    for task in 0..<tasks {
      #expect(zip(inference.entropy[task], entropies[task]).allSatisfy { abs($0 - $1) < 1e-4 })
    }
    var clear = 0
    for i in 0..<samples.count {
      let sorted = entropies.indices.sorted { entropies[$0][i] < entropies[$1][i] }
      guard tasks == 1 || entropies[sorted[1]][i] - entropies[sorted[0]][i] > 1e-3 else { continue }
      clear += 1
      #expect(inference.tasks[i] == sorted[0])
    }
    #expect(clear > 20)
    #expect(tasks == 1 || Set(inference.tasks).count > 1)
    let counts = (0..<tasks).map { TaskPredictions(inference).inference(ofTask: $0) }
    #expect(abs(counts.reduce(0, +) - 1) < 1e-12)
  }

  @Test("Certain predictions have entropy 0, undecided ones log n; nothing is not a number")
  func extremes() {
    var (entropies, classes) = ([Double](), [Int]())
    Loss.entropies(
      logits: [9, 1e4, -1e4, 9, 0, 0, 9, 3e4, 3e4] as [Float], outputs: 3, head: 1..<3, count: 3,
      into: &entropies, classes: &classes)
    #expect(entropies[0] == 0 && classes[0] == 0)
    #expect(abs(entropies[1] - log(2)) < 1e-12 && abs(entropies[2] - log(2)) < 1e-12)
  }
}
