import CHDF5

/// Dimension scales, written without libhdf5's high-level functions: these leave bytes of `REFERENCE_LIST` as
/// the memory had them, so equal contents would give other bytes each time.
extension ImageWriter {
  /// Writes a scale whose group has been written: a dataset to which no values are ever given.
  func write(_ scale: DimensionScales.Scale) throws(HDF5Error) {
    let path = scale.path
    let space = try Handle<DataspaceHandle>.simple([scale.length], at: path)
    let creation = try Handle<PropertyListHandle>.unwrittenCreation()
    let dataset = try Handle<DatasetHandle>(
      H5Dcreate2(
        file.id, path, HDF5ElementType.float32.littleEndian, space.id, links.id, creation.id,
        chdf5_defaults()),
      "the dimension scale cannot be created", at: path, code: .libraryFailure)
    try write(fixed: "DIMENSION_SCALE", named: "CLASS", to: dataset.id, at: path)
    let digits = String(scale.length)
    let length = String(repeating: " ", count: max(0, 10 - digits.count)) + digits
    // How netCDF recognizes a dimension that has no variable.
    try write(
      fixed: "This is a netCDF dimension but not a netCDF variable.\(length)", named: "NAME",
      to: dataset.id, at: path)
    let longName = "the axis '\(scale.axis)' of datasets in this group; it has no values"
    try write(["long_name": .string(longName)], to: dataset.id, at: path)
    try dataset.close(at: path)
  }

  /// Writes the names of a dataset's axes and references to their scales, which have been written.
  func writeDimensions(
    _ axes: [String], scales: [String], to dataset: hid_t, at path: String
  ) throws(HDF5Error) {
    try write(["DIMENSION_LABELS": .strings(axes)], to: dataset, at: path)
    let type = try Handle<DatatypeHandle>.listsOfReferences(at: path)
    let space = try Handle<DataspaceHandle>.simple([scales.count], at: path)
    var references: [hobj_ref_t] = []
    for scale in scales { references.append(try reference(to: scale)) }
    try references.withUnsafeMutableBufferPointer { buffer throws(HDF5Error) in
      // Of each axis a list of its scales; here there is one.
      var lists = buffer.indices.map { hvl_t(len: 1, p: buffer.baseAddress?.advanced(by: $0)) }
      try write(
        &lists, fileType: type.id, memoryType: type.id, space: space, named: "DIMENSION_LIST",
        to: dataset, at: path)
    }
  }

  /// Writes which axes a scale stands for; all of its datasets have been written.
  func writeReferences(of scale: DimensionScales.Scale) throws(HDF5Error) {
    let path = scale.path
    // The last number is the padding that the other writers forget.
    var uses: [(dataset: hobj_ref_t, axis: Int32, padding: Int32)] = []
    for use in scale.uses { uses.append((try reference(to: use.dataset), Int32(use.axis), 0)) }
    let fileType = try Handle<DatatypeHandle>.use(axis: chdf5_int32_le(), at: path)
    let memoryType = try Handle<DatatypeHandle>.use(axis: chdf5_native_int32(), at: path)
    let space = try Handle<DataspaceHandle>.simple([uses.count], at: path)
    let dataset = try Handle<ObjectHandle>(
      H5Oopen(file.id, path, chdf5_defaults()), "the dimension scale cannot be opened", at: path,
      code: .libraryFailure)
    try write(
      &uses, fileType: fileType.id, memoryType: memoryType.id, space: space,
      named: "REFERENCE_LIST", to: dataset.id, at: path)
    try dataset.close(at: path)
  }

  private func reference(to path: String) throws(HDF5Error) -> hobj_ref_t {
    var reference: hobj_ref_t = 0
    try check(
      chdf5_refer(file.id, path, &reference), "no reference can be made", at: path,
      code: .libraryFailure)
    return reference
  }

  /// Writes an ASCII text of fixed length, as the specification of scales demands.
  private func write(
    fixed text: String, named name: String, to object: hid_t, at path: String
  ) throws(HDF5Error) {
    var bytes = Array(text.utf8CString)
    let type = try Handle<DatatypeHandle>.text(bytes: bytes.count, at: path)
    let space = try Handle<DataspaceHandle>.scalar(at: path)
    try write(
      &bytes, fileType: type.id, memoryType: type.id, space: space, named: name, to: object,
      at: path)
  }
}
