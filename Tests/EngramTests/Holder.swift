import Foundation
import TestSupport

/// A process that holds something until it is told to let go, or its test ends.
struct Holder {
  private let command: Command
  private let release: URL

  /// Starts it, and waits until it holds. `arguments` are for a shell command that is to run
  /// meanwhile.
  init(in folder: URL, _ arguments: (_ script: String) -> [String]) throws {
    let held = folder.appendingPathComponent("held-\(UUID().uuidString)")
    let release = folder.appendingPathComponent("release-\(UUID().uuidString)")
    let command = try Command(
      arguments(
        "touch '\(held.path)'; while ! test -e '\(release.path)' && kill -0 \(getpid()); do "
          + "sleep 0.02; done"))
    try waitUntil("somebody holds what is to be held: \(command.errorSoFar)") {
      FileManager.default.fileExists(atPath: held.path) || !command.isRunning
    }
    (self.command, self.release) = (command, release)
  }

  /// Whether it still holds.
  var isHolding: Bool { command.isRunning }

  /// Ends it, and waits for its end.
  func letGo() throws {
    try Data().write(to: release)
    _ = try command.wait()
  }
}
