import CHDF5
import Mistakes

/// An HDF5 image opened for reading.
///
///     let file = try HDF5File(image: bytes)
///     let embeddings = try file.read(
///       Float.self, at: "/hypernetwork/task_embeddings", shape: [nil, 32])
///
/// Every size is compared with a limit before memory is taken for it, and whatever could reach
/// beyond the image or expand without bound (soft and external links, external and virtual
/// storage, filters other than Fletcher-32) is refused. libhdf5 itself is not proof against
/// metadata made with ill intent: compare the bytes with a digest before opening them here.
///
/// Safe to share between threads: calls take turns (see `HDF5Library`).
package struct HDF5File: ~Copyable, Sendable {
  /// The most bytes a dataset, a chunk or an attribute may declare, unless a reader says otherwise.
  package static let largestRead = 1 << 30
  /// The most bytes a dataset, a chunk or an attribute may declare.
  package let maximumBytes: Int
  let id: hid_t

  /// Opens the bytes of a file, which are copied.
  ///
  /// `maximumBytes` bounds each later read, and so does the size of the image: there are no filters
  /// that expand, so nothing in it can be larger than it.
  ///
  /// Throws `.notHDF5`, `.truncated` or `.damaged`.
  package init(image: [UInt8], maximumBytes: Int = HDF5File.largestRead) throws(HDF5Error) {
    self.maximumBytes = min(maximumBytes, image.count)
    guard Self.hasSignature(image) else {
      throw HDF5Error(
        .notHDF5, "the \(image.count) bytes do not hold the signature of an HDF5 file", at: "/")
    }
    id = try HDF5Library.locked { () throws(HDF5Error) -> hid_t in
      let access = try Handle<PropertyListHandle>.access(to: image)
      let id = H5Fopen(HDF5Library.uniqueImageName(), chdf5_read_only(), access.id)
      guard id < 0 else { return id }
      let lines = ErrorStack.lines()
      // libhdf5 gives lengths that do not fit no code of their own.
      let truncated = lines.contains { $0.contains("truncated file") }
      throw HDF5Error(
        truncated ? .truncated : .damaged,
        truncated
          ? "the file says that it is longer than the \(image.count) bytes given"
          : "the \(image.count) bytes cannot be opened", at: "/", libraryStack: lines)
    }
  }

  deinit {
    let id = id
    // Nothing was written, so nothing can be lost; there is no one to tell of a failure.
    try? HDF5Library.locked { () throws(HDF5Error) in _ = H5Fclose(id) }
  }

  /// Whether there is a group or dataset at the path.
  ///
  /// Throws `.damaged`, or `.unsupported` when the path leads through a soft or external link.
  package func exists(_ path: String) throws(HDF5Error) -> Bool {
    try HDF5Library.locked { () throws(HDF5Error) -> Bool in
      do throws(HDF5Error) {
        _ = try open(path)
        return true
      } catch {
        guard error.code == .missingObject else { throw error }
        return false
      }
    }
  }

  /// The object at a path, reached over groups and hard links only.
  func open(_ path: String) throws(HDF5Error) -> Handle<ObjectHandle> {
    precondition(path.hasPrefix("/"), "'\(path)' is not an absolute path such as /a/b")
    var object = try Handle<ObjectHandle>(
      H5Oopen(id, "/", chdf5_defaults()), "the root group cannot be opened", at: "/",
      code: .damaged)
    var parent = ""
    for name in path.split(separator: "/").map(String.init) {
      try requireLink(name, in: object, at: parent.isEmpty ? "/" : parent, for: path)
      parent += "/" + name
      object = try Handle(
        H5Oopen(object.id, name, chdf5_defaults()), "the object cannot be opened", at: parent,
        code: .damaged)
    }
    return object
  }

  private func requireLink(
    _ name: String, in group: borrowing Handle<ObjectHandle>, at parent: String, for path: String
  ) throws(HDF5Error) {
    guard H5Iget_type(group.id) == H5I_GROUP else {
      throw HDF5Error(.missingObject, "'\(parent)' is not a group", at: path)
    }
    let exists = try check(
      H5Lexists(group.id, name, chdf5_defaults()), "the link '\(name)' cannot be read", at: parent,
      code: .damaged)
    guard exists > 0 else {
      let names = try linkNames(of: group, at: parent)
      throw HDF5Error(
        .missingObject,
        "'\(parent)' has no '\(name)'; it holds: "
          + (names.isEmpty ? "nothing" : Wording.list(names, limit: 20)), at: path)
    }
    let hard = try check(
      chdf5_link_is_hard(group.id, name), "the link '\(name)' cannot be read", at: parent,
      code: .damaged)
    guard hard > 0 else {
      throw HDF5Error(.unsupported, "'\(name)' in '\(parent)' is a soft or external link", at: path)
    }
  }

  private func linkNames(
    of group: borrowing Handle<ObjectHandle>, at path: String
  ) throws(HDF5Error) -> [String] {
    var names: [String] = []
    let status = withUnsafeMutablePointer(to: &names) { context in
      chdf5_for_each_link(group.id, appendName, context)
    }
    try check(status, "the names in the group cannot be listed", at: path, code: .damaged)
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The signature stands at byte 0, 512, 1024, 2048 and so on.
  private static func hasSignature(_ image: [UInt8]) -> Bool {
    let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
    var offset = 0
    while offset + signature.count <= image.count {
      if image[offset...].starts(with: signature) { return true }
      offset = max(512, 2 * offset)
    }
    return false
  }
}

/// Appends a name to the `[String]` that `context` points to.
func appendName(_ name: UnsafePointer<CChar>?, to context: UnsafeMutableRawPointer?) {
  guard let name, let context else { return }
  context.assumingMemoryBound(to: [String].self).pointee.append(String(cString: name))
}
