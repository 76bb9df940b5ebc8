import Foundation
import Synchronization
import TestSupport
import Testing

/// A folder of datasets like the project's, but that MNIST has the first 2000 of its images to train
/// on and the first 500 to test. Made once.
///
/// What is no question of accuracy is tested with it: the whole dataset's 55 megabytes, to be inflated,
/// hashed, written and verified, are most of the time of a tiny run.
final class SmallDatasets: Sendable {
  static let shared = SmallDatasets()

  private let made = Mutex<TemporaryFolder?>(nil)

  private init() {
    atexit { SmallDatasets.shared.made.withLock { $0 = nil } }
  }

  func folder() throws -> URL {
    try made.withLock { made in
      if let made { return made.url }
      let folder = try TemporaryFolder()
      try Self.make(in: folder.url)
      made = folder
      return folder.url
    }
  }

  private static func make(in folder: URL) throws {
    let source = TestStore.project.appendingPathComponent("datasets")
    // The manifests alone: somebody may have put large files beside them.
    for name in try FileManager.default.contentsOfDirectory(atPath: source.path)
    where name != "mnist" {
      let manifest = source.appendingPathComponent("\(name)/manifest.json")
      guard FileManager.default.fileExists(atPath: manifest.path) else { continue }
      let copy = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        at: manifest, to: copy.appendingPathComponent("manifest.json"))
    }
    let target = folder.appendingPathComponent("mnist")
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    let counts = ["train": 2000, "test": 500]
    let manifest = source.appendingPathComponent("mnist/manifest.json")
    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: manifest))
    var fields = try #require(object as? [String: Any])
    let files = try #require(fields["files"] as? [[String: Any]])
    fields["counts"] = counts
    fields["files"] = try files.map { file in
      let (role, name) = (file["role"] as? String ?? "", file["name"] as? String ?? "")
      let count = try #require(counts[String(role.prefix { $0 != "-" })])
      let (size, digest) = try shorten(
        source.appendingPathComponent("mnist/\(name)"), to: target.appendingPathComponent(name),
        count: count, isImages: role.hasSuffix("images"))
      return [
        "role": role, "name": name, "archives": [[String: Any]](),
        "uncompressed": ["bytes": size, "sha256": digest] as [String: Any],
      ]
    }
    try JSONSerialization.data(withJSONObject: fields).write(
      to: target.appendingPathComponent("manifest.json"))
  }

  /// Writes the first `count` entries of a compressed IDX file as another one; returns size and
  /// SHA-256 of its contents.
  private static func shorten(
    _ source: URL, to target: URL, count: Int, isImages: Bool
  ) throws -> (size: Int, digest: String) {
    let plain = target.deletingPathExtension()
    let size = isImages ? 16 + count * 28 * 28 : 8 + count
    func shell(_ script: String) throws {
      let result = try Command.run(["sh", "-c", script, plain.path, source.path, "\(size)"])
      try #require(result.status == 0, "\(result.error)")
    }
    try shell("gzip -dc \"$1\" | head -c \"$2\" > \"$0\"")
    var bytes = try Data(contentsOf: plain)
    // The number of entries, big-endian, follows the four bytes of the type.
    bytes.replaceSubrange(4..<8, with: [0, 0, UInt8(count >> 8), UInt8(count & 0xFF)])
    try bytes.write(to: plain)
    let digest = try TestStore.sha256(plain)
    try shell("gzip -n \"$0\"")
    return (size, digest)
  }
}
