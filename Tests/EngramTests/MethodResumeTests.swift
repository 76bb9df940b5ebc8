import Foundation
import Settings
import TestSupport
import Testing

/// Whatever the method: a run that is killed goes on after its last whole result, and ends as it would have.
@Suite("Methods that are killed")
struct MethodResumeTests {
  @Test(
    "a rerun gives the contents of an uninterrupted run",
    arguments: TinyMethods.settings.map(\.name))
  func resumed(method: String) throws {
    let arguments = TinyMethods.run(method, steps: 4)
    let whole = try TestStore()
    try whole.succeed(arguments)
    let wanted = try StoreState(whole.url)
    #expect(wanted.damage.isEmpty && wanted.results.count > 5)

    func check(_ store: TestStore, _ left: StoreState, _ point: String) throws {
      let after = try StoreState(store.url)
      #expect(after.contents == wanted.contents, "\(point)")
      #expect(left.replaced(in: after).isEmpty, "\(point)")
      #expect(try store.published() == whole.published(), "\(point)")
      try store.survives()
    }

    // In the middle, when a result's first files are there.
    let renames = whole.files("blobs").count { $0.count > 10 } + wanted.results.count
    let half = try TestStore()
    let ended = try half.run(
      arguments, environment: ["ENGRAM_STOP_AT": "kill@rename:\(renames / 2)"])
    #expect(ended.wasKilled)
    let left = try StoreState(half.url)
    #expect(left.results.count < wanted.results.count && !left.results.isEmpty)
    try half.succeed(arguments)
    try check(half, left, "rename")

    // After every stage: each time another one is there, and the next is computed but not.
    let chain = try TestStore()
    for count in 1..<wanted.results.count {
      let ended = try chain.run(arguments, environment: ["ENGRAM_STOP_AT": "kill@stage:4"])
      #expect(ended.wasKilled, "after \(count)")
      #expect(try StoreState(chain.url).results.count == count)
    }
    let last = try StoreState(chain.url)
    try chain.succeed(arguments)
    try check(chain, last, "chain")
  }

  @Test("all methods are there")
  func all() throws {
    #expect(
      TinyMethods.settings.map(\.name).sorted() == MethodDeclaration.all.map(\.name).sorted())
  }
}
