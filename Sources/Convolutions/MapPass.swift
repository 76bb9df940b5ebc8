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
  /// The batch's samples, `[batch × channels × rows × columns]`; filled by the caller.
  package var inputs: [S]
  /// The last maps after `forward`, `[batch × channels × rows × columns]`.
  package private(set) var outputs: [S]
  /// The gradient of `outputs`, set before `backward`.
  package var gradient: [S]

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
    inputs = [S](repeating: 0, count: capacity * plan.input.count)
    outputs = [S](repeating: 0, count: capacity * plan.output.count)
    gradient = backward ? outputs : []
    masks = plan.steps.map { _ in [] }
  }

  /// Computes the outputs of the first `batch` samples as at test time, with running statistics.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func forward(weights: [S], batch: Int, statistics: [S]) {
    var statistics = statistics
    isTraining = false
    run(weights, batch, &statistics) { $0.forward() }
  }

  /// Computes them as in training: batch norm takes the batch's own moments, which the running statistics
  /// follow; dropout draws from `noise`. Needs buffers for `backward`.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func forward(
    weights: [S], batch: Int, statistics: inout [S], noise: inout RandomStream
  ) {
    precondition(keeps, "a pass for inference cannot train")
    isTraining = true
    for (i, step) in plan.steps.enumerated() {
      guard case .dropout(let dropout) = step, dropout.rate > 0 else { continue }
      let shape = plan.maps[i + 1].shape
      let count = batch * (dropout.dropsChannels ? shape.channels : shape.count)
      if masks[i].count < count { masks[i] = [S](repeating: 0, count: count) }
      noise.dropoutMask(into: &masks[i], count: count, rate: dropout.rate)
    }
    run(weights, batch, &statistics) { $0.forward() }
  }

  /// Computes the gradient of the weights from that of the outputs, for the last `forward`, and writes it where
  /// the weights lie that this network uses.
  ///
  /// A bias before batch norm in training has gradient 0: the batch's mean takes it away.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func backward(weights: [S], batch: Int, gradient result: inout [S]) {
    precondition(keeps && batch <= capacity, "batch \(batch) of \(capacity)")
    var (statistics, used) = ([S](), [S]())
    swap(&used, &result)
    run(weights, batch, &statistics) { run in
      used.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        run.backward(into: base)
      }
    }
    swap(&used, &result)
  }

  private mutating func run(
    _ weights: [S], _ batch: Int, _ statistics: inout [S], _ body: (MapRun<S>) -> Void
  ) {
    precondition(batch > 0 && batch <= capacity, "batch \(batch) of \(capacity)")
    let (plan, places, keeps, isTraining, masks) = (plan, places, keeps, isTraining, masks)
    memory.withUnsafeMutableBytes { bytes in
      weights.withUnsafeBufferPointer { weights in
        statistics.withUnsafeMutableBufferPointer { statistics in
          inputs.withUnsafeBufferPointer { inputs in
            outputs.withUnsafeMutableBufferPointer { outputs in
              gradient.withUnsafeBufferPointer { gradient in
                guard let memory = bytes.bindMemory(to: S.self).baseAddress,
                  let weights = weights.baseAddress, let inputs = inputs.baseAddress,
                  let outputs = outputs.baseAddress
                else { return }
                body(
                  MapRun(
                    plan: plan, places: places, keeps: keeps, isTraining: isTraining,
                    batch: batch, memory: memory, weights: weights,
                    statistics: statistics.baseAddress, inputs: inputs, outputs: outputs,
                    gradient: gradient.baseAddress, masks: masks))
              }
            }
          }
        }
      }
    }
  }
}
