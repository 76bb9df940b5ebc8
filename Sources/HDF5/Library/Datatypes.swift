import CHDF5

extension Handle where Kind == DatatypeHandle {
  /// Variable-length UTF-8 text.
  static func text(at path: String) throws(HDF5Error) -> Handle {
    let type = try Handle(
      H5Tcopy(chdf5_c_string()), "no text type can be made", at: path, code: .libraryFailure)
    try check(
      H5Tset_size(type.id, chdf5_variable_length()), "no text type can be made", at: path,
      code: .libraryFailure)
    try type.setCharacterSet(H5T_CSET_UTF8, at: path)
    return type
  }

  /// ASCII text of a fixed number of bytes, the last of them NUL.
  static func text(bytes: Int, at path: String) throws(HDF5Error) -> Handle {
    let type = try Handle(
      H5Tcopy(chdf5_c_string()), "no text type can be made", at: path, code: .libraryFailure)
    try check(
      H5Tset_size(type.id, bytes), "no text type can be made", at: path, code: .libraryFailure)
    return type
  }

  /// Lists of references to objects, each of any length.
  static func listsOfReferences(at path: String) throws(HDF5Error) -> Handle {
    try Handle(
      H5Tvlen_create(chdf5_object_reference()), "no type of lists can be made", at: path,
      code: .libraryFailure)
  }

  /// A reference to a dataset, the number of one of its axes as `axis` says, and padding up to 16 bytes.
  static func use(axis: hid_t, at path: String) throws(HDF5Error) -> Handle {
    let failure = "no compound type can be made"
    let type = try Handle(
      H5Tcreate(H5T_COMPOUND, 16), failure, at: path, code: .libraryFailure)
    try check(
      H5Tinsert(type.id, "dataset", 0, chdf5_object_reference()), failure, at: path,
      code: .libraryFailure)
    try check(
      H5Tinsert(type.id, "dimension", 8, axis), failure, at: path, code: .libraryFailure)
    return type
  }

  borrowing func setCharacterSet(_ set: H5T_cset_t, at path: String) throws(HDF5Error) {
    try check(
      H5Tset_cset(id, set), "no text type can be made", at: path, code: .libraryFailure)
  }

  /// Whether the type is `element` in either byte order.
  borrowing func isStored(_ element: HDF5ElementType) -> Bool {
    H5Tequal(id, element.littleEndian) > 0 || H5Tequal(id, element.bigEndian) > 0
  }

  /// The type in words for error messages, such as `float32` or `a compound type`.
  borrowing func describe() -> String {
    let bits = H5Tget_size(id) * 8
    switch H5Tget_class(id) {
    case H5T_INTEGER: return (H5Tget_sign(id) == H5T_SGN_NONE ? "uint" : "int") + "\(bits)"
    case H5T_FLOAT: return "float\(bits)"
    case H5T_STRING: return "text"
    case H5T_COMPOUND: return "a compound type"
    case H5T_ENUM: return "an enumeration"
    case H5T_REFERENCE: return "references"
    case H5T_VLEN: return "variable-length sequences"
    case H5T_ARRAY: return "arrays"
    case H5T_OPAQUE: return "opaque bytes"
    default: return "an unknown type"
    }
  }
}
