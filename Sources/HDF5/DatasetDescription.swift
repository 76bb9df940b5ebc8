/// What every dataset says of itself: the attributes `long_name`, `units` and `axes`. The axes also have
/// dimension scales of their names: see `DimensionScales`.
package struct DatasetDescription: Sendable, Equatable {
  /// The names of the attributes, which no other attribute of a dataset may take.
  package static let attributeNames = ["long_name", "units", "axes"]

  /// What the numbers are, in words.
  package let longName: String
  /// Their unit; `1` for pure numbers.
  package let units: String
  /// The name of each axis, slowest-varying first: one per axis of the dataset.
  ///
  /// Datasets of one group share an axis where its name and its length are the same.
  package let axes: [String]

  /// Describes a dataset with as many axes as `axes`.
  package init(longName: String, units: String = "1", axes: [String]) {
    precondition(!longName.isEmpty && !units.isEmpty, "a description needs a name and units")
    precondition(axes.allSatisfy(Self.isAxisName), "the axes \(axes) need names")
    self.longName = longName
    self.units = units
    self.axes = axes
  }

  /// Whether an axis can have this name, which a scale in the dataset's group has, too.
  static func isAxisName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && !name.contains("/") && !name.contains("\0")
  }

  var attributes: [String: HDF5Attribute] {
    ["long_name": .string(longName), "units": .string(units), "axes": .strings(axes)]
  }
}
