import Checkpoints
import Datasets
import Foundation
import HDF5
import Hypernetworks
import Learning
import Networks
import Pipeline
import Results
import Settings
import Tensors
import TestSupport
import Testing

/// Every reader of bytes that somebody else may have made ends in a value or in an error, whatever the
/// bytes are: without a trap, in little time and memory.
@Suite("Fuzzing", .serialized)
struct FuzzTests {
  private static let datasets = TestProject.datasets

  private func manifest() throws -> DatasetManifest {
    try DatasetCatalog(folder: Self.datasets).entry(named: "mnist").manifest
  }

  @Test("IDX files")
  func idx() throws {
    let shape = SampleShape(height: 4, width: 3)
    let images: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 4, 0, 0, 0, 3] + (0..<60)
    let labels: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 5, 0, 1, 2, 3, 4]
    for (name, input) in [("idx-images", images), ("idx-labels", labels)] {
      try Fuzzing(name, cases: 2500).run(input, isText: false) { bytes, _ in
        let read = try LabelledImages(
          idxImages: .init(Data(name == "idx-images" ? bytes : images), file: "images"),
          labels: .init(Data(name == "idx-labels" ? bytes : labels), file: "labels"), count: 5,
          shape: shape, classCount: 5)
        #expect(read.pixels.count == 60 && read.labels.allSatisfy { $0 < 5 })
      }
    }
  }

  @Test("gzip files: what is accepted is what the manifest declares")
  func gzip() throws {
    let dataset = try SmallDataset()
    let good = try dataset.local()
    // Stored by itself a copy is mostly header; a whole one is refused for its digest mostly.
    try Fuzzing("gzip", cases: 1500).run(dataset.compressed, isText: false) { bytes, mutator in
      let isHeader = mutator.below(3) == 0
      let stored = isHeader ? Array(bytes.prefix(40)) + dataset.compressed.dropFirst(40) : bytes
      try Data(mutator.below(20) == 0 ? dataset.compressed : stored).write(to: dataset.file)
      #expect(try dataset.local() == good)
    }
  }

  @Test("archives of records: what is accepted is what the manifest declares")
  func records() throws {
    let folder = try TemporaryFolder()
    let pictures = SmallPictures("small", classes: 3)
    let entry = DatasetCatalog.Entry(
      manifest: try DatasetManifest(json: pictures.manifest(), file: "m"), folder: folder.url)
    let fetcher = DatasetFetcher(entry, downloads: folder.url)
    let place = folder.url.appendingPathComponent(pictures.archiveName)
    for isCompressed in [true, false] {
      try pictures.writeArchive(to: place, isCompressed: isCompressed)
      let whole = [UInt8](try Data(contentsOf: place))
      let good = try fetcher.local().images().train
      try Fuzzing("records-\(isCompressed)", cases: 800).run(whole, isText: false) {
        bytes, mutator in
        try Data(mutator.below(20) == 0 ? whole : bytes).write(to: place)
        #expect(try fetcher.local().images().train == good)
      }
    }
  }

  @Test("a file that inflates to a thousand times its size is refused at the first byte too much")
  func bomb() throws {
    let dataset = try SmallDataset()
    let bomb = try Command.run([
      "sh", "-c", "head -c 4000000 /dev/zero | gzip -9 > '\(dataset.file.path)'",
    ])
    #expect(bomb.status == 0)
    let error = #expect(throws: DatasetError.self) { try dataset.local() }
    #expect(error?.description.contains("[too-large]") == true, "\(error?.description ?? "")")
  }

  @Test("dataset manifests")
  func datasetManifest() throws {
    let json = try Data(contentsOf: Self.datasets.appendingPathComponent("mnist/manifest.json"))
    try Fuzzing("dataset-manifest", cases: 1500).run([UInt8](json), isText: true) { bytes, _ in
      let manifest = try DatasetManifest(json: Data(bytes), file: "manifest.json")
      #expect(manifest.contentDigest.utf8.count == 64)
      #expect(manifest.files.allSatisfy { !$0.name.contains("/") && $0.uncompressed.bytes >= 0 })
    }
  }

  @Test("experiment files")
  func experimentFile() throws {
    let preset = try Preset.named("fig4")
    let manifest = try manifest()
    let short =
      "experiment: fig4\ngroups: [[0, 1], [2, 3]]\ntarget_hidden: [40, 40]\nbeta: 0.5\n"
      + "schedule: milestones:10:0.5,20:0.1\nseed: 7\nown_head: yes\n"
    for (name, text) in [
      ("short-file", short), ("shown-file", ExperimentFile.text(of: preset.settings, from: preset)),
    ] {
      try Fuzzing(name, cases: 1500).run(Array(text.utf8), isText: true) { bytes, _ in
        let settings = try ExperimentFile(bytes: Data(bytes), path: "f.yaml").settings()
        try use(settings, manifest)
        let text = ExperimentFile.text(of: settings, from: preset)
        #expect(try ExperimentFile(bytes: Data(text.utf8), path: "g").settings() == settings)
      }
    }
  }

  @Test("settings on the command line")
  func settings() throws {
    let manifest = try manifest()
    let values = [
      "0", "1", "-1", "2", "100", "1000", "100000", "1000000", "9223372036854775807",
      "9223372036854775808", "1e308", "1e-308", "-0.0", "nan", "inf", "", "yes", "no", "all",
      "0,1/2,3",
      "0,1", "100000,100000,100000", "1,1,1,1", "adam", "sgd", "si", "ewc", "online-ewc", "output",
      "step:1:0.5", "step:9223372036854775807:1e308", "plateau:0.5:9223372036854775807:1",
      "normal:1e308", "hyperfan-in", "../x", "mnist", "CL2", "CL3", "none", "current", "elu", "0.5",
    ]
    try Fuzzing("settings", cases: 4000).run([0], isText: false) { _, mutator in
      var settings = mutator.pick(Preset.all).settings
      let overrides = (0..<mutator.below(4)).map { _ in
        mutator.pick(SettingKey.all).name + "=" + mutator.pick(values)
      }
      try SettingKey.apply(overrides, to: &settings)
      try use(settings, manifest)
    }
    try Fuzzing("arguments", cases: 2000).run(
      Array("target_hidden=400,400 groups=0,1/2,3 beta=0.01 schedule=plateau:0.5:2:20:0.1".utf8),
      isText: true
    ) { bytes, mutator in
      var settings = mutator.pick(Preset.all).settings
      let text = String(decoding: bytes, as: UTF8.self)
      try SettingKey.apply(
        text.split(separator: " ", omittingEmptySubsequences: false).map(String.init), to: &settings
      )
      try use(settings, manifest)
    }
  }

  /// What a run would make of settings before it computes anything.
  private func use(_ settings: ExperimentSettings, _ manifest: DatasetManifest) throws {
    try settings.check(against: [manifest])
    let network = settings.network(
      settings.shape(of: manifest.image), outputs: settings.sequence.outputCount)
    let hypernetwork = settings.hypernetwork(for: network)
    #expect(hypernetwork.trainableCount(tasks: settings.tasks) > 0)
    #expect(hypernetwork.generatedCount >= network.weightCount)
    for task in [0, settings.tasks - 1] {
      var rate = LearningRate(
        settings.training(ofTask: task).optimizer.schedule, base: settings.learningRate,
        steps: settings.steps)
      for step in 0..<3 {
        _ = rate.rate(atStep: step)
        rate.observe(loss: 1)
      }
      _ = settings.sequence.prefix(task + 1).head(ofTask: task)
    }
  }

  /// Structures that HDF5 can hold and no checkpoint has: what a person can make is a well-formed file of
  /// strange content, under its right digest.
  ///
  /// The bytes themselves are not mutated. libhdf5 is not proof against damaged metadata (1.10 never
  /// returns from a global heap whose free space says that it has no bytes: one changed byte is enough),
  /// which is why a store compares SHA-256 before libhdf5 sees a file, and `HDF5File` asks that of all.
  @Test("checkpoints")
  func checkpoint() throws {
    try CheckpointFuzzing().run()
  }

  @Test("checkpoints of classifiers and of replay models")
  func stateFiles() throws {
    try StateFileFuzzing.classifier()
    try StateFileFuzzing.replayModel()
  }

  @Test("manifests and runs of a store")
  func store() async throws {
    try await StoreFuzzing().run()
  }

  @Test("savepoints")
  func savepoint() throws {
    try SavepointFuzzing().run()
  }

  @Test("bundles")
  func bundle() async throws {
    try await BundleFuzzing().run()
  }
}
