import Tensors

/// The inputs of a task's minibatches while it is trained: as they are, or varied at random where the task
/// sequence says so.
///
/// How a sample is varied follows from the seed, the purpose, the task, and the sample's number in the order in
/// which minibatches give them. So neither the number of threads nor an interruption changes a bit.
package struct TrainingInputs: Sendable {
  /// The samples that minibatches are taken from.
  package let samples: TaskSamples
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

  /// Writes the inputs of a minibatch of these samples as rows of `inputs`.
  ///
  /// - Parameter first: the number of the minibatch's first sample among all that were given before and after it
  package func gather<S: Real>(_ batch: [Int], from first: Int, into inputs: inout [S]) {
    let augmentation = samples.augmentation
    let views =
      augmentation == .plain
      ? [] : batch.indices.map { augmentation.view(ofSample: first + $0, random) }
    samples.gather(batch, views: views, into: &inputs)
  }
}
