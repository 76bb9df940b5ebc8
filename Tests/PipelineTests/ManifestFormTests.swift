import Foundation
import Pipeline
import TestSupport
import Testing

/// Questions about many results read manifests line by line, and decode those that the store did not write so.
@Suite("Manifests that are read without being decoded")
struct ManifestFormTests {
  private let store: ToyStore
  private let sum: Fingerprint
  private let sign: StepRecord

  private struct Run: Codable { let steps: [StepRecord] }

  init() async throws {
    store = try ToyStore()
    let records = try await store.executor().run(Toy(RunLog()).graph).records
    try RunFolder("toy", in: Store(at: store.url)).describe(Run(steps: records))
    (sum, sign) = (records[2].key, records[3])
  }

  /// What `origins` tells of the sum's result.
  private func origin() throws -> ResultOrigin? { try Store(at: store.url).origins(of: [sum])[sum] }

  /// What a collection would free of the results if the run were forgotten.
  private func freed() throws -> [String] {
    var options = Collector.Options()
    options.forgotten = ["toy"]
    return try Collector(Store(at: store.url), options).look().items
      .filter { [.result, .file].contains($0.kind) }.map { "\($0.kind) \($0.detail)" }.sorted()
  }

  /// Changes the text of a manifest, without its check of itself.
  private func rewrite(_ key: Fingerprint, _ change: (String) throws -> String) throws {
    let file = store.url.appending(path: "actions/\(key.hex.prefix(2))/\(key.hex).json")
    let text = String(decoding: withoutCheck(try Data(contentsOf: file)), as: UTF8.self)
    let changed = try change(text)
    try #require(changed != text)
    try FileManager.default.removeItem(at: file)
    try Data(changed.utf8).write(to: file)
  }

  @Test("tell the same in any form: in one line, with escaped texts, with lines that nobody knows")
  func forms() throws {
    let forms: [(String) throws -> String] = [
      { text in
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return String(decoding: try JSONSerialization.data(withJSONObject: value), as: UTF8.self)
      },
      { $0.replacing("\"stage\" : \"add\"", with: "\"stage\" : \"\\u0061dd\"") },
      { $0.replacing("      \"bytes\" : ", with: "      \"age\" : 3,\n      \"bytes\" : ") },
      { $0.replacing("\n", with: "\n ") },
    ]
    let (origin, freed) = (try origin(), try freed())
    #expect(origin?.stage == "add" && origin?.version == 1 && freed.contains("result add 1"))
    let file = store.url.appending(path: "actions/\(sum.hex.prefix(2))/\(sum.hex).json")
    let whole = try Data(contentsOf: file)
    for form in forms {
      try rewrite(sum, form)
      #expect(try self.origin() == origin)
      #expect(try self.freed() == freed)
      try FileManager.default.removeItem(at: file)
      try whole.write(to: file)
    }
  }

  @Test("are not guessed at where they are cut off, wherever that is")
  func truncated() throws {
    let file = store.url.appending(path: "actions/\(sum.hex.prefix(2))/\(sum.hex).json")
    let whole = [UInt8](try Data(contentsOf: file))
    try FileManager.default.removeItem(at: file)
    for length in stride(from: 0, to: whole.count - 20, by: 7) {
      try Data(whole[..<length]).write(to: file)
      #expect(try origin() == nil, "\(length) of \(whole.count) bytes")
    }
    #expect(try freed().contains("result unreadable"))
  }

  @Test("name each of their files: one whose digest is none is not passed over")
  func digests() throws {
    let files = try #require(try Store(at: store.url).manifest(of: sign.key)).outputs.map(\.sha256)
    #expect(files.count == 2)
    let before = try freed()
    try rewrite(sign.key) { $0.replacing(files[1].hex, with: String(repeating: "g", count: 64)) }
    let after = try freed()
    #expect(after.count { $0 == "result unreadable" } == 1 && after.contains("file "))
    #expect(!before.contains("result unreadable") && !before.contains("file "))
  }
}
