import Foundation
import TestSupport
import Testing

@Suite("Names of networks on the command line")
struct NetworkNameTests {
  private let store: TestStore
  private static let spelledOut =
    "conv 16, batchnorm, relu, block 16, block 32 stride 2, block 64 stride 2, avgpool, dense"

  init() throws { store = try TestStore() }

  private func arguments(_ network: String) -> [String] {
    [
      "run", "split-mnist", "tasks=2", "steps=1", "batch=4", "chunk_size=5000",
      "network=\(network)",
    ]
  }

  @Test("a name and the same network spelled out are one run, shown by its name")
  func oneRun() throws {
    let first = try store.summaries(arguments("resnet8"))[0]
    let again = try store.summaries(arguments(Self.spelledOut))[0]
    #expect(again.run == first.run && first.computedStages > 0 && again.computedStages == 0)
    // What is stored is the list of layers: identifiers are made of it.
    let layers = Self.spelledOut
    #expect(try store.sqlite("SELECT value FROM run_setting WHERE key = 'network'") == [layers])
    let description = store.url.appendingPathComponent("runs/\(first.run)/run.json")
    #expect(try String(contentsOf: description, encoding: .utf8).contains("\"\(layers)\""))
    // What people read has the name.
    #expect(
      try store.sqlite("SELECT settings FROM run")
        == ["batch=4 chunk_size=5000 network=resnet8 steps=1 tasks=2"])
    for verb in [["status"], ["results"], ["status", "--json"]] {
      let text = try store.succeed(verb)
      #expect(text.contains("network=resnet8") && !text.contains("block 16"), "\(text)")
    }
    #expect(try store.succeed(["results", "rebuild"]).contains("1"))
    #expect(try store.sqlite("SELECT settings FROM run")[0].contains("network=resnet8"))
  }

  @Test("files have it by its name, and take it in each way")
  func files() throws {
    for network in ["resnet8", Self.spelledOut] {
      let shown = try store.succeed(["experiments", "show", "split-mnist", "network=\(network)"])
      #expect(shown.contains("\nnetwork: resnet8\n"))
      let json = try store.succeed([
        "experiments", "show", "split-mnist", "network=\(network)", "--json",
      ])
      #expect(json.contains("\"network\" : \"resnet8\""))
    }
    let graph = try store.succeed(["graph", "split-mnist", "network=\(Self.spelledOut)"])
    let file = store.folder.url.appendingPathComponent("mine.yaml")
    for value in ["resnet8", "\"resnet8\"", "[resnet8]", "[\(Self.spelledOut)]"] {
      try Data("experiment: split-mnist\nnetwork: \(value)\n".utf8).write(to: file)
      #expect(try store.succeed(["graph", file.path]) == graph, "\(value)")
    }
  }

  @Test("a sweep takes several names, and shows them")
  func sweep() throws {
    let text = try store.succeed([
      "sweep", "split-mnist", "network=resnet8|resnet14|dense 20, relu, dense", "--dry-run",
    ])
    let rows = text.split(separator: "\n").map { $0.split(separator: "  ").first ?? "" }
    #expect(rows.dropFirst(2).prefix(3) == ["resnet8", "resnet14", "dense 20, relu, dense"])
  }

  @Test("what is no name is refused with the rule, and with the nearest names")
  func refused() throws {
    for (name, message) in [
      (
        "resnet18",
        "invalid value network=resnet18; allowed: resnetD with D = 6n + 2 layers, n from 1 to 18: the "
          + "nearest are resnet14 and resnet20"
      ), ("zenk", "did you mean 'zenke'?"),
      ("conv 8, conv, dense", "layers, and 'conv' is none; 'engram experiments describe network'"),
    ] {
      let result = try store.run(["run", "split-mnist", "network=\(name)"])
      #expect(result.status == 64 && result.error.contains(message), "\(result.error)")
      #expect(result.error.split(separator: "\n").count == 1)
    }
    let file = store.folder.url.appendingPathComponent("mine.yaml")
    try Data("experiment: split-mnist\nnetwork: resnet33\n".utf8).write(to: file)
    let result = try store.run(["plan", file.path])
    #expect(
      result.status == 64 && result.error.contains(":2:10: invalid value network=resnet33")
        && result.error.contains("the nearest are resnet32 and resnet38"), "\(result.error)")
  }
}
