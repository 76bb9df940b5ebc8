/// Memory that is needed soon. A convolution, which has little to wait for, asks for it beside its products, so
/// that it is in the level-2 cache when its turn comes. Nothing is computed with it.
package struct Upcoming<S: LaneScalar> {
  /// What the ranges are counted from.
  package let start: UnsafePointer<S>
  /// Ranges of numbers, the first that are needed first.
  package let ranges: UnsafeBufferPointer<Range<Int>>

  /// The numbers in `ranges`, counted from `start`.
  package init(_ start: UnsafePointer<S>, ranges: UnsafeBufferPointer<Range<Int>>) {
    (self.start, self.ranges) = (start, ranges)
  }

  /// All numbers.
  package var count: Int { ranges.reduce(0) { $0 + $1.count } }
}
