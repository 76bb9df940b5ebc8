/// One operand of a product as the kernels see it: lines, which are the rows of the left one or the columns
/// of the right one, each as long as the inner dimension.
package struct MatrixSide<S: LaneScalar> {
  /// The first entry of the first line.
  package let start: UnsafePointer<S>
  /// From a line to the next.
  package let lineStride: Int
  /// From an entry of a line to the next.
  package let innerStride: Int

  /// Lines from `start` on. Where one of the strides is 1, packing takes whole vectors.
  @inlinable
  package init(_ start: UnsafePointer<S>, lineStride: Int, innerStride: Int) {
    (self.start, self.lineStride, self.innerStride) = (start, lineStride, innerStride)
  }

  /// The same from an entry of the lines on.
  @inlinable
  package func from(inner: Int) -> Self {
    Self(start + inner * innerStride, lineStride: lineStride, innerStride: innerStride)
  }
}
