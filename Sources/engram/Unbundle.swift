import ArgumentParser
import Bundles
import CommandLineTools
import Foundation
import Mistakes
import Pipeline
import Results
import Runs
import Tables

/// `engram unbundle`.
struct Unbundle: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Verify a bundle and take its runs into the store.",
    discussion: """
      First the whole file is read and every digest is compared. A bundle that is truncated, changed, hostile or \
      made by a newer program is refused: nothing of it is taken, and a store is not made for it. Then the \
      results are taken, and the runs are recorded in the database. A result keeps the program, commit, machine \
      and time that it came from.

      A result that the store has already stays. If the bundle has another content for it, the store's content \
      stays, and the runs of the bundle that need the other one are left out and named. If taking a bundle is \
      interrupted, the same command resumes it.

      Results of older stage versions or of another numeric class are taken and named. They are in the database \
      and in reports, but a run by this program would compute them again.

      A run that is not complete is taken as far as it came, with its savepoint; 'engram status' shows \
      the command that goes on with it. A savepoint takes the place of one that is less far.

      --dry-run verifies the file in the same way and shows its contents. It needs no store.

      EXIT CODES
        0   taken, or stored already
        1   refused, or a result of the store differs
        74  taken, but the database could not be written: see 'engram results
            rebuild'

      EXAMPLES
        engram unbundle fig4.engram
        engram unbundle results.engram --store shared --json
        engram unbundle --dry-run results.engram
      """)

  @Argument(help: ArgumentHelp("The bundle; - is standard input.", valueName: "file"))
  var file: String
  @Flag(help: "Verify the file and show its contents; take nothing.")
  var dryRun = false
  @OptionGroup var store: StoreOption
  @OptionGroup var datasets: DatasetsOption
  @OptionGroup var format: FormatOption<SummaryForm>
  @OptionGroup var progress: QuietOption

  func run() async throws {
    let (file, json) = (file, format.isJSON)
    if dryRun {
      return try await Interruption.handling {
        let description = try await BundleFile.read(file) { reader in
          var reader = reader
          try reader.read(into: nil)
          return reader.description
        }
        if json { return try Output.json(description) }
        try Output.write(Self.table(description).text + Self.summary(description))
      }
    }
    let display = ProgressDisplay(isQuiet: progress.quiet)
    defer { display.close() }
    // A name that no bundle has makes no store, nor does a bundle that is refused.
    let (option, catalog) = (store, try? datasets.catalog())
    let report = try await Interruption.handling {
      try await BundleFile.read(file) { reader in
        var reader = reader
        return try await option.opening { store in
          display.begin("files")
          let intake = BundleIntake(into: store, catalog: catalog) {
            display.show(.progress(node: "files", $0))
          }
          return try await intake.take(&reader) {
            display.show(.waiting(node: ExperimentRunner.databaseNode))
          }
        }
      }
    }
    display.close()
    try Output.finish {
      if json { try Output.json(report) } else { try Output.write(Self.text(report)) }
    } then: {
      if let failure = report.databaseFailure {
        Failure.message(
          "everything is taken and stored, but not recorded: \(failure)\n"
            + "mend that, then run 'engram results rebuild'")
        throw ExitCode(Failure.Code.notWritten.rawValue)
      }
      if report.hasDifferences { throw ExitCode(Failure.Code.failed.rawValue) }
    }
  }
}

extension Unbundle {
  private static func table(_ description: BundleDescription) -> ResultTable {
    ResultTable(
      columns: ["run", "experiment", "seed", "complete", "settings"],
      rows: description.runs.map {
        [
          .text($0.run), .text($0.experiment), .integer($0.seed),
          .text($0.isUnfinished == true ? "no" : "yes"),
          .text($0.settings.joined(separator: " ")),
        ]
      })
  }

  private static func summary(_ description: BundleDescription) -> String {
    let contents = description.contents
    let stages = description.stages.sorted { $0.key < $1.key }.map { stage, versions in
      "\(stage) \(versions.map(String.init).joined(separator: ","))"
    }
    return """

      made by engram \(description.program.withoutControlCharacters), format \(description.version), \
      \(description.hasCheckpoints ? "with" : "without") checkpoints\
      \(description.hasImages == false ? ", without images" : "")
      numeric classes  \(list(description.numericClasses))
      stages           \(list(stages))
      pins             \(list(description.pins))
      sweeps           \(list(description.sweeps))
      savepoints       \(description.savepoints?.count ?? 0)
      \(contents.entries) files, \(contents.bytes) bytes; every digest is right

      """
  }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "none" : names.joined(separator: ", ").withoutControlCharacters
  }

  private static func text(_ report: BundleReport) -> String {
    let table = ResultTable(
      columns: ["outcome", "run", "settings"],
      rows: report.runs.map {
        [
          .text($0.outcome.rawValue), .text($0.run), .text($0.settings.joined(separator: " ")),
        ]
      })
    var lines = report.runs.compactMap { run in
      run.reason.map {
        "differs  \(run.run): \($0); the store keeps its own".withoutControlCharacters
      }
    }
    for (kind, items) in [
      ("savepoint", report.savepoints), ("pin", report.pins), ("sweep", report.sweeps),
    ] {
      lines += items.map { "\($0.outcome.rawValue)  \(kind) \($0.name)" }
    }
    let results = report.results
    lines.append(
      "\(results.taken) results taken, \(results.present) stored already, "
        + "\(results.different) differ")
    for (rerun, told) in [
      (BundleReport.Rerun.olderStages, "older versions of stages"),
      (.otherClass, "another numeric class"),
    ] {
      let count = report.runs.count { $0.rerun == rerun && $0.outcome != .differs }
      if count > 0 {
        lines.append("\(count) runs have results of \(told); a rerun computes them again")
      }
    }
    if !report.hasCheckpoints {
      lines.append("the bundle has no checkpoints; a rerun trains again")
    } else if !report.hasImages {
      lines.append("the bundle has no images; a rerun fetches the dataset again")
    }
    let unfinished = report.runs.filter {
      $0.isUnfinished && [.taken, .present].contains($0.outcome)
    }
    if !unfinished.isEmpty {
      lines.append(
        "not complete: \(Wording.list(unfinished.map(\.run), limit: 5)); 'engram status' shows the "
          + "commands that go on")
    }
    return table.text + "\n" + lines.joined(separator: "\n") + "\n"
  }
}
