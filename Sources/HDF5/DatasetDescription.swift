/// What every dataset says of itself: the attributes `long_name`, `units` and `axes`.
package struct DatasetDescription: Sendable, Equatable {
  /// The names of the attributes, which no other attribute of a dataset may take.
  package static let attributeNames = ["long_name", "units", "axes"]

  /// What the numbers are, in words.
  package let longName: String
  /// Their unit; `1` for pure numbers.
  package let units: String
  /// The name of each axis, slowest-varying first: one per axis of the dataset.
  package let axes: [String]

  /// Describes a dataset with as many axes as `axes`.
  package init(longName: String, units: String = "1", axes: [String]) {
    precondition(!longName.isEmpty && !units.isEmpty, "a description needs a name and units")
    self.longName = longName
    self.units = units
    self.axes = axes
  }

  var attributes: [String: HDF5Attribute] {
    ["long_name": .string(longName), "units": .string(units), "axes": .strings(axes)]
  }
}
