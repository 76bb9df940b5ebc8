import Checkpoints
import Foundation
import HDF5
import Learning
import Networks
import Statistics
import Tasks
import TestSupport
import Testing

@Suite("Checkpoints of directly trained networks")
struct ClassifierCheckpointTests {
  private let provenance = HypernetworkCheckpoint.Provenance(
    dataset: "mnist", scenario: "CL3",
    tasks: [
      HypernetworkCheckpoint.TaskHead(head: 0..<2, classes: [0, 1]),
      HypernetworkCheckpoint.TaskHead(head: 2..<4, classes: [2, 3]),
    ])

  /// A state whose every number differs; with columns, of a progressive network.
  private func state(columns: Int = 1) -> ClassifierState {
    let network = Architecture(widths: [5, 3, 4], activation: .elu)
    let count =
      columns == 1
      ? network.weightCount : ProgressiveNetwork(column: network, columns: columns).weightCount
    return ClassifierState(
      network: network, weights: (0..<count).map { Float($0) * 0.25 - 3 }, heads: [0..<2, 2..<4],
      memory: [
        "importance": Tensor((0..<count).map { Float($0) }),
        "reservoir/inputs": Tensor(shape: [3, 5], (0..<15).map { 1 / Float($0 + 1) }),
        "reservoir/units": Tensor([0, 3, 1]),
      ], storedSamples: 3,
      optimizer: OptimizerMoments(
        steps: 12, first: (0..<count).map { Float($0) / 8 }, second: (0..<count).map { Float($0) }),
      scores: ScoreMatrix([[0.75], [0.5, 1]]),
      inference: ScoreMatrix([[1], [0.25, 0.5]]), seed: 7)
  }

  private func refusal(_ image: [UInt8]) -> CheckpointError? {
    do {
      _ = try ClassifierState.decode(image)
      return nil
    } catch { return error as? CheckpointError }
  }

  @Test("A state comes back bit for bit", arguments: [1, 2])
  func roundTrip(columns: Int) throws {
    let original = state(columns: columns)
    let decoded = try ClassifierState.decode(
      original.encoded(of: .init(method: "er", provenance)))
    #expect(decoded.state == original)
    #expect(decoded.provenance == .init(method: "er", provenance))
  }

  @Test("an optimizer without moments comes back, one of another network is refused")
  func moments() throws {
    var sgd = state()
    sgd.optimizer = OptimizerMoments(steps: 3, first: [], second: [])
    let image = try sgd.encoded(of: .init(method: "er", provenance))
    #expect(try ClassifierState.decode(image).state == sgd)
    sgd.optimizer = OptimizerMoments(steps: 3, first: [1, 2], second: [])
    let foreign = try sgd.encoded(of: .init(method: "er", provenance))
    #expect(throws: HDF5Error.self) { try ClassifierState.decode(foreign) }
    sgd.optimizer = OptimizerMoments(steps: -3, first: [], second: [])
    let impossible = try sgd.encoded(of: .init(method: "er", provenance))
    #expect(refusal(impossible) == .inconsistent("'/optimizer/steps' is -3"))
  }

  @Test("The state before the first task comes back")
  func initialState() throws {
    let initial = ClassifierState(network: state().network, seed: 3)
    let untrained = HypernetworkCheckpoint.Provenance(dataset: "mnist", scenario: "CL1", tasks: [])
    let image = try initial.encoded(of: .init(method: "", untrained))
    #expect(try ClassifierState.decode(image).state == initial)
  }

