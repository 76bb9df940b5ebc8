import Foundation

/// A folder of immutable results, found by key.
///
///     VERSION  CACHEDIR.TAG
///     blobs/sha256/ab/<hex>     immutable files
///     actions/ab/<key>.json     manifests: a stage's result exists from the moment this does
///     locks/<key>  tmp/<uuid>/  quarantine/
///     runs/<run>/               what was asked for, and readable names for blobs
///     pins/<name>.json          what is kept whether a run needs it or not
///     sweeps/<id>.json          what of a sweep failed
///     leases/<uuid>             who is at work, and which results it relies on
///     savepoints/<key>          how far a stage was that is at work, or was when its process died
///     collection.lock           held while results are removed
///
/// Any number of processes may use a store at once, on any number of hosts. Correctness rests on names alone:
/// a file gets its name when it is whole, and the first manifest of a key is the one. The locks of keys only
/// save work. Only a collection removes results: `Collector` says when it may.
public struct Store: Sendable {
  /// The store's folder.
  public let root: URL
  /// Whether results can be added.
  public let isWritable: Bool

  /// The format that this program writes, and the newest that it reads.
  public static let version = 1
  private static let marker = "engram-store"
  static let folders = [
    "blobs", "blobs/sha256", "actions", "locks", "tmp", "quarantine", "runs", "pins", "sweeps",
    "leases", "savepoints",
  ]

  /// Opens the store in the folder `root`, which is made if it is missing or empty.
  ///
  /// Unless it is `creating`, a missing store is left missing: it has no results and takes none. What
  /// dead processes left in one that is there is then left, too: opening it to look changes nothing.
  ///
  /// `root` may be a symbolic link to a folder; nothing inside a store may be.
  ///
  /// - Throws: `storeTooNew` for one of a newer program, `notAStore` for a folder that holds other
  ///   things, `unsafePath` for one whose own folders are links, all left untouched; `storeReadOnly` where a store would have to be made and cannot;
  ///   `inputOutput`, `diskFull`.
  public init(at root: URL, creating: Bool = true) throws {
    let root = root.standardizedFileURL
    self.root = root
    let versionFile = root.appendingPathComponent("VERSION")
    if Files.exists(versionFile) {
      try Self.checkVersion(versionFile)
      for folder in Self.folders.map({ root.appendingPathComponent($0) }) where Files.exists(folder)
      {
        try Files.requireFolder(folder)
      }
      isWritable =
        ["", "blobs", "actions", "locks", "tmp", "runs"].allSatisfy {
          access(root.appendingPathComponent($0).path, W_OK) == 0
        } && Self.canLease(in: root)
      if isWritable, creating { reap() }
    } else if creating {
      try Self.make(at: root, versionFile: versionFile)
      isWritable = true
    } else {
      isWritable = false
    }
  }

  private static func checkVersion(_ file: URL) throws {
    let bytes = (try? BoundedFile.read(file.path, atMost: 256, followsLink: false)) ?? Data()
    let text = String(decoding: bytes, as: UTF8.self)
    let words = text.split(whereSeparator: \.isWhitespace)
    guard words.count == 2, words[0] == marker, let found = Int(words[1]), found > 0 else {
      throw PipelineError(
        .notAStore, "'\(file.path)' does not say '\(marker) \(version)'",
        advice: "choose another folder with --store or ENGRAM_STORE")
    }
    guard found <= version else {
      throw PipelineError(
        .storeTooNew,
        "the store '\(file.deletingLastPathComponent().path)' has format \(found), this program "
          + "knows formats up to \(version)",
        advice: "use a newer engram, or another folder with --store")
    }
  }

  private static func make(at root: URL, versionFile: URL) throws {
    do {
      try FileManager.default.createDirectory(
        at: root.deletingLastPathComponent(), withIntermediateDirectories: true)
      // Not for all to write in, whatever the umask; where that fails, the next call tells why.
      _ = mkdir(root.path, 0o775)
      try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    } catch {
      if let file = fileInTheWay(of: root) {
        throw PipelineError(
          .notAStore, "'\(file.path)' is a file, not a folder",
          advice: "choose a folder with --store or ENGRAM_STORE")
      }
      throw PipelineError(
        .storeReadOnly, "cannot make the store '\(root.path)': \(error.localizedDescription)",
        advice: "choose a folder that can be written with --store or ENGRAM_STORE")
    }
    // What another process has just begun to make is no foreign content.
    let own = Set(folders + ["CACHEDIR.TAG"])
    let present = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    if let foreign = present.first(where: { !own.contains($0) && !$0.hasPrefix(".VERSION") }),
      !Files.exists(versionFile)
    {
      throw PipelineError(
        .notAStore, "'\(root.path)' is no store and holds other things, such as '\(foreign)'",
        advice: "choose an empty or new folder with --store or ENGRAM_STORE")
    }
    for folder in folders {
      try Files.makeFolder(root.appendingPathComponent(folder))
    }
    // https://bford.info/cachedir: backup programs leave such folders out.
    try writeOnce("Signature: 8a477f597d28d172789f06886806bc55\n", as: "CACHEDIR.TAG", in: root)
    try writeOnce("\(marker) \(version)\n", as: "VERSION", in: root)
  }

  /// `folder`, or what is above it, where that is there and no folder.
  private static func fileInTheWay(of folder: URL) -> URL? {
    var place = folder
    while !Files.exists(place), place.path != "/" { place.deleteLastPathComponent() }
    // Of a link what it leads to.
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder)
    return isFolder.boolValue ? nil : place
  }

  private static func writeOnce(_ text: String, as name: String, in root: URL) throws {
    try Files.publish(
      Data(text.utf8), at: root.appendingPathComponent(name), mode: 0o444, prefix: ".VERSION-")
  }
}

extension Store {
  /// The place of the file with this digest, relative to the store.
  public static func path(ofBlob sha256: Fingerprint) -> String {
    "blobs/sha256/\(sha256.hex.prefix(2))/\(sha256.hex)"
  }

  func url(ofBlob sha256: Fingerprint) -> URL {
    root.appendingPathComponent(Self.path(ofBlob: sha256))
  }

  func url(ofManifest key: Fingerprint) -> URL {
    root.appendingPathComponent("actions/\(key.hex.prefix(2))/\(key.hex).json")
  }

  /// The folder for unfinished downloads, which outlive the process that began them.
  public var downloads: URL { root.appendingPathComponent("tmp/downloads", isDirectory: true) }

  /// Throws `storeReadOnly` unless results can be added.
  func checkWritable(for name: String) throws {
    guard isWritable else {
      throw PipelineError(
        .storeReadOnly,
        "the result of '\(name)' is missing and the store '\(root.path)' cannot be written",
        advice: "give yourself the right to write there, or choose another --store")
    }
  }
}
