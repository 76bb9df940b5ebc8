import CHDF5

extension HDF5File {
  /// Reads a dataset whole.
  ///
  /// `shape` states what the schema demands: a number for a fixed extent, nil for any; nil for the
  /// whole shape accepts every rank. Values come bit for bit as they were written, NaN payloads
  /// included. Throws `.missingObject`, `.wrongKind`, `.wrongType`, `.wrongShape`, `.tooLarge`,
  /// `.checksumMismatch`, `.unsupported` or `.damaged`. Complexity: O(bytes).
  package func read<Element: HDF5Element>(
    _ element: Element.Type, at path: String, shape expected: [Int?]? = nil
  ) throws(HDF5Error) -> HDF5Array<Element> {
    try HDF5Library.locked { () throws(HDF5Error) -> HDF5Array<Element> in
      let dataset = try openDataset(at: path)
      let type = try Handle<DatatypeHandle>(
        H5Dget_type(dataset.id), "the type cannot be read", at: path, code: .damaged)
      guard type.isStored(Element.elementType) else {
        throw HDF5Error(
          .wrongType, "\(Element.elementType.rawValue) is needed, found \(type.describe())",
          at: path)
      }
      let shape = try shape(of: dataset, at: path)
      if let expected { try require(expected, of: shape, at: path) }
      let bytes = try byteCount(
        of: shape, elementSize: Element.elementType.size, limit: maximumBytes, at: path,
        what: "a dataset")
      try requirePlainStorage(
        of: dataset, shape: shape, elementSize: Element.elementType.size, at: path)
      let values = try values(
        of: dataset, as: element, count: bytes / Element.elementType.size, at: path)
      return HDF5Array(shape: shape, values: values)
    }
  }

  /// The shape of a dataset, without reading its values; errors as for `read`.
  package func shape(at path: String) throws(HDF5Error) -> [Int] {
    try HDF5Library.locked { () throws(HDF5Error) -> [Int] in
      try shape(of: openDataset(at: path), at: path)
    }
  }

  private func values<Element: HDF5Element>(
    of dataset: borrowing Handle<ObjectHandle>, as element: Element.Type, count: Int,
    at path: String
  ) throws(HDF5Error) -> [Element] {
    guard count > 0 else { return [] }
    var status: herr_t = 0
    let values = [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      status = H5Dread(
        dataset.id, Element.elementType.native, chdf5_whole_space(), chdf5_whole_space(),
        chdf5_defaults(), buffer.baseAddress)
      initialized = status < 0 ? 0 : count
    }
    guard status < 0 else { return values }
    let lines = ErrorStack.lines()
    // libhdf5 gives a failed checksum no code of its own.
    let checksum = lines.contains { $0.contains("Fletcher32") }
    throw HDF5Error(
      checksum ? .checksumMismatch : .damaged,
      checksum
        ? "the values do not match their Fletcher-32 checksum" : "the values cannot be read",
      at: path, libraryStack: lines)
  }

  private func openDataset(at path: String) throws(HDF5Error) -> Handle<ObjectHandle> {
    let object = try open(path)
    guard H5Iget_type(object.id) == H5I_DATASET else {
      throw HDF5Error(.wrongKind, "a dataset is needed here, not a group", at: path)
    }
    return object
  }

  private func shape(
    of dataset: borrowing Handle<ObjectHandle>, at path: String
  ) throws(HDF5Error) -> [Int] {
    let space = try Handle<DataspaceHandle>(
      H5Dget_space(dataset.id), "the shape cannot be read", at: path, code: .damaged)
    return try space.shape(at: path)
  }

  private func require(_ expected: [Int?], of shape: [Int], at path: String) throws(HDF5Error) {
    let fits =
      expected.count == shape.count
      && zip(expected, shape).allSatisfy { wanted, found in wanted == nil || wanted == found }
    guard !fits else { return }
    let wanted = expected.map { $0.map(String.init) ?? "any" }.joined(separator: ", ")
    throw HDF5Error(.wrongShape, "the shape [\(wanted)] is needed, found \(shape)", at: path)
  }

  /// Refuses storage outside the image, filters that can expand, and chunks above the limit.
  private func requirePlainStorage(
    of dataset: borrowing Handle<ObjectHandle>, shape: [Int], elementSize: Int, at path: String
  ) throws(HDF5Error) {
    let list = try Handle<PropertyListHandle>(
      H5Dget_create_plist(dataset.id), "the layout cannot be read", at: path, code: .damaged)
    let layout = H5Pget_layout(list.id)
    guard [H5D_COMPACT, H5D_CONTIGUOUS, H5D_CHUNKED].contains(layout),
      H5Pget_external_count(list.id) == 0
    else {
      throw HDF5Error(.unsupported, "the values are stored outside the file", at: path)
    }
    let filters = try check(
      H5Pget_nfilters(list.id), "the filters cannot be read", at: path, code: .damaged)
    for index in 0..<max(0, filters) {
      var (flags, parameters, configuration) = (UInt32(0), 0, UInt32(0))
      let filter = H5Pget_filter2(
        list.id, UInt32(index), &flags, &parameters, nil, 0, nil, &configuration)
      guard filter == H5Z_FILTER_FLETCHER32 else {
        throw HDF5Error(.unsupported, "the values are stored with the filter \(filter)", at: path)
      }
    }
    guard layout == H5D_CHUNKED else { return }
    var extents = [hsize_t](repeating: 0, count: 32)
    let rank = try check(
      H5Pget_chunk(list.id, 32, &extents), "the chunks cannot be read", at: path, code: .damaged)
    let chunk = extents.prefix(Int(rank)).map { Int(clamping: $0) }
    _ = try byteCount(
      of: chunk, elementSize: elementSize, limit: maximumBytes, at: path, what: "a chunk")
    try requireChunks(of: chunk, in: shape, of: dataset, at: path)
  }

  /// Throws unless every chunk of the array is there and goes through all filters.
  ///
  /// The index of chunks has no checksum of its own: where it is damaged, libhdf5 would give fill
  /// values for chunks that it does not find, and skip the checksum of one marked as unfiltered.
  private func requireChunks(
    of chunk: [Int], in shape: [Int], of dataset: borrowing Handle<ObjectHandle>, at path: String
  ) throws(HDF5Error) {
    guard !shape.contains(0) else { return }
    var origin = [hsize_t](repeating: 0, count: shape.count)
    while true {
      var (mask, address, size) = (UInt32(0), haddr_t(0), hsize_t(0))
      try check(
        H5Dget_chunk_info_by_coord(dataset.id, origin, &mask, &address, &size),
        "the index of chunks cannot be read", at: path, code: .damaged)
      // The call above walks the index, this one searches it, as reading does.
      var found = hsize_t(0)
      let isFound = H5Dget_chunk_storage_size(dataset.id, origin, &found) >= 0
      guard isFound, size > 0, found == size, mask == 0 else {
        throw HDF5Error(
          .damaged, "the chunk at \(origin) is \(mask == 0 ? "missing" : "without checksum")",
          at: path)
      }
      // The next origin, the last axis fastest.
      var axis = shape.count - 1
      while axis >= 0 {
        origin[axis] += hsize_t(chunk[axis])
        if origin[axis] < hsize_t(shape[axis]) { break }
        origin[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }
}
