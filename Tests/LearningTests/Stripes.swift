import Datasets
import Evaluation
import Hypernetworks
import Learning
import Networks
import Tasks
import Tensors

/// Four classes of noisy 8 × 8 images, two tasks of two: in the first the bright half is left or
/// right, in the second right or left, so that one shared head must tell the tasks apart.
enum Stripes {
  static func images(seed: UInt64, count: Int = 240) -> LabelledImages {
    var random = RandomStream(seed: seed, purpose: "stripes")
    var (pixels, labels) = ([UInt8](), [UInt8]())
    for i in 0..<count {
      let label = i % 4
      let brightLeft = label == 0 || label == 3
      for place in 0..<64 {
        let bright = (place % 8 < 4) == brightLeft
        pixels.append(UInt8((bright ? 120 : 20) + random.integer(below: 100)))
      }
      labels.append(UInt8(label))
    }
    return LabelledImages(
      pixels: pixels, labels: labels, count: count, height: 8, width: 8, channels: 1)
  }

  static let sequence = TaskSequence.split(
    tasks: 2, classesPerTask: 2, scenario: .domainIncremental)

  static func samples(task: Int, seed: UInt64 = 1) -> TaskSamples {
    TaskSamples(sequence, task: task, in: images(seed: seed))
  }

  static func start(seed: UInt64, outputs: Int = 2, dropout: Double = 0) -> HypernetworkState {
    let network = Architecture(widths: [64, 20, outputs], dropout: dropout)
    let hypernetwork = Hypernetwork(
      targetCount: network.weightCount, embeddingSize: 4, chunkSize: 500, chunkEmbeddingSize: 4,
      hidden: [10, 10], activation: .elu)
    return HypernetworkState(network: network, hypernetwork: hypernetwork, seed: seed)
  }

  static func settings(beta: Double, rate: Double = 0.01, steps: Int = 600) -> TrainingSettings {
    TrainingSettings(
      optimizer: .adam(learningRate: rate), batch: 32, steps: steps, beta: beta, logInterval: 50)
  }

  /// Trains both tasks and tests after each.
  static func train(seed: UInt64, beta: Double) throws -> HypernetworkState {
    try train(seed: seed, settings(beta: beta))
  }

  static func train(seed: UInt64, _ settings: TrainingSettings) throws -> HypernetworkState {
    var state = start(seed: seed)
    let trainer = HypernetworkTrainer(settings)
    for task in 0..<2 {
      state = try trainer.train(state, on: samples(task: task)) { _ in }
      state.evaluate(on: (0...task).map { samples(task: $0, seed: 2) })
    }
    return state
  }
}
