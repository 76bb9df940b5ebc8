import Foundation

/// What was waited for in vain.
package struct NeverHappened: Error, CustomStringConvertible {
  /// What was to become so, and for how long that was waited for.
  package let description: String
}

/// Waits until `condition` holds, which others bring about.
///
/// A test waits for what it can observe, never for a time: the limit is for what would never happen,
/// far beyond what the slowest machine takes. Throws `NeverHappened` then, and what `condition`
/// throws.
package func waitUntil(
  _ what: @autoclosure () -> String, patience: Duration = .seconds(600),
  _ condition: () throws -> Bool
) throws {
  let start = SuspendingClock.now
  while try !condition() {
    guard SuspendingClock.now - start < patience else {
      throw NeverHappened(description: "it never happened, in \(patience), that \(what())")
    }
    usleep(1000)
  }
}

/// The same for a test that can suspend.
package func waitUntil(
  _ what: @autoclosure () -> String, patience: Duration = .seconds(600),
  _ condition: () throws -> Bool
) async throws {
  let start = SuspendingClock.now
  while try !condition() {
    guard SuspendingClock.now - start < patience else {
      throw NeverHappened(description: "it never happened, in \(patience), that \(what())")
    }
    try await Task.sleep(for: .milliseconds(1))
  }
}

/// Runs `body`, which blocks, on a thread of its own: tasks have as few threads as there are
/// processors, and one of them may have to go on for `body` to end.
package func onOwnThread<Value: Sendable>(
  _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
  }
}
