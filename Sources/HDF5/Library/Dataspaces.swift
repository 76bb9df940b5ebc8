import CHDF5

extension Handle where Kind == DataspaceHandle {
  /// The space of one value.
  static func scalar(at path: String) throws(HDF5Error) -> Handle {
    try Handle(
      H5Screate(H5S_SCALAR), "no dataspace can be made", at: path, code: .libraryFailure)
  }

  /// The space of an array of the given shape, which cannot grow.
  static func simple(_ shape: [Int], at path: String) throws(HDF5Error) -> Handle {
    try Handle(
      H5Screate_simple(Int32(shape.count), shape.map(hsize_t.init), nil),
      "no dataspace of the shape \(shape) can be made", at: path, code: .libraryFailure)
  }

  /// The extents, `[]` for one value.
  ///
  /// Throws `.wrongShape` for a null dataspace, `.tooLarge` for an extent above `Int.max`.
  borrowing func shape(at path: String) throws(HDF5Error) -> [Int] {
    guard H5Sget_simple_extent_type(id) != H5S_NULL else {
      throw HDF5Error(.wrongShape, "it has no dataspace", at: path)
    }
    let rank = try check(
      H5Sget_simple_extent_ndims(id), "the rank cannot be read", at: path, code: .damaged)
    var extents = [hsize_t](repeating: 0, count: Int(rank))
    try check(
      H5Sget_simple_extent_dims(id, &extents, nil), "the shape cannot be read", at: path,
      code: .damaged)
    guard extents.allSatisfy({ $0 <= hsize_t(Int.max) }) else {
      throw HDF5Error(.tooLarge, "the shape is declared as \(extents)", at: path)
    }
    return extents.map { Int($0) }
  }
}

/// The number of bytes of `shape`, checked against `limit` without overflow.
///
/// Throws `.tooLarge`. Complexity: O(rank).
func byteCount(
  of shape: [Int], elementSize: Int, limit: Int, at path: String, what: String
) throws(HDF5Error) -> Int {
  var bytes = elementSize
  // An empty array has no bytes, however large its other extents.
  guard !shape.contains(0) else { return 0 }
  for extent in shape {
    let (product, overflow) = bytes.multipliedReportingOverflow(by: extent)
    bytes = overflow ? Int.max : product
  }
  guard bytes <= limit else {
    throw HDF5Error(
      .tooLarge,
      "\(what) of the shape \(shape) with \(elementSize) bytes per element is above "
        + "the limit of \(limit) bytes", at: path)
  }
  return bytes
}
