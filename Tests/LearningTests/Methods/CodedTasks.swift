import Datasets
import Learning
import Networks
import Tasks
import Tensors
import TestSupport

/// Three tasks of two classes, of images that tell what they are: two pixels, the class and the number.
enum CodedTasks {
  static let perClass = 9

  static func sequence(_ scenario: Scenario) -> TaskSequence {
    .split(tasks: 3, classesPerTask: 2, scenario: scenario)
  }

  static let images: LabelledImages = {
    let classes = (0..<6 * perClass).map { $0 % 6 }
    return LabelledImages(
      pixels: classes.enumerated().flatMap { [UInt8(40 * $1), UInt8($0)] },
      labels: classes.map(UInt8.init), count: classes.count, height: 1, width: 2, channels: 1)
  }()

  static func samples(_ task: Int, _ scenario: Scenario) -> TaskSamples {
    TaskSamples(sequence(scenario), task: task, in: images)
  }

  /// The class and the number of the image in a row of inputs.
  static func identity(_ inputs: [Float], row: Int) -> (name: Int, number: Int) {
    let pixel = { Int((255 * inputs[2 * row + $0]).rounded()) }
    return (pixel(0) / 40, pixel(1))
  }

  /// The latest of `tasks` tasks, as a method meets it, for a network of given weights.
  static func task(
    _ tasks: Int, _ scenario: Scenario, memory: [String: Tensor] = [:], batch: Int = 8,
    earlier: Bool = false, replay: (any ReplaySource)? = nil
  ) -> ClassifierTask {
    let sequence = sequence(scenario)
    let network = Architecture(widths: [2, 5, sequence.outputCount], activation: .tanh)
    let weights: [Float] = uniformValues(network.weightCount, seed: 3).map { 3 * $0 }
    let state = ClassifierState(
      network: network, weights: weights, heads: (0..<tasks - 1).map { sequence.head(ofTask: $0) },
      memory: memory, seed: 5)
    return ClassifierTask(
      state, sequence: sequence.prefix(tasks),
      training: ClassifierTraining(
        optimizer: .adam(learningRate: 0.01), batch: batch, steps: 10, logInterval: 5),
      samples: samples(tasks - 1, scenario),
      earlier: earlier ? (0..<tasks - 1).map { samples($0, scenario) } : [], replay: replay)
  }

  /// The units among which a sample of `task` is told, when `learned` tasks are.
  static func scope(_ task: Int, learned: Int, _ scenario: Scenario) -> Range<Int> {
    switch scenario {
    case .taskIncremental: 2 * task..<2 * task + 2
    case .domainIncremental: 0..<2
    case .classIncremental: 0..<2 * learned
    }
  }

  /// The unit of a class.
  static func unit(_ name: Int, _ scenario: Scenario) -> Int {
    scenario == .domainIncremental ? name % 2 : name
  }

  /// `weight · T² · CE(softmax(z / T), probabilities)` over the units of `scope`, and its derivative by all
  /// logits of the row.
  static func loss(
    _ logits: ArraySlice<Float>, scope: Range<Int>, probabilities: [Int: Double], weight: Double,
    temperature: Double = 1
  ) -> (value: Double, gradient: [Double]) {
    let row = logits.map(Double.init)
    let soft = softmax(row, scope: scope, temperature: temperature)
    var (value, gradient) = (0.0, [Double](repeating: 0, count: row.count))
    for unit in scope {
      let wanted = probabilities[unit] ?? 0
      if wanted > 0, let mine = soft[unit] {
        value -= weight * temperature * temperature * wanted * logarithm(mine)
      }
      gradient[unit] = weight * temperature * ((soft[unit] ?? 0) - wanted)
    }
    return (value, gradient)
  }

  /// Probabilities by unit.
  static func softmax(_ row: [Double], scope: Range<Int>, temperature: Double) -> [Int: Double] {
    let powers = scope.map { Double.exponential(row[$0] / temperature) }
    let sum = powers.reduce(0, +)
    return Dictionary(uniqueKeysWithValues: zip(scope, powers.map { $0 / sum }))
  }

  private static func logarithm(_ x: Double) -> Double { Double.logarithm(x) }
}
