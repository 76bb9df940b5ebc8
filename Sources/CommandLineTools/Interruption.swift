import Dispatch
import Foundation
import Synchronization

/// The end of a command by a signal.
package struct Interruption: Error, CustomStringConvertible {
  /// The exit code.
  package let code: Failure.Code

  package var description: String {
    "\(code == .interrupted ? "interrupted" : "terminated"); every finished task is stored; the "
      + "same command resumes"
  }

  /// Runs `body`, which SIGINT and SIGTERM cancel; a second signal ends the process at once, unless
  /// it comes so soon that it can only be the same one, sent to the process and to its group.
  ///
  /// Throws `Interruption` where a signal came, else what `body` throws.
  package static func handling<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let received = Mutex<(code: Failure.Code, at: ContinuousClock.Instant)?>(nil)
    let work = Task { try await body() }
    let sources = [(SIGINT, Failure.Code.interrupted), (SIGTERM, .terminated)].map { number, code in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        let isSecond = received.withLock { received in
          if let received { return ContinuousClock.now - received.at > .milliseconds(300) }
          received = (code, .now)
          return false
        }
        if isSecond { _exit(code.rawValue) }
        work.cancel()
      }
      source.resume()
      return source
    }
    defer {
      for source in sources { source.cancel() }
      for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
    do {
      return try await work.value
    } catch let error as CancellationError {
      if let code = received.withLock({ $0?.code }) { throw Interruption(code: code) }
      throw error
    }
  }
}
