import ArgumentParser
import CommandLineTools
import Foundation
import Pipeline
import Results
import Runs

/// `engram verify`.
struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check every stored byte; --deep also computes some results again.",
    discussion: """
      Every file of every result is read and compared with its SHA-256. Manifests are compared with their keys \
      and inputs, runs with their results, links with their files, and the database with the runs. Files that \
      anybody could write are found too. No result is changed, and other processes may work meanwhile.

      A line that begins with 'fault' names something lost, damaged or unsafe. A line that begins with 'note' \
      names something that its advice repairs, such as a run that the database lacks. What killed processes \
      left behind is counted and is no fault.

      --deep also computes a sample of the results again, in memory, from their stored inputs, and compares \
      them bit by bit.

      --repair quarantines damaged results; the next run that needs them computes them again. A run quarantines \
      only what it reads itself.

      EXIT CODES
        0  sound
        1  faults were found, even if --repair has quarantined them

      EXAMPLES
        engram verify
        engram verify --json
        engram verify --deep --sample 10
        engram verify --deep --sample-seed 42   the same results again
        engram verify --repair
      """)

  @Flag(help: "Compute a sample of the results again.")
  var deep = false
  @Option(
    help: ArgumentHelp("Number of results that --deep computes (default: 3).", valueName: "count"),
    transform: OptionValue.wholeNumber(1...1_000_000))
  var sample: Int?
  @Option(
    help: ArgumentHelp("Seed of this sample (default: a random one).", valueName: "seed"),
    transform: OptionValue.seed)
  var sampleSeed: UInt64?
  @Flag(help: "Quarantine damaged results.")
  var repair = false
  @OptionGroup var store: StoreOption
  @OptionGroup var datasets: DatasetsOption
  @OptionGroup var kernels: KernelsOption
  @OptionGroup var format: FormatOption<SummaryForm>
  @OptionGroup var progress: QuietOption

  func validate() throws {
    if !deep && (sample != nil || sampleSeed != nil) {
      throw ValidationError("--sample and --sample-seed have no effect without --deep; add it")
    }
  }

  /// What is told as JSON.
  private struct Report: Encodable {
    struct Deep: Encodable {
      let seed: UInt64
      let computed: [DeepVerification.Checked]
      let skipped: Int
    }
    let isSound: Bool
    let findings: [StoreFinding]
    let counts: StoreVerification.Counts
    /// How many results were quarantined; nil unless it was asked for.
    let repaired: Int?
    let deep: Deep?
  }

  func run() async throws {
    let options = self.store.arguments + datasets.arguments
    let store = try self.store.existing()
    let catalog = deep ? try datasets.catalog() : nil
    let display = ProgressDisplay(isQuiet: progress.quiet)
    defer { display.close() }
    let seed = sampleSeed ?? .random(in: 0..<1 << 32)
    let (sample, json, repair) = (sample ?? 3, format.isJSON, repair)
    let isSound = try await Interruption.handling {
      display.begin("files")
      let verification = try RunVerification(of: store, options: options) {
        display.show(.progress(node: "files", $0))
      }
      var deep: DeepVerification?
      if let catalog {
        let runner = ExperimentRunner(store: store, catalog: catalog, program: Program.current())
        deep = try await DeepVerification(runner, count: sample, seed: seed) { display.show($0) }
      }
      display.close()
      let findings = verification.findings + (deep?.findings ?? [])
      let report = Report(
        isSound: !findings.contains { $0.severity == .fault }, findings: findings,
        counts: verification.counts, repaired: repair ? try verification.repair() : nil,
        deep: deep.map { .init(seed: seed, computed: $0.results, skipped: $0.skipped) })
      if json { try Output.json(report) } else { try Output.write(Self.text(report)) }
      return report.isSound
    }
    if !isSound { throw ExitCode(Failure.Code.failed.rawValue) }
  }

  private static func text(_ report: Report) -> String {
    let counts = report.counts
    var lines = report.findings.map(\.description)
    lines.append(
      "\(counts.results) results in \(counts.files) files, \(counts.bytes) bytes; "
        + "\(counts.runs) runs, \(counts.pins) pins, \(counts.leases) processes at work")
    let leftovers = [
      (counts.savepoints, "savepoints of unfinished tasks"),
      (counts.unusedFiles, "files of no result"),
      (counts.quarantined, "damaged files in quarantine"),
      (counts.unfinished, "unfinished results"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    if !leftovers.isEmpty {
      lines.append(leftovers.joined(separator: ", ") + ": no fault; 'engram gc' removes them")
    }
    if let repaired = report.repaired {
      lines.append("\(repaired) damaged results quarantined; the next run computes them again")
    }
    if let deep = report.deep {
      for checked in deep.computed {
        let again = checked.recomputation
        lines.append(
          "\(again.isEqual ? "equal" : "DIFFERENT")  \(checked.run)  \(again.node)  computed in "
            + ProgressDisplay.duration(again.seconds))
      }
      let skipped =
        deep.skipped == 0
        ? ""
        : "; \(deep.skipped) skipped: other stage versions, another numeric class, or missing inputs"
      lines.append(
        "\(deep.computed.count) results computed again, --sample-seed \(deep.seed)\(skipped)")
    }
    lines.append(report.isSound ? "sound" : "not sound")
    return lines.joined(separator: "\n") + "\n"
  }
}
