import Datasets
import Foundation
import Tensors
import TestSupport
import Testing

@Suite("Manifests and shipped data")
struct ManifestTests {
  private static let catalog = DatasetCatalog(
    folder: URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("datasets"))

  /// What is said about the shipped manifest after one replacement.
  private func message(_ old: String, _ new: String) throws -> String {
    let url = Self.catalog.folder.appendingPathComponent("mnist/manifest.json")
    let text = try String(contentsOf: url, encoding: .utf8)
    try #require(text.contains(old))
    let changed = Data(text.replacingOccurrences(of: old, with: new).utf8)
    return refusal { _ = try DatasetManifest(json: changed, file: "m.json") }
  }

  @Test("the shipped MNIST is what its manifest says")
  func mnist() throws {
    let entry = try Self.catalog.entry(named: "mnist")
    let images = try DatasetFetcher(entry, downloads: entry.folder).local().images()
    #expect(images.train.count == 60_000 && images.test.count == 10_000)
    #expect(images.train.labels.prefix(5) == [5, 0, 4, 1, 9])
    #expect(images.test.labels.prefix(5) == [7, 2, 1, 0, 4])
    // The mean pixel of the training set, which the field quotes as 0.1307.
    let sum = images.train.pixels.reduce(0) { $0 + Int($1) }
    let mean = Double(sum) / Double(images.train.pixels.count) / 255
    #expect(abs(mean - 0.1307) < 0.0001)
  }

  @Test("every shipped manifest is valid, and an unknown name gets the nearest")
  func names() throws {
    let names = ["cifar-10", "cifar-100", "fashion-mnist", "mnist"]
    #expect(try Self.catalog.entries().map(\.manifest.name) == names)
    let error = #expect(throws: DatasetError.self) { try Self.catalog.entry(named: "minst") }
    #expect(error?.description.contains("did you mean 'mnist'?") == true)
    #expect(throws: DatasetError.self) { try Self.catalog.entry(named: "../mnist") }
  }

  @Test("a bad field is told as a sentence: its place, what it is, what it takes")
  func badFields() throws {
    let advice = "correct the manifest, whose fields datasets/README.md describes"
    for (old, new, text) in [
      ("\"counts\"", "\"count\"", "there is no field 'count'; did you mean 'counts'?"),
      (
        "\"role\": \"train-images\"", "\"rol\": \"train-images\"",
        "there is no field 'files[0].rol'; did you mean 'role'?"
      ),
      (
        "\"image\": {", "\"image\": {\"xyz\": 1, ",
        "there is no field 'image.xyz'; there are height, width, channels"
      ),
      (
        "\"height\": 28", "\"height\": \"28\"",
        "'image.height' is the text '28'; it takes a whole number; \(advice)"
      ),
      (
        "\"height\": 28", "\"height\": 28.5",
        "'image.height' is 28.5; it takes a whole number; \(advice)"
      ),
      (
        "\"height\": 28", "\"height\": true",
        "'image.height' is true; it takes a whole number; \(advice)"
      ),
      (
        "\"height\": 28", "\"height\": null",
        "'image.height' is null; it takes a whole number; \(advice)"
      ),
      ("\"height\": 28, ", "", "the field 'image.height' is missing; \(advice)"),
      (
        "\"train-images\"", "\"train-image\"",
        "'files[0].role' is 'train-image'; did you mean 'train-images'?"
      ),
      ("\"idx\"", "\"npz\"", "'format' is 'npz'; it takes one of idx, records"),
      (
        "\"train\": 60000", "\"train\": 0",
        "'counts.train' is 0; it takes 1 to 100000000; \(advice)"
      ),
      (
        "\"train\": 60000", "\"train\": [6]",
        "'counts.train' is a list; it takes a whole number; \(advice)"
      ),
      (
        "\"classes\": [", "\"classes\": [\"0\", ",
        "'classes' has the name '0' twice; it takes each once; \(advice)"
      ),
      (
        "\"title\": \"", "\"title\": \"\\u0007",
        "'title' is a text with control characters; it takes 1 to 4000 characters, and no control "
          + "characters; \(advice)"
      ),
      ("\"schema_version\": 1,", "\"schema_version\": 1", "the manifest is not JSON"),
    ] {
      let found = try message(old, new)
      #expect(found.hasPrefix("m.json: \(text)"), "\(found)")
    }
    #expect(try message("\"train\": 60000", "\"train\": 0").contains("counts.train"))
    #expect(try message("\"train\": 60000", "\"train\": \"many\"").contains("counts.train"))
    #expect(try message("\"train\": 60000", "\"train\": 59999").contains("uncompressed.bytes"))
    #expect(try message("\"height\": 28, ", "").contains("height"))
    #expect(try message("\"height\": 28", "\"heigth\": 28").contains("'height'"))
    #expect(try message("\"idx\"", "\"npz\"").contains("format"))
    #expect(try message("https://ossci", "ftp://ossci").contains("sources[0].mirror"))
    #expect(try message("\"schema_version\": 1", "\"schema_version\": 3").contains("newer program"))
  }

