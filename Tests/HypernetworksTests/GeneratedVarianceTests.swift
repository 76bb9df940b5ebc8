import Hypernetworks
import Networks
import Tensors
import TestSupport
import Testing

/// What hyperfan initialisation promises of *generated* weights, measured over many seeds, each with an
/// embedding of its own.
///
/// The mean square of a tensor of `n` generated weights is a product of independent factors of mean one:
/// the embedding's mean square, whose second moment is 1 + 2 / E; that of each ReLU layer of H units
/// relative to the one before, 1 + 5 / H; and 1 + 2 / n. So the variance over seeds is known, and five
/// standard deviations of the mean of `seeds` of them are allowed. In a linear layer of inputs of
/// unequal variance (task and chunk embedding) the second moment is at most 1 + 2 / min(E, Q).
@Suite("Variances of generated weights")
struct GeneratedVarianceTests {
  private let target = Architecture(widths: [6, 10, 4])
  private let seeds = 400

  /// The wanted variance of every weight (Chang et al. 2020, §4): for `y = W x + b` with `in` inputs and
  /// `out` outputs, where a rectifier doubles what is needed.
  private func wanted(
    _ initialization: HypernetworkInitialization, rectifies: Bool = true
  ) -> [Double] {
    let gain: Double = rectifies ? 2 : 1
    func layer(_ inputs: Double, _ outputs: Double) -> [Double] {
      let (weight, bias) =
        initialization == .hyperfanIn
        ? (gain / (2 * inputs), gain / 2)
        : (gain / outputs, inputs < outputs ? gain * (outputs - inputs) / outputs : 0)
      return [Double](repeating: weight, count: Int(inputs * outputs))
        + [Double](repeating: bias, count: Int(outputs))
    }
    return layer(6, 10) + layer(10, 4)
  }

