import Foundation
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

    // In the middle: when a result's first files are there, and when one is computed and nothing is.
    let renames = whole.files("blobs").count { $0.count > 10 } + wanted.results.count
    for point in ["rename:\(renames / 2)", "stage:\(wanted.results.count)"] {
      let store = try TestStore()
      let ended = try store.run(arguments, environment: ["ENGRAM_STOP_AT": "kill@\(point)"])
      #expect(ended.wasKilled, "\(point)")
      let left = try StoreState(store.url)
      #expect(left.results.count < wanted.results.count && !left.results.isEmpty, "\(point)")
      try store.succeed(arguments)
      let after = try StoreState(store.url)
      #expect(after.contents == wanted.contents, "\(point)")
      #expect(left.replaced(in: after).isEmpty, "\(point)")
      #expect(try store.published() == whole.published(), "\(point)")
      try store.survives()
    }
  }

  @Test("all methods are there")
  func all() throws {
    let store = try TestStore()
    let told = try store.run(["run", "table1", "method=?"]).error
    for (name, _) in Self.methods { #expect(told.contains(name), "\(name)") }
  }
}
