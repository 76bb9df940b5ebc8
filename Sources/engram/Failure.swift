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
    case databaseNotWritten = 74
    case interrupted = 130
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
    case let code as ExitCode:
      Foundation.exit(code.rawValue)
    default:
      // ArgumentParser's own: help, version, and what it says of wrong arguments.
      Engram.exit(withError: error)
    }
  }

  /// Says that results are stored, but not in the database.
  static func databaseNotWritten(_ reason: String) {
    message(
      "everything is computed and stored, but not recorded: \(reason)\n"
        + "run 'engram results rebuild' when that is mended")
  }

  /// Writes a line to standard error.
  static func message(_ text: String) {
    FileHandle.standardError.write(Data("engram: \(text)\n".utf8))
  }
}