  /// The mean square over all seeds of each part of the generated weights.
  private func measure(
    _ h: Hypernetwork, _ initialization: HypernetworkInitialization, _ tensors: [TargetTensor],
    _ parts: [Range<Int>]
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: parts.count)
    var generator = Generator<Double>(h)
    for seed in 0..<UInt64(seeds) {
      generator.generate(
        parameters: h.initialParameters(initialization, for: tensors, seed: seed),
        embedding: h.initialEmbedding(task: 0, seed: seed))
      for (index, part) in parts.enumerated() {
        sums[index] += generator.weights[part].reduce(0) { $0 + $1 * $1 } / Double(part.count)
      }
    }
    return sums.map { $0 / Double(seeds) }
  }

  private func tolerance(inputs: Int, hidden: [Int], count: Int) -> Double {
    let moment = hidden.reduce((1 + 2 / Double(inputs)) * (1 + 2 / Double(count))) {
      $0 * (1 + 5 / Double($1))
    }
    return 5 * ((moment - 1) / Double(seeds)).squareRoot()
  }

  private func check(
    _ h: Hypernetwork, _ initialization: HypernetworkInitialization, _ parts: [Range<Int>],
    besides: Double = 0
  ) {
    let wanted = wanted(initialization)
    #expect(wanted.count == h.targetCount && parts.last?.upperBound == h.targetCount)
    let measured = measure(h, initialization, target.tensors, parts)
    let inputs = h.chunks > 1 ? min(h.embeddingSize, h.chunkEmbeddingSize) : h.embeddingSize
    for (part, square) in zip(parts, measured) {
      let promise = wanted[part].reduce(0, +) / Double(part.count)
      let allowed = tolerance(inputs: inputs, hidden: h.hidden, count: part.count) + besides
      #expect(allowed < 0.3)
      #expect(
        promise == 0 ? square == 0 : abs(square / promise - 1) < allowed,
        "\(part): \(square), not \(promise)")
    }
  }

  private func full(_ hidden: [Int], _ activation: Activation) -> Hypernetwork {
    Hypernetwork(
      targetCount: target.weightCount, embeddingSize: 24, hidden: hidden, activation: activation)
  }

  private func chunked(_ hidden: [Int], _ activation: Activation, size: Int) -> Hypernetwork {
    Hypernetwork(
      targetCount: target.weightCount, embeddingSize: 24, chunkSize: size, chunkEmbeddingSize: 20,
      hidden: hidden, activation: activation)
  }

  /// Two layers' weight and bias each.
  private let tensorRanges = [0..<60, 60..<70, 70..<110, 110..<114]

  private func chunkRanges(_ size: Int) -> [Range<Int>] {
    stride(from: 0, to: 114, by: size).map { $0..<min(114, $0 + size) }
  }

  @Test(
    "Each tensor of a full hypernetwork has the promised variance",
    arguments: [HypernetworkInitialization.hyperfanIn, .hyperfanOut], [[48, 48], []])
  func fullHypernetwork(initialization: HypernetworkInitialization, hidden: [Int]) {
    check(full(hidden, .relu), initialization, tensorRanges)
  }

  @Test(
    "Each chunk of a chunked hypernetwork has the mean of the promised variances",
    arguments: [HypernetworkInitialization.hyperfanIn, .hyperfanOut], [[48, 48], []])
  func chunkedHypernetwork(initialization: HypernetworkInitialization, hidden: [Int]) {
    // Chunks of one kind of weights, and of several.
    check(chunked(hidden, .relu, size: 25), initialization, chunkRanges(25))
  }

  @Test(
    "Where sums are only nearly normal, 5 % more are allowed",
    arguments: [Activation.tanh, .elu])
  func otherActivations(activation: Activation) {
    check(full([48, 48], activation), .hyperfanIn, tensorRanges, besides: 0.05)
    check(full([48, 48], activation), .hyperfanOut, tensorRanges, besides: 0.05)
    check(chunked([48], activation, size: 40), .hyperfanIn, chunkRanges(40), besides: 0.05)
  }

  /// The variances that follow from the laws of the matrices: `inputs · Var` for each layer, halved by each
  /// rectifier, for inputs of mean square one.
  @Test(
    "The plain laws give the variance that follows from them",
    arguments: [HypernetworkInitialization.xavier, .kaiming, .normal(deviation: 0.3)],
    [[48, 48], []])
  func plainLaws(initialization: HypernetworkInitialization, hidden: [Int]) {
    for h in [full(hidden, .relu), chunked(hidden, .relu, size: 25)] {
      func variance(_ inputs: Int, _ outputs: Int, isLast: Bool) -> Double {
        switch initialization {
        case .xavier: 2 / Double(inputs + outputs)
        case .kaiming: (isLast ? 1 : 2) / Double(inputs)
        default: 0.09
        }
      }
      var square = 1.0
      var inputs = h.inputSize
      for units in hidden {
        square *= Double(inputs) * variance(inputs, units, isLast: false) / 2
        inputs = units
      }
      let parts = h.chunks > 1 ? chunkRanges(25) : tensorRanges
      let measured = measure(h, initialization, target.tensors, parts)
      for (part, found) in zip(parts, measured) {
        let outputs = h.chunks > 1 ? 25 : part.count
        let promise = square * Double(inputs) * variance(inputs, outputs, isLast: true)
        let allowed = tolerance(
          inputs: h.chunks > 1 ? 20 : 24, hidden: hidden, count: part.count)
        #expect(abs(found / promise - 1) < allowed, "\(part): \(found), not \(promise)")
      }
    }
  }

  @Test("Hyperfan-out gives no bias to a layer of more inputs than outputs")
  func noBias() {
    let h = full([12], .tanh)
    var generator = Generator<Double>(h)
    generator.generate(
      parameters: h.initialParameters(.hyperfanOut, for: target.tensors, seed: 1),
      embedding: h.initialEmbedding(task: 0, seed: 1))
    #expect(generator.weights[110..<114].allSatisfy { $0 == 0 })
    #expect(generator.weights[..<110].allSatisfy { $0 != 0 })
  }

  @Test("Where the target has no bias, hyperfan-in gives its share to the weights")
  func targetWithoutBias() {
    let tensors = [
      TargetTensor(.weight, count: 60, fanIn: 6, fanOut: 10),
      TargetTensor(.weight, count: 54, fanIn: 27, fanOut: 18),
    ]
    let (parts, h) = ([0..<60, 60..<114], full([], .relu))
    for (square, promise) in zip(measure(h, .hyperfanIn, tensors, parts), [2.0 / 6, 2.0 / 27]) {
      #expect(abs(square / promise - 1) < tolerance(inputs: 24, hidden: [], count: 54))
    }
  }
}
