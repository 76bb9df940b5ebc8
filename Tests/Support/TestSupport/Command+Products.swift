import Foundation

extension Command {
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
