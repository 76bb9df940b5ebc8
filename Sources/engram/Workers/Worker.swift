import ArgumentParser
import CommandLineTools
import Foundation
import Pipeline
import Runs
import Settings
import Synchronization

/// `engram worker`: one run, for the `engram` that started this process; not meant for people.
///
/// Tells what it does by `WorkerMessage`s, and ends when its standard input does.
struct Worker: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run one run for another engram, and end with it.", shouldDisplay: false)

  @Argument(help: "What lists of processes show.")
  var label: String
  @Option(help: "All settings, as JSON.")
  var settings: String
  @OptionGroup var store: StoreOption
  @OptionGroup var datasets: DatasetsOption
  @OptionGroup var savepoints: SavepointOption

  /// How long a run that was told to end may take to do so.
  private static let patience: UInt32 = 30

  func run() async throws {
    do {
      let settings = try JSONDecoder().decode(
        ExperimentSettings.self, from: Data(settings.utf8))
      let catalog = try datasets.catalog()
      try settings.check(in: catalog)
      let runner = ExperimentRunner(
        store: try store.open(), catalog: catalog, program: Program.current(),
        savepoints: savepoints.interval)
      let outcome = try await Interruption.handling {
        try await Self.endingWithInput {
          let shownAt = Mutex<ContinuousClock.Instant?>(nil)
          return try await runner.run(settings) { event in
            if case .progress = event, !Self.isDue(shownAt) { return }
            Self.tell(WorkerMessage(event))
          }
        }
      }
      Self.tell(
        .done(
          RunSummary(outcome, settings), databaseFailure: outcome.databaseFailure?.description))
    } catch is CancellationError {
      Self.tell(.interrupted)
    } catch is Interruption {
      Self.tell(.interrupted)
    } catch {
      Self.tell(.failed("\(error)"))
    }
  }

  /// Whether a tenth of a second has passed since this last was so.
  private static func isDue(_ shownAt: borrowing Mutex<ContinuousClock.Instant?>) -> Bool {
    shownAt.withLock { shownAt in
      let now = ContinuousClock.now
      if let shownAt, now - shownAt < .milliseconds(100) { return false }
      shownAt = now
      return true
    }
  }

  /// Runs `body`, which the end of standard input cancels.
  private static func endingWithInput<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let work = Task { try await body() }
    Thread.detachNewThread {
      var byte: UInt8 = 0
      while true {
        let count = read(STDIN_FILENO, &byte, 1)
        if count == 0 || (count < 0 && errno != EINTR) { break }
      }
      work.cancel()
      sleep(patience)
      // A stage that does not look up must not run on for nobody; ending here is as safe as a kill.
      _exit(Failure.Code.terminated.rawValue)
    }
    return try await withTaskCancellationHandler {
      try await work.value
    } onCancel: {
      work.cancel()
    }
  }

  private static func tell(_ message: WorkerMessage) {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard var line = try? encoder.encode(message) else { return }
    line.append(UInt8(ascii: "\n"))
    // Whoever reads may be gone; the run still has to end in order.
    try? Descriptor.write(line, to: STDOUT_FILENO)
  }
}
