import Tasks

/// How a network that is trained directly learns one task, whatever the method.
package struct ClassifierTraining: Codable, Hashable, Sendable {
  package var optimizer: OptimizerSettings
  /// Samples of the task in each step.
  package var batch: Int
  package var steps: Int
  /// Steps between two entries of the training log.
  package var logInterval: Int
  /// True where the optimizer goes on from task to task with its moments and its count of steps. Nil where it
  /// begins anew: keys from before there was a choice stay what they were.
  package var keepsOptimizer: Bool?

  package init(optimizer: OptimizerSettings, batch: Int, steps: Int, logInterval: Int) {
    (self.optimizer, self.batch, self.steps) = (optimizer, batch, steps)
    self.logInterval = logInterval
  }
}

/// A task as a method meets it: what is known before its first step.
package struct ClassifierTask: Sendable {
  /// What was learned before.
  package let state: ClassifierState
  /// The sequence up to this task.
  package let sequence: TaskSequence
  package let training: ClassifierTraining
  /// The task's training samples.
  package let samples: TaskSamples
  /// Those of earlier tasks, for methods that are meant to read them; else empty.
  package let earlier: [TaskSamples]
  /// What replays earlier tasks, for methods that have a generative model.
  package let replay: (any ReplaySource)?

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
  /// Those of this task.
  package var scope: Range<Int> { scope(ofTask: index) }
}
