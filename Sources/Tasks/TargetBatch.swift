/// The targets of a batch, in buffers that are kept from step to step: classes, or numbers.
package struct TargetBatch: Hashable, Sendable {
  /// The class of each row, counted within the output units that it is classified among; empty where targets
  /// are numbers.
  package var labels: [Int]
  /// The numbers of each row, `[rows × width]`; empty where targets are classes.
  package var values: [Float]
  /// Numbers of a row; 0 where targets are classes.
  package let width: Int

  /// Targets of `rows` samples; `width` numbers of each in regression.
  package init(_ objective: Objective, rows: Int, width: Int) {
    let isRegression = objective == .regression
    self.width = isRegression ? width : 0
    labels = isRegression ? [] : [Int](repeating: 0, count: rows)
    values = [Float](repeating: 0, count: rows * self.width)
  }
}
