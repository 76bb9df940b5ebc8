import ArgumentParser
import Checkpoints
import Datasets
import Experiments
import Foundation
import Learning
import Pipeline
import Results

/// How the command ends when something went wrong: one message on standard error, and a code.
enum Failure {
  /// The exit codes besides those of `ArgumentParser`.
  enum Code: Int32 {
    case failed = 1
    case usage = 64
    case notWritten = 74
    case interrupted = 130
    case readerGone = 141
    case terminated = 143
  }

  /// Prints what went wrong, and exits.
  static func exit(with error: any Error) -> Never {
    switch error {
    case let interruption as Interruption:
      message(interruption.description)
      Foundation.exit(interruption.code.rawValue)
    case let error as SettingError:
      message(error.description)
      Foundation.exit(Code.usage.rawValue)
    case let error as ExperimentFileError:
      message(error.description)
      Foundation.exit(Code.usage.rawValue)
    case let error as DatasetError where error.code == .unknownDataset:
      message(error.description)
      Foundation.exit(Code.usage.rawValue)
    case let error as NameError:
      message(error.description)
      Foundation.exit(Code.usage.rawValue)
    case let error as ResultsError where error.code == .exists:
      message(error.description)
      Foundation.exit(Code.usage.rawValue)
    case is DatasetError, is PipelineError, is ResultsError, is DivergenceError, is CheckpointError:
      message("\(error)")
      Foundation.exit(Code.failed.rawValue)
    case let error as OutputError:
      notWritten(error)
      Foundation.exit(exitCode(of: error).rawValue)
    case let code as ExitCode:
      Foundation.exit(code.rawValue)
    default:
      exit(byParser: error)
    }
  }

  /// Prints what ArgumentParser has to say, and exits: help, the version, what is wrong with arguments.
  ///
  /// Its own way to do so does not notice that standard output cannot be written.
  private static func exit(byParser error: any Error) -> Never {
    let code = Engram.exitCode(for: error)
    let text = Engram.fullMessage(for: error)
    if !text.isEmpty {
      if code.isSuccess {
        do { try Output.write(text + "\n") } catch { exit(with: error) }
      } else {
        line(text)
      }
    }
    Foundation.exit(code.rawValue)
  }

  /// Says that a result could not be written, unless nobody is there to read it.
  static func notWritten(_ error: OutputError) {
    if !error.isReaderGone { message(error.description) }
  }

  /// The exit code of a command that could not write its result.
  static func exitCode(of error: OutputError) -> ExitCode {
    ExitCode((error.isReaderGone ? Code.readerGone : .notWritten).rawValue)
  }

  /// Says that results are stored, but not in the database.
  static func databaseNotWritten(_ reason: String) {
    message(
      "everything is computed and stored, but not recorded: \(reason)\n"
        + "run 'engram results rebuild' when that is mended")
  }

  /// Writes a message to standard error.
  static func message(_ text: String) { line("engram: \(text)") }

  /// Writes a line to standard error. Nothing depends on whether that can be written.
  private static func line(_ text: String) {
    try? Descriptor.write(text + "\n", to: STDERR_FILENO)
  }
}
