import Datasets
import Foundation
import TestSupport
import Testing

@Suite("Damaged archives of records")
struct DamagedRecordTests {
  private let files: RecordFolder
  private var pictures: SmallPictures { files.pictures }
  private var archive: URL { files.folder.appendingPathComponent(pictures.archiveName) }

  init() throws { files = try RecordFolder() }

  /// What is said of the dataset as it lies there.
  private func message() -> String { refusal { _ = try files.local() } }

  struct Damage: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var isCompressed = true
    /// Changes the parts before they are packed.
    var parts: @Sendable (URL) throws -> Void = { _ in }
    /// Changes the archive.
    var bytes: @Sendable (inout [UInt8]) -> Void = { _ in }
    let told: [String]
  }

  private static func part(_ name: String, _ change: @escaping @Sendable (inout [UInt8]) -> Void)
    -> @Sendable (URL) throws -> Void
  {
    { folder in
      let place = folder.appendingPathComponent("small-bin/\(name)")
      var bytes = [UInt8](try Data(contentsOf: place))
      change(&bytes)
      try Data(bytes).write(to: place)
    }
  }

  private static let damages = [
    Damage(
      testDescription: "a missing part",
      parts: {
        try FileManager.default.removeItem(at: $0.appendingPathComponent("small-bin/train_2.bin"))
      },
      told: ["[missing-member]", "there is no 'small-bin/train_2.bin'"]),
    Damage(
      testDescription: "half a record", parts: part("train_1.bin") { $0.removeLast(50) },
      told: ["[wrong-length]", "expected a multiple of 110 bytes"]),
    Damage(
      testDescription: "a record too few", parts: part("train_1.bin") { $0.removeLast(110) },
      told: ["[truncated]", "there are too few train records"]),
    Damage(
      testDescription: "a record too many", parts: part("test.bin") { $0 += $0.prefix(110) },
      told: ["[too-large]", "hold more than the test records"]),
    Damage(
      testDescription: "another pixel", parts: part("train_2.bin") { $0[300] ^= 1 },
      told: ["[wrong-digest]", "the train records, sorted, are not those of 'small.tar.gz'"]),
    Damage(
      testDescription: "a link in place of a part",
      parts: { folder in
        let place = folder.appendingPathComponent("small-bin/test.bin")
        try FileManager.default.removeItem(at: place)
        try FileManager.default.createSymbolicLink(
          atPath: place.path, withDestinationPath: "/etc/passwd")
      }, told: ["[unusual-entry]", "'small-bin/test.bin' is no regular file"]),
    Damage(
      testDescription: "a bomb beside the parts",
      parts: { folder in
        let place = folder.appendingPathComponent("small-bin/zeros")
        try Data(count: 5 << 20).write(to: place)
      }, told: ["[too-large]", "it holds more than"]),
    Damage(
      testDescription: "the same without compression", isCompressed: false,
      parts: { folder in
        let place = folder.appendingPathComponent("small-bin/zeros")
        try Data(count: 5 << 20).write(to: place)
      }, told: ["[too-large]"]),
    Damage(
      testDescription: "an end that is cut off", bytes: { $0.removeLast(100) },
      told: ["[truncated]"]),
    Damage(
      testDescription: "an end that is cut off, without compression", isCompressed: false,
      bytes: { $0.removeLast(9000) }, told: ["[truncated]"]),
    Damage(
      testDescription: "bytes after the end", bytes: { $0 += [1, 2, 3] },
      told: ["[trailing-bytes]", "3 bytes follow the compressed data"]),
    Damage(
      testDescription: "another kind of file", bytes: { $0 = Array("<html>not found</html>".utf8) },
      told: ["[not-an-archive]"]),
    Damage(
      testDescription: "compressed data that are no archive",
      bytes: { bytes in
        bytes = [UInt8](
          (try? Data(
            contentsOf: DamagedRecordTests.project("datasets/mnist/t10k-labels-idx1-ubyte.gz")))
            ?? Data())
      }, told: ["[not-an-archive]"]),
    Damage(testDescription: "nothing", bytes: { $0 = [] }, told: ["[not-an-archive]"]),
    Damage(
      testDescription: "more than any copy has",
      bytes: { $0 += [UInt8](repeating: 0, count: 5 << 20) },
      told: ["[too-large]", "larger than any copy"]),
  ]

  private static func project(_ path: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent(path)
  }

  @Test(
    "each damage is told by its name, with the archive and what was expected", arguments: damages)
  func damaged(damage: Damage) throws {
    let place = damage.isCompressed ? archive : archive.deletingPathExtension()
    try pictures.writeArchive(to: place, isCompressed: damage.isCompressed, change: damage.parts)
    var bytes = [UInt8](try Data(contentsOf: place))
    damage.bytes(&bytes)
    try Data(bytes).write(to: place)
    let text = message()
    for word in damage.told + [place.path, "[no-usable-source]"] {
      #expect(text.contains(word), "\(word) in \(text)")
    }
  }

  /// Packs by Python what `tar` does not: the same part twice, and paths that leave the archive.
  @Test(
    "a part that is there twice is refused; what is no part is passed over, whatever its path",
    arguments: [true, false])
  func python(isTwice: Bool) throws {
    let parts = files.root.url.appendingPathComponent("parts")
    try pictures.writeParts(to: parts)
    let program = """
      import sys, tarfile
      with tarfile.open(sys.argv[1], "w:gz") as tar:
          for name in ("train_1.bin", "train_2.bin", "test.bin"):
              tar.add(f"{sys.argv[2]}/small-bin/{name}", f"./small-bin/{name}")
          for name in sys.argv[3:]:
              tar.add(f"{sys.argv[2]}/small-bin/test.bin", name, filter=lambda m: m)
      """
    let others = isTwice ? ["small-bin/test.bin"] : ["../small-bin/test.bin", "/tmp/test.bin"]
    let made = try Command.run(["python3", "-c", program, archive.path, parts.path] + others)
    try #require(made.status == 0, "\(made.error)")
    if isTwice {
      #expect(message().contains("[repeated-member]"))
      #expect(message().contains("'small-bin/test.bin' is there twice"))
    } else {
      #expect(message() == "accepted")
    }
  }

  @Test("parts that are not packed are checked in the same way")
  func unpacked() throws {
    let parts = files.folder.appendingPathComponent("small-bin")
    try pictures.writeParts(to: files.folder)
    #expect(message() == "accepted")
    let test = parts.appendingPathComponent("test.bin")
    try Data(contentsOf: test).dropLast().write(to: test)
    #expect(message().contains("[wrong-length]"))
    try FileManager.default.removeItem(at: test)
    #expect(message().contains("there is no 'small-bin/test.bin'"))
    try FileManager.default.createDirectory(at: test, withIntermediateDirectories: true)
    #expect(message().contains("that is no regular file"))
  }
}
