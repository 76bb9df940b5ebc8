import Foundation
import Mistakes

extension DatasetManifest {
  /// Checks what the types alone do not say: ranges, names that stay in their folder, one file per
  /// role, sizes that fit the declared shape.
  ///
  /// Everything that is allocated later has a size checked here: no file is above 4 GiB.
  func validate() throws(ManifestFieldError) {
    let oldest = format == .records ? 2 : 1
    try check(
      "schema_version", schemaVersion >= oldest,
      "\(oldest) or more, as format is \(format.rawValue)",
      "\(schemaVersion)")
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

    try checkRecord()
    for (i, file) in files.enumerated() { try validate(file, "files[\(i)]") }
    for role in DatasetFile.Role.allCases {
      let (count, needed) = (files.count { $0.role == role }, format.roles.contains(role) ? 1 : 0)
      guard count != needed else { continue }
      throw ManifestFieldError(
        problem: "'files' has \(count == 0 ? "no file" : count == 1 ? "a file" : "\(count) files") "
          + "with the role '\(role.rawValue)'; it takes \(needed == 1 ? "one" : "none")")
    }
    switch format {
    case .idx: try checkDiffer("files", files.flatMap { DatasetFile.localNames(of: $0.name) })
    case .records: try checkDiffer("files", files.flatMap { $0.members ?? [] })
    }
  }

  /// Records have a layout, other formats none.
  private func checkRecord() throws(ManifestFieldError) {
    guard let record else {
      guard format != .records else {
        throw ManifestFieldError(problem: "the field 'record' is missing")
      }
      return
    }
    try check("record", format == .records, "no value, as format is \(format.rawValue)", "there")
    try check(
      "record.label_bytes", (1...16).contains(record.labelBytes), "1 to 16", "\(record.labelBytes)")
    try check(
      "record.label", (0..<record.labelBytes).contains(record.label),
      "0 to \(record.labelBytes - 1)", "\(record.label)")
  }

  private func validate(_ file: DatasetFile, _ field: String) throws(ManifestFieldError) {
    try check(
      "\(field).name", Self.isFileName(file.name),
      "a plain file name of letters, digits, '.', '_' and '-'", "'\(Wording.quotable(file.name))'")
    try validate(file.uncompressed, "\(field).uncompressed")
    for (i, archive) in file.archives.enumerated() {
      try validate(archive, "\(field).archives[\(i)]")
    }
    try validateMembers(of: file, field)
    let bytes = contentByteCount(file.role)
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

  /// Records lie in the members of an archive, other files in none.
  private func validateMembers(
    of file: DatasetFile, _ field: String
  ) throws(ManifestFieldError) {
    let members = file.members ?? []
    guard format == .records else {
      return try check(
        "\(field).members", file.members == nil, "no value, as format is \(format.rawValue)",
        "there")
    }
    try check(
      "\(field).members", (1...1000).contains(members.count), "1 to 1000 paths",
      file.members == nil ? "missing" : "a list of \(members.count)")
    for (i, member) in members.enumerated() {
      let parts = member.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      try check(
        "\(field).members[\(i)]", parts.count <= 8 && parts.allSatisfy(Self.isFileName),
        "a path in the archive of plain names, such as 'folder/part.bin'",
        "'\(Wording.quotable(member))'")
    }
  }

  /// The bytes of the contents for `role`. The ranges of its factors are checked before, so nothing
  /// overflows: 10⁸ images of 2²⁶ values are below 2⁶³.
  private func contentByteCount(_ role: DatasetFile.Role) -> Int {
    let count = role.isOfTraining ? counts.train : counts.test
    switch role {
    case .train, .test: return count * (record?.byteCount(image) ?? 0)
    case .trainLabels, .testLabels: return 8 + count
    case .trainImages, .testImages:
      return 4 + 4 * (image.channels == 1 ? 3 : 4) + count * image.count
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
