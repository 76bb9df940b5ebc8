import Foundation
import TestSupport
import Testing

/// Bundles of the tests, and stores that take them.
extension TestStore {
  /// A cell of Table 1 that infers tasks, and one that does not: a few seconds.
  static let cells = [
    "run", "table1", "profile=quick", "benchmark=split-mnist", "scenario=CL3",
    "method=hnet+ent,ewc", "steps=5", "target_hidden=10",
  ]

  /// Bundles `names` into a file beside the store.
  func bundle(_ names: String..., to file: String = "b.engram", options: [String] = []) throws
    -> URL
  {
    let url = folder.url.appendingPathComponent(file)
    try succeed(["bundle"] + names + ["-o", url.path] + options)
    return url
  }

  /// The rows of the database, sorted, but for when runs were confirmed.
  func rows() throws -> [String] {
    let copy = folder.url.appendingPathComponent("copy.sqlite")
    try Data(contentsOf: url.appendingPathComponent("results.sqlite")).write(to: copy)
    let result = try Command.run([
      "sqlite3", "-bail", copy.path, "UPDATE run SET confirmed_at = NULL", ".dump",
    ])
    #expect(result.status == 0, "\(result.error)")
    return result.output.split(separator: "\n").map(String.init).sorted()
  }

  /// Writes what `Tests/Support/hostile_bundle.py` makes of a good bundle.
  func hostile(_ name: String, from good: URL) throws -> URL {
    let script = Self.project.appendingPathComponent("Tests/Support/hostile_bundle.py")
    let file = folder.url.appendingPathComponent("\(name).engram")
    let result = try Command.run(["python3", script.path, name, good.path, file.path])
    try #require(result.status == 0, "\(result.error)")
    return file
  }

  /// The report of `unbundle --json`.
  struct Taken: Decodable {
    struct Run: Decodable { let run: String, outcome: String, reason: String?, rerun: String }
    struct Item: Decodable { let name: String, outcome: String }
    struct Results: Decodable { let taken: Int, present: Int, different: Int }
    let runs: [Run]
    let results: Results
    let savepoints: [Item]
    let pins: [Item]
    let sweeps: [Item]
    let databaseFailure: String?
  }

  /// Takes a bundle; expects the exit code `status`.
  @discardableResult
  func unbundle(
    _ file: URL, status: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Taken {
    let result = try run(["unbundle", file.path, "--json", "-q"])
    #expect(
      result.status == status && !result.wasKilled, "\(result.output)\(result.error)",
      sourceLocation: sourceLocation)
    return try JSONDecoder().decode(Taken.self, from: Data(result.output.utf8))
  }

  /// Every file of the store with its bytes' digest, but for what locks and reading touch.
  func fileDigests() throws -> [String] {
    let found = try Command.run([
      "sh", "-c", "cd \"$0\" && find . -type f ! -name '*.lock' -exec sha256sum {} + | sort",
      url.path,
    ])
    return found.output.split(separator: "\n").map(String.init)
  }
}
