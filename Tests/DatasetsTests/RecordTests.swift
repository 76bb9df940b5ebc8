import Datasets
import Foundation
import TestSupport
import Testing

/// A dataset of records in a folder of a catalog, without files.
struct RecordFolder {
  let root: TemporaryFolder
  let pictures: SmallPictures
  var folder: URL { root.url.appendingPathComponent("catalog/\(pictures.name)") }

  init(_ pictures: SmallPictures = SmallPictures("small", classes: 4, labelBytes: 2)) throws {
    root = try TemporaryFolder()
    self.pictures = pictures
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func entry(
    sources: [[String: String]] = [], classes: Int? = nil
  ) throws -> DatasetCatalog.Entry {
    DatasetCatalog.Entry(
      manifest: try DatasetManifest(
        json: pictures.manifest(sources: sources, classes: classes), file: "m.json"),
      folder: folder)
  }

  func local(
    sources: [[String: String]] = [], classes: Int? = nil
  ) throws -> VerifiedDataset {
    try DatasetFetcher(entry(sources: sources, classes: classes), downloads: root.url).local()
  }
}

@Suite("Datasets of records")
struct RecordTests {
  private let files: RecordFolder
  private var pictures: SmallPictures { files.pictures }
  private var archive: URL { files.folder.appendingPathComponent(pictures.archiveName) }

  init() throws { files = try RecordFolder() }

  /// What the images have to be: the records in bytewise order, without their labels.
  private func expect(_ dataset: VerifiedDataset) throws {
    let images = try dataset.images()
    #expect(images.classCount == 4)
    for (part, records) in [(images.train, pictures.train), (images.test, pictures.test)] {
      let sorted = records.sorted { $0.lexicographicallyPrecedes($1) }
      #expect(part.labels == sorted.map { $0[1] })
      #expect(part.pixels == sorted.flatMap { $0.dropFirst(2) })
      #expect(part.channels == 3 && part.height == 6 && part.width == 6)
    }
  }

  @Test("an archive, compressed or not, and its parts, wherever they lie, are one dataset")
  func packagings() throws {
    try pictures.writeArchive(to: archive)
    let packed = try files.local()
    try expect(packed)
    #expect(packed.files.map(\.origin) == [archive.path, archive.path])

    try FileManager.default.removeItem(at: archive)
    try pictures.writeArchive(to: archive.deletingPathExtension(), isCompressed: false)
    try expect(files.local())
    try FileManager.default.removeItem(at: archive.deletingPathExtension())

    let elsewhere = files.root.url.appendingPathComponent("elsewhere")
    for (place, sources) in [
      (files.folder, []), (files.folder.deletingLastPathComponent(), []),
      (elsewhere, [["folder": elsewhere.path]]),
    ] {
      #expect(throws: DatasetError.self) { try files.local() }
      try pictures.writeParts(to: place)
      let unpacked = try files.local(sources: sources)
      try expect(unpacked)
      #expect(unpacked.contentDigest == packed.contentDigest)
      try FileManager.default.removeItem(at: place.appendingPathComponent("small-bin"))
    }
  }

  @Test("the order of records, and of parts, makes no difference")
  func order() throws {
    let reversed = Array(pictures.train.reversed()).flatMap(\.self)
    let cut = 5 * pictures.train[0].count
    try pictures.writeArchive(to: archive) { folder in
      let parts = folder.appendingPathComponent("small-bin")
      try Data(reversed[..<cut]).write(to: parts.appendingPathComponent("train_2.bin"))
      try Data(reversed[cut...]).write(to: parts.appendingPathComponent("train_1.bin"))
    }
    try expect(files.local())
  }

  @Test("a label that names no class is told with its record")
  func labels() throws {
    try pictures.writeArchive(to: archive)
    let error = #expect(throws: DatasetError.self) {
      try files.local(classes: 3).images()
    }
    #expect(error?.code == .labelOutOfRange)
    #expect(error?.expected == "0 to 2" && error?.found == "3")
    #expect(error?.message.contains("record 18") == true)
  }

