/// A small value attached to a group or a dataset.
///
/// Texts are stored as variable-length UTF-8, which h5py reads as `str`; numbers as 64 bits.
package enum HDF5Attribute: Sendable, Equatable {
  /// A text without NUL characters; of any length.
  case string(String)
  /// Texts in order, such as the names of axes.
  case strings([String])
  /// A whole number.
  case integer(Int64)
  /// A real number.
  case real(Double)
}

extension HDF5Attribute: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  /// A text.
  package init(stringLiteral value: String) { self = .string(value) }
}

extension HDF5Attribute: ExpressibleByIntegerLiteral {
  /// A whole number.
  package init(integerLiteral value: Int64) { self = .integer(value) }
}

extension HDF5Attribute: ExpressibleByFloatLiteral {
  /// A real number.
  package init(floatLiteral value: Double) { self = .real(value) }
}

extension HDF5Attribute: ExpressibleByArrayLiteral {
  /// Texts in order.
  package init(arrayLiteral elements: String...) { self = .strings(elements) }
}
