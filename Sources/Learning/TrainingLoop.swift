import Tasks
import Tensors

/// What the training of every network on one task has in common: shuffled minibatches, the learning rate's
/// schedule, the log, the watch for numbers that are not finite, and a report after every step.
///
/// What a step does is the trainer's own.
struct TrainingLoop {
  /// What a step met.
  struct Outcome {
    let loss: Double
    /// Whether all that went in and came out is finite.
    let isFinite: Bool
    /// What is logged of it; not read where the step is not.
    var log: [(name: String, value: Double)] = []
  }

  let optimizer: OptimizerSettings
  /// Samples of the task in each step.
  let batch: Int
  let steps: Int
  /// Steps between two entries of the training log.
  let logInterval: Int
  /// The index of the task that is trained.
  let task: Int
  /// The seed of the whole sequence.
  let seed: UInt64
  /// What the minibatches are drawn for: no two purposes share a sequence of random numbers.
  var purpose = "minibatches"

  /// Takes all steps.
  ///
  /// - Parameters:
  ///   - report: called after every step; throws to stop (a cancelled run)
  ///   - step: takes a step at this rate on these of the `samples`
  /// - Throws: `DivergenceError`, or what `report` throws.
  func run(
    on samples: TaskSamples, report: (_ step: Int) throws -> Void,
    step: (_ batch: [Int], _ rate: Double, _ isLogged: Bool) -> Outcome
  ) throws -> End {
    var minibatches = Minibatches(
      count: samples.count, random: RandomStream(seed: seed, purpose: purpose, index: task))
    var rate = LearningRate(optimizer.schedule, base: optimizer.learningRate, steps: steps)
    var chosen = [Int](repeating: 0, count: batch)
    var end = End(task: task, steps: steps, learningRate: optimizer.learningRate)
    for k in stride(from: 1, through: steps, by: 1) {
      minibatches.next(into: &chosen)
      end.learningRate = rate.rate(atStep: k - 1)
      let isLogged = k == 1 || k % logInterval == 0 || k == steps
      let outcome = step(chosen, end.learningRate, isLogged)
      if outcome.loss.isFinite { end.lastFiniteLoss = outcome.loss }
      guard outcome.loss.isFinite, outcome.isFinite else {
        throw end.divergence(outcome.loss.isFinite ? .weights : .loss, step: k)
      }
      rate.observe(loss: outcome.loss)
      if isLogged {
        end.log += outcome.log.map { TrainingMetric(step: k, name: $0.name, value: $0.value) }
      }
      try report(k)
    }
    return end
  }

  /// Where a task's steps have led.
  struct End {
    /// The task's index.
    let task: Int
    let steps: Int
    /// η of the last step.
    fileprivate(set) var learningRate: Double
    fileprivate(set) var lastFiniteLoss: Double?
    /// What was logged.
    fileprivate(set) var log: [TrainingMetric] = []

    /// What `body` measures of the weights after the task; an importance that is not finite is a divergence
    /// of the training.
    func measure<Result>(_ body: () throws -> Result) throws -> Result {
      do { return try body() } catch is NonFiniteImportance {
        throw divergence(.importance, step: steps)
      }
    }

    fileprivate func divergence(_ what: DivergenceError.What, step: Int) -> DivergenceError {
      DivergenceError(
        task: task, step: step, learningRate: learningRate, what: what,
        lastFiniteLoss: lastFiniteLoss)
    }
  }
}

extension TrainingLoop {
  /// The loop of a hypernetwork's training.
  init(
    _ settings: TrainingSettings, task: Int, seed: UInt64, purpose: String = "minibatches"
  ) {
    self.init(
      optimizer: settings.optimizer, batch: settings.batch, steps: settings.steps,
      logInterval: settings.logInterval, task: task, seed: seed, purpose: purpose)
  }
}

extension TrainingLoop {
  /// What is logged of a step that trains what answers.
  ///
  /// - Parameter accuracy: the fraction of the step's samples that were classified right
  static func log(
    _ objective: Objective, loss: Double, penalty: Double, gradientNorm: Double, accuracy: Double,
    rate: Double
  ) -> [(name: String, value: Double)] {
    [("loss", loss), ("regularizer", penalty), ("gradient_norm", gradientNorm)]
      + (objective == .classification ? [("accuracy", accuracy)] : [])
      + [("learning_rate", rate)]
  }
}
