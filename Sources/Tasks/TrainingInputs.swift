import Tensors

/// The inputs of a task's minibatches while it is trained: as they are, or varied at random where the task
/// sequence says so.
///
/// How a sample is varied follows from the seed, the purpose, the task, and the sample's number through all
/// minibatches of the task: step × batch + position. So neither the number of threads nor an interruption
/// changes a bit, if training goes on from the same `drawn`.
package struct TrainingInputs: Sendable {
  /// The samples that minibatches are taken from.
  package let samples: TaskSamples
  /// How many samples were gathered: steps × batch. To resume a task at a step, set it.
  package var drawn = 0
  private let random: RandomStream

  /// The inputs of minibatches of `samples`.
  ///
  /// - Parameters:
  ///   - seed: the seed of the whole sequence
  ///   - purpose: what is trained with them; no two purposes share a sequence of random numbers
  ///   - task: the index of the task that is trained
  package init(
    _ samples: TaskSamples, seed: UInt64, task: Int, purpose: String = "augmentation"
  ) {
    self.samples = samples
    random = RandomStream(seed: seed, purpose: purpose, index: task)
  }

  /// Writes the inputs of the next minibatch, which has these samples, as rows of `inputs`.
  package mutating func gather<S: Real>(_ batch: [Int], into inputs: inout [S]) {
    let augmentation = samples.augmentation
    let views =
      augmentation == .plain
      ? [] : batch.indices.map { augmentation.view(ofSample: drawn + $0, random) }
    samples.gather(batch, views: views, into: &inputs)
    drawn += batch.count
  }
}
