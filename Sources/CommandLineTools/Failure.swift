import ArgumentParser
import Foundation
import Mistakes
import Pipeline

/// How a command ends when something went wrong: one message on standard error, and a code.
package enum Failure {
  /// The exit codes.
  package enum Code: Int32, Sendable {
    case failed = 1
    case usage = 64
    case notWritten = 74
    case interrupted = 130
    case readerGone = 141
    case terminated = 143
  }

  /// Prints what went wrong with the command `root`, and exits. A mistake in what was asked has a code of its
  /// own: see `RequestError`.
  package static func exit(with error: any Error, of root: any ParsableCommand.Type) -> Never {
    switch error {
    case let interruption as Interruption:
      message(interruption.description)
      Foundation.exit(interruption.code.rawValue)
    case let error as OutputError where !error.isMistakenRequest:
      notWritten(error)
      Foundation.exit(exitCode(of: error).rawValue)
    case let code as ExitCode:
      Foundation.exit(code.rawValue)
    case _ where root.exitCode(for: error) == .success:
      // No error, but help or the version that was asked for. ArgumentParser's own way to write them
      // does not notice that standard output cannot be written.
      do {
        try Output.write(HelpText.fitted(root.fullMessage(for: error)) + "\n")
      } catch {
        exit(with: error, of: root)
      }
      Foundation.exit(ExitCode.success.rawValue)
    default:
      message((error as? any LocalizedError)?.errorDescription ?? "\(error)")
      let isMistake = (error as? any RequestError)?.isMistakenRequest == true
      Foundation.exit((isMistake ? Code.usage : Code.failed).rawValue)
    }
  }

  /// Says that a result could not be written, unless nobody is there to read it.
  package static func notWritten(_ error: OutputError) {
    if !error.isReaderGone { message(error.description) }
  }

  /// The exit code of a command that could not write its result.
  package static func exitCode(of error: OutputError) -> ExitCode {
    ExitCode((error.isReaderGone ? Code.readerGone : .notWritten).rawValue)
  }

  /// Writes a message to standard error, after the program's name. Nothing depends on whether that can be
  /// written.
  package static func message(_ text: String) {
    // Somebody else may have chosen a name in it.
    let lines = "\(program): \(text)".split(separator: "\n", omittingEmptySubsequences: false)
    let shown = lines.map { String($0).withoutControlCharacters }.joined(separator: "\n")
    try? Descriptor.write(shown + "\n", to: STDERR_FILENO)
  }

  /// The file name of the running program, as it was called.
  private static var program: Substring {
    CommandLine.arguments.first?.split(separator: "/").last ?? "engram"
  }
}
