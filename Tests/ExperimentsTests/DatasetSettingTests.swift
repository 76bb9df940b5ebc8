import Datasets
import Experiments
import Foundation
import Pipeline
import Settings
import Tasks
import TestSupport
import Testing

@Suite("Settings of datasets")
struct DatasetSettingTests {
  private let catalog = DatasetCatalog(folder: TestProject.datasets)
  private static let figure5 = [
    "dataset=cifar-10+cifar-100", "groups=0-9/10-19/20-29/30-39/40-49/50-59",
  ]

  private func settings(
    _ overrides: [String], of preset: String = "split-mnist"
  ) throws -> ExperimentSettings {
    try ExperimentSource(preset).settings(changing: overrides)
  }

  private func graph(
    _ settings: ExperimentSettings, in other: DatasetCatalog? = nil
  ) throws -> Graph {
    try ExperimentGraph(
      settings, in: other ?? catalog, downloads: FileManager.default.temporaryDirectory
    ).graph
  }

  private func message(_ overrides: [String], of preset: String = "split-mnist") -> String {
    refusal { try settings(overrides, of: preset).check(in: catalog) }
  }

  @Test("the tasks of Figure 5 are said in two settings")
  func sequence() throws {
    let settings = try settings(
      Self.figure5 + ["normalization=imagenet", "augmentation=flip_crop"])
    #expect(settings.tasks == 6)
    let sequence = settings.sequence
    #expect(sequence.classes(ofTask: 0) == Array(0..<10))
    #expect(sequence.classes(ofTask: 5) == Array(50..<60))
    #expect(sequence.outputCount == 60)
    #expect(sequence.normalization == .imagenet && sequence.augmentation == .flipCrop)
    try settings.check(in: catalog)
    // The networks see 3 × 32 × 32 values.
    #expect(
      settings.network(height: 32, width: 32, channels: 3).weightCount
        == 3073 * 400 + 401 * 400 + 401 * 60)

    let file = try ExperimentFile(
      bytes: Data(
        """
        experiment: split-mnist
        dataset: cifar-10+cifar-100
        groups: 0-9/10-19/20-29/30-39/40-49/50-59
        normalization: imagenet
        augmentation: flip_crop
        """.utf8), path: "figure5.yaml")
    #expect(try file.settings() == settings)
  }

  @Test("all datasets are fetched, each by a stage of its own, and one is made of them")
  func nodes() throws {
    let nodes = try graph(settings(Self.figure5)).stages
    #expect(
      nodes.prefix(4).map(\.node) == [
        "dataset/cifar-10", "dataset/cifar-100", "dataset", "initialize",
      ])
    #expect(
      nodes.prefix(3).map(\.stage) == ["fetch-dataset", "fetch-dataset", "combine-datasets"])
    // One is fetched as before.
    #expect(try graph(settings([])).stages.prefix(2).map(\.node) == ["dataset", "initialize"])
    for node in nodes { #expect(NodeRole(name: node.node) != nil, "\(node.node)") }
    let folder = try TemporaryFolder()
    for name in ["a", "b", "c"] { try SmallPictures(name, classes: 4).write(to: folder.url) }
    let small = DatasetCatalog(folder: folder.url)
    let three = try graph(settings(["dataset=c+a+b", "groups=0,11/3,4"]), in: small)
    #expect(
      three.stages.prefix(5).map(\.node) == [
        "dataset/c", "dataset/a", "dataset/c_a", "dataset/b", "dataset",
      ])
    // Their order is that of the classes.
    let other = try graph(settings(["dataset=a+c+b", "groups=0,11/3,4"]), in: small)
    #expect(
      try other.fingerprint(numericClass: "n") != three.fingerprint(numericClass: "n"))
  }

  @Test(
    "datasets that cannot be one, and what they have not, are refused before anything is fetched",
    arguments: [
      (
        ["dataset=mnist+cifar-10"],
        "invalid value dataset=mnist+cifar-10; allowed: datasets whose images have one shape, "
          + "and mnist has 28 × 28, cifar-10 3 × 32 × 32"
      ),
      (
        ["dataset=mnist+mnist"],
        "invalid value dataset=mnist+mnist; allowed: a dataset's name"
      ),
      (["dataset=mnist+"], "invalid value dataset=mnist+; allowed: a dataset's name"),
      (["dataset=mnist+nothing"], "there is no dataset 'nothing'"),
      (
        ["dataset=cifar-10+cifar-100", "groups=0,1/110,5"],
        "invalid value groups=0,1/110,5; allowed: classes from 0 to 109, those of "
          + "cifar-10+cifar-100"
      ),
      (["groups=0-12"], "invalid value groups=0,1,2,3,4,5,6,7,8,9,10,11,12"),
      (["groups=9-0"], "invalid value groups=9-0"),
      (["groups=0-1-2"], "invalid value groups=0-1-2"),
      (["groups=0-9999999999"], "invalid value groups=0-9999999999"),
      (["groups=0-3/3-5"], "invalid value groups=0-3/3-5"),
      (
        ["dataset=cifar-10+cifar-100", "validation=100000"],
        "invalid value validation=100000; allowed: fewer than the 100000 training images "
          + "of cifar-10+cifar-100"
      ),
      (
        ["normalization=imagenet"],
        "invalid value normalization=imagenet; allowed: none where images have 1 channel"
      ),
      (
        ["method=dgr", "dataset=cifar-10", "normalization=imagenet"],
        "normalization=imagenet does nothing here: normalization acts where method has no replay "
          + "model"
      ),
    ])
  func refused(overrides: [String], told: String) {
    let found = message(overrides)
    #expect(found.hasPrefix(told), "\(found)")
  }

  @Test("pictures are normalized and varied where tasks are groups of classes")
  func permuted() {
    for setting in ["normalization=imagenet", "augmentation=flip_crop"] {
      let found = message([setting], of: "permuted-mnist-10")
      #expect(found.contains("acts where tasks are groups of classes"), "\(found)")
    }
  }

  @Test("permuted tasks have as many classes as the dataset has")
  func classes() throws {
    let settings = try settings(
      ["dataset=cifar-100", "heads=3", "tasks=3"], of: "permuted-mnist-10")
    try settings.check(in: catalog)
    let fitted = settings.fitted(to: try settings.manifests(in: catalog))
    #expect(fitted.sequence.outputCount == 300)
    #expect(
      try graph(settings).fingerprint(numericClass: "n")
        != graph(
          self.settings(["dataset=cifar-10", "heads=3", "tasks=3"], of: "permuted-mnist-10")
        ).fingerprint(numericClass: "n"))
  }

  @Test("what is not used is not told of a run")
  func recorded() throws {
    let plain = try settings([]).recorded
    #expect(plain["normalization"] == nil && plain["augmentation"] == nil)
    #expect(plain["dataset"] == "mnist")
    let used = try settings(Self.figure5 + ["normalization=imagenet", "augmentation=flip_crop"])
    #expect(used.recorded["normalization"] == "imagenet")
    #expect(used.recorded["augmentation"] == "flip_crop")
    #expect(used.recorded["dataset"] == "cifar-10+cifar-100")
    // Ranges are one way to write classes.
    #expect(try settings(["groups=0-2/3-4"]) == settings(["groups=0,1,2/3,4"]))
  }
}
