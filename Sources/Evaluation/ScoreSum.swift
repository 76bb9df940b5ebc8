import Networks
import Tasks

/// Sums up how well samples are answered, a batch at a time.
struct ScoreSum {
  private let samples: TaskSamples
  /// The output units that compete for a sample, or that are to give its numbers.
  private let scope: Range<Int>
  private var correct = 0
  /// Samples for which a unit of their own task has won; of classes only.
  private(set) var told = 0
  private var squares = 0.0

  init(_ samples: TaskSamples, scope: Range<Int>) { (self.samples, self.scope) = (samples, scope) }

  /// Takes in the answers to some samples: `[batch × count]`, whose first row is that of the first sample.
  mutating func add(_ outputs: [Float], count: Int, of batch: Range<Int>) {
    switch samples.objective {
    case .classification:
      let shift = samples.head.lowerBound
      for (row, sample) in batch.enumerated() {
        let unit = Loss.prediction(logits: outputs, outputs: count, row: row, scope: scope)
        correct += unit == shift + samples.label(sample) ? 1 : 0
        told += samples.head.contains(unit) ? 1 : 0
      }
    case .regression:
      for (row, sample) in batch.enumerated() {
        for (unit, value) in zip(scope, samples.values(sample)) {
          let error = Double(outputs[row * count + unit]) - Double(value)
          squares += error * error
        }
      }
    }
  }

  /// The score on all samples.
  var score: Double {
    switch samples.objective.metric {
    case .accuracy: Double(correct) / Double(samples.count)
    case .meanSquaredError: squares / Double(samples.count * scope.count)
    }
  }
}
