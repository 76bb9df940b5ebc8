/// The dimension scales of a file: what tells other programs that axes of several datasets are one.
///
/// A scale is a dataset that stands for an axis. Here it has no values, only the axis's name and length, as
/// netCDF-4 has a dimension without a variable. Each dataset refers to the scales of its axes, and each scale
/// to its datasets (HDF5 Dimension Scale Specification). So netCDF, xarray and h5py show names of axes.
///
/// The scales follow from the datasets' descriptions. A scale lies in the group of its datasets, and has the
/// name of the axis. A number follows the name where it would mean something else: where the group has an
/// object or a scale of another length with that name, and where a dataset has two axes of one name.
struct DimensionScales {
  /// The attributes that scales come with, which no other attribute may be named like.
  static let attributeNames = [
    "CLASS", "DIMENSION_LABELS", "DIMENSION_LIST", "NAME", "REFERENCE_LIST",
  ]

  /// A scale, and the axes that it stands for.
  struct Scale {
    let path: String
    let axis: String
    let length: Int
    var uses: [(dataset: String, axis: Int)]
  }

  /// The scales in the order in which the datasets, sorted by path, need them.
  private(set) var all: [Scale] = []
  private var ofDataset: [String: [Int]] = [:]
  private var ofGroup: [String: [Int]] = [:]

  /// The scales of all datasets among these objects. Complexity: O(axes · log objects).
  init(of objects: [String: HDF5Contents.Object]) {
    var known: [String: Int] = [:]
    for path in HDF5Contents.sorted(objects.keys) {
      guard let object = objects[path], let array = object.array else { continue }
      let group = HDF5Contents.parent(of: path)
      var chosen: [Int] = []
      for (axis, (name, length)) in zip(object.axes, array.shape).enumerated() {
        var number = 1
        var place = Self.path(of: name, number, in: group)
        while objects[place] != nil
          || known[place].map({ !stands(for: name, length, $0) || chosen.contains($0) }) ?? false
        {
          number += 1
          place = Self.path(of: name, number, in: group)
        }
        let index = known[place] ?? all.count
        if index == all.count {
          all.append(Scale(path: place, axis: name, length: length, uses: []))
          known[place] = index
          ofGroup[group, default: []].append(index)
        }
        all[index].uses.append((path, axis))
        chosen.append(index)
      }
      ofDataset[path] = chosen
    }
  }

  /// The paths of the scales of a dataset's axes.
  func paths(of dataset: String) -> [String] { (ofDataset[dataset] ?? []).map { all[$0].path } }

  /// The scales that lie in a group.
  func inGroup(_ group: String) -> [Scale] { (ofGroup[group] ?? []).map { all[$0] } }

  private func stands(for name: String, _ length: Int, _ index: Int) -> Bool {
    all[index].axis == name && all[index].length == length
  }

  private static func path(of name: String, _ number: Int, in group: String) -> String {
    (group == "/" ? "/" : group + "/") + (number == 1 ? name : "\(name)_\(number)")
  }
}
