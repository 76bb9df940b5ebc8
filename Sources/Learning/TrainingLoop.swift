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
  let length: TrainingLength
  /// Steps between two entries of the training log.
  let logInterval: Int
  /// The index of the task that is trained.
  let task: Int
  /// The seed of the whole sequence.
  let seed: UInt64
  /// What the minibatches are drawn for: no two purposes share a sequence of random numbers.
  var purpose = "minibatches"

  /// How the rate follows the score on held-out samples; nil where it does not.
  var plateau: ScorePlateau?

  /// Takes all steps, or those after a savepoint.
  ///
  /// - Parameters:
  ///   - savepoint: where the training is saved now and then, and when `report` stops it
  ///   - score: the accuracy on held-out samples, if there are any; asked for after each epoch where the
  ///     rate follows it
  ///   - report: called after every step; throws to stop (a cancelled run)
  ///   - parts: lists what the trainer's own steps change
  ///   - step: takes a step at this rate on these of the `samples`, of which the first is sample number
  ///     `first` of the whole training
  /// - Throws: `DivergenceError`, or what `report` throws.
  func run(
    on samples: TaskSamples, savepoint: (any SavepointPlace)?, score: () -> Double? = { nil },
    report: (_ step: Int) throws -> Void, parts: (inout SavedParts) -> Void,
    step: (_ batch: [Int], _ first: Int, _ rate: Double, _ isLogged: Bool) -> Outcome
  ) throws -> End {
    let steps = length.steps(samples: samples.count, batch: batch)
    let stepsPerEpoch = TrainingLength.stepsPerEpoch(samples: samples.count, batch: batch)
    var position = Position(self, samples: samples.count, steps: steps, stepsPerEpoch)
    func list(_ saved: inout SavedParts) {
      saved.group("loop", &position)
      parts(&saved)
    }
    savepoint?.restore({ position.step }, list)
    var chosen = [Int](repeating: 0, count: batch)
    while position.step < steps {
      let first = position.minibatches.given
      position.minibatches.next(into: &chosen)
      let k = position.step + 1
      position.end.learningRate = position.nextRate
      let isLogged = k == 1 || k % logInterval == 0 || k == steps
      let outcome = step(chosen, first, position.end.learningRate, isLogged)
      try position.note(outcome, step: k, isLogged)
      if plateau != nil, k % stepsPerEpoch == 0, let score = score() {
        position.note(score: score)
      }
      do { try report(k) } catch {
        savepoint?.save(SavedParts.saved(list), after: k)
        throw error
      }
      if let savepoint, k < steps, savepoint.isDue(after: k) {
        savepoint.save(SavedParts.saved(list), after: k)
      }
    }
    var end = position.end
    end.savepoint = savepoint.map { FinalSavepoint(place: $0, bytes: SavedParts.saved(list)) }
    return end
  }

  /// How far the steps have come, and all that the loop itself needs for the next one.
  private struct Position: Resumable {
    /// Steps taken.
    var step = 0
    var minibatches: Minibatches
    var end: End
    private var rate: LearningRate
    private var watch: ScoreWatch

    init(_ loop: TrainingLoop, samples: Int, steps: Int, _ stepsPerEpoch: Int) {
      minibatches = Minibatches(
        count: samples,
        random: RandomStream(seed: loop.seed, purpose: loop.purpose, index: loop.task))
      rate = LearningRate(
        loop.optimizer.schedule, base: loop.optimizer.learningRate, steps: steps,
        stepsPerEpoch: stepsPerEpoch)
      end = End(task: loop.task, steps: steps, learningRate: loop.optimizer.learningRate)
      watch = ScoreWatch(loop.plateau)
    }

    /// η of the next step.
    var nextRate: Double { watch.lowered(rate.rate(atStep: step)) }

    /// Takes note of a step; throws where something is not finite.
    mutating func note(_ outcome: Outcome, step k: Int, _ isLogged: Bool) throws {
      if outcome.loss.isFinite { end.lastFiniteLoss = outcome.loss }
      guard outcome.loss.isFinite, outcome.isFinite else {
        throw end.divergence(outcome.loss.isFinite ? .weights : .loss, step: k)
      }
      rate.observe(loss: outcome.loss)
      if isLogged {
        end.log += outcome.log.map { TrainingMetric(step: k, name: $0.name, value: $0.value) }
      }
      step = k
    }

    /// Takes note of the score after an epoch, and logs it.
    mutating func note(score: Double) {
      watch.observe(score: score)
      end.log.append(TrainingMetric(step: step, name: "validation accuracy", value: score))
    }

    mutating func saveOrRestore(_ parts: inout SavedParts) {
      parts.integer("step", &step, in: 0...end.steps)
      parts.group("minibatches", &minibatches)
      parts.group("rate", &rate)
      parts.group("scores", &watch)
      parts.group("end", &end)
    }
  }

  /// Where a task's steps have led.
  struct End: Resumable {
    /// The task's index.
    let task: Int
    let steps: Int
    /// η of the last step.
    fileprivate(set) var learningRate: Double
    fileprivate(set) var lastFiniteLoss: Double?
    /// What was logged.
    fileprivate(set) var log: [TrainingMetric] = []
    /// Where the training is saved while something is measured of its weights; nil where it is not.
    fileprivate var savepoint: FinalSavepoint?

    /// What `body` measures of the weights after the task; an importance that is not finite is a divergence
    /// of the training.
    func measure<Result>(_ body: () throws -> Result) throws -> Result {
      do { return try body() } catch is NonFiniteImportance {
        throw divergence(.importance, step: steps)
      }
    }

    /// Reports the last step once more while something is measured, and saves the training as the loop does:
    /// then only the measuring is done again.
    ///
    /// - Parameter report: throws to stop
    func tell(_ report: (_ step: Int) throws -> Void) throws {
      do { try report(steps) } catch {
        savepoint?.save(after: steps)
        throw error
      }
      savepoint?.saveIfDue(after: steps)
    }

    /// The log, and what an error would tell.
    mutating func saveOrRestore(_ parts: inout SavedParts) {
      parts.number("learning_rate", &learningRate)
      var losses = lastFiniteLoss.map { [$0] } ?? []
      parts.list("last_finite_loss", &losses)
      var (steps, values) = (log.map(\.step), log.map(\.value))
      var names = log.map(\.name).joined(separator: "\n")
      var saved = steps
      parts.list("log_steps", &steps) {
        saved = $0
        return $0.allSatisfy((1...self.steps).contains)
      }
      parts.list("log_values", &values) { $0.count == saved.count }
      // The database takes one value of a name for each step.
      parts.text("log_names", &names) {
        let names = $0.split(separator: "\n")
        return names.count == saved.count
          && Set(zip(saved, names).map { "\($0) \($1)" }).count == names.count
      }
      guard parts.isRestoring else { return }
      lastFiniteLoss = losses.first
      log = zip(zip(steps, values), names.split(separator: "\n")).map {
        TrainingMetric(step: $0.0, name: String($1), value: $0.1)
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
      optimizer: settings.optimizer, batch: settings.batch, length: settings.length,
      logInterval: settings.logInterval, task: task, seed: seed, purpose: purpose,
      plateau: settings.validationPlateau)
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