  @Test("Equal states give equal bytes, another number of any part gives others")
  func deterministic() throws {
    func encoded(_ change: (inout ClassifierState) -> Void) throws -> [UInt8] {
      var changed = state()
      change(&changed)
      return try changed.encoded(of: .init(method: "er", provenance))
    }
    let bytes = try encoded { _ in }
    #expect(try encoded { _ in } == bytes)
    #expect(try encoded { $0.weights[5] = 99 } != bytes)
    #expect(try encoded { $0.memory["reservoir/units"]?.values[1] = 2 } != bytes)
    #expect(try encoded { $0.memory["more"] = Tensor([1]) } != bytes)
    #expect(try encoded { $0.storedSamples = 2 } != bytes)
    #expect(try encoded { $0.optimizer = nil } != bytes)
    #expect(
      try encoded { $0.optimizer = OptimizerMoments(steps: 12, first: [], second: []) } != bytes)
    #expect(try encoded { $0.scores = ScoreMatrix([[0.75], [0.25, 1]]) } != bytes)
    #expect(try encoded { $0.inference = ScoreMatrix([[1], [0.5, 0.5]]) } != bytes)
    // The log of the training is none of its contents.
    #expect(
      try encoded { $0.metrics = [TrainingMetric(step: 1, name: "loss", value: 2)] } == bytes)
    #expect(try state().encoded(of: .init(method: "ewc", provenance)) != bytes)
    let keyed = try state().encoded(of: .init(method: "er", provenance), cacheKey: "abc")
    #expect(try HDF5File(image: keyed).attribute("cache_key", at: "/") == .string("abc"))
  }

  @Test("h5py reads layers, memory and metrics, and each dataset says what it is")
  func h5py() throws {
    let original = state()
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("classifier.h5")
    try Data(original.encoded(of: .init(method: "er", provenance))).write(to: file)
    let script = """
      import sys, json, h5py, numpy as np
      f = h5py.File(sys.argv[1])
      assert f.attrs["format"] == "engram-classifier" and f.attrs["format_version"] == 2
      config = json.loads(f.attrs["config_json"])
      assert config["method"] == "er" and config["network"] == {"inputs": 5, "layers": ["dense 3", "elu", "dense 4"]}
      assert f.attrs["tasks_learned"] == 2 and f["random/seed"][0] == 7
      assert bytes(f["config_json"][:]).decode() == f.attrs["config_json"]
      assert f["optimizer/steps"][0] == 12
      assert list(f["optimizer/first_moment"]) == [i / 8 for i in range(34)]
      assert list(f["optimizer/second_moment"]) == list(range(34))
      w = [f[f"classifier/layers/{i:03}/{n}"] for i in range(2) for n in ("weight", "bias")]
      assert [a.shape for a in w] == [(3, 5), (3,), (4, 3), (4,)]
      flat = np.concatenate([np.asarray(a).ravel() for a in w])
      assert (flat == np.arange(len(flat), dtype="f4") * .25 - 3).all()
      assert f["memory/reservoir/inputs"].shape == (3, 5)
      assert list(f["memory/reservoir/units"]) == [0, 3, 1]
      a = f["metrics/accuracy"][()]
      assert a[0, 0] == .75 and np.isnan(a[0, 1]) and list(a[1]) == [.5, 1]
      assert list(f["metrics/task_inference"][1]) == [.25, .5]
      def check(name, item):
          if isinstance(item, h5py.Dataset): assert len(item.attrs["long_name"]) > 3, name
      f.visititems(check)
      print("sound")
      """
    let python = Command.python ?? "python3"
    let result = try Command.run([python, "-c", script, file.path])
    #expect(result.output == "sound\n", "\(result.error)")
  }

  @Test("Foreign, newer and damaged files are refused")
  func refused() throws {
    let foreign = refusal(try HDF5Contents(attributes: ["format": "engram-checkpoint"]).image())
    #expect(foreign == .notACheckpoint(expected: "engram-classifier", found: "engram-checkpoint"))
    #expect(
      foreign?.description
        == "the file is not of the format 'engram-classifier': its attribute 'format' is "
        + "'engram-checkpoint'")
    let empty = refusal(try HDF5Contents(attributes: ["format": 1]).image())
    #expect(empty == .notACheckpoint(expected: "engram-classifier", found: nil))
    #expect(empty?.description.hasSuffix("its attribute 'format' is missing or no text") == true)
    let unversioned = HDF5Contents(attributes: ["format": .string(ClassifierCheckpoint.format)])
    #expect(
      refusal(try unversioned.image())
        == .inconsistent("format_version is missing or not a positive number"))
    let newer = try HDF5Contents(attributes: [
      "format": .string(ClassifierCheckpoint.format),
      "format_version": .integer(ClassifierCheckpoint.version + 1),
    ]).image()
    #expect(
      refusal(newer)
        == .newerVersion(
          found: ClassifierCheckpoint.version + 1, supported: ClassifierCheckpoint.version))
    var truncated = try state().encoded(of: .init(method: "er", provenance))
    truncated.removeLast(100)
    #expect(throws: HDF5Error.self) { try ClassifierState.decode(truncated) }
  }

  @Test(
    "Files that contradict themselves are refused",
    arguments: [
      (#""inputs":5,"#, #""inputs":-5,"#), (#""inputs":5,"#, #""inputs":6,"#),
      (#"["dense 3","elu","dense 4"]"#, "[]"),
      (#""dense 3""#, #""dense 100000000""#), (#""dense 4""#, #""dense 5""#),
      (#""elu""#, #""elu","elu""#), (#""elu""#, #""conv""#),
      (#""weights":34"#, #""weights":33"#),
      (#""weights":34"#, #""weights":-1"#),
      (#""stored_samples":3"#, #""stored_samples":-3"#),
      (#""reservoir/inputs":[3,5]"#, #""reservoir/inputs":[5,3]"#),
      (#""reservoir/inputs":[3,5]"#, #""reservoir/inputs":[-3,-5]"#),
      (#""reservoir/inputs":[3,5]"#, #""reservoir/inputs":[]"#),
      (#""reservoir/units":[3]"#, #""reservoir/other":[3]"#),
      (#""head_offset":2"#, #""head_offset":3"#), (#""head_count":2"#, #""head_count":-2"#),
      (#""method":"er","#, ""),
    ])
  func contradictory(what: String, instead: String) throws {
    let original = try state().encoded(of: .init(method: "er", provenance))
    let file = try HDF5File(image: original)
    let config = try file.string("config_json")
    try #require(config.contains(what), "\(config)")
    var changed = HDF5Contents(attributes: [
      "format": .string(ClassifierCheckpoint.format),
      "format_version": .integer(ClassifierCheckpoint.version),
      "config_json": .string(config.replacing(what, with: instead)),
    ])
    func copy<Element: HDF5Element>(_ type: Element.Type, _ path: String) throws {
      changed.add(
        try file.read(type, at: path), at: path, as: try file.description(at: path))
    }
    for layer in ["000", "001"] {
      for name in ["weight", "bias"] { try copy(Float.self, "/classifier/layers/\(layer)/\(name)") }
    }
    for name in state().memory.keys { try copy(Float.self, "/memory/\(name)") }
    try copy(Double.self, "/metrics/accuracy")
    try copy(Double.self, "/metrics/task_inference")
    try copy(UInt64.self, "/random/seed")
    let image = try changed.image()
    #expect(throws: (any Error).self, "\(instead)") { try ClassifierState.decode(image) }
    let error = #expect(throws: (any Error).self) { try ClassifierState.decode(image) }
    #expect(error is CheckpointError || error is HDF5Error)
  }
}
