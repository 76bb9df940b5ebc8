/// What an HDF5 image is to hold: a value that reads like the schema of the file.
///
///     var file = HDF5Contents(attributes: ["format": "engram-checkpoint", "task_index": 5])
///     file.add(
///       HDF5Array(shape: [10, 32], values: embeddings), at: "/hypernetwork/task_embeddings",
///       as: DatasetDescription(longName: "Task embeddings", axes: ["task", "embedding"]))
///     let bytes = try file.image()
///
/// Groups on the way to a dataset come into being by themselves. Paths are absolute: `/a/b`. Equal
/// contents give equal bytes, whatever the order in which they were added, in any process on any
/// machine with the same version of libhdf5. A path that is malformed or already taken is a
/// mistake of the caller and traps.
package struct HDF5Contents: Sendable {
  struct Object: Sendable {
    /// Nil for a group.
    var array: (any StoredArray)?
    /// The names of the array's axes.
    var axes: [String] = []
    var attributes: [String: HDF5Attribute]
  }

  private(set) var objects: [String: Object]

  /// Contents with nothing but attributes of the root group.
  package init(attributes: [String: HDF5Attribute] = [:]) {
    objects = ["/": Object(attributes: [:])]
    set(attributes, at: "/")
  }

  /// Adds a dataset of rank 1 or more with its description and, optionally, more attributes.
  ///
  /// It is stored with a Fletcher-32 checksum per chunk of up to 1 MiB. An extent of 0 is fine:
  /// such a dataset keeps its shape and type and has nothing to check. There are no datasets of
  /// rank 0, as those cannot carry a checksum: use an attribute or the shape `[1]`.
  /// Complexity: O(depth of the path); the values are shared, not copied.
  package mutating func add<Element>(
    _ array: HDF5Array<Element>, at path: String, as description: DatasetDescription,
    attributes: [String: HDF5Attribute] = [:]
  ) {
    precondition((1...32).contains(array.shape.count), "rank of \(array.shape) at '\(path)'")
    precondition(
      description.axes.count == array.shape.count,
      "axes \(description.axes) for the shape \(array.shape) at '\(path)'")
    precondition(objects[path] == nil, "'\(path)' is already taken")
    addGroup(at: Self.parent(of: path))
    objects[path] = Object(
      array: array, axes: description.axes, attributes: description.attributes)
    set(attributes, at: path)
  }

  /// Adds a group, and those above it, unless they are there; for groups that may stay empty.
  package mutating func addGroup(at path: String, attributes: [String: HDF5Attribute] = [:]) {
    if let object = objects[path] {
      precondition(object.array == nil, "'\(path)' is a dataset, not a group")
    } else {
      addGroup(at: Self.parent(of: path))
      objects[path] = Object(attributes: [:])
    }
    set(attributes, at: path)
  }

  /// Sets attributes of an object that is there; each name at most once.
  package mutating func set(_ attributes: [String: HDF5Attribute], at path: String) {
    guard var object = objects[path] else { preconditionFailure("there is no '\(path)'") }
    for (name, value) in attributes {
      precondition(
        !name.isEmpty && !name.contains("\0") && !DimensionScales.attributeNames.contains(name),
        "'\(name)' cannot name an attribute")
      precondition(object.attributes[name] == nil, "'\(path)' already has '\(name)'")
      object.attributes[name] = value
    }
    objects[path] = object
  }

  /// The bytes of the file, built in memory.
  ///
  /// Throws `.invalidText` for an attribute with a NUL character, `.libraryFailure` when libhdf5
  /// fails. Complexity: O(bytes); holds libhdf5's lock meanwhile.
  package func image() throws(HDF5Error) -> [UInt8] {
    try HDF5Library.locked { () throws(HDF5Error) -> [UInt8] in
      let writer = try ImageWriter()
      let scales = DimensionScales(of: objects)
      // A group precedes what is in it, and scales precede the datasets that refer to them.
      for path in Self.sorted(objects.keys) {
        guard let object = objects[path] else { continue }
        try writer.write(object, at: path, scales: scales.paths(of: path))
        for scale in scales.inGroup(path) { try writer.write(scale) }
      }
      for scale in scales.all { try writer.writeReferences(of: scale) }
      return try writer.image()
    }
  }

  /// Paths in the order of their bytes, so that no collation enters.
  static func sorted(_ paths: some Sequence<String>) -> [String] {
    paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The path of the group that holds `path`, after a check that `path` is well formed.
  static func parent(of path: String) -> String {
    let names = path.split(separator: "/", omittingEmptySubsequences: false)
    precondition(
      names.count >= 2 && names[0].isEmpty && !path.contains("\0")
        && names.dropFirst().allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." },
      "'\(path)' is not an absolute path such as /a/b")
    return "/" + names.dropFirst().dropLast().joined(separator: "/")
  }
}
