import Foundation
import TestSupport
import Testing

extension TestStore {
  /// What is wrong with the store, whose state is `state`: what `engram verify` finds, and what is
  /// not whole.
  func problems(in state: StoreState) throws -> [String] {
    let verified = try run(["verify"])
    let findings =
      verified.status == 0 && !verified.wasKilled
      ? [] : ["verify ended with \(verified.status): \(verified.output)\(verified.error)"]
    return findings + state.damage
  }

  /// Expects the store to be sound, by its own account and by that of other programs.
  func survives(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let problems = try problems(in: StoreState(url))
    #expect(problems.isEmpty, sourceLocation: sourceLocation)
  }

  /// Builds `Tests/Support/<name>.c`, to be loaded before the C library of a process under test.
  static func library(_ name: String, in folder: TemporaryFolder) throws -> URL {
    let library = folder.url.appendingPathComponent("\(name).so")
    let source = project.appendingPathComponent("Tests/Support/\(name).c")
    let built = try Command.run([
      "gcc", "-std=gnu11", "-shared", "-fPIC", "-o", library.path, source.path, "-ldl",
    ])
    try #require(built.status == 0, "\(built.error)")
    return library
  }

  /// The manifest of a node of the only run.
  func manifest(of node: String) throws -> URL {
    let rows = try sqlite(
      "SELECT cache_key FROM stage_execution WHERE node = '\(node)' LIMIT 1")
    let key = try #require(rows.first)
    return url.appendingPathComponent("actions/\(key.prefix(2))/\(key).json")
  }

  /// A file of a node of the only run, of this kind.
  func blob(of node: String, kind: String) throws -> URL {
    let rows = try sqlite(
      "SELECT path FROM provenance WHERE node = '\(node)' AND kind = '\(kind)' LIMIT 1")
    return url.appendingPathComponent(try #require(rows.first))
  }

  /// Puts other bytes in the place of a file of the store.
  static func put(_ bytes: Data, at file: URL) throws {
    try? FileManager.default.removeItem(at: file)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try bytes.write(to: file)
  }

  static func sha256(_ file: URL) throws -> String {
    String(try Command.run(["sha256sum", file.path]).output.prefix(64))
  }

  /// Changes a manifest and computes its check anew, as if a program had written that.
  func rewrite(_ manifest: URL, _ change: (String) -> String) throws {
    let old = try String(contentsOf: manifest, encoding: .utf8)
    let changed = change(old)
    try #require(changed != old)
    let zeros = String(repeating: "0", count: 64)
    let check = /"check" : "[0-9a-f]{64}"/
    let blank = changed.replacing(check, maxReplacements: 1) { _ in "\"check\" : \"\(zeros)\"" }
    try Self.put(Data(blank.utf8), at: manifest)
    let digest = try Self.sha256(manifest)
    let sealed = blank.replacing(check, maxReplacements: 1) { _ in "\"check\" : \"\(digest)\"" }
    try Self.put(Data(sealed.utf8), at: manifest)
  }
}
