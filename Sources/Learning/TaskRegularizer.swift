import Hypernetworks
import Networks
import Tensors

/// The regularizer of one task, in the form that its settings allow.
package enum TaskRegularizer<S: Real>: Sendable {
  /// Nothing to keep.
  case none
  /// Factored: no weight of a past task is formed.
  case factored(OutputRegularizer<S>)
  /// Written out, for what does not factor.
  case direct(DirectRegularizer<S>)
  /// On the hypernetwork's own weights.
  case weights(WeightRegularizer<S>)

  /// How the output regularizer is computed.
  package enum Form: Sendable {
    /// The form that takes fewer operations.
    case cheaper
    /// The direct one, for comparison.
    case direct
  }

  /// More numbers than this in Gram matrices, and writing the differences out is the better way.
  private static var gramLimit: Int { 8_000_000 }

  /// Whether the factored form is the cheaper one: it takes about 7 · N · w² operations and the direct form
  /// 8 · N · w for each row (task, chunk), at half the rate where there are few rows. For layers thin
  /// enough for `OutputLayer`'s two passes, it is always.
  private static func factors(
    _ settings: RegularizerSettings, _ h: Hypernetwork, _ segments: Int, pastTasks: Int
  ) -> Bool {
    let width = h.lastHiddenSize + 1
    let tasks = settings.tasksPerStep > 0 ? min(pastTasks, settings.tasksPerStep) : pastTasks
    guard segments * 6 * width * width <= gramLimit else { return false }
    return width <= 64 || 16 * tasks * h.chunks >= 7 * width
  }

  /// The regularizer that `settings` ask for; none for a strength of 0 and for the first task.
  ///
  /// - Parameters:
  ///   - heads: the output units of each past task
  package init(
    _ settings: RegularizerSettings, hypernetwork: Hypernetwork, network: some TargetNetwork,
    snapshot: [S], embeddings: [[S]], heads: [Range<Int>], importance: [S], anchor: [S],
    targetFisher: [[S]], form: Form = .cheaper
  ) {
    guard settings.strength > 0, !embeddings.isEmpty else {
      self = .none
      return
    }
    if settings.method.keepsWeights {
      self = .weights(WeightRegularizer(importance: importance, anchor: anchor))
      return
    }
    let weights = RegularizedWeights(
      hypernetwork,
      restrictions: settings.ownHeadOnly
        ? Self.restrictions(network, heads: heads) : [])
    let past = embeddings.flatMap { $0 }
    let origin = settings.targets == .current ? nil : snapshot
    if settings.fisherWeighted || form == .direct
      || !Self.factors(settings, hypernetwork, weights.segments.count, pastTasks: embeddings.count)
    {
      self = .direct(
        DirectRegularizer(
          hypernetwork, snapshot: origin, embeddings: past,
          weights: settings.ownHeadOnly ? weights : nil,
          importance: settings.fisherWeighted ? targetFisher : nil))
    } else {
      self = .factored(
        OutputRegularizer(hypernetwork, snapshot: origin, embeddings: past, weights: weights))
    }
  }

  /// The output units, each with the past tasks whose head has it.
  private static func restrictions(
    _ network: some TargetNetwork, heads: [Range<Int>]
  ) -> [RegularizedWeights.Restriction] {
    let bounds = Set([0, network.outputCount] + heads.flatMap { [$0.lowerBound, $0.upperBound] })
      .sorted()
    return zip(bounds, bounds.dropFirst()).flatMap { low, high in
      let tasks = Set(heads.indices.filter { heads[$0].contains(low) })
      return network.outputRanges(low..<high).map {
        RegularizedWeights.Restriction($0, tasks: tasks)
      }
    }
  }

  /// Ranges of the output layer's columns that the factored form keeps apart.
  var segments: [Range<Int>]? {
    if case .factored(let regularizer) = self { regularizer.weights.segments } else { nil }
  }

  /// Θ* of the factored form; nil where that is the current Θ.
  var snapshot: [S]? {
    if case .factored(let regularizer) = self { regularizer.snapshot } else { nil }
  }
}
