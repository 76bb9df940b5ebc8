/// A dense array of numbers with its shape, such as a method remembers and a checkpoint holds by name.
package struct Tensor: Hashable, Sendable {
  /// The extents, the slowest first.
  package let shape: [Int]
  /// The entries, row-major.
  package var values: [Float]

  /// An array of this shape; traps unless the shape has as many entries as there are values.
  package init(shape: [Int], _ values: [Float]) {
    precondition(shape.reduce(1, *) == values.count, "\(values.count) values of shape \(shape)")
    (self.shape, self.values) = (shape, values)
  }

  /// A vector.
  package init(_ values: [Float]) { self.init(shape: [values.count], values) }
}
