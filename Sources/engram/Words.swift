import Experiments
import Foundation
import Tensors

/// The words that the command is given: arguments and variables.
enum Words {
  /// Makes an empty variable count as unset, here and in all libraries.
  ///
  /// To be called before anything reads a variable.
  static func unsetEmptyVariables() {
    for (name, value) in ProcessInfo.processInfo.environment where value.isEmpty {
      // OpenBLAS has read its own when it was loaded: `BLASKernels` sees to it.
      if name != BLASKernels.variable { unsetenv(name) }
    }
  }

  /// Throws where an argument, or a variable that names a folder, is not UTF-8: it would be taken for
  /// another name.
  static func check() throws {
    for index in 1..<max(1, Int(CommandLine.argc)) {
      if let bytes = CommandLine.unsafeArgv[index], String(validatingCString: bytes) == nil {
        throw NameError(
          "argument \(index), '\(String(cString: bytes))', is not UTF-8, which all names have to be"
        )
      }
    }
    for name in ["ENGRAM_STORE", "ENGRAM_DATASETS"] {
      if let bytes = getenv(name), String(validatingCString: bytes) == nil {
        throw NameError("the variable \(name) is not UTF-8, which all names have to be")
      }
    }
  }
}
