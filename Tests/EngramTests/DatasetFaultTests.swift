import Foundation
import TestSupport
import Testing

/// The command with a damaged copy of a dataset whose mirror does not answer.
@Suite("Damaged datasets", .serialized)
struct DatasetFaultTests {
  private let store: TestStore
  private let datasets: URL
  private let labels = "t10k-labels-idx1-ubyte.gz"

  init() throws {
    store = try TestStore()
    datasets = store.folder.url.appendingPathComponent("datasets")
    try FileManager.default.copyItem(
      at: TestStore.project.appendingPathComponent("datasets"), to: datasets)
    let manifest = datasets.appendingPathComponent("mnist/manifest.json")
    let text = try String(contentsOf: manifest, encoding: .utf8)
    let offline = text.replacing(/"mirror": "https:\/\/[^"]*"/) { _ in
      "\"mirror\": \"http://127.0.0.1:9/\""
    }
    try #require(offline != text)
    try offline.write(to: manifest, atomically: true, encoding: .utf8)
  }

  private func run() throws -> Command.Result {
    try store.run(TestStore.tiny + ["--datasets", datasets.path])
  }

  private func change(_ body: (inout Data) -> Void) throws {
    let file = datasets.appendingPathComponent("mnist/\(labels)")
    var bytes = try Data(contentsOf: file)
    body(&bytes)
    try bytes.write(to: file)
  }

  @Test(
    "the error names file, expectation and finding; nothing is stored; the right file mends it",
    arguments: ["truncated", "flipped", "trailing", "absent"])
  func damaged(kind: String) throws {
    let file = datasets.appendingPathComponent("mnist/\(labels)")
    let good = try Data(contentsOf: file)
    switch kind {
    case "truncated": try change { $0 = $0.prefix($0.count / 2) }
    case "flipped": try change { $0[$0.count / 2] ^= 8 }
    case "trailing": try change { $0 += Data([1, 2, 3]) }
    default: try FileManager.default.removeItem(at: file)
    }
    let result = try run()
    #expect(result.status == 1, "\(result.error)")
    #expect(result.error.contains(labels) && result.error.contains("http://127.0.0.1:9/"))
    #expect(store.files("blobs").count { $0.contains("/") && $0.count > 40 } == 0)
    #expect(store.files("actions").allSatisfy { !$0.hasSuffix(".json") })
    try good.write(to: file)
    #expect(try run().status == 0)
  }
}
