extension HDF5Contents {
  /// The contents in one form that no version of libhdf5 decides: the root's attributes, and of each dataset
  /// path, type, shape and values, in the order of the paths.
  ///
  /// Two files are the same to whoever reads them where these bytes are. What describes a dataset to people,
  /// and groups without one, are left out, and so are
  /// dimension scales, which follow from what describes the datasets. Complexity: O(bytes).
  package var canonicalBytes: [UInt8] {
    var bytes = Array("hdf5-contents 1\n".utf8)
    func add(_ number: Int) {
      withUnsafeBytes(of: Int64(number).littleEndian) { bytes += $0 }
    }
    func add(_ text: String) {
      add(text.utf8.count)
      bytes += Array(text.utf8)
    }
    let attributes = (objects["/"]?.attributes ?? [:]).sorted {
      $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
    }
    add(attributes.count)
    for (name, value) in attributes {
      add(name)
      switch value {
      case .string(let text):
        add("string")
        add(text)
      case .strings(let texts):
        add("strings")
        add(texts.count)
        for text in texts { add(text) }
      case .integer(let number):
        add("integer")
        add(Int(number))
      case .real(let number):
        add("real")
        withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes += $0 }
      }
    }
    for path in Self.sorted(objects.keys) {
      guard let array = objects[path]?.array else { continue }
      add(path)
      add(array.elementType.rawValue)
      add(array.shape.count)
      for extent in array.shape { add(extent) }
      _ = array.withBytes { values in
        // Little-endian, as in a file.
        let size = array.elementType.size
        if 1.littleEndian == 1 || size == 1 {
          bytes += values
        } else {
          for start in stride(from: 0, to: values.count, by: size) {
            bytes += values[start..<start + size].reversed()
          }
        }
        return 0
      }
    }
    return bytes
  }
}
