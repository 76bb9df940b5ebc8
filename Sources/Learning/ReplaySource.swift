/// Rows of replayed samples that come from one past task.
package struct ReplayedRows: Hashable, Sendable {
  package let rows: Range<Int>
  /// Nil where the model does not tell.
  package let task: Int?

  package init(rows: Range<Int>, task: Int?) { (self.rows, self.task) = (rows, task) }
}

/// Draws samples of past tasks while a later one is trained.
package protocol ReplaySource: Sendable {
  /// How many rows `draw` fills for a batch of `batch`.
  func rowCount(batch: Int) -> Int
  /// Draws samples and writes them as rows of `inputs`, `[row × inputCount]`, from row `first` on.
  mutating func draw(batch: Int, into inputs: inout [Float], first: Int) -> [ReplayedRows]
}
