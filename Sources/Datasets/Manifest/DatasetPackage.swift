import Foundation

/// A file as folders and mirrors have it, with the data files that it holds: one file, compressed or not, or
/// an archive of several parts of each data file.
struct DatasetPackage: Hashable, Sendable {
  /// Room in an archive for headers and for files that are no data, such as a description.
  private static let otherByteLimit = 4 << 20

  /// A copy of a package on this machine.
  enum Copy: Hashable, Sendable {
    /// The file itself.
    case file(URL)
    /// The folder in which an archive was unpacked.
    case unpacked(URL)

    /// Where it is.
    var url: URL {
      switch self {
      case .file(let url), .unpacked(let url): url
      }
    }
  }

  /// The declared name.
  let name: String
  /// The data files, in the order of their roles.
  let files: [DatasetFile]
  /// The bytes of a record; nil where the data files have none.
  let recordByteCount: Int?

  /// Size and digest of all contents, as messages show them.
  var expected: String {
    files.map { "\($0.uncompressed)" }.joined(separator: " and ")
      + (recordByteCount == nil ? "" : " of its sorted records")
  }

  /// What identifies the contents among downloads.
  var identifier: String { files.map(\.uncompressed.sha256).joined().prefix(64).description }

  /// The known copies.
  var archives: [DatasetFile.Checksum] { files.flatMap(\.archives) }

  /// The bytes of the usual copy.
  var usualByteCount: Int { archives.first?.bytes ?? contentByteCount }

  /// No usable copy has more bytes than this when it is inflated.
  var inflatedByteLimit: Int {
    contentByteCount + (recordByteCount == nil ? 0 : Self.otherByteLimit)
  }

  /// No usable copy is stored in more bytes than this: deflate adds five bytes to each 16 KiB at the worst,
  /// and a gzip header some hundred.
  var storedByteLimit: Int {
    max(
      inflatedByteLimit + inflatedByteLimit / 3000 + 4096, archives.map(\.bytes).max() ?? 0)
  }

  private var contentByteCount: Int { files.reduce(0) { $0 + $1.uncompressed.bytes } }

  /// The copies in `folder`: files under the declared name, with the suffix `.gz` or without; an unpacked
  /// archive, of which at least one member is there.
  func copies(in folder: URL) -> [Copy] {
    func exists(_ name: String) -> Bool {
      FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
    }
    let found = DatasetFile.localNames(of: name).filter(exists)
      .map { Copy.file(folder.appendingPathComponent($0)) }
    let isUnpacked = files.contains { $0.members?.contains(where: exists) ?? false }
    return found + (isUnpacked ? [.unpacked(folder)] : [])
  }
}

extension DatasetManifest {
  /// The files to fetch, each once, in the order of the roles.
  var packages: [DatasetPackage] {
    var names: [String] = []
    for role in format.roles where !names.contains(file(role).name) {
      names.append(file(role).name)
    }
    let recordByteCount = record.map { $0.byteCount(image) }
    return names.map { name in
      DatasetPackage(
        name: name, files: format.roles.map(file).filter { $0.name == name },
        recordByteCount: recordByteCount)
    }
  }
}
