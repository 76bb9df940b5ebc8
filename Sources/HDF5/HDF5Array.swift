/// An n-dimensional array of numbers on its way into or out of an image.
package struct HDF5Array<Element: HDF5Element>: Sendable {
  /// The extents, slowest-varying first; `[]` is a single value.
  package let shape: [Int]
  /// The elements in row-major order; their number is the product of `shape`.
  package let values: [Element]

  /// Wraps `values`, without copying them, as an array of the given shape.
  package init(shape: [Int], values: [Element]) {
    precondition(shape.allSatisfy { $0 >= 0 }, "negative extent in the shape \(shape)")
    precondition(
      shape.reduce(1, *) == values.count,
      "\(values.count) values cannot have the shape \(shape)")
    self.shape = shape
    self.values = values
  }

  /// A vector: an array of rank 1.
  package init(_ values: [Element]) {
    self.init(shape: [values.count], values: values)
  }
}

extension HDF5Array: Equatable where Element: Equatable {}

/// An array of any element type, as the writer needs it.
protocol StoredArray: Sendable {
  var shape: [Int] { get }
  var elementType: HDF5ElementType { get }
  func withBytes(_ body: (UnsafeRawBufferPointer) -> Int32) -> Int32
}

extension HDF5Array: StoredArray {
  var elementType: HDF5ElementType { Element.elementType }

  func withBytes(_ body: (UnsafeRawBufferPointer) -> Int32) -> Int32 {
    values.withUnsafeBytes(body)
  }
}
