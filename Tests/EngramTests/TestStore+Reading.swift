import Foundation
import Synchronization
import TestSupport

/// The command in a place that every user may read, as a clone in somebody's home may not be.
private final class PublicProgram: Sendable {
  static let shared = PublicProgram()

  private let folder = Mutex<TemporaryFolder?>(nil)

  private init() { atexit { PublicProgram.shared.folder.withLock { $0 = nil } } }

  func path() throws -> String {
    try folder.withLock { folder in
      let made = try folder ?? TemporaryFolder()
      let copy = made.url.appendingPathComponent("engram").path
      if folder == nil {
        try FileManager.default.copyItem(atPath: TestStore.program, toPath: copy)
        _ = try Command.run(["chmod", "-R", "a+rX", made.url.path])
      }
      folder = made
      return copy
    }
  }
}

/// Somebody who may read the store, and not write it.
extension TestStore {
  /// Takes everybody's right to write the store away while `body` is at work.
  func withoutWriting(_ body: () throws -> Void) throws {
    _ = try Command.run(["chmod", "-R", "a+rX,a-w", folder.url.path])
    defer { _ = try? Command.run(["chmod", "-R", "u+w", folder.url.path]) }
    try body()
  }

  /// Runs the command as a user who is no owner: nothing is forbidden to root.
  func runAsReader(_ arguments: [String]) throws -> Command.Result {
    // Whatever the umask was.
    _ = try Command.run(["chmod", "-R", "a+rX", folder.url.path])
    let wrapper =
      geteuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
    return try Command.run(
      wrapper + [PublicProgram.shared.path()] + Self.merged(arguments), environment: variables,
      in: FileManager.default.temporaryDirectory)
  }
}
