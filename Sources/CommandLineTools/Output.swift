import Foundation
import Pipeline

/// Standard output: where every result goes that no file was named for.
package enum Output {
  /// Writes all of `text`. Throws `OutputError`.
  package static func write(_ text: String) throws {
    do {
      try Descriptor.write(text, to: STDOUT_FILENO)
    } catch {
      throw OutputError(standardOutput: error)
    }
  }

  /// Writes a value as indented JSON with sorted keys. Throws `OutputError`.
  package static func json(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try write(String(decoding: try encoder.encode(value), as: UTF8.self) + "\n")
  }

  /// Does `write`, and `rest` even where that could not: what went wrong with the work itself is told
  /// too, and its exit code counts.
  package static func finish(_ write: () throws -> Void, then rest: () throws -> Void) throws {
    do {
      try write()
    } catch let error as OutputError {
      Failure.notWritten(error)
      try rest()
      throw Failure.exitCode(of: error)
    }
    try rest()
  }
}
