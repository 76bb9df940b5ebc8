import Foundation
import TestSupport
import Testing

/// Results of tiny runs are pinned: a stage whose results change must get another version, or stores
/// would keep what it gave before.
///
/// `make golden` pins them anew. Digests hold for a numeric class, whatever the versions of libraries; where
/// none are pinned for that at hand, accuracies are compared, which hold everywhere within a tolerance.
/// With `ENGRAM_GOLDEN_REQUIRED=1`, as continuous integration has it, digests must be pinned.
@Suite("Golden results", .serialized)
struct GoldenTests {
  private static let fixture = TestStore.project.appendingPathComponent(
    "Tests/Fixtures/golden.json")
  private static let isWriting = ProcessInfo.processInfo.environment["ENGRAM_GOLDEN"] == "write"
  private static let isRequired =
    ProcessInfo.processInfo.environment["ENGRAM_GOLDEN_REQUIRED"] == "1"

  private static let table1 = [
    "run", "table1", "benchmark=split-mnist", "tasks=2", "steps=20", "batch=32",
    "target_hidden=30,20", "seed=5",
  ]
  /// Every stage, and settings that take other ways through the numeric code.
  private static let setups = [
    "output": TestStore.small,
    "variants": [
      "run", "permuted-mnist-10", "tasks=2", "steps=20", "target_hidden=30", "hyper_hidden=12",
      "chunk_size=4000", "regularizer=online-ewc", "beta=100", "importance_samples=40",
      "optimizer=adamw", "weight_decay=0.01", "schedule=cosine", "clip_norm=1",
      "target_dropout=0.1", "initialization=hyperfan-in", "seed=5",
    ],
    "hnet+tir": table1 + [
      "method=hnet+tir", "scenario=CL2", "chunk_size=4000", "decoder_hidden=20",
      "replay_chunk_size=6000", "encoder_hidden=30", "inference_hidden=20",
    ],
    "dgr+distill": table1 + [
      "method=dgr+distill", "scenario=CL3", "encoder_hidden=30", "decoder_hidden=20",
    ],
    "mas": table1 + ["method=mas", "scenario=CL3", "importance_samples=300"],
    "progressive": table1 + ["method=progressive", "scenario=CL1"],
    "er": table1 + ["method=er", "scenario=CL3", "buffer=50", "validation=1000"],
  ]

  /// What a run gave, in the order of its stages.
  private struct Result: Codable, Equatable {
    let setup: String, node: String, stage: String, version: Int, key: String, content: String
  }
  /// Results of one numeric class.
  private struct Machine: Codable {
    let numericClass: String
    var results: [Result]
  }
  private struct Accuracy: Codable {
    let setup: String, trained: Int, evaluated: Int, accuracy: Double
  }
  private struct Golden: Codable {
    var accuracies: [Accuracy] = []
    var machines: [Machine] = []
  }

  /// What may compute: on a processor without wide vectors both widths are the narrow one. Native kernels
  /// have bits of their own, so that their accuracies alone are compared.
  private static let kernels = [
    "ENGRAM_VECTORS=narrow", "ENGRAM_VECTORS=wide", "ENGRAM_KERNELS=native",
  ]

  @Test("a stage's results change only with its version, whatever computes", arguments: kernels)
  func golden(kernels: String) throws {
    var pinned =
      (try? JSONDecoder().decode(Golden.self, from: Data(contentsOf: Self.fixture))) ?? Golden()
    let store = try TestStore(wholeDatasets: true)
    var found = Golden()
    // Neither the number of threads nor the order of dictionaries may make a difference: these are
    // others here than in the rest of the tests.
    let threads = "ENGRAM_THREADS=\(ProcessInfo.processInfo.activeProcessorCount)"
    let plain = ["env", "-u", "SWIFT_DETERMINISTIC_HASHING", threads]
    let wrapper = plain + [kernels]
    for (setup, arguments) in Self.setups.sorted(by: { $0.key < $1.key }) {
      let run = try store.run(arguments + ["-q"], wrapper: wrapper)
      try #require(run.status == 0, "\(run.error)")
      try read(setup, from: store, into: &found)
    }
    let machine = try #require(found.machines.first)
    let isPortable = kernels != Self.kernels[2]
    if Self.isWriting {
      guard isPortable else { return }
      pinned.machines.removeAll { other in
        Self.isSame(other, machine)
          // What was pinned of earlier versions is no use any more.
          || Set(other.results.map { "\($0.stage) \($0.version)" })
            != Set(machine.results.map { "\($0.stage) \($0.version)" })
      }
      pinned.machines.append(machine)
      pinned.machines.sort { $0.numericClass < $1.numericClass }
      pinned.accuracies = found.accuracies
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return try (encoder.encode(pinned) + Data("\n".utf8)).write(to: Self.fixture)
    }
    compare(found.accuracies, with: pinned.accuracies)
    guard isPortable else { return }
    if let known = pinned.machines.first(where: { Self.isSame($0, machine) }) {
      compare(machine.results, with: known.results)
    } else {
      let message = """
        no digests are pinned for \(machine.numericClass): accuracies alone were compared. Run 'make \
        golden' and commit Tests/Fixtures/golden.json, at a commit whose results are known to be right
        """
      if Self.isRequired {
        Issue.record("\(message)")
      } else {
        print(message)
      }
    }
  }

