import ArgumentParser
import Foundation
import Mistakes

/// How the command ends when something went wrong: one message on standard error, and a code.
enum Failure {
  /// The exit codes.
  enum Code: Int32 {
    case failed = 1
    case usage = 64
    case databaseNotWritten = 74
    case interrupted = 130
    case terminated = 143
  }

  /// Prints what went wrong, and exits. A mistake in what was asked has a code of its own: see
  /// `RequestError`.
  static func exit(with error: any Error) -> Never {
    switch error {
    case let interruption as Interruption:
      message(interruption.description)
      Foundation.exit(interruption.code.rawValue)
    case let code as ExitCode:
      Foundation.exit(code.rawValue)
    case _ where Engram.exitCode(for: error) == .success:
      // No error, but help or the version that was asked for.
      Engram.exit(withError: error)
    default:
      message((error as? any LocalizedError)?.errorDescription ?? "\(error)")
      let isMistake = (error as? any RequestError)?.isMistakenRequest == true
      Foundation.exit((isMistake ? Code.usage : Code.failed).rawValue)
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
