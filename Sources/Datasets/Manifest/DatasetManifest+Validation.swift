import Foundation
import Mistakes

extension DatasetManifest {
  /// Checks what the types alone do not say: ranges, names that stay in their folder, one file per
  /// role, sizes that fit the declared shape.
  ///
  /// Everything that is allocated later has a size checked here: no file is above 4 GiB.
  func validate() throws(ManifestFieldError) {
    try check("schema_version", schemaVersion >= 1, "1 or more", "\(schemaVersion)")
    try check(
      "name", Self.isName(name),
      "1 to 64 of a–z, 0–9 and '-', with a letter or digit first", "'\(Wording.quotable(name))'")
    for (field, text) in [
      ("version", version), ("title", title), ("licence", licence), ("citation", citation),
      ("description", description),
    ] { try checkText(field, text) }

    try check(
      "classes", (2...256).contains(classes.count), "2 to 256 names",
      "a list of \(classes.count == 1 ? "one name" : "\(classes.count) names")")
    try checkDiffer("classes", classes)
    for (i, name) in classes.enumerated() { try checkText("classes[\(i)]", name) }

    for (field, value, most) in [
      ("image.height", image.height, 4096), ("image.width", image.width, 4096),
      ("image.channels", image.channels, 4), ("counts.train", counts.train, 100_000_000),
      ("counts.test", counts.test, 100_000_000),
    ] { try check(field, (1...most).contains(value), "1 to \(most)", "\(value)") }

    for (i, file) in files.enumerated() { try validate(file, "files[\(i)]") }
    for role in DatasetFile.Role.allCases {
      let count = files.count { $0.role == role }
      guard count != 1 else { continue }
      throw ManifestFieldError(
        problem: "'files' has \(count == 0 ? "no file" : "\(count) files") with the role "
          + "'\(role.rawValue)'; it takes one")
    }
    try checkDiffer("files", files.flatMap(\.localNames))
  }

  private func validate(_ file: DatasetFile, _ field: String) throws(ManifestFieldError) {
    try check(
      "\(field).name", Self.isFileName(file.name),
      "a plain file name of letters, digits, '.', '_' and '-'", "'\(Wording.quotable(file.name))'")
    try validate(file.uncompressed, "\(field).uncompressed")
    for (i, archive) in file.archives.enumerated() {
      try validate(archive, "\(field).archives[\(i)]")
    }
    let bytes = idxByteCount(file.role)
    try check(
      "\(field).uncompressed.bytes", file.uncompressed.bytes == bytes,
      "\(bytes), from the counts and the image's extent", "\(file.uncompressed.bytes)")
  }

  private func validate(
    _ checksum: DatasetFile.Checksum, _ field: String
  ) throws(ManifestFieldError) {
    try check(
      "\(field).bytes", (1...1 << 32).contains(checksum.bytes), "1 to 4294967296",
      "\(checksum.bytes)")
    try check(
      "\(field).sha256",
      checksum.sha256.utf8.count == 64 && checksum.sha256.utf8.allSatisfy(isHexadecimal),
      "64 hexadecimal digits in lower case", "'\(Wording.quotable(checksum.sha256))'")
  }

  /// The bytes of an IDX file for `role`. The ranges of its factors are checked before, so nothing
  /// overflows: 10⁸ images of 2²⁶ values are below 2⁶³.
  private func idxByteCount(_ role: DatasetFile.Role) -> Int {
    let count = role == .trainImages || role == .trainLabels ? counts.train : counts.test
    switch role {
    case .trainLabels, .testLabels: return 8 + count
    case .trainImages, .testImages:
      return 4 + 4 * (image.channels == 1 ? 3 : 4) + count * image.valueCount
    }
  }

  private func check(
    _ field: String, _ condition: Bool, _ expected: String, _ found: String
  ) throws(ManifestFieldError) {
    if !condition { throw ManifestFieldError(field: field, is: found, takes: expected) }
  }

  private func checkDiffer(_ field: String, _ names: [String]) throws(ManifestFieldError) {
    var seen: Set<String> = []
    guard let repeated = names.first(where: { !seen.insert($0).inserted }) else { return }
    throw ManifestFieldError(
      problem: "'\(field)' has the name '\(Wording.quotable(repeated))' twice; it takes each once")
  }

  /// Text is shown in terminals: no control characters, and not endless.
  private func checkText(_ field: String, _ text: String) throws(ManifestFieldError) {
    let plain = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    try check(
      field, plain && (1...4000).contains(text.count),
      "1 to 4000 characters, and no control characters",
      plain ? "a text of \(text.count) characters" : "a text with control characters")
  }

  /// Whether `name` can be a dataset's name, and thereby a folder's.
  package static func isName(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count) && !name.hasPrefix("-")
      && name.utf8.allSatisfy { isLowerCase($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
  }

  /// Whether `name` stays in its folder, is visible there and portable.
  private static func isFileName(_ name: String) -> Bool {
    (1...128).contains(name.utf8.count) && !name.hasPrefix(".") && !name.hasPrefix("-")
      && name != ".gz" && name != "manifest.json"
      && name.utf8.allSatisfy {
        isLowerCase($0 | 0x20) || isDigit($0) || [0x2d, 0x2e, 0x5f].contains($0)
      }
  }
}

private func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

private func isLowerCase(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
}

private func isHexadecimal(_ byte: UInt8) -> Bool {
  isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
}
