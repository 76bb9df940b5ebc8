import Foundation
import TestSupport
import Testing

/// What a store's folder holds, read without the product's code.
struct StoreState {
  /// A published result.
  struct Result: Equatable {
    let stage: String
    let contentDigest: String
    /// The digests of its files.
    let files: [String]
    /// Of the manifest's file: it changes when the result is published anew.
    let inode: Int
  }

  /// The results whose manifests and files are whole, by key.
  private(set) var results: [String: Result] = [:]
  /// What is not whole: paths, and what is wrong.
  private(set) var damage: [String] = []

  /// Reads every manifest and every file of a store. Every digest is computed by `sha256sum`.
  init(_ store: URL) throws {
    let blobs = Self.files(below: store.appendingPathComponent("blobs"))
    let manifests = Self.files(below: store.appendingPathComponent("actions"))
    let blanks = try TemporaryFolder()
    let blankManifests = try manifests.indices.map { index in
      let blank = blanks.url.appendingPathComponent("\(index)")
      try Self.blank(Data(contentsOf: manifests[index])).bytes.write(to: blank)
      return blank
    }
    let digests = try Self.digests(of: blobs + blankManifests)
    var intact: Set<String> = []
    for (file, digest) in zip(blobs, digests) {
      let path = file.path.dropFirst(store.path.count + 1)
      if path == "blobs/sha256/\(digest.prefix(2))/\(digest)" {
        intact.insert(digest)
      } else {
        damage.append("\(path) has the digest \(digest)")
      }
    }
    for (file, digest) in zip(manifests, digests.dropFirst(blobs.count)) {
      let name = "\(file.deletingLastPathComponent().lastPathComponent)/\(file.lastPathComponent)"
      let bytes = try Data(contentsOf: file)
      guard Self.blank(bytes).check == digest,
        let manifest = try? JSONDecoder().decode(Manifest.self, from: bytes),
        "\(manifest.key.prefix(2))/\(manifest.key).json" == name
      else {
        damage.append("\(name) is no manifest")
        continue
      }
      let missing = manifest.outputs.filter { !intact.contains($0.sha256) }
      if !missing.isEmpty {
        damage.append("\(name) lacks \(missing.map(\.name))")
        continue
      }
      let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
      let inode = (attributes[.systemFileNumber] as? NSNumber)?.intValue ?? 0
      results[manifest.key] = Result(
        stage: manifest.stage, contentDigest: manifest.contentDigest,
        files: manifest.outputs.map(\.sha256), inode: inode)
    }
  }

  /// The regular files below a folder, in order.
  private static func files(below folder: URL) -> [URL] {
    let names = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []
    return names.sorted().map { folder.appendingPathComponent($0) }.filter {
      let values = try? $0.resourceValues(forKeys: [.isRegularFileKey])
      return values?.isRegularFile == true
    }
  }

  /// A manifest's check, and the bytes whose digest it is: those with zeros in its place.
  private static func blank(_ manifest: Data) -> (check: String, bytes: Data) {
    // A byte for each character, whatever the bytes are.
    let text = String(manifest.map { Character(Unicode.Scalar($0)) })
    guard let match = text.firstMatch(of: /"check" : "([0-9a-f]*)"/) else { return ("", manifest) }
    let zeros = String(repeating: "0", count: 64)
    let blank = text[..<match.1.startIndex] + zeros + text[match.1.endIndex...]
    return (String(match.1), Data(blank.unicodeScalars.map { UInt8($0.value) }))
  }

  private static func digests(of files: [URL]) throws -> [String] {
    guard !files.isEmpty else { return [] }
    let listing = try Command.run(["sha256sum"] + files.map(\.path))
    let digests = listing.output.split(separator: "\n").map { String($0.prefix(64)) }
    try #require(digests.count == files.count, "\(listing.error)")
    return digests
  }

  private struct Manifest: Decodable {
    struct Output: Decodable {
      let name: String
      let sha256: String
    }
    let key: String
    let stage: String
    let contentDigest: String
    let outputs: [Output]
  }

  /// The content of each result.
  var contents: [String: String] { results.mapValues(\.contentDigest) }

  /// The results of `self` that `later` has published anew or lost.
  func replaced(in later: StoreState) -> [String] {
    results.filter { later.results[$0.key]?.inode != $0.value.inode }.map {
      "\($0.value.stage) \($0.key.prefix(12))"
    }
  }
}

extension TestStore {
  /// Expects that the store holds what an undisturbed run has given to `whole`, and no savepoint.
  func expect(
    equal whole: TestStore, _ what: String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let (after, wanted) = (try StoreState(url), try StoreState(whole.url))
    #expect(after.contents == wanted.contents, "\(what)", sourceLocation: sourceLocation)
    #expect(
      after.results.mapValues(\.files) == wanted.results.mapValues(\.files), "\(what)",
      sourceLocation: sourceLocation)
    #expect(try published() == whole.published(), "\(what)", sourceLocation: sourceLocation)
    #expect(files("savepoints").isEmpty, "\(what)", sourceLocation: sourceLocation)
    try survives()
  }
}
