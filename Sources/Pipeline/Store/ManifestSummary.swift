import Foundation

/// What questions about many results need of a manifest.
///
/// Decoding ten thousand manifests as JSON takes seconds, reading their lines a fraction of one. The store
/// writes manifests in one form, sorted and a value to a line, which `init(lines:reading:)` reads; one in
/// another form, or with a text that JSON escapes, is decoded as any other.
struct ManifestSummary {
  /// The parts of many lines, which are passed over unless they are asked for.
  struct Parts: OptionSet {
    let rawValue: Int
    /// The fields of the preimage.
    static let fields = Parts(rawValue: 1)
    /// The digests of the files.
    static let files = Parts(rawValue: 2)
  }

  var stage = ""
  var version = 0
  var key: Fingerprint?
  /// ISO-8601 in UTC.
  var startedAt = ""
  var seconds = Double.nan
  var unitSeconds: Double?
  var units: Int?
  var sourceRevision: String?
  var sourceIsDirty: Bool?
  /// The fields of the preimage.
  var fields: [FieldHash] = []
  /// The numbers at the paths that are counted, by the paths' hashes.
  var counts: [UInt64: Double] = [:]
  /// The digests of the result's files.
  var files: [Fingerprint] = []

  /// Nothing yet.
  init() {}

  /// The manifest in `bytes`, in whatever form; nil where they are none that this program knows.
  ///
  /// - Parameters:
  ///   - parts: the parts of many lines that are needed
  ///   - paths: the hashes of the paths whose values are read as numbers
  /// - Complexity: one pass over the bytes where the store wrote them.
  init?(
    _ bytes: UnsafeRawBufferPointer, reading parts: Parts = [], counting paths: Set<UInt64> = []
  ) {
    if let summary = ManifestSummary(lines: bytes, reading: parts, counting: paths) {
      self = summary
      return
    }
    guard let manifest = try? Manifest.decoded(from: Data(bytes)),
      manifest.schema <= Manifest.schema
    else { return nil }
    self.init(manifest, counting: paths)
  }

  private init(_ manifest: Manifest, counting paths: Set<UInt64>) {
    (stage, version, key) = (manifest.stage, manifest.version, manifest.key)
    startedAt = manifest.startedAt.storeText
    (seconds, unitSeconds, units) = (manifest.seconds, manifest.unitSeconds, manifest.units)
    sourceRevision = manifest.program.sourceRevision
    sourceIsDirty = manifest.program.sourceIsDirty
    for field in manifest.preimage.fields {
      let hash = FieldHash(field)
      fields.append(hash)
      if paths.contains(hash.path), let number = Double(field.value) { counts[hash.path] = number }
    }
    files = manifest.outputs.map(\.sha256)
  }
}
