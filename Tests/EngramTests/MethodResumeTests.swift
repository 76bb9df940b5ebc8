import Foundation
import Settings
import TestSupport
import Testing

/// Whatever the method: a run that is killed goes on after its last whole result, and ends as it would have.
@Suite("Methods that are killed")
struct MethodResumeTests {
  /// The smallest settings of every method, by name.
  private static let methods: [(name: String, settings: [String])] = {
    let hyper = ["chunk_size=4000", "hyper_hidden=4", "task_embedding=3", "chunk_embedding=3"]
    let auto = ["encoder_hidden=12", "decoder_hidden=10", "latents=3"]
    let protected = [
      "replay_chunk_size=3000", "replay_hyper_hidden=4", "replay_task_embedding=3",
      "replay_chunk_embedding=3",
    ]
    return [
      ("hnet", ["scenario=CL1"] + hyper), ("hnet+ent", hyper),
      ("hnet+tir", ["inference_hidden=12"] + hyper + auto + protected),
      ("hnet+r", auto + protected),
      ("fine-tuning", []), ("scratch", ["scenario=CL1"]), ("joint", []),
      ("ewc", ["importance_samples=20"]), ("online-ewc", ["importance_samples=20"]), ("si", []),
      ("mas", ["importance_samples=20"]), ("progressive", ["scenario=CL1"]), ("dgr", auto),
      ("dgr+distill", auto), ("er", ["buffer=30"]),
    ]
  }()

  @Test("a rerun gives the contents of an uninterrupted run", arguments: methods.map(\.name))
  func resumed(method: String) throws {
    let settings = try #require(Self.methods.first { $0.name == method }).settings
    let scenario = settings.contains("scenario=CL1") ? [] : ["scenario=CL3"]
    let arguments =
      [
        "run", "table1", "benchmark=split-mnist", "method=\(method)", "tasks=3", "steps=4",
        "batch=16", "target_hidden=20", "log_interval=2", "-q",
      ] + scenario + settings
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
    #expect(Self.methods.map(\.name).sorted() == MethodDeclaration.all.map(\.name).sorted())
  }
}
