import Foundation
import Tensors

extension DatasetManifest {
  /// A manifest is never longer than this many bytes.
  private static let byteLimit = 1 << 20

  /// Reads and validates the manifest at `url`.
  ///
  /// Throws `DatasetError`: `invalid-manifest` naming the field, `manifest-too-new` with both
  /// versions, `too-large` or `input-output`.
  package init(contentsOf url: URL) throws {
    var file = try InputFile(url)
    guard file.byteCount <= Self.byteLimit else {
      throw DatasetError(
        .tooLarge, "that is no manifest", file: url.path,
        expected: "at most \(Self.byteLimit) bytes", found: "\(file.byteCount)",
        advice: Self.advice)
    }
    try self.init(json: file.readAll(), file: url.path)
  }

  /// Decodes and validates the manifest `json`, which messages call `file`.
  package init(json: Data, file: String) throws {
    do {
      let decoder = JSONDecoder()
      let schema = try decoder.decode(SchemaVersion.self, from: json).version
      guard schema <= Self.currentSchemaVersion else {
        throw DatasetError(
          .manifestTooNew, "the manifest was written for a newer program", file: file,
          expected: "schema_version \(Self.currentSchemaVersion)", found: "\(schema)",
          advice: "update this program")
      }
      self = try decoder.decode(DatasetManifest.self, from: json)
      try validate()
    } catch let error as ManifestFieldError {
      throw Self.invalid(error, file)
    } catch let error as DecodingError {
      throw Self.invalid(ManifestFieldError(error, in: json), file)
    }
  }

  /// Reads the fields of a manifest, which must all be known; does not validate their values.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.strictContainer(keyedBy: CodingKeys.self)
    schemaVersion = try fields.wholeNumber(forKey: .schemaVersion)
    name = try fields.decode(String.self, forKey: .name)
    version = try fields.decode(String.self, forKey: .version)
    title = try fields.decode(String.self, forKey: .title)
    licence = try fields.decode(String.self, forKey: .licence)
    citation = try fields.decode(String.self, forKey: .citation)
    description = try fields.decode(String.self, forKey: .description)
    format = try fields.choice(Format.self, forKey: .format)
    classes = try fields.decode([String].self, forKey: .classes)
    record = try fields.decodeIfPresent(RecordLayout.self, forKey: .record)
    image = try fields.decode(ImageField.self, forKey: .image).shape
    counts = try fields.decode(Counts.self, forKey: .counts)
    files = try fields.decode([DatasetFile].self, forKey: .files)
    sources = try fields.decode([DatasetSource].self, forKey: .sources)
  }

  private static let advice = "correct the manifest, whose fields datasets/README.md describes"

  private static func invalid(_ error: ManifestFieldError, _ file: String) -> DatasetError {
    DatasetError(
      .invalidManifest, error.problem, file: file,
      advice: error.advice ?? advice)
  }
}

/// The one field that every version of the schema has.
private struct SchemaVersion: Decodable {
  let version: Int

  enum CodingKeys: String, CodingKey {
    case version = "schema_version"
  }
}

/// The shape of an image, whose fields must all be known.
private struct ImageField: Decodable {
  let shape: SampleShape

  enum CodingKeys: String, CodingKey, CaseIterable {
    case height, width, channels
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.strictContainer(keyedBy: CodingKeys.self)
    shape = SampleShape(
      channels: try fields.wholeNumber(forKey: .channels),
      height: try fields.wholeNumber(forKey: .height),
      width: try fields.wholeNumber(forKey: .width))
  }
}

extension DatasetManifest.Counts {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case train, test
  }

  /// Reads the fields of the counts, which must all be known.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.strictContainer(keyedBy: CodingKeys.self)
    train = try fields.wholeNumber(forKey: .train)
    test = try fields.wholeNumber(forKey: .test)
  }
}

extension DatasetFile {
  /// Reads the fields of a file, which must all be known.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.strictContainer(keyedBy: CodingKeys.self)
    role = try fields.choice(Role.self, forKey: .role)
    name = try fields.decode(String.self, forKey: .name)
    members = try fields.decodeIfPresent([String].self, forKey: .members)
    uncompressed = try fields.decode(Checksum.self, forKey: .uncompressed)
    archives = try fields.decode([Checksum].self, forKey: .archives)
  }
}

extension DatasetFile.Checksum {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case bytes, sha256
  }

  /// Reads the fields of a checksum, which must all be known.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.strictContainer(keyedBy: CodingKeys.self)
    bytes = try fields.wholeNumber(forKey: .bytes)
    sha256 = try fields.decode(String.self, forKey: .sha256)
  }
}
