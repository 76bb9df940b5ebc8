import CHDF5

/// A class of libhdf5 identifiers and the call that closes one.
protocol HandleKind {
  /// Closes an identifier of this class; negative on failure.
  static func close(_ id: hid_t) -> herr_t
}

/// An open file.
enum FileHandle: HandleKind {
  static func close(_ id: hid_t) -> herr_t { H5Fclose(id) }
}

/// A group, or an object of a kind not yet known.
enum ObjectHandle: HandleKind {
  static func close(_ id: hid_t) -> herr_t { H5Oclose(id) }
}

/// An open dataset.
enum DatasetHandle: HandleKind {
  static func close(_ id: hid_t) -> herr_t { H5Dclose(id) }
}

/// An open attribute.
enum AttributeHandle: HandleKind {
  static func close(_ id: hid_t) -> herr_t { H5Aclose(id) }
}

/// A dataspace: rank and extents.
enum DataspaceHandle: HandleKind {
  static func close(_ id: hid_t) -> herr_t { H5Sclose(id) }
}

/// A datatype that is not one of the library's constants.
enum DatatypeHandle: HandleKind {
  static func close(_ id: hid_t) -> herr_t { H5Tclose(id) }
}

/// A property list.
enum PropertyListHandle: HandleKind {
  static func close(_ id: hid_t) -> herr_t { H5Pclose(id) }
}

/// The only owner of an identifier; closes it at the end of its life.
///
/// Lives and dies inside `HDF5Library.locked`. An owner that outlives the lock takes the
/// identifier with `release()` and closes it under the lock itself.
struct Handle<Kind: HandleKind>: ~Copyable {
  /// The identifier, valid while the handle lives.
  let id: hid_t

  /// Takes ownership of what a creating or opening call returned; throws when that is negative.
  init(
    _ id: hid_t, _ failure: @autoclosure () -> String, at path: String, code: HDF5Error.Code
  ) throws(HDF5Error) {
    self.id = try check(id, failure(), at: path, code: code)
  }

  // A failure here has nobody to report to; writers use `close` where the status matters.
  deinit { _ = Kind.close(id) }

  /// Gives the identifier away without closing it.
  consuming func release() -> hid_t {
    let id = id
    discard self
    return id
  }

  /// Closes now, for objects whose closing can still write.
  consuming func close(at path: String) throws(HDF5Error) {
    try check(Kind.close(release()), "closing fails", at: path, code: .libraryFailure)
  }
}
