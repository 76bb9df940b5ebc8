import CHDF5

/// Reads one open attribute; lives inside `HDF5Library.locked`.
struct AttributeReader {
  let name: String
  let path: String
  let maximumBytes: Int

  /// The value, if it is of a kind that `HDF5Attribute` has.
  func read(_ attribute: borrowing Handle<AttributeHandle>) throws(HDF5Error) -> HDF5Attribute {
    let type = try Handle<DatatypeHandle>(
      H5Aget_type(attribute.id), "the type of the attribute '\(name)' cannot be read", at: path,
      code: .damaged)
    let space = try Handle<DataspaceHandle>(
      H5Aget_space(attribute.id), "the shape of the attribute '\(name)' cannot be read", at: path,
      code: .damaged)
    let shape = try space.shape(at: path)
    let size = H5Tget_size(type.id)
    let bytes = try byteCount(
      of: shape, elementSize: size, limit: maximumBytes, at: path, what: "the attribute '\(name)'")
    switch (H5Tget_class(type.id), shape.count) {
    case (H5T_STRING, 0...1):
      let count = shape.first ?? 1
      let texts =
        H5Tis_variable_str(type.id) > 0
        ? try variableTexts(attribute, type, space, count: count)
        : try fixedTexts(attribute, type, size: size, bytes: bytes)
      return shape.isEmpty ? .string(texts[0]) : .strings(texts)
    case (H5T_INTEGER, 0) where size <= 8:
      return .integer(try integer(attribute, type))
    case (H5T_FLOAT, 0) where size <= 8:
      var number = 0.0
      try check(
        H5Aread(attribute.id, chdf5_native_double(), &number), failure, at: path, code: .damaged)
      return .real(number)
    default:
      throw HDF5Error(
        .wrongType,
        "the attribute '\(name)' is \(type.describe()) of the shape \(shape), which is neither a "
          + "text, a list of texts nor one number", at: path)
    }
  }

  private var failure: String { "the attribute '\(name)' cannot be read" }

  private func integer(
    _ attribute: borrowing Handle<AttributeHandle>, _ type: borrowing Handle<DatatypeHandle>
  ) throws(HDF5Error) -> Int64 {
    if H5Tget_sign(type.id) != H5T_SGN_NONE {
      var number: Int64 = 0
      try check(
        H5Aread(attribute.id, chdf5_native_int64(), &number), failure, at: path, code: .damaged)
      return number
    }
    // libhdf5 would clip what does not fit.
    var number: UInt64 = 0
    try check(
      H5Aread(attribute.id, chdf5_native_uint64(), &number), failure, at: path, code: .damaged)
    guard let signed = Int64(exactly: number) else {
      throw HDF5Error(.wrongType, "the attribute '\(name)' = \(number) is above 2^63 − 1", at: path)
    }
    return signed
  }

  private func variableTexts(
    _ attribute: borrowing Handle<AttributeHandle>, _ type: borrowing Handle<DatatypeHandle>,
    _ space: borrowing Handle<DataspaceHandle>, count: Int
  ) throws(HDF5Error) -> [String] {
    guard count > 0 else { return [] }
    // Any number of texts may be the same bytes of the file: together they may be larger than it.
    guard count <= 32 || count * maximumBytes <= HDF5File.largestRead else {
      throw HDF5Error(.tooLarge, "the attribute '\(name)' is a list of \(count) texts", at: path)
    }
    let memoryType = try Handle<DatatypeHandle>.text(at: path)
    try memoryType.setCharacterSet(H5Tget_cset(type.id), at: path)
    var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
    try check(
      H5Aread(attribute.id, memoryType.id, &pointers), failure, at: path, code: .damaged)
    // A text of no bytes comes as a null pointer.
    let texts = pointers.map { $0.map { String(validatingCString: $0) } ?? "" }
    try check(
      H5Dvlen_reclaim(memoryType.id, space.id, chdf5_defaults(), &pointers),
      "the memory of the attribute '\(name)' cannot be released", at: path, code: .libraryFailure)
    return try valid(texts)
  }

  private func fixedTexts(
    _ attribute: borrowing Handle<AttributeHandle>, _ type: borrowing Handle<DatatypeHandle>,
    size: Int, bytes count: Int
  ) throws(HDF5Error) -> [String] {
    guard count > 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: count)
    try check(H5Aread(attribute.id, type.id, &bytes), failure, at: path, code: .damaged)
    let padding: UInt8 = H5Tget_strpad(type.id) == H5T_STR_SPACEPAD ? 0x20 : 0
    return try valid(
      stride(from: 0, to: count, by: size).map { start in
        var text = bytes[start..<start + size]
        if padding == 0, let end = text.firstIndex(of: 0) { text = text[..<end] }
        while let last = text.last, last == padding { text.removeLast() }
        return String(validating: text, as: UTF8.self)
      })
  }

  private func valid(_ texts: [String?]) throws(HDF5Error) -> [String] {
    let valid = texts.compactMap { $0 }
    guard valid.count == texts.count else {
      throw HDF5Error(.invalidText, "the attribute '\(name)' is not UTF-8", at: path)
    }
    return valid
  }
}