  @Test("stored contents are taken as they are, and others are not")
  func stored() throws {
    try pictures.writeArchive(to: archive)
    let good = try files.local()
    var contents = Dictionary(uniqueKeysWithValues: good.files.map { ($0.role, $0.contents) })
    try expect(
      VerifiedDataset(manifest: good.manifest, contents: contents, origin: "the store"))
    contents[.test]?[9] ^= 1
    let error = #expect(throws: DatasetError.self) {
      try VerifiedDataset(manifest: good.manifest, contents: contents, origin: "the store")
    }
    #expect(error?.code == .wrongDigest)
  }

  @Test("a mirror is asked once for the archive that holds both parts")
  func mirror() async throws {
    let mirror = try Mirror()
    let served = mirror.folder.appendingPathComponent("served/\(pictures.archiveName)")
    try pictures.writeArchive(to: served)
    let address = "http://127.0.0.1:\(mirror.port)"
    let entry = try files.entry(sources: [
      ["mirror": "\(address)/missing/"], ["mirror": "\(address)/drop/"],
    ])
    let dataset = try await mirror.fetch(entry)
    try expect(dataset)
    #expect(dataset.files.allSatisfy { $0.origin == "\(address)/drop/\(pictures.archiveName)" })
    let requests = try mirror.requests().map { $0.split(separator: " ")[0] }
    #expect(
      requests
        == ["missing", "drop", "drop"].map { "/\($0)/\(pictures.archiveName)" })
    #expect(
      dataset.files[0].rejected.contains {
        $0.source.contains("/missing/") && $0.expected.contains("of its sorted records")
      })
  }

  struct BadField: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let change: @Sendable (inout [String: Any]) -> Void
    let told: String
  }

  private static func file(
    _ index: Int, _ change: @escaping @Sendable (inout [String: Any]) -> Void
  ) -> @Sendable (inout [String: Any]) -> Void {
    { fields in
      var files = fields["files"] as? [[String: Any]] ?? []
      change(&files[index])
      fields["files"] = files
    }
  }

  private static let badFields = [
    BadField(
      testDescription: "no layout", change: { $0["record"] = nil },
      told: "the field 'record' is missing"),
    BadField(
      testDescription: "an old schema", change: { $0["schema_version"] = 1 },
      told: "'schema_version' is 1; it takes 2 or more, as format is records"),
    BadField(
      testDescription: "a label beyond the labels",
      change: { $0["record"] = ["label_bytes": 2, "label": 2] },
      told: "'record.label' is 2; it takes 0 to 1"),
    BadField(
      testDescription: "no members", change: file(0) { $0["members"] = nil },
      told: "'files[0].members' is missing; it takes 1 to 1000 paths"),
    BadField(
      testDescription: "a member outside",
      change: file(1) { $0["members"] = ["../test.bin"] },
      told: "'files[1].members[0]' is '../test.bin'; it takes a path in the archive"),
    BadField(
      testDescription: "an absolute member", change: file(1) { $0["members"] = ["/test.bin"] },
      told: "'files[1].members[0]' is '/test.bin'; it takes a path in the archive"),
    BadField(
      testDescription: "a member of two roles",
      change: file(1) { $0["members"] = ["small-bin/train_1.bin"] },
      told: "'files' has the name 'small-bin/train_1.bin' twice"),
    BadField(
      testDescription: "another size",
      change: file(1) {
        $0["uncompressed"] = ["bytes": 5, "sha256": String(repeating: "0", count: 64)]
      },
      told: "'files[1].uncompressed.bytes' is 5; it takes 880"),
    BadField(
      testDescription: "a role of another format", change: file(0) { $0["role"] = "train-images" },
      told: "'files[0].uncompressed.bytes'"),
  ]

  @Test("a bad field of the manifest is told by its name", arguments: badFields)
  func manifest(field: BadField) throws {
    let json = try JSONSerialization.jsonObject(with: pictures.manifest())
    var fields = try #require(json as? [String: Any])
    field.change(&fields)
    let changed = try JSONSerialization.data(withJSONObject: fields)
    let error = #expect(throws: DatasetError.self) {
      try DatasetManifest(json: changed, file: "m.json")
    }
    #expect(
      error?.description.hasPrefix("m.json: \(field.told)") == true, "\(String(describing: error))")
  }
}

@Suite("CIFAR")
struct CIFARTests {
  /// The folder that `ENGRAM_CIFAR` names, with archives or unpacked: the project has none of the files.
  private static let folder = ProcessInfo.processInfo.environment["ENGRAM_CIFAR"]

  @Test(
    "the real files are what the manifests say", .enabled(if: folder != nil),
    arguments: [
      ("cifar-10", 10, [0.4914, 0.4822, 0.4465]), ("cifar-100", 100, [0.5071, 0.4865, 0.4409]),
    ])
  func real(name: String, classes: Int, means: [Double]) throws {
    let manifest = try DatasetCatalog(
      folder: URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("datasets")
    ).entry(named: name).manifest
    let folder = URL(fileURLWithPath: try #require(Self.folder), isDirectory: true)
    let entry = DatasetCatalog.Entry(
      manifest: manifest, folder: folder.appendingPathComponent(name))
    let images = try DatasetFetcher(entry, downloads: folder).local().images()
    for (part, perClass) in [(images.train, 50_000 / classes), (images.test, 10_000 / classes)] {
      var counts = [Int](repeating: 0, count: classes)
      for label in part.labels { counts[Int(label)] += 1 }
      #expect(counts == [Int](repeating: perClass, count: classes))
    }
    // The means of red, green and blue that the field quotes.
    for (channel, mean) in means.enumerated() {
      var sum = 0
      for image in 0..<images.train.count {
        let start = image * 3072 + channel * 1024
        for pixel in images.train.pixels[start..<start + 1024] { sum += Int(pixel) }
      }
      #expect(abs(Double(sum) / (50_000 * 1024 * 255) - mean) < 0.0001)
    }
  }
}