  private static func isSame(_ left: Machine, _ right: Machine) -> Bool {
    left.numericClass == right.numericClass
  }

  /// Adds what the latest run of the store gave.
  private func read(_ setup: String, from store: TestStore, into golden: inout Golden) throws {
    let latest = "(SELECT run_id FROM latest_run ORDER BY confirmed_at DESC LIMIT 1)"
    let rows = try store.sqlite(
      """
      SELECT DISTINCT position, node, stage, version, cache_key, content_digest,
        coalesce(numeric_class, '')
      FROM provenance WHERE run_id = \(latest) ORDER BY position
      """
    ).map { $0.split(separator: "|", omittingEmptySubsequences: false).map(String.init) }
    if golden.machines.isEmpty {
      let numeric = try #require(rows.first { !$0[6].isEmpty })
      golden.machines = [
        Machine(numericClass: numeric[6], results: [])
      ]
    }
    golden.machines[0].results += rows.map {
      Result(
        setup: setup, node: $0[1], stage: $0[2], version: Int($0[3]) ?? 0, key: $0[4],
        content: $0[5])
    }
    golden.accuracies += try store.sqlite(
      """
      SELECT trained_task - 1, evaluated_task - 1, value / 100 FROM score
      WHERE run_id = \(latest) AND metric = 'accuracy'
      ORDER BY 1, 2
      """
    ).map { $0.split(separator: "|") }.map {
      Accuracy(
        setup: setup, trained: Int($0[0]) ?? 0, evaluated: Int($0[1]) ?? 0,
        accuracy: (10_000 * (Double($0[2]) ?? 0)).rounded() / 10_000)
    }
  }

  private func compare(_ found: [Accuracy], with pinned: [Accuracy]) {
    #expect(found.count == pinned.count)
    for (new, old) in zip(found, pinned) {
      // Other kernels round otherwise, and a few dozen steps make more of it: a few samples of ten
      // thousand.
      #expect(
        abs(new.accuracy - old.accuracy) < 0.02,
        "\(new.setup): accuracy on task \(new.evaluated) after \(new.trained), from 0")
    }
  }

  /// Of each setup the first stage that is not as pinned: what follows is computed from it.
  private func compare(_ found: [Result], with pinned: [Result]) {
    for setup in Self.setups.keys {
      let old = pinned.filter { $0.setup == setup }
      let new = found.filter { $0.setup == setup }
      guard new != old else { continue }
      guard new.map(\.node) == old.map(\.node),
        let (now, before) = zip(new, old).first(where: { $0 != $1 })
      else {
        Issue.record("\(setup): the run has other stages than pinned; run 'make golden'")
        continue
      }
      let stage = "\(setup), \(now.node): stage \(now.stage)"
      let problem =
        if now.version != before.version {
          "has version \(now.version), \(before.version) is pinned; run 'make golden'"
        } else if now.key != before.key {
          """
          has another key than pinned: its configuration has other fields or defaults, so stores \
          compute it anew; if that is meant, run 'make golden'
          """
        } else {
          """
          gives other results than pinned, and its version is still \(now.version): raise the \
          version, then run 'make golden'; or find what changed them
          """
        }
      Issue.record("\(stage) \(problem)")
    }
  }
}
