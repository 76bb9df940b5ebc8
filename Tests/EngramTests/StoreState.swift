import Foundation
import TestSupport

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
    guard FileManager.default.fileExists(atPath: store.path) else { return }
    let listing = try Command.run(
      ["sh", "-c", "find blobs -type f -print0 | xargs -0 -r sha256sum"], in: store)
    var intact: Set<String> = []
    for line in listing.output.split(separator: "\n") {
      let (digest, path) = (String(line.prefix(64)), String(line.dropFirst(66)))
      if path == "blobs/sha256/\(digest.prefix(2))/\(digest)" {
        intact.insert(digest)
      } else {
        damage.append("\(path) has the digest \(digest)")
      }
    }
    // A manifest's check is the digest of its bytes with zeros in the check's place.
    let script = """
      find actions -name '*.json' | while read -r file; do
        found=$(sed -n 's/^ *"check" : "\\([0-9a-f]*\\)".*/\\1/p' "$file")
        digest=$(sed '0,/"check" : "[0-9a-f]*"/s//"check" : "\(String(repeating: "0", count: 64))"/' \\
          "$file" | sha256sum | cut -c 1-64)
        [ "$found" = "$digest" ] || echo "$file"
      done
      """
    let checked = try Command.run(["sh", "-c", script], in: store)
    let unsound = Set(checked.output.split(separator: "\n").map { String($0.dropFirst(8)) })
    let actions = store.appendingPathComponent("actions")
    for case let name as String in FileManager.default.enumerator(atPath: actions.path) ?? .init()
    where name.count > 2 {
      let file = actions.appendingPathComponent(name)
      let key = name.dropFirst(3).replacingOccurrences(of: ".json", with: "")
      guard !unsound.contains(name), let bytes = try? Data(contentsOf: file),
        let manifest = try? JSONDecoder().decode(Manifest.self, from: bytes), manifest.key == key
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
      results[key] = Result(
        stage: manifest.stage, contentDigest: manifest.contentDigest,
        files: manifest.outputs.map(\.sha256), inode: inode)
    }
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
