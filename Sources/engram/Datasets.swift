import ArgumentParser
import CommandLineTools
import Datasets
import Experiments
import Foundation
import Pipeline
import Results
import Runs
import Tables
import Tensors

/// `engram datasets`.
struct Datasets: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List, fetch and verify datasets.",
    discussion: """
      A dataset is a folder with a manifest in 'datasets'. A new folder there is a new dataset. The manifest \
      names the sources of each file: the folder itself, other local folders, and mirrors. A file is used if \
      its SHA-256 is that of the manifest.

      EXAMPLES
        engram datasets list
        engram datasets fetch cifar-10
        engram datasets verify mnist
      """,
    subcommands: [List.self, Fetch.self, Verify.self], defaultSubcommand: List.self)

  /// `engram datasets list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List all datasets.",
      discussion: """
        EXAMPLES
          engram datasets list
          engram datasets list --json
        """)
    @OptionGroup var datasets: DatasetsOption
    @OptionGroup var format: FormatOption<TableForm>

    func run() throws {
      let entries = try datasets.catalog().entries()
      try format.write(
        ResultTable(
          columns: [
            "name", "title", "train", "test", "channels", "size", "classes", "licence",
            "on_this_machine",
          ],
          rows: entries.map { entry in
            let (manifest, image) = (entry.manifest, entry.manifest.image)
            let fetcher = DatasetFetcher(entry, downloads: entry.folder)
            return [
              .text(manifest.name), .text(manifest.title), .integer(Int64(manifest.counts.train)),
              .integer(Int64(manifest.counts.test)), .integer(Int64(image.channels)),
              .text("\(SampleShape(height: image.height, width: image.width))"),
              .integer(Int64(manifest.classes.count)), .text(manifest.licence),
              .text((try? fetcher.local()) == nil ? "no" : "yes"),
            ]
          }))
    }
  }

  /// `engram datasets fetch`.
  struct Fetch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Copy a dataset into the store, so that later runs need no network.",
      discussion: """
        EXAMPLES
          engram datasets fetch fashion-mnist
          engram datasets fetch mnist --store /data/engram
        """)
    @Argument(help: "The dataset's name.")
    var name: String
    @OptionGroup var store: StoreOption
    @OptionGroup var datasets: DatasetsOption
    @OptionGroup var progress: QuietOption

    func run() async throws {
      let entry = try datasets.catalog().entry(named: name)
      let store = try store.open()
      let display = ProgressDisplay(isQuiet: progress.quiet)
      defer { display.close() }
      var graph = Graph()
      let node = graph.add(FetchDataset(entry, downloads: store.downloads), named: "dataset")
      let executor = Executor(
        store: store, numericClass: "", program: Program.current()
      ) { display.show($0) }
      let lease = try await store.lease(for: "datasets fetch \(name)") {
        display.show(.waiting(node: Store.collectionLockName))
      }
      let execution = try await Interruption.handling { [graph] in
        try await executor.run(graph, under: lease)
      }
      // It was asked for by name: no collection takes it because no run needs it.
      if store.isWritable {
        let pin = Pin(name: "dataset-\(name)", keys: execution.records.map(\.key))
        if try store.pin(named: pin.name)?.keys != pin.keys { try store.removePin(named: pin.name) }
        try store.add(pin)
      }
      guard case .images(let images) = try await execution.output(of: node).samples() else {
        preconditionFailure("'\(name)' is no dataset of images")
      }
      try Output.write(
        "\(entry.manifest.title): \(images.train.count) images to train on, "
          + "\(images.test.count) to test on, in \(store.root.path)\n")
    }
  }

  /// `engram datasets verify`.
  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check a dataset's files on this machine against its manifest.",
      discussion: """
        EXAMPLES
          engram datasets verify mnist
          engram datasets verify mnist --json
        """)
    @Argument(help: "The dataset's name.")
    var name: String
    @OptionGroup var datasets: DatasetsOption
    @OptionGroup var format: FormatOption<SummaryForm>

    /// What is told as JSON.
    private struct Report: Encodable {
      struct File: Encodable { let name: String, role: String, sha256: String, origin: String }
      let dataset: String
      let files: [File]
    }

    func run() throws {
      let entry = try datasets.catalog().entry(named: name)
      let files = try DatasetFetcher(entry, downloads: entry.folder).local()
      _ = try files.images()
      if format.isJSON {
        return try Output.json(
          Report(
            dataset: name,
            files: files.files.map {
              .init(
                name: $0.name, role: $0.role.rawValue, sha256: $0.declaration.uncompressed.sha256,
                origin: $0.origin)
            }))
      }
      for file in files.files {
        try Output.write("ok  \(file.declaration.uncompressed.sha256)  \(file.origin)\n")
      }
    }
  }
}
