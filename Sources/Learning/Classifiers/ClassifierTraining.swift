import Tasks

/// How a network that is trained directly learns one task, whatever the method.
package struct ClassifierTraining: Codable, Hashable, Sendable {
  /// The optimizer of the network's weights.
  package var optimizer: OptimizerSettings
  /// Samples of the task in each step.
  package var batch: Int
  /// Training steps of the task, where `epochs` does not tell.
  package var steps: Int
  /// Passes over the task's samples; nil where `steps` tells.
  package var epochs: Int?
  /// How the rate follows the score on held-out samples; nil where it does not.
  package var validationPlateau: ScorePlateau?
  /// Steps between two entries of the training log.
  package var logInterval: Int
  /// True where the optimizer goes on from task to task with its moments and its count of steps; nil where it
  /// begins anew. Nil is left out of keys, so keys from before there was a choice stay what they were.
  package var keepsOptimizer: Bool?

  /// Training whose optimizer begins anew with each task, unless `keepsOptimizer` is set.
  package init(optimizer: OptimizerSettings, batch: Int, steps: Int, logInterval: Int) {
    (self.optimizer, self.batch, self.steps) = (optimizer, batch, steps)
    self.logInterval = logInterval
  }

  /// How long the task is trained.
  package var length: TrainingLength { epochs.map { .epochs($0) } ?? .steps(steps) }
}

/// A task and all that a method knows before its first step.
package struct ClassifierTask: Sendable {
  /// What was learned before.
  package let state: ClassifierState
  /// The sequence up to this task.
  package let sequence: TaskSequence
  /// How the task is trained.
  package let training: ClassifierTraining
  /// The task's training samples.
  package let samples: TaskSamples
  /// The training samples of earlier tasks; empty unless the method `readsAllTasks`.
  package let earlier: [TaskSamples]
  /// What replays earlier tasks; nil unless the method `needsReplay` and there are earlier tasks.
  package let replay: (any ReplaySource)?

  /// The task after those that `state` has learned. Traps unless it is the last one of `sequence`.
  package init(
    _ state: ClassifierState, sequence: TaskSequence, training: ClassifierTraining,
    samples: TaskSamples, earlier: [TaskSamples] = [], replay: (any ReplaySource)? = nil
  ) {
    precondition(sequence.count == state.tasks + 1, "\(state.tasks) tasks known")
    (self.state, self.sequence, self.training) = (state, sequence, training)
    (self.samples, self.earlier, self.replay) = (samples, earlier, replay)
  }

  /// The task's index, which is the number of tasks known before.
  package var index: Int { state.tasks }
  /// Outputs per sample, those of all heads.
  package var outputs: Int { state.network.outputCount }
  /// The output units among which task `j` is classified while this task is learned.
  package func scope(ofTask j: Int) -> Range<Int> { sequence.scope(ofTask: j, learned: index + 1) }
  /// The output units among which this task is classified.
  package var scope: Range<Int> { scope(ofTask: index) }
}
