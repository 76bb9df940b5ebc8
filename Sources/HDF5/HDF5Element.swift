import CHDF5

/// A number type that datasets are made of: `Float`, `Double`, `Int64`, `UInt64` or `UInt8`.
///
/// A dataset is written little-endian whatever the host, and read in either byte order.
package protocol HDF5Element: BitwiseCopyable, Sendable {
  /// The type of the element in a file.
  static var elementType: HDF5ElementType { get }
}

extension Float: HDF5Element {
  package static var elementType: HDF5ElementType { .float32 }
}

extension Double: HDF5Element {
  package static var elementType: HDF5ElementType { .float64 }
}

extension Int64: HDF5Element {
  package static var elementType: HDF5ElementType { .int64 }
}

extension UInt64: HDF5Element {
  package static var elementType: HDF5ElementType { .uint64 }
}

extension UInt8: HDF5Element {
  package static var elementType: HDF5ElementType { .uint8 }
}

/// The type of a dataset's elements, by the name NumPy gives it.
package enum HDF5ElementType: String, Sendable, CaseIterable {
  case float32, float64, int64, uint64, uint8

  /// Bytes of one element.
  package var size: Int {
    switch self {
    case .float32: 4
    case .float64, .int64, .uint64: 8
    case .uint8: 1
    }
  }

  /// The type a dataset is written with.
  var littleEndian: hid_t {
    switch self {
    case .float32: chdf5_float32_le()
    case .float64: chdf5_float64_le()
    case .int64: chdf5_int64_le()
    case .uint64: chdf5_uint64_le()
    case .uint8: chdf5_uint8()
    }
  }

  /// The same type in the other byte order.
  var bigEndian: hid_t {
    switch self {
    case .float32: chdf5_float32_be()
    case .float64: chdf5_float64_be()
    case .int64: chdf5_int64_be()
    case .uint64: chdf5_uint64_be()
    case .uint8: chdf5_uint8()
    }
  }

  /// The type in memory.
  var native: hid_t {
    switch self {
    case .float32: chdf5_native_float()
    case .float64: chdf5_native_double()
    case .int64: chdf5_native_int64()
    case .uint64: chdf5_native_uint64()
    case .uint8: chdf5_native_uint8()
    }
  }
}
