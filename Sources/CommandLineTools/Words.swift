import Foundation
import Mistakes
import Results
import Tensors

/// The words that the command is given: arguments and variables.
package enum Words {
  /// Makes an empty variable count as unset, here and in all libraries.
  ///
  /// To be called before anything reads a variable.
  package static func unsetEmptyVariables() {
    for (name, value) in ProcessInfo.processInfo.environment where value.isEmpty {
      // OpenBLAS has read its own when it was loaded: `BLASKernels` sees to it.
      if name != BLASKernels.variable { unsetenv(name) }
    }
  }

  /// Throws where an argument, or a variable that names a folder, is not UTF-8: it would be taken for
  /// another name. Throws for a variable with a value that is not possible, whatever the command needs.
  package static func check() throws {
    for index in 1..<max(1, Int(CommandLine.argc)) {
      if let bytes = CommandLine.unsafeArgv[index], String(validatingCString: bytes) == nil {
        throw MistakenRequest(
          "argument \(index), '\(String(cString: bytes))', is not UTF-8, which all names have to be"
        )
      }
    }
    for name in ["ENGRAM_STORE", "ENGRAM_DATASETS"] {
      if let bytes = getenv(name), String(validatingCString: bytes) == nil {
        throw MistakenRequest("the variable \(name) is not UTF-8, which all names have to be")
      }
    }
    let variables = ProcessInfo.processInfo.environment
    func require(_ name: String, _ allowed: String, _ isPossible: (String) -> Bool) throws {
      guard let text = variables[name], !isPossible(text) else { return }
      throw MistakenRequest(
        "the variable \(name) is '\(Wording.quotable(text))'; it takes \(allowed)")
    }
    try require(Threads.variable, "a whole number from 1") { Threads.count(text: $0) != nil }
    try require(KernelFamily.variable, "portable or native") { KernelFamily(rawValue: $0) != nil }
    try require(VectorWidth.variable, "narrow or wide") { VectorWidth(rawValue: $0) != nil }
    try require(ResultsStore.timeoutVariable, "a number of seconds from 0 to 86400") {
      ResultsStore.busyTimeout(text: $0) != nil
    }
  }
}
