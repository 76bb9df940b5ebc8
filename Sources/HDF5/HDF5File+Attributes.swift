import CHDF5
import Mistakes

extension HDF5File {
  /// The value of an attribute.
  ///
  /// Understands one text, a list of texts, and one whole or real number of up to 64 bits. Throws
  /// `.missingObject`, `.missingAttribute`, `.wrongType`, `.tooLarge`, `.invalidText` or `.damaged`.
  package func attribute(
    _ name: String, at path: String = "/"
  ) throws(HDF5Error) -> HDF5Attribute {
    try HDF5Library.locked { () throws(HDF5Error) -> HDF5Attribute in
      let object = try open(path)
      return try attribute(name, of: object, at: path)
    }
  }

  /// All attributes of an object by name, but for those of dimension scales, which refer to other objects;
  /// errors as for `attribute(_:at:)`.
  package func attributes(at path: String = "/") throws(HDF5Error) -> [String: HDF5Attribute] {
    try HDF5Library.locked { () throws(HDF5Error) -> [String: HDF5Attribute] in
      let object = try open(path)
      var values: [String: HDF5Attribute] = [:]
      for name in try attributeNames(of: object, at: path)
      where !DimensionScales.attributeNames.contains(name) {
        values[name] = try attribute(name, of: object, at: path)
      }
      return values
    }
  }

  /// The attribute as a text; `.wrongType` for anything else.
  package func string(_ name: String, at path: String = "/") throws(HDF5Error) -> String {
    let value = try attribute(name, at: path)
    guard case .string(let text) = value else { throw wrong(value, name, "a text", at: path) }
    return text
  }

  /// The attribute as a list of texts; `.wrongType` for anything else.
  package func strings(_ name: String, at path: String = "/") throws(HDF5Error) -> [String] {
    let value = try attribute(name, at: path)
    guard case .strings(let texts) = value else {
      throw wrong(value, name, "a list of texts", at: path)
    }
    return texts
  }

  /// The attribute as a whole number; `.wrongType` for anything else.
  package func integer(_ name: String, at path: String = "/") throws(HDF5Error) -> Int64 {
    let value = try attribute(name, at: path)
    guard case .integer(let number) = value else {
      throw wrong(value, name, "a whole number", at: path)
    }
    return number
  }

  /// The attribute as a real number; `.wrongType` for anything else, whole numbers included.
  package func real(_ name: String, at path: String = "/") throws(HDF5Error) -> Double {
    let value = try attribute(name, at: path)
    guard case .real(let number) = value else {
      throw wrong(value, name, "a real number", at: path)
    }
    return number
  }

  /// What a dataset says of itself; errors as for `string(_:at:)`, `.wrongShape` when the number of
  /// axes is not the rank.
  package func description(at path: String) throws(HDF5Error) -> DatasetDescription {
    let longName = try string("long_name", at: path)
    let units = try string("units", at: path)
    let axes = try strings("axes", at: path)
    let shape = try shape(at: path)
    guard axes.count == shape.count else {
      throw HDF5Error(.wrongShape, "the axes \(axes) do not fit the shape \(shape)", at: path)
    }
    guard !longName.isEmpty, !units.isEmpty else {
      throw HDF5Error(.invalidText, "'long_name' or 'units' is empty", at: path)
    }
    guard axes.allSatisfy(DatasetDescription.isAxisName) else {
      throw HDF5Error(.invalidText, "the axes \(axes) need names", at: path)
    }
    return DatasetDescription(longName: longName, units: units, axes: axes)
  }

  private func wrong(
    _ value: HDF5Attribute, _ name: String, _ needed: String, at path: String
  ) -> HDF5Error {
    HDF5Error(.wrongType, "the attribute '\(name)' must be \(needed), found \(value)", at: path)
  }

  private func attributeNames(
    of object: borrowing Handle<ObjectHandle>, at path: String
  ) throws(HDF5Error) -> [String] {
    var names: [String] = []
    let status = withUnsafeMutablePointer(to: &names) { context in
      chdf5_for_each_attribute(object.id, appendName, context)
    }
    try check(status, "the attributes cannot be listed", at: path, code: .damaged)
    return names
  }

  private func attribute(
    _ name: String, of object: borrowing Handle<ObjectHandle>, at path: String
  ) throws(HDF5Error) -> HDF5Attribute {
    let exists = try check(
      H5Aexists(object.id, name), "the attributes cannot be searched", at: path, code: .damaged)
    guard exists > 0 else {
      let names = try attributeNames(of: object, at: path).sorted()
      throw HDF5Error(
        .missingAttribute,
        "there is no attribute '\(name)'; there are: "
          + (names.isEmpty ? "none" : Wording.list(names, limit: 20)), at: path)
    }
    let attribute = try Handle<AttributeHandle>(
      H5Aopen(object.id, name, chdf5_defaults()), "the attribute '\(name)' cannot be opened",
      at: path, code: .damaged)
    return try AttributeReader(name: name, path: path, maximumBytes: maximumBytes)
      .read(attribute)
  }
}
