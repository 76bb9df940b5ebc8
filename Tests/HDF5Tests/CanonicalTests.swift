import HDF5
import Testing

/// What two files have in common that say the same.
@Suite("Canonical contents")
struct CanonicalTests {
  private func contents(
    values: [Float] = [1, 2, 3, 4, 5, 6], shape: [Int] = [2, 3], path: String = "/a/b",
    attribute: HDF5Attribute = 7, longName: String = "what it is",
    axis: String = "axis", isReversed: Bool = false
  ) -> HDF5Contents {
    var file = HDF5Contents(attributes: ["format": "test", "number": attribute])
    let add = [
      { (file: inout HDF5Contents) in
        file.add(
          HDF5Array(shape: shape, values: values), at: path,
          as: DatasetDescription(longName: longName, axes: shape.map { "\(axis)_\($0)" }))
      },
      { (file: inout HDF5Contents) in
        file.add(
          HDF5Array([Int64(5)]), at: "/z", as: DatasetDescription(longName: "z", axes: ["one"]))
      },
    ]
    for part in isReversed ? add.reversed() : add { part(&file) }
    return file
  }

  @Test("are equal whatever the order and the descriptions, and differ in all that is read")
  func differences() {
    let usual = contents().canonicalBytes
    #expect(contents(isReversed: true).canonicalBytes == usual)
    #expect(contents(longName: "another").canonicalBytes == usual)
    #expect(contents(axis: "other").canonicalBytes == usual)
    let others = [
      contents(values: [1, 2, 3, 4, 5, 7]), contents(values: [1, 2, 3, 4, 5, -6]),
      contents(shape: [3, 2]), contents(shape: [6]), contents(path: "/a/c"),
      contents(attribute: 8), contents(attribute: -7), contents(attribute: "7"),
      contents(attribute: 7.0),
    ].map(\.canonicalBytes)
    #expect(Set(others + [usual]).count == others.count + 1)
  }

  @Test("have a form that does not change: keys derive from it")
  func form() {
    var file = HDF5Contents(attributes: ["n": 1])
    file.add(
      HDF5Array([UInt8(9)]), at: "/x", as: DatasetDescription(longName: "x", axes: ["one"]))
    func number(_ n: UInt8) -> [UInt8] { [n, 0, 0, 0, 0, 0, 0, 0] }
    func text(_ text: String) -> [UInt8] { number(UInt8(text.utf8.count)) + Array(text.utf8) }
    let attribute: [UInt8] = number(1) + text("n") + text("integer") + number(1)
    let dataset: [UInt8] = text("/x") + text("uint8") + number(1) + number(1) + [9]
    #expect(file.canonicalBytes == Array("hdf5-contents 1\n".utf8) + attribute + dataset)
  }
}
