/// The rows of entries that an optimizer steps: their gradient, and how far the rows of parameters and state
/// lie apart.
package struct StepRows<S: LaneScalar> {
  /// The gradient of the first entry.
  package let gradient: UnsafePointer<S>
  /// From a row of the gradient to the next.
  package let gradientStride: Int
  /// From a row of the parameters, and of the state, to the next.
  package let stride: Int
  /// The number of rows.
  package let rows: Int
  /// The entries of a row.
  package let columns: Int

  /// Rows whose gradient lies at another distance than their parameters and state.
  @inlinable
  package init(
    _ gradient: UnsafePointer<S>, stride gradientStride: Int, parameterStride stride: Int,
    rows: Int, columns: Int
  ) {
    (self.gradient, self.gradientStride, self.stride) = (gradient, gradientStride, stride)
    (self.rows, self.columns) = (rows, columns)
  }

  /// A single row.
  @inlinable
  package init(_ gradient: UnsafePointer<S>, count: Int) {
    self.init(gradient, stride: 0, parameterStride: 0, rows: 1, columns: count)
  }
}
