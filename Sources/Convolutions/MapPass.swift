import Tensors

/// A pass of a batch through a network of feature maps.
///
/// Each sample goes through all steps on one thread, as far as it can: only batch norm in training makes
/// samples wait for each other. So the maps of a sample stay in the level-2 cache from step to step. Sums over
/// the batch are taken by groups of samples that the batch's size alone decides, then added in order: the
/// same bits on any number of threads.
package struct MapPass<S: Real>: Sendable {
  /// The network.
  package let plan: MapPlan
  /// The largest batch that the buffers hold.
  package let capacity: Int
  /// Where time goes, for benchmarks.
  package var profile: StepProfile?
  let places: MapPlaces
  /// Whether samples keep what they meet, for `backward`.
  let keeps: Bool
  /// Bytes in vectors of 64, so that they begin at a vector's boundary. Borders and unused channels are 0 and
  /// stay so.
  var memory: [SIMD16<Float>]
  /// By step, what dropout multiplies by: a number for each sample and channel or unit.
  private var masks: [[S]]
  private var isTraining = false

  /// Buffers for batches of at most `capacity` samples; without `backward`, for inference only, in which case
  /// they hold one sample for each thread.
  package init(_ plan: MapPlan, capacity: Int, backward: Bool = true) {
    (self.plan, self.capacity, keeps) = (plan, capacity, backward)
    places = MapPlaces(
      plan, slots: backward ? capacity : threadLimit, capacity: backward ? capacity : 0,
      threads: threadLimit, backward: backward)
    memory = [SIMD16<Float>](
      repeating: .zero, count: (places.count * MemoryLayout<S>.stride + 63) / 64)
    masks = plan.steps.map { _ in [] }
  }

  /// Computes the outputs of `batch` samples as at test time, with running statistics.
  ///
  /// - Parameters:
  ///   - inputs: `[batch × channels × rows × columns]`; may be longer, like all vectors here
  ///   - outputs: the last maps, `[batch × channels × rows × columns]`, overwritten
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func forward(
    _ inputs: [S], weights: [S], batch: Int, statistics: [S], into outputs: inout [S]
  ) {
    precondition(
      statistics.count == plan.statisticsCount, "\(statistics.count) of \(plan.statisticsCount)")
    var statistics = statistics
    isTraining = false
    runForward(inputs, weights, batch, &statistics, &outputs)
  }

  /// Computes them as in training: batch norm takes the batch's own moments, which the running statistics
  /// follow; dropout draws from `noise`. Needs buffers for `backward`.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func forward(
    _ inputs: [S], weights: [S], batch: Int, statistics: inout [S], noise: inout RandomStream,
    into outputs: inout [S]
  ) {
    precondition(keeps, "a pass for inference cannot train")
    precondition(
      statistics.count == plan.statisticsCount, "\(statistics.count) of \(plan.statisticsCount)")
    isTraining = true
    for (i, step) in plan.steps.enumerated() {
      guard case .dropout(let dropout) = step, dropout.rate > 0 else { continue }
      let shape = plan.maps[i + 1].shape
      let count = batch * (dropout.dropsChannels ? shape.channels : shape.count)
      if masks[i].count < count { masks[i] = [S](repeating: 0, count: count) }
      noise.dropoutMask(into: &masks[i], count: count, rate: dropout.rate)
    }
    runForward(inputs, weights, batch, &statistics, &outputs)
  }

  /// Computes the gradient of the weights from that of the outputs, for the last `forward`, and writes it where
  /// the weights lie that this network uses.
  ///
  /// A bias before batch norm in training has gradient 0: the batch's mean takes it away.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func backward(
    weights: [S], batch: Int, outputGradient: [S], into result: inout [S]
  ) {
    precondition(keeps, "a pass for inference has no gradient")
    runBackward(weights, batch, samples: 0..<batch, outputGradient, isPacked: false, &result)
  }

  /// Calls `body` with the gradient of each sample by itself, for the last `forward`, which was as at test time:
  /// there samples do not act on each other. The gradient is as long as the weights, and 0 where this network uses
  /// none.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func forEachGradient(
    weights: [S], batch: Int, outputGradient: [S], _ body: ([S]) -> Void
  ) {
    precondition(
      keeps && !isTraining, "samples of a batch in training have no gradient of their own")
    var result = [S](repeating: 0, count: weights.count)
    for sample in 0..<batch {
      runBackward(
        weights, batch, samples: sample..<sample + 1, outputGradient, isPacked: sample > 0, &result)
      body(result)
    }
  }

  private mutating func runForward(
    _ inputs: [S], _ weights: [S], _ batch: Int, _ statistics: inout [S], _ outputs: inout [S]
  ) {
    precondition(
      inputs.count >= batch * plan.input.count && outputs.count >= batch * plan.output.count,
      "\(inputs.count) inputs, \(outputs.count) outputs")
    statistics.withUnsafeMutableBufferPointer { statistics in
      inputs.withUnsafeBufferPointer { inputs in
        outputs.withUnsafeMutableBufferPointer { outputs in
          withRun(weights, batch, samples: 0..<batch) { run in
            (run.statistics, run.inputs) = (statistics.baseAddress, inputs.baseAddress)
            run.outputs = outputs.baseAddress
            run.forward()
          }
        }
      }
    }
  }

  /// - Parameter isPacked: whether the filters are packed, by an earlier call of the same weights
  private mutating func runBackward(
    _ weights: [S], _ batch: Int, samples: Range<Int>, _ outputGradient: [S], isPacked: Bool,
    _ result: inout [S]
  ) {
    precondition(
      outputGradient.count >= batch * plan.output.count && result.count >= plan.weightCount,
      "\(outputGradient.count) numbers of the outputs, \(result.count) of the weights")
    outputGradient.withUnsafeBufferPointer { outputGradient in
      result.withUnsafeMutableBufferPointer { result in
        withRun(weights, batch, samples: samples) { run in
          guard let result = result.baseAddress else { return }
          run.outputGradient = outputGradient.baseAddress
          if !isPacked { run.packTurned() }
          run.backward(into: result)
        }
      }
    }
  }

  /// Calls `body` with a run that has the memory and the weights, and nothing that comes in or goes out yet.
  private mutating func withRun(
    _ weights: [S], _ batch: Int, samples: Range<Int>, _ body: (inout MapRun<S>) -> Void
  ) {
    precondition(batch > 0 && batch <= capacity, "batch \(batch) of \(capacity)")
    precondition(weights.count >= plan.weightCount, "\(weights.count) weights")
    let (plan, places, keeps, isTraining, masks) = (plan, places, keeps, isTraining, masks)
    let profile = profile
    memory.withUnsafeMutableBytes { bytes in
      weights.withUnsafeBufferPointer { weights in
        guard let memory = bytes.bindMemory(to: S.self).baseAddress,
          let weights = weights.baseAddress
        else { return }
        var run = MapRun(
          plan: plan, places: places, keeps: keeps, isTraining: isTraining, samples: samples,
          memory: memory, weights: weights, masks: masks, profile: profile)
        body(&run)
      }
    }
  }
}
