import Foundation
import TestSupport
import Testing

/// Bundles that go without what may not be passed on, or is large.
@Suite("engram bundle --without-images")
struct ImagelessBundleTests {
  @Test("has states and no images; a run fetches the dataset and finds everything else")
  func run() throws {
    let store = try TestStore(holding: TestStore.tiny)
    let file = try store.bundle("fig4", options: ["--without-images"])
    let names = try Command.run(["tar", "tf", file.path]).output
    for (name, isThere) in [("%.h5", true), ("%.idx", false)] {
      let digests = try store.sqlite(
        "SELECT DISTINCT sha256 FROM artifact WHERE name LIKE '\(name)'")
      #expect(!digests.isEmpty && digests.allSatisfy { names.contains($0) == isThere }, "\(name)")
    }
    let other = try TestStore()
    let shown = try other.succeed(["unbundle", "--dry-run", file.path])
    #expect(shown.contains("format 1, with checkpoints, without images\n"))
    let text = try other.succeed(["unbundle", file.path, "-q"])
    #expect(text.contains("the bundle has no images; a rerun fetches the dataset again"))
    #expect(try other.rows() == store.rows())
    try other.survives()
    try other.succeed(["gc", "--delete"])
    try other.succeed(["results", "rebuild"])
    #expect(try other.rows() == store.rows())
    #expect(try other.succeed(["checkpoints", "fig4"]) != "")
    // What is there can be passed on in the same way, and in no other.
    let next = try other.bundle("fig4", to: "next", options: ["--without-images"])
    #expect(try Data(contentsOf: next) == Data(contentsOf: file))
    let whole = try other.run(["bundle", "fig4", "-o", "x"])
    #expect(whole.status == 1 && whole.error.contains("--without-images"), "\(whole.error)")
    let verified = try other.run(["verify", "--deep", "--sample", "9"])
    #expect(verified.status == 0, "\(verified.output)\(verified.error)")

    let summary = try other.summaries(TestStore.tiny)[0]
    #expect(summary.computedStages == 1)
    #expect(try StoreState(other.url).contents == StoreState(store.url).contents)
    #expect(try other.published() == store.published())
    #expect(try other.summaries(TestStore.tiny)[0].computedStages == 0)
    try other.survives()
  }

  @Test(
    "a store that has the images keeps them, and one that has not gets them from a whole bundle")
  func completed() throws {
    let store = try TestStore(holding: TestStore.tiny)
    let light = try store.bundle("fig4", to: "light", options: ["--without-images"])
    let before = try store.fileDigests()
    #expect(try store.unbundle(light).runs.map(\.outcome) == ["present"])
    #expect(try store.fileDigests() == before)
    let other = try TestStore()
    try other.unbundle(light)
    #expect(try other.unbundle(store.bundle("fig4")).runs.map(\.outcome) == ["present"])
    #expect(try StoreState(other.url).contents == StoreState(store.url).contents)
    #expect(try other.summaries(TestStore.tiny)[0].computedStages == 0)
    try other.survives()
  }
}
