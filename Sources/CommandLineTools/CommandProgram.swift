import ArgumentParser
import Foundation
import Tensors

/// What every command of the package does around its work.
package enum CommandProgram {
  /// Runs the command `root`, and exits with the code of an error.
  ///
  /// `main` calls `StandardStreams.prepare` before: the first `await` may open files.
  package static func run(_ root: any ParsableCommand.Type) async {
    Words.unsetEmptyVariables()
    Threads.endBLASThreads
    let words = CommandWords(Array(CommandLine.arguments.dropFirst()), of: root)
    do {
      try Words.check()
      try words.checkVerb()
      var command = try root.parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      Failure.exit(with: words.explained(error), of: root)
    }
  }
}
