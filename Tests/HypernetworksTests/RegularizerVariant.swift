import Hypernetworks
import Tensors
import TestSupport
import Testing

/// Which of the output regularizer's options are on.
struct RegularizerVariant: CustomTestStringConvertible, Sendable {
  var isRestricted = false
  var isSubset = false
  var preservesValue = false
  var isWeighted = false

  var testDescription: String {
    let names = [
      (isRestricted, "own heads"), (isSubset, "subset"), (preservesValue, "value preserving"),
      (isWeighted, "Fisher"),
    ].filter(\.0).map(\.1)
    return names.isEmpty ? "plain" : names.joined(separator: ", ")
  }

  /// All combinations that the factored form knows.
  static let unweighted = (0..<8).map {
    RegularizerVariant(isRestricted: $0 & 1 > 0, isSubset: $0 & 2 > 0, preservesValue: $0 & 4 > 0)
  }
  /// The same with importances.
  static let weighted = unweighted.map { variant in
    var variant = variant
    variant.isWeighted = true
    return variant
  }
}

/// Random operands of a regularizer, exact in `Float`, and its definition as a loop over all weights of
/// all tasks, with masks of its own.
struct RegularizerOperands {
  let h: Hypernetwork
  let variant: RegularizerVariant
  let tasks: Int
  let embeddings: [Double]
  let snapshot: [Double]
  let current: [Double]
  let ahead: [Double]
  let strength = 0.75

  /// - Parameter distance: how far the targets' parameters are from `ahead`, about
  init(_ h: Hypernetwork, _ variant: RegularizerVariant, tasks: Int = 5, distance: Double = 0.4) {
    func values(_ count: Int, seed: UInt64) -> [Double] {
      let values: [Float] = uniformValues(count, seed: seed)
      return values.map(Double.init)
    }
    func neighbour(of origin: [Double], seed: UInt64) -> [Double] {
      zip(origin, values(origin.count, seed: seed)).map { Double(Float($0 + distance * $1)) }
    }
    (self.h, self.variant, self.tasks) = (h, variant, tasks)
    embeddings = values(tasks * h.embeddingSize, seed: 1)
    ahead = values(h.parameterCount, seed: 2)
    snapshot = neighbour(of: ahead, seed: 3)
    current = neighbour(of: ahead, seed: 4)
  }

  var chosen: [Int]? { variant.isSubset ? (0..<tasks).filter { $0 % 4 != 0 } : nil }

  /// Ranges of weights that count for some tasks only: for the even ones, for none, and for two of
  /// three, so that some tasks share a range. They begin and end somewhere within chunks.
  var restrictions: [(range: Range<Int>, tasks: Set<Int>)] {
    guard variant.isRestricted else { return [] }
    let p = h.targetCount
    return [
      (p / 6..<p / 2, Set((0..<tasks).filter { $0 % 2 == 0 })), (p / 2..<2 * p / 3, []),
      ((5 * p + 1) / 6..<p, Set((0..<tasks).filter { $0 % 3 != 0 })),
    ]
  }

  private var weights: RegularizedWeights {
    RegularizedWeights(h, restrictions: restrictions.map { .init($0.range, tasks: $0.tasks) })
  }

  /// F_j, between 0 and 2.
  private var importance: [[Double]] {
    (0..<tasks).map { task in
      uniformValues(h.targetCount, seed: 50 + UInt64(task)).map { $0 + 1 }
    }
  }

  func factored<S: Real>() -> OutputRegularizer<S> {
    OutputRegularizer(
      h, snapshot: variant.preservesValue ? nil : snapshot.map { S($0) },
      embeddings: embeddings.map { S($0) }, weights: weights)
  }

  func direct() -> DirectRegularizer<Double> {
    DirectRegularizer(
      h, snapshot: variant.preservesValue ? nil : snapshot, embeddings: embeddings,
      weights: weights, importance: variant.isWeighted ? importance : nil)
  }

  /// R and its gradient from generated weights, one by one.
  func definition(chosen: [Int]? = nil) -> (value: Double, gradient: [Double]) {
    var generator = Generator<Double>(h)
    var value = 0.0
    var gradient = [Double](repeating: 0, count: h.parameterCount)
    let counted = chosen ?? self.chosen ?? Array(0..<tasks)
    for task in counted {
      let embedding = Array(embeddings[task * h.embeddingSize..<(task + 1) * h.embeddingSize])
      generator.generate(
        parameters: variant.preservesValue ? current : snapshot, embedding: embedding)
      let target = generator.weights
      generator.generate(parameters: ahead, embedding: embedding)
      var upstream = [Double](repeating: 0, count: h.generatedCount)
      for i in 0..<h.targetCount {
        let own = restrictions.first { $0.range.contains(i) }
        guard own?.tasks.contains(task) ?? true else { continue }
        let factor =
          strength / Double(counted.count) * (variant.isWeighted ? importance[task][i] : 1)
        let difference = generator.weights[i] - target[i]
        value += factor * difference * difference
        upstream[i] = 2 * factor * difference
      }
      var part = gradient
      generator.backward(
        parameters: ahead, embedding: embedding, weightGradient: upstream, gradient: &part)
      for i in part.indices { gradient[i] += part[i] }
    }
    return (value, gradient)
  }
}