  @Test("a role without a file is named")
  func missingRole() throws {
    let url = Self.catalog.folder.appendingPathComponent("mnist/manifest.json")
    var manifest = try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
    let files = try #require(manifest["files"] as? [[String: Any]])
    manifest["files"] = files.filter { $0["role"] as? String != "test-labels" }
    let json = try JSONSerialization.data(withJSONObject: manifest)
    let error = #expect(throws: DatasetError.self) { try DatasetManifest(json: json, file: "m") }
    #expect(
      error?.description.contains("'files' has no file with the role 'test-labels'; it takes one")
        == true)
  }

  @Test("names that leave the folder are refused", arguments: ["../labels", "/etc/passwd", ".x"])
  func hostile(name: String) throws {
    #expect(try message("t10k-labels-idx1-ubyte.gz", name).contains("plain file name"))
    #expect(try message("\"name\": \"mnist\"", "\"name\": \"\(name)\"").contains("name"))
  }
}

@Suite("Damaged archives")
struct DamagedArchiveTests {
  /// The code that the shipped test labels are refused with after `change`.
  private func refusal(_ change: (inout [UInt8]) -> Void) throws -> DatasetError? {
    let manager = FileManager.default
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("datasets/mnist")
    let folder = manager.temporaryDirectory.appendingPathComponent("mnist-\(UUID().uuidString)")
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: folder) }
    let name = "t10k-labels-idx1-ubyte.gz"
    for file in try manager.contentsOfDirectory(atPath: source.path) where file != name {
      try manager.createSymbolicLink(
        at: folder.appendingPathComponent(file),
        withDestinationURL: source.appendingPathComponent(file))
    }
    var bytes = [UInt8](try Data(contentsOf: source.appendingPathComponent(name)))
    change(&bytes)
    try Data(bytes).write(to: folder.appendingPathComponent(name))
    let manifest = try DatasetManifest(
      contentsOf: source.appendingPathComponent("manifest.json"))
    let fetcher = DatasetFetcher(
      DatasetCatalog.Entry(manifest: manifest, folder: folder), downloads: folder)
    do { _ = try fetcher.local() } catch { return error as? DatasetError }
    return nil
  }

  @Test("an untouched copy is good")
  func good() throws { #expect(try refusal { _ in } == nil) }

  @Test("each damage is told by its name and place")
  func damages() throws {
    func check(_ code: String, _ change: (inout [UInt8]) -> Void) throws {
      let text = try refusal(change)?.description ?? "accepted"
      #expect(text.contains("[\(code)]") && text.contains("t10k-labels"), "\(code): \(text)")
    }
    try check("truncated") { $0.removeLast() }
    try check("truncated") { $0.removeLast(2000) }
    try check("wrong-crc") { $0[$0.count - 6] ^= 1 }
    try check("wrong-length") { $0[$0.count - 2] ^= 1 }
    try check("trailing-bytes") { $0 += [1, 2, 3] }
    try check("not-gzip") { $0[1] = 0 }
    try check("not-gzip") { $0[2] = 7 }
    try check("not-gzip") { $0[3] = 0x80 }
    try check("truncated") { $0 = [0x1f, 0x8b] }
    try check("too-large") { $0 += $0 }
    try check("too-large") { $0 += [UInt8](repeating: 0, count: 100_000) }
  }

  @Test("several members are one stream; what gzip has compressed twice is not taken")
  func members() throws {
    func gzip(_ script: String, _ bytes: [UInt8]) throws -> [UInt8] {
      let folder = try TemporaryFolder()
      let file = folder.url.appendingPathComponent("x")
      try Data(bytes).write(to: file)
      let made = folder.url.appendingPathComponent("y")
      let result = try Command.run([
        "sh", "-ec", "exec > \"$1\"; \(script)", "sh", made.path, file.path,
      ])
      try #require(result.status == 0, "\(result.error)")
      return [UInt8](try Data(contentsOf: made))
    }
    let two = "gzip -dc \"$2\" | head -c 5000 | gzip -n; gzip -dc \"$2\" | tail -c +5001 | gzip -n"
    #expect(try refusal { $0 = (try? gzip(two, $0)) ?? [] } == nil)
    let damaged = try refusal {
      $0 = (try? gzip(two, $0)) ?? []
      $0[$0.count - 6] ^= 1
    }
    #expect(damaged?.description.contains("[wrong-crc]") == true)
    let twice = try refusal { $0 = (try? gzip("gzip -nc \"$2\"", $0)) ?? [] }
    #expect(twice?.description.contains("[not-gzip]") == true)
  }
}

