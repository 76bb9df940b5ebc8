import Foundation

/// What questions about many results need of a manifest, read from its lines.
///
/// Decoding ten thousand manifests as JSON takes seconds, reading their lines a fraction of one. The
/// store writes manifests in one form, sorted and a value to a line; one in another form, or with a
/// text that JSON escapes, is decoded as any other.
struct ManifestLines {
  private(set) var stage = ""
  private(set) var version = 0
  private(set) var key: Fingerprint?
  private(set) var startedAt = ""
  private(set) var seconds = Double.nan
  private(set) var unitSeconds: Double?
  private(set) var counts: [UInt64: Double] = [:]
  private(set) var fields: [FieldHash] = []
  private var sourceRevision: String?
  private var sourceIsDirty: Bool?
  private var schema = Int.max
  private var isPlain = true
  /// Whether the preimage is read too.
  private let readsFields: Bool
  /// The hashes of the paths whose values are read as numbers.
  private let counted: Set<UInt64>

  private init(readsFields: Bool, counting paths: Set<UInt64> = []) {
    (self.readsFields, counted) = (readsFields, paths)
  }

  /// The manifest in `bytes`; nil where they are none that this program knows.
  ///
  /// Complexity: one pass over the bytes.
  static func entry(
    _ bytes: UnsafeRawBufferPointer, counting paths: Set<UInt64>
  ) -> StageHistory.Entry? {
    var lines = ManifestLines(readsFields: true, counting: paths)
    lines.read(bytes)
    if lines.isPlain, lines.schema <= Manifest.schema, let key = lines.key, !lines.stage.isEmpty,
      lines.seconds.isFinite, !lines.startedAt.isEmpty, lines.fields.count > 0
    {
      return StageHistory.Entry(
        key: key, stage: lines.stage, version: lines.version, startedAt: lines.startedAt,
        seconds: lines.seconds, unitSeconds: lines.unitSeconds, counts: lines.counts,
        fields: lines.fields)
    }
    guard let manifest = try? Manifest.decoded(from: Data(bytes)),
      manifest.schema <= Manifest.schema
    else { return nil }
    return StageHistory.Entry(manifest, counting: paths)
  }

  /// Which source computed the result of the manifest in `bytes`; nil where they are none that this
  /// program knows.
  ///
  /// Complexity: one pass over the bytes.
  static func origin(_ bytes: UnsafeRawBufferPointer) -> ResultOrigin? {
    var lines = ManifestLines(readsFields: false)
    lines.read(bytes)
    if lines.isPlain, lines.schema <= Manifest.schema, !lines.stage.isEmpty,
      !lines.startedAt.isEmpty
    {
      return ResultOrigin(
        stage: lines.stage, version: lines.version, sourceRevision: lines.sourceRevision,
        sourceIsDirty: lines.sourceIsDirty)
    }
    guard let manifest = try? Manifest.decoded(from: Data(bytes)),
      manifest.schema <= Manifest.schema
    else { return nil }
    return ResultOrigin(
      stage: manifest.stage, version: manifest.version,
      sourceRevision: manifest.program.sourceRevision,
      sourceIsDirty: manifest.program.sourceIsDirty)
  }

