import Networks
import Tasks

extension Objective {
  /// Adds the gradient of `weight` times the loss of `rows` over the units of `scope`: see
  /// `Loss.addCrossEntropy` and `Loss.addSquaredError`.
  ///
  /// - Parameters:
  ///   - outputs: what the network gives, `[batch × count]`
  ///   - targets: of the whole batch
  /// - Returns: `weight` times the loss, and the number of rows that are classified right; 0 in regression.
  func addLoss(
    _ outputs: [Float], count: Int, rows: Range<Int>, scope: Range<Int>, targets: TargetBatch,
    weight: Float = 1, gradient: inout [Float]
  ) -> (loss: Float, correct: Int) {
    switch self {
    case .classification:
      Loss.addCrossEntropy(
        logits: outputs, outputs: count, rows: rows, scope: scope, labels: targets.labels,
        weight: weight, gradient: &gradient)
    case .regression:
      (
        Loss.addSquaredError(
          values: outputs, outputs: count, rows: rows, scope: scope, targets: targets.values,
          weight: weight, gradient: &gradient), 0
      )
    }
  }
}