@Suite("IDX")
struct IDXTests {
  private let images = Data([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3] + (0..<12))
  private let labels = Data([0, 0, 8, 1, 0, 0, 0, 2, 0, 9])

  private func read(
    _ images: Data, _ labels: Data, count: Int = 2, height: Int = 2, classes: Int = 10
  ) throws -> LabelledImages {
    try LabelledImages(
      idxImages: .init(images, file: "images"), labels: .init(labels, file: "labels"),
      count: count,
      shape: SampleShape(height: height, width: 3), classCount: classes)
  }

  private func error(
    _ code: DatasetError.Code, at offset: Int, _ body: () throws -> LabelledImages
  ) throws {
    let error = #expect(throws: DatasetError.self) { try body() }
    #expect(error?.code == code && error?.offset == offset, "\(error?.description ?? "none")")
  }

  @Test("right files give their bytes")
  func reads() throws {
    let set = try read(images, labels)
    #expect(set.pixels == Array(0..<12) && set.labels == [0, 9])
  }

  @Test("channels come last in a file, and first in what is made of it")
  func channels() throws {
    let file = Data([0, 0, 8, 4, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3] + (0..<12))
    let set = try LabelledImages(
      idxImages: .init(file, file: "images"), labels: .init(labels, file: "labels"), count: 2,
      shape: SampleShape(channels: 3, height: 1, width: 2), classCount: 10)
    #expect(set.pixels == [0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11])
    #expect(set.shape == SampleShape(channels: 3, height: 1, width: 2))
  }

  @Test("wrong magic, dimensions, sizes and labels are told with their offset")
  func refuses() throws {
    func changed(_ data: Data, _ index: Int, _ byte: UInt8) -> Data {
      var copy = data
      copy[index] = byte
      return copy
    }
    try error(.wrongMagic, at: 0) { try read(changed(images, 0, 1), labels) }
    try error(.wrongMagic, at: 2) { try read(changed(images, 2, 9), labels) }
    try error(.wrongDimensions, at: 3) { try read(changed(images, 3, 1), labels) }
    try error(.wrongDimensions, at: 8) { try read(images, labels, height: 3) }
    try error(.wrongDimensions, at: 4) { try read(images, labels, count: 3) }
    try error(.truncated, at: 27) { try read(images.dropLast(), labels) }
    try error(.trailingBytes, at: 28) { try read(images + [1], labels) }
    try error(.countMismatch, at: 4) { try read(images, Data([0, 0, 8, 1, 0, 0, 0, 1, 0])) }
    try error(.labelOutOfRange, at: 9) { try read(images, labels, classes: 9) }
    let absurd = Data([0, 0, 8, 3] + [UInt8](repeating: 255, count: 12))
    try error(.wrongDimensions, at: 4) { try read(absurd, labels) }
  }
}
