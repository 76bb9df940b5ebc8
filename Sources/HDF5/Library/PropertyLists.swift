import CHDF5

extension Handle where Kind == PropertyListHandle {
  /// A new list of the class `kind`; a failure has the code `.libraryFailure`.
  private init(of kind: hid_t) throws(HDF5Error) {
    try self.init(
      H5Pcreate(kind), "no property list can be made", at: "/", code: .libraryFailure)
  }

  private borrowing func set(_ status: herr_t, _ property: String) throws(HDF5Error) {
    try check(status, "the property '\(property)' is refused", at: "/", code: .libraryFailure)
  }

  /// Access to a file that is in memory only; in the format of libhdf5 1.8, which all readers know.
  static func memoryAccess() throws(HDF5Error) -> Handle {
    let list = try Handle(of: chdf5_file_access_class())
    try list.set(H5Pset_fapl_core(list.id, 1 << 20, false), "core driver")
    try list.set(
      H5Pset_libver_bounds(list.id, H5F_LIBVER_V18, H5F_LIBVER_V18), "library version bounds")
    return list
  }

  /// Access to a file whose bytes are `image`, which is copied.
  static func access(to image: [UInt8]) throws(HDF5Error) -> Handle {
    let list = try memoryAccess()
    let status = image.withUnsafeBytes { bytes in
      // libhdf5 declares the bytes as mutable but copies from them only.
      H5Pset_file_image(list.id, UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    }
    try list.set(status, "file image")
    return list
  }

  /// Creation of a file whose root group has no time stamps.
  static func fileCreation() throws(HDF5Error) -> Handle {
    let list = try Handle(of: chdf5_file_create_class())
    try list.set(H5Pset_obj_track_times(list.id, false), "time tracking")
    return list
  }

  /// Creation of a group without time stamps.
  static func groupCreation() throws(HDF5Error) -> Handle {
    let list = try Handle(of: chdf5_group_create_class())
    try list.set(H5Pset_obj_track_times(list.id, false), "time tracking")
    return list
  }

  /// Creation of a dataset in chunks of the given shape, with checksums, without time stamps.
  static func datasetCreation(chunks: [Int]) throws(HDF5Error) -> Handle {
    let list = try Handle(of: chdf5_dataset_create_class())
    try list.set(H5Pset_obj_track_times(list.id, false), "time tracking")
    try list.set(H5Pset_chunk(list.id, Int32(chunks.count), chunks.map(hsize_t.init)), "chunks")
    try list.set(H5Pset_fletcher32(list.id), "Fletcher-32")
    return list
  }

  /// Creation of a dataset to which nothing is written, so that it takes no place; without time stamps.
  static func unwrittenCreation() throws(HDF5Error) -> Handle {
    let list = try Handle(of: chdf5_dataset_create_class())
    try list.set(H5Pset_obj_track_times(list.id, false), "time tracking")
    return list
  }

  /// Creation of links whose names are UTF-8.
  static func linkCreation() throws(HDF5Error) -> Handle {
    let list = try Handle(of: chdf5_link_create_class())
    try list.set(H5Pset_char_encoding(list.id, H5T_CSET_UTF8), "UTF-8 names")
    return list
  }

  /// Creation of attributes whose names are UTF-8.
  static func attributeCreation() throws(HDF5Error) -> Handle {
    let list = try Handle(of: chdf5_attribute_create_class())
    try list.set(H5Pset_char_encoding(list.id, H5T_CSET_UTF8), "UTF-8 names")
    return list
  }
}
