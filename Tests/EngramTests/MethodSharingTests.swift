import Experiments
import Foundation
import TestSupport
import Testing

/// What methods and scenarios have in common is computed once; and what each of them costs.
@Suite("Stages that methods share")
struct MethodSharingTests {
  private static let base = [
    "run", "table1", "benchmark=split-mnist", "tasks=3", "steps=4", "batch=16", "target_hidden=20",
    "log_interval=2", "-q",
  ]
  private static let hypernetwork = [
    "chunk_size=4000", "hyper_hidden=4", "task_embedding=3", "chunk_embedding=3",
  ]
  private static let autoencoder = ["encoder_hidden=12", "decoder_hidden=10", "latents=3"]
  private static let decoder = [
    "replay_chunk_size=3000", "replay_hyper_hidden=4", "replay_task_embedding=3",
    "replay_chunk_embedding=3",
  ]

  private let store: TestStore

  init() throws { store = try TestStore() }

  /// Runs a cell; the nodes whose results were there, and those that were computed.
  private func run(
    _ method: String, _ scenario: String, _ settings: [String]
  ) throws -> (found: Set<String>, computed: Set<String>) {
    try store.succeed(Self.base + ["method=\(method)", "scenario=\(scenario)"] + settings)
    func nodes(_ hit: Int) throws -> Set<String> {
      Set(
        try store.sqlite(
          """
          SELECT node FROM stage_execution
          JOIN run_setting m USING (run_id) JOIN run_setting s USING (run_id)
          WHERE m.key = 'method' AND m.value = '\(method)' AND s.key = 'scenario'
            AND s.value = '\(scenario)' AND hit = \(hit)
          """))
    }
    return (try nodes(1), try nodes(0))
  }

  private static func tasks(_ part: String, _ count: Int = 3) -> Set<String> {
    Set((1...count).map { "\(part)/task-0\($0)" })
  }

  @Test(
    "a hypernetwork for all that ask it, replay models and inference networks for all scenarios")
  func hypernetworks() throws {
    let inference = ["inference_hidden=12"] + Self.hypernetwork + Self.autoencoder + Self.decoder
    // Told to take the same training, HNET+ENT has the same networks.
    let entropy = try run(
      "hnet+ent", "CL3",
      Self.hypernetwork + ["hyper_activation=relu", "learning_rate=0.001"])
    #expect(entropy.found.isEmpty && entropy.computed.isSuperset(of: Self.tasks("train")))
    let told = try run("hnet+tir", "CL3", inference)
    #expect(told.found.isSuperset(of: Self.tasks("train").union(["initialize"])))
    #expect(
      told.computed.isSuperset(
        of: Self.tasks("replay", 2).union(Self.tasks("inference")).union(Self.tasks("answer"))))
    // Told to take the same decoder, HNET+R replays by the same model.
    let replay = try run("hnet+r", "CL3", Self.autoencoder + Self.decoder)
    #expect(replay.found.isSuperset(of: Self.tasks("replay", 2)))
    #expect(replay.computed.isSuperset(of: Self.tasks("train")))
    // With a shared head the hypernetwork is another one, but nothing else is.
    let shared = try run("hnet+tir", "CL2", inference)
    #expect(shared.computed.isSuperset(of: Self.tasks("train").union(Self.tasks("answer"))))
    #expect(shared.found.isSuperset(of: Self.tasks("replay", 2).union(Self.tasks("inference"))))
  }

  @Test("a generator that replays itself, and the first task of all that learn it plainly")
  func generators() throws {
    let plain = try run("dgr", "CL3", Self.autoencoder)
    #expect(plain.computed.isSuperset(of: Self.tasks("replay", 2).union(Self.tasks("train"))))
    let distilled = try run("dgr+distill", "CL3", Self.autoencoder)
    #expect(distilled.found.isSuperset(of: Self.tasks("replay", 2).union(["train/task-01"])))
    #expect(distilled.computed.isSuperset(of: ["train/task-02", "train/task-03"]))
    for method in ["fine-tuning", "joint"] {
      #expect(try run(method, "CL3", []).found.contains("train/task-01"), "\(method)")
    }
  }

  /// Trainable weights, target weights, stored samples, bytes kept of a run of `method`.
  private func costs(_ method: String, _ scenario: String, _ settings: [String]) throws -> [Int] {
    _ = try run(method, scenario, settings)
    let rows = try store.sqlite(
      """
      SELECT trainable_weights || ' ' || target_weights || ' ' || stored_samples || ' ' ||
        memory_bytes FROM run_cost JOIN run_setting USING (run_id)
      WHERE key = 'method' AND value = '\(method)'
      """)
    return try #require(rows.first).split(separator: " ").compactMap { Int($0) }
  }

  /// 784·20 + 20 and, for ten classes, 20·10 + 10 numbers.
  private static let weights = 15_700 + 210

  @Test(
    "what a method keeps: a network a task, an importance for each weight, samples, a generator")
  func costs() throws {
    let weights = Self.weights
    #expect(
      try costs("fine-tuning", "CL3", []) == [weights, weights, 0, 4 * weights])
    #expect(
      try costs("scratch", "CL1", []) == [3 * weights, weights, 0, 4 * 3 * weights])
    // Online EWC keeps one anchor and one importance; its memory has no more than a few numbers besides.
    let online = try costs("online-ewc", "CL3", ["importance_samples=20"])
    #expect(online[0...2] == [weights, weights, 0])
    #expect((4 * 3 * weights...4 * 3 * weights + 100).contains(online[3]), "\(online)")
    let reservoir = try costs("er", "CL3", ["buffer=30"])
    #expect(reservoir[0...2] == [weights, weights, 30] && reservoir[3] > 4 * (weights + 30 * 784))
    // Besides: 784·12 + 12 and 12·6 + 6 of the encoder, 3·10 + 10 and 10·784 + 784 of the decoder.
    let generator = (9408 + 12 + 72 + 6) + (30 + 10 + 7840 + 784)
    #expect(
      try costs("dgr", "CL3", Self.autoencoder)
        == [weights + generator, weights, 0, 4 * (weights + generator)])
  }

  @Test(
    "the check of memory before a run counts the vectors that the run is found to keep",
    arguments: [
      ("fine-tuning", 0), ("joint", 0), ("scratch", 2), ("ewc", 2), ("online-ewc", 2), ("mas", 2),
      ("si", 2),
    ])
  func keptVectors(method: String, vectors: Int) throws {
    let importance = ["ewc", "online-ewc", "mas"].contains(method)
    let bytes = try costs(
      method, method == "scratch" ? "CL1" : "CL3", importance ? ["importance_samples=20"] : [])[3]
    #expect(bytes / (4 * Self.weights) == 1 + vectors, "\(bytes)")
    // While a task is learned, SI has its path, the weights before a step, and the gradient besides.
    let atWork = method == "si" ? 3 : 0
    #expect(try LearningRecipe.named(method).method.kept.count(tasks: 3) == vectors + atWork)
  }
}
