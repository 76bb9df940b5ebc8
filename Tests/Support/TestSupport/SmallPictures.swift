import Foundation

/// A dataset of small colour pictures in the format of CIFAR, made up: records, archive and manifest.
///
/// A picture of class `c` is brightest in channel `c % 3`, so that it can be learned.
package struct SmallPictures: Sendable {
  /// The dataset's name.
  package let name: String
  /// The number of classes.
  package let classes: Int
  /// Bytes before a picture; the last one is the class.
  package let labelBytes: Int
  /// The records to train on, in an order that is not theirs when they are sorted.
  package let train: [[UInt8]]
  /// The records to measure on.
  package let test: [[UInt8]]

  /// Rows and columns of a picture.
  package let side: Int

  /// A dataset with this many records of each class.
  ///
  /// - Parameter isNoisy: whether noise nearly hides the classes, so that each network is right on other pictures
  package init(
    _ name: String, classes: Int, labelBytes: Int = 1, trainPerClass: Int = 6,
    testPerClass: Int = 2, side: Int = 6, isNoisy: Bool = false
  ) {
    (self.name, self.classes, self.labelBytes, self.side) = (name, classes, labelBytes, side)
    func records(_ perClass: Int, salt: Int) -> [[UInt8]] {
      (0..<perClass).flatMap { i in
        (0..<classes).map { label in
          let labels = [UInt8](repeating: 7, count: labelBytes - 1) + [UInt8(label)]
          return labels
            + (0..<3 * side * side).map { place in
              let isBright = place / (side * side) == label % 3
              guard isNoisy else {
                let noise = (place * 37 + i * 101 + label * 53 + salt) % 91
                return UInt8(noise + (isBright ? 160 : label * 64 / classes))
              }
              let noise = Self.noise(place * 2_654_435_761 + i * 40503 + label * 97 + salt * 65537)
              return UInt8(noise + (isBright ? 60 : label * 60 / classes))
            }
        }
      }
    }
    train = records(trainPerClass, salt: 0)
    test = records(testPerClass, salt: 17)
  }

  /// A number from 0 to 127 that looks drawn at random.
  private static func noise(_ seed: Int) -> Int {
    var bits = UInt32(truncatingIfNeeded: seed)
    bits ^= bits >> 15
    bits = bits &* 2_246_822_519
    bits ^= bits >> 13
    return Int(bits % 128)
  }

  /// The name of the archive.
  package var archiveName: String { "\(name).tar.gz" }

  /// The parts in the archive: path and contents.
  package var parts: [(path: String, bytes: [UInt8])] {
    let half = train.count / 2
    return [
      ("\(name)-bin/train_1.bin", train[..<half].flatMap(\.self)),
      ("\(name)-bin/train_2.bin", train[half...].flatMap(\.self)),
      ("\(name)-bin/test.bin", test.flatMap(\.self)),
    ]
  }

  /// The JSON of the manifest.
  ///
  /// - Parameters:
  ///   - sources: such as `["mirror": "http://…/"]`
  ///   - classes: where another number of classes is to be declared
  package func manifest(
    sources: [[String: String]] = [], classes declared: Int? = nil
  ) throws -> Data {
    let files: [[String: Any]] = try [("train", train), ("test", test)].map { role, records in
      let sorted = records.sorted { $0.lexicographicallyPrecedes($1) }.flatMap(\.self)
      return [
        "role": role, "name": archiveName, "archives": [[String: Any]](),
        "members": parts.map(\.path).filter { $0.contains(role) },
        "uncompressed": ["bytes": sorted.count, "sha256": try Self.sha256(sorted)] as [String: Any],
      ]
    }
    let fields: [String: Any] = [
      "schema_version": 2, "name": name, "version": "1", "title": "t", "licence": "l",
      "citation": "c", "description": "d", "format": "records",
      "classes": (0..<(declared ?? classes)).map { "class \($0)" },
      "record": ["label_bytes": labelBytes, "label": labelBytes - 1],
      "image": ["height": side, "width": side, "channels": 3],
      "counts": ["train": train.count, "test": test.count], "files": files, "sources": sources,
    ]
    return try JSONSerialization.data(withJSONObject: fields)
  }

  /// Writes the parts below `folder`, as an unpacked archive has them.
  package func writeParts(to folder: URL) throws {
    for (path, bytes) in parts {
      let place = folder.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: place)
    }
  }

  /// Writes the archive with a file of another kind beside the parts, as `tar` makes it.
  ///
  /// - Parameter change: changes the unpacked folder before it is packed
  package func writeArchive(
    to place: URL, isCompressed: Bool = true, change: (URL) throws -> Void = { _ in }
  ) throws {
    let folder = try TemporaryFolder()
    try writeParts(to: folder.url)
    try Data("about".utf8).write(to: folder.url.appendingPathComponent("\(name)-bin/readme.html"))
    try change(folder.url)
    let made = folder.url.appendingPathComponent("made")
    let result = try Command.run([
      "tar", isCompressed ? "-czf" : "-cf", made.path, "-C", folder.url.path, "\(name)-bin",
    ])
    guard result.status == 0 else { throw NeverHappened(description: "tar fails: \(result.error)") }
    try Data(contentsOf: made).write(to: place)
  }

  /// Makes the dataset in `catalog`: its folder, the manifest and the archive.
  package func write(to catalog: URL, sources: [[String: String]] = []) throws {
    let folder = catalog.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try manifest(sources: sources).write(to: folder.appendingPathComponent("manifest.json"))
    try writeArchive(to: folder.appendingPathComponent(archiveName))
  }

  private static func sha256(_ bytes: [UInt8]) throws -> String {
    let folder = try TemporaryFolder()
    let place = folder.url.appendingPathComponent("bytes")
    try Data(bytes).write(to: place)
    return String(try Command.run(["sha256sum", place.path]).output.prefix(64))
  }
}
