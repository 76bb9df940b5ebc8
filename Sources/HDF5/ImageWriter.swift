import CHDF5

/// A file in memory that is being written; lives inside `HDF5Library.locked`.
struct ImageWriter: ~Copyable {
  let file: Handle<FileHandle>
  let links: Handle<PropertyListHandle>
  private let groups: Handle<PropertyListHandle>
  private let attributes: Handle<PropertyListHandle>

  /// Creates an empty file.
  init() throws(HDF5Error) {
    let creation = try Handle<PropertyListHandle>.fileCreation()
    let access = try Handle<PropertyListHandle>.memoryAccess()
    let links = try Handle<PropertyListHandle>.linkCreation()
    let groups = try Handle<PropertyListHandle>.groupCreation()
    let attributes = try Handle<PropertyListHandle>.attributeCreation()
    file = try Handle(
      H5Fcreate(HDF5Library.uniqueImageName(), chdf5_truncate(), creation.id, access.id),
      "no file can be created in memory", at: "/", code: .libraryFailure)
    self.links = links
    self.groups = groups
    self.attributes = attributes
  }

  /// Writes a group or a dataset whose parent has been written.
  ///
  /// - Parameter scales: the paths of the scales of a dataset's axes, which have been written
  func write(
    _ object: HDF5Contents.Object, at path: String, scales: [String]
  ) throws(HDF5Error) {
    if let array = object.array {
      let dataset = try createDataset(array, at: path)
      try write(object.attributes, to: dataset.id, at: path)
      try writeDimensions(object.axes, scales: scales, to: dataset.id, at: path)
      try dataset.close(at: path)
    } else {
      let id =
        path == "/"
        ? H5Oopen(file.id, path, chdf5_defaults())
        : H5Gcreate2(file.id, path, links.id, groups.id, chdf5_defaults())
      let group = try Handle<ObjectHandle>(
        id, "the group cannot be created", at: path, code: .libraryFailure)
      try write(object.attributes, to: group.id, at: path)
      try group.close(at: path)
    }
  }

  /// The bytes of the file as they would be on disk.
  func image() throws(HDF5Error) -> [UInt8] {
    try check(
      H5Fflush(file.id, H5F_SCOPE_LOCAL), "the file cannot be flushed", at: "/",
      code: .libraryFailure)
    let count = try check(
      H5Fget_file_image(file.id, nil, 0), "the size of the image is unknown", at: "/",
      code: .libraryFailure)
    var written = 0
    var image = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      written = H5Fget_file_image(file.id, buffer.baseAddress, count)
      initialized = max(0, written)
    }
    try check(written, "the image cannot be copied", at: "/", code: .libraryFailure)
    Superblock.repairChecksum(of: &image)
    return image
  }

  private func createDataset(
    _ array: any StoredArray, at path: String
  ) throws(HDF5Error) -> Handle<DatasetHandle> {
    let type = array.elementType
    let space = try Handle<DataspaceHandle>.simple(array.shape, at: path)
    let creation = try Handle<PropertyListHandle>.datasetCreation(
      chunks: ChunkShape.chunks(of: array.shape, elementSize: type.size))
    let dataset = try Handle<DatasetHandle>(
      H5Dcreate2(
        file.id, path, type.littleEndian, space.id, links.id, creation.id, chdf5_defaults()),
      "the dataset cannot be created", at: path, code: .libraryFailure)
    let status = array.withBytes { bytes in
      bytes.isEmpty
        ? 0
        : H5Dwrite(
          dataset.id, type.native, chdf5_whole_space(), chdf5_whole_space(), chdf5_defaults(),
          bytes.baseAddress)
    }
    try check(status, "the values cannot be written", at: path, code: .libraryFailure)
    return dataset
  }

  /// Writes attributes in the order of their names' bytes.
  func write(
    _ values: [String: HDF5Attribute], to object: hid_t, at path: String
  ) throws(HDF5Error) {
    for name in HDF5Contents.sorted(values.keys) {
      guard let value = values[name] else { continue }
      try write(value, named: name, to: object, at: path)
    }
  }

  private func write(
    _ value: HDF5Attribute, named name: String, to object: hid_t, at path: String
  ) throws(HDF5Error) {
    switch value {
    case .integer(var number):
      let space = try Handle<DataspaceHandle>.scalar(at: path)
      try write(
        &number, fileType: chdf5_int64_le(), memoryType: chdf5_native_int64(), space: space,
        named: name, to: object, at: path)
    case .real(var number):
      let space = try Handle<DataspaceHandle>.scalar(at: path)
      try write(
        &number, fileType: chdf5_float64_le(), memoryType: chdf5_native_double(), space: space,
        named: name, to: object, at: path)
    case .string(let text):
      let space = try Handle<DataspaceHandle>.scalar(at: path)
      try write([text], space: space, named: name, to: object, at: path)
    case .strings(let texts):
      let space = try Handle<DataspaceHandle>.simple([texts.count], at: path)
      try write(texts, space: space, named: name, to: object, at: path)
    }
  }

  private func write(
    _ texts: [String], space: borrowing Handle<DataspaceHandle>, named name: String,
    to object: hid_t, at path: String
  ) throws(HDF5Error) {
    guard !texts.contains(where: { $0.utf8.contains(0) }) else {
      throw HDF5Error(.invalidText, "the attribute '\(name)' has a NUL character", at: path)
    }
    let type = try Handle<DatatypeHandle>.text(at: path)
    // One buffer of NUL-terminated texts, and the place of each in it.
    var bytes: [CChar] = [0]
    var offsets: [Int] = []
    for text in texts {
      offsets.append(bytes.count)
      bytes += text.utf8CString
    }
    try bytes.withUnsafeBufferPointer { buffer throws(HDF5Error) in
      var pointers = offsets.map { buffer.baseAddress?.advanced(by: $0) }
      pointers.append(nil)  // never empty, so that its address is never null
      try write(
        &pointers, fileType: type.id, memoryType: type.id, space: space, named: name, to: object,
        at: path)
    }
  }

  /// Writes an attribute from memory that holds `value` as `memoryType` says.
  func write(
    _ value: UnsafeRawPointer, fileType: hid_t, memoryType: hid_t,
    space: borrowing Handle<DataspaceHandle>, named name: String, to object: hid_t, at path: String
  ) throws(HDF5Error) {
    let attribute = try Handle<AttributeHandle>(
      H5Acreate2(object, name, fileType, space.id, attributes.id, chdf5_defaults()),
      "the attribute '\(name)' cannot be created", at: path, code: .libraryFailure)
    try check(
      H5Awrite(attribute.id, memoryType, value), "the attribute '\(name)' cannot be written",
      at: path, code: .libraryFailure)
    try attribute.close(at: path)
  }
}
