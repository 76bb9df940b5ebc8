import ArgumentParser
import Bundles
import CommandLineTools
import Foundation
import Mistakes
import Pipeline
import Results
import Runs

/// `engram bundle`.
struct BundleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bundle",
    abstract: "Write runs and their results into one file, for another store.",
    discussion: """
      The file is a plain tar; 'tar tf' lists it. It holds the descriptions and events of the runs, their \
      results and everything that led to these, and the sweeps and pins of these runs. Equal contents give \
      equal files. 'engram unbundle' takes the file into another store.

      --without-checkpoints leaves out states (.h5) and the images of the dataset. The file is then small. It \
      is enough for the database, reports and notebooks, but not for the parts of notebooks that read a \
      checkpoint, and not for 'engram export answers'.

      --without-images leaves out the images of the datasets alone. A run in the other store fetches them \
      again, and then finds its results. Methods that store samples, such as er, have images in their states \
      all the same.

      An experiment stands for all its complete runs, a sweep for all its runs. Runs that are not complete are \
      left out unless --with-savepoints is given. Then the bundle has all their results so far, and the savepoint \
      of the task in training, also while a process is at work. 'engram run' goes on from there in the other \
      store, and ends with the same results. Releases before this option refuse such a bundle.

      EXAMPLES
        engram bundle fig4 --output fig4.engram
        engram bundle table1 fig2 -o results.engram --without-checkpoints
        engram bundle fig4-seed3-2123 -o - | ssh host engram unbundle -
        engram bundle latest -o run.engram --with-savepoints --without-images
      """)

  @Argument(
    help: ArgumentHelp(
      "Runs, beginnings of their identifiers, experiments (all their complete runs; with --with-savepoints all), sweeps, or latest.",
      valueName: "run|experiment|sweep"))
  var names: [String]
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write; - is standard output.", valueName: "file"))
  var output: String
  @Flag(help: "Leave out states (.h5) and images.")
  var withoutCheckpoints = false
  @Flag(help: "Leave out the images of datasets.")
  var withoutImages = false
  @Flag(help: "Take runs that are not complete, and the savepoints from which they go on.")
  var withSavepoints = false
  @OptionGroup var store: StoreOption
  @OptionGroup var format: FormatOption<SummaryForm>

  func validate() throws {
    if format.isJSON && output == BundleFile.stream {
      throw ValidationError(
        "JSON and '--output -' both take standard output; name a file after --output")
    }
    if withSavepoints && withoutCheckpoints {
      throw ValidationError(
        "a run goes on from its states, which --without-checkpoints leaves out; give one of "
          + "--with-savepoints and --without-checkpoints")
    }
  }

  func run() async throws {
    let store = try store.existing()
    let selection = try BundleSelection(names, in: store, takesUnfinished: withSavepoints)
    if output != BundleFile.stream { _ = try OutputFile(output) }
    let (output, json) = (output, format.isJSON)
    let omission: BundleOmission =
      withoutCheckpoints ? .checkpoints : withoutImages ? .images : .nothing
    try await Interruption.handling {
      let lease = try await store.lease(for: "bundle")
      defer { withExtendedLifetime(lease) {} }
      try await store.keep(selection.runs.flatMap { $0.steps.map(\.key) }, by: lease)
      let bundle = try RunBundle(selection, in: store, without: omission)
      try BundleFile.write(to: output) { try bundle.write(to: $0) }
      try Self.tell(bundle.report, selection, output, json: json)
    }
  }

  private static func tell(
    _ report: RunBundle.Report, _ selection: BundleSelection, _ output: String, json: Bool
  ) throws {
    if json {
      try Output.json(report)
    } else if output != BundleFile.stream {
      try Output.write(
        "\(report.runs.count) runs, \(report.results) whole results, \(report.files) files, "
          + "\(report.bytes) bytes; \(report.pins.count) pins, \(report.sweeps.count) sweeps\n"
          + (report.unfinished.isEmpty
            ? ""
            : "\(report.unfinished.count) of the runs are not complete; "
              + "\(report.savepoints) savepoints\n")
          + "bundle   \(output)\n")
    }
    if !selection.incomplete.isEmpty {
      Failure.message(
        "left out, as they are not complete: \(Wording.list(selection.incomplete, limit: 5))")
    }
    if !report.pinsLeftOut.isEmpty {
      Failure.message(
        "pins left out, as the bundle lacks some of their results: "
          + Wording.list(report.pinsLeftOut, limit: 5))
    }
  }
}
