import Foundation
import Pipeline

/// The right to write to a results database: one process has it, others wait.
///
/// SQLite keeps the file whole without it. But only where there is one writer at a time can nobody
/// find a schema between two migrations, and who waits can say so. It is taken before SQLite's own
/// locks. The lock is a file beside the database, there only while it is held; the kernel frees that of a
/// process that dies. It is given back when the last reference goes.
package final class WriterLock: Sendable {
  private let lock: FileLock?

  /// Waits for the right to write to the database at `url`.
  ///
  /// `waiting` is called once if that takes longer than a second. A folder in which no file can be
  /// made gives an empty lock: SQLite will say what is wrong with it. Throws `locked` after
  /// `timeout`.
  package init(
    forDatabaseAt url: URL, timeout: Duration = ResultsStore.defaultBusyTimeout,
    waiting: () -> Void = {}
  ) throws(ResultsError) {
    lock = try Self.acquire(url, timeout: timeout, waiting: waiting)
  }

  private static func acquire(
    _ url: URL, timeout: Duration, waiting: () -> Void
  ) throws(ResultsError) -> FileLock? {
    let file = url.appendingPathExtension("lock")
    let start = ContinuousClock.now
    var hasTold = false
    while true {
      do {
        if let lock = try FileLock.tryFile(file) { return lock }
      } catch {
        return nil
      }
      let waited = ContinuousClock.now - start
      guard waited < timeout else {
        throw ResultsError(
          .locked,
          "another process has been writing to the results database for \(timeout / .seconds(1)) s; "
            + "run 'engram results rebuild' when it has finished", path: url.path)
      }
      if waited > .seconds(1), !hasTold {
        hasTold = true
        waiting()
      }
      usleep(10_000)
    }
  }
}

extension ResultsStore {
  /// How long a process waits for another one's access to the database: 30 s, or as many seconds as
  /// the variable `ENGRAM_DATABASE_TIMEOUT` says.
  package static let defaultBusyTimeout: Duration = {
    let text = ProcessInfo.processInfo.environment[timeoutVariable]
    return busyTimeout(text: text ?? "") ?? .seconds(30)
  }()

  /// The variable's name.
  package static let timeoutVariable = "ENGRAM_DATABASE_TIMEOUT"

  /// The time that `ENGRAM_DATABASE_TIMEOUT=text` sets; nil unless it is a number of seconds from 0
  /// to a day.
  package static func busyTimeout(text: String) -> Duration? {
    Double(text).flatMap { (0...86_400).contains($0) ? .seconds($0) : nil }
  }
}
