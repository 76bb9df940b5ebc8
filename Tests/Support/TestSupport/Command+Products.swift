import Foundation

extension Command {
  /// The Python that the variable `ENGRAM_PYTHON` names; empty counts as unset.
  package static var python: String? {
    ProcessInfo.processInfo.environment["ENGRAM_PYTHON"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The folder with the products of this build: the tests, the modules, the command.
  package static var products: URL {
    let executable = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    // The tests run in a helper on some systems; then the bundle names the folder.
    for candidate in [executable, Bundle.main.executablePath].compactMap(\.self) {
      var folder = URL(fileURLWithPath: candidate).deletingLastPathComponent()
      while folder.path != "/" {
        if FileManager.default.fileExists(atPath: folder.appendingPathComponent("Modules").path) {
          return folder
        }
        folder = folder.deletingLastPathComponent()
      }
    }
    preconditionFailure("no folder 'Modules' beside \(executable ?? "the tests")")
  }
}
