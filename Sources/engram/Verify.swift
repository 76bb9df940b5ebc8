import ArgumentParser
import CommandLineTools
import Experiments
import Foundation
import Pipeline
import Results
import Runs

/// `engram verify`.
struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check that everything in the store is whole; --deep computes results once more.",
    discussion: """
      Reads every file of every result and compares its SHA-256; looks whether manifests agree with \
      their keys and inputs, runs with their results, links with files, the database with itself and \
      with the runs, and whether anything can be written by everybody. No result is touched; others may \
      work meanwhile.

      A line that begins with 'fault' tells of something lost, damaged or unsafe, one with 'note' of \
      something that the advice makes whole, such as a run that the database lacks. What killed \
      processes left is counted and is no fault.

      --deep also computes a sample of the results once more, in memory, from their stored inputs, and \
      compares the contents bit by bit.

      --repair puts damaged results aside, so that the next run that needs them computes them anew. A \
      run does so by itself for what it reads; what it only finds, it does not read.

      EXIT CODES
        0  sound
        1  there are faults, or were before --repair

      EXAMPLES
        engram verify
        engram verify --json
        engram verify --deep --sample 10
        engram verify --deep --sample-seed 42       the same results again
        engram verify --repair
      """)

  @Flag(help: "Compute a sample of the results once more.")
  var deep = false
  @Option(
    help: ArgumentHelp("How many results --deep computes (default: 3).", valueName: "count"),
    transform: OptionValue.wholeNumber(1...1_000_000))
  var sample: Int?
  @Option(
    help: ArgumentHelp("Which ones (default: others each time).", valueName: "seed"),
    transform: OptionValue.seed)
  var sampleSeed: UInt64?
  @Flag(help: "Put damaged results aside.")
  var repair = false
  @OptionGroup var store: StoreOption
  @OptionGroup var datasets: DatasetsOption
  @OptionGroup var kernels: KernelsOption
  @Flag(help: "Write JSON.")
  var json = false
  @Flag(name: .shortAndLong, help: "No progress on standard error.")
  var quiet = false

  func validate() throws {
    if !deep && (sample != nil || sampleSeed != nil) {
      throw ValidationError("--sample and --sample-seed have no meaning without --deep; add that")
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
    /// How many results were put aside; nil unless it was asked for.
    let repaired: Int?
    let deep: Deep?
  }

  func run() async throws {
    let options = self.store.arguments + datasets.arguments
    let store = try self.store.existing()
    let catalog = deep ? try datasets.catalog() : nil
    let display = ProgressDisplay(isQuiet: quiet)
    defer { display.close() }
    let seed = sampleSeed ?? .random(in: 0..<1 << 32)
    let (sample, json, repair) = (sample ?? 3, json, repair)
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
      (counts.savepoints, "saved tasks at work or to go on with"),
      (counts.unusedFiles, "files of no result"), (counts.quarantined, "damaged files put aside"),
      (counts.unfinished, "unfinished works"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    if !leftovers.isEmpty {
      lines.append(leftovers.joined(separator: ", ") + ": no fault, 'engram gc' looks after them")
    }
    if let repaired = report.repaired {
      lines.append("\(repaired) damaged results put aside: the next run computes them anew")
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
        : "; \(deep.skipped) passed over: of other stage versions, another kind of processor, or "
          + "without their inputs"
      lines.append(
        "\(deep.computed.count) results computed once more, --sample-seed \(deep.seed)\(skipped)")
    }
    lines.append(report.isSound ? "sound" : "not sound")
    return lines.joined(separator: "\n") + "\n"
  }
}