  private mutating func read(_ bytes: UnsafeRawBufferPointer) {
    var start = 0
    var isInPreimage = false
    var path: UnsafeRawBufferPointer?
    var type: UnsafeRawBufferPointer?
    while start < bytes.count, isPlain {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
      guard let base = rest.baseAddress else { return }
      let end = memchr(base, 0x0A, rest.count).map { $0 - UnsafeMutableRawPointer(mutating: base) }
      let line = UnsafeRawBufferPointer(rebasing: rest[..<(end ?? rest.count)])
      start += line.count + 1
      if isInPreimage {
        if !readsFields {
          isInPreimage = !line.hasPrefix("  ]")
        } else if line.hasPrefix("      \"path\" : ") {
          path = text(line)
        } else if line.hasPrefix("      \"type\" : ") {
          type = text(line)
        } else if line.hasPrefix("      \"value\" : ") {
          guard let path, let type, let value = text(line) else { return isPlain = false }
          let field = FieldHash(path: path, type: type, value: value)
          fields.append(field)
          if counted.contains(field.path) {
            counts[field.path] = Double(String(decoding: value, as: UTF8.self))
          }
        } else if line.hasPrefix("  ]") {
          isInPreimage = false
        }
      } else if line.hasPrefix("  \"preimage\" : [") {
        isInPreimage = true
      } else if line.hasPrefix("  \"key\" : ") {
        key = text(line).flatMap { Fingerprint(hex: String(decoding: $0, as: UTF8.self)) }
      } else if line.hasPrefix("  \"stage\" : ") {
        stage = text(line).map { String(decoding: $0, as: UTF8.self) } ?? ""
      } else if line.hasPrefix("  \"startedAt\" : ") {
        startedAt = text(line).map { String(decoding: $0, as: UTF8.self) } ?? ""
      } else if line.hasPrefix("  \"seconds\" : ") {
        seconds = number(line, after: 14) ?? .nan
      } else if line.hasPrefix("  \"unitSeconds\" : ") {
        unitSeconds = number(line, after: 18)
      } else if line.hasPrefix("  \"version\" : ") {
        version = number(line, after: 14).flatMap { Int(exactly: $0) } ?? 0
      } else if line.hasPrefix("  \"schema\" : ") {
        schema = number(line, after: 13).flatMap { Int(exactly: $0) } ?? .max
      } else if line.hasPrefix("    \"sourceRevision\" : ") {
        // Four blanks: of the program, the only object that a manifest holds itself.
        sourceRevision = text(line).map { String(decoding: $0, as: UTF8.self) }
      } else if line.hasPrefix("    \"sourceIsDirty\" : ") {
        sourceIsDirty = line.hasPrefix("    \"sourceIsDirty\" : true")
      }
    }
  }

  /// What stands between the quotes of a line's value; nil, and no plain manifest, where JSON has
  /// escaped something.
  private mutating func text(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    var end = line.count
    if end > 0, line[end - 1] == UInt8(ascii: ",") { end -= 1 }
    guard let base = line.baseAddress, memchr(base, 0x5C, line.count) == nil,
      let colon = memchr(base, 0x3A, line.count).map({
        $0 - UnsafeMutableRawPointer(mutating: base)
      }),
      end >= colon + 4, line[colon + 2] == UInt8(ascii: "\""), line[end - 1] == UInt8(ascii: "\"")
    else {
      isPlain = false
      return nil
    }
    return UnsafeRawBufferPointer(rebasing: line[(colon + 3)..<(end - 1)])
  }

  private func number(_ line: UnsafeRawBufferPointer, after start: Int) -> Double? {
    var end = line.count
    if end > 0, line[end - 1] == UInt8(ascii: ",") { end -= 1 }
    guard start < end else { return nil }
    return Double(String(decoding: line[start..<end], as: UTF8.self))
  }
}

/// A field of a preimage as two numbers, for counting in how many fields two preimages differ.
struct FieldHash: Hashable, Sendable {
  let path: UInt64
  let value: UInt64
  let isInput: Bool

  init(_ field: PreimageField) {
    var texts = (field.path, field.type.rawValue, field.value)
    self = texts.0.withUTF8 { path in
      texts.1.withUTF8 { type in
        texts.2.withUTF8 { value in
          FieldHash(
            path: UnsafeRawBufferPointer(path), type: UnsafeRawBufferPointer(type),
            value: UnsafeRawBufferPointer(value))
        }
      }
    }
  }

  init(
    path: UnsafeRawBufferPointer, type: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer
  ) {
    self.path = Self.hash(path, from: Self.start)
    self.value = Self.hash(value, from: Self.hash(type, from: Self.start) &* Self.prime)
    isInput = path.hasPrefix("inputs") && (path.count == 6 || path[6] == UInt8(ascii: "["))
  }

  /// The hash of the path `text`.
  static func hash(ofPath text: String) -> UInt64 {
    var text = text
    return text.withUTF8 { hash(UnsafeRawBufferPointer($0), from: start) }
  }

  private static let start: UInt64 = 0xCBF2_9CE4_8422_2325
  private static let prime: UInt64 = 0x100_0000_01B3

  /// FNV-1a: quick for short texts; what it finds is compared in full before anybody is told.
  private static func hash(_ bytes: UnsafeRawBufferPointer, from start: UInt64) -> UInt64 {
    var hash = start
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* prime }
    return hash
  }
}
