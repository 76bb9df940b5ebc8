/// Rows of replayed samples that come from one past task, or from any.
package struct ReplayedRows: Hashable, Sendable {
  /// Rows of the matrix into which they were drawn.
  package let rows: Range<Int>
  /// The task; nil where the source does not tell.
  package let task: Int?

  /// Rows of `task`, or of unknown tasks.
  package init(rows: Range<Int>, task: Int?) { (self.rows, self.task) = (rows, task) }
}

/// Where samples of past tasks come from while a later task is trained.
package protocol ReplaySource: Resumable, Sendable {
  /// The number of rows that `draw` fills for a batch of `batch`.
  func rowCount(batch: Int) -> Int

  /// Draws samples of the past tasks and writes them as rows of `inputs`, `[rows × inputCount]`, from row
  /// `first` on.
  ///
  /// - Returns: the rows by task, in their order.
  mutating func draw(batch: Int, into inputs: inout [Float], first: Int) -> [ReplayedRows]
}
