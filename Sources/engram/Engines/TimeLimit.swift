import Engines
import Foundation
import Synchronization

/// The end of a task's time, of which the batch system warns.
final class TimeLimit: Sendable {
  /// The end is near.
  struct IsNear: Error {}

  private struct State {
    var isNear = false
    /// Ends what is done.
    var cancel: (@Sendable () -> Void)?
  }
  private let state: Mutex<State>
  private let source: Mutex<any DispatchSourceSignal>

  /// Heeds the warning from now on; without one, SIGUSR1.
  init(_ warning: TimeWarning?) {
    state = Mutex(State())
    let number = warning?.signal ?? SIGUSR1
    signal(number, SIG_IGN)
    source = Mutex(DispatchSource.makeSignalSource(signal: number, queue: .global()))
    source.withLock { source in
      source.setEventHandler { [weak self] in self?.warn() }
      source.resume()
    }
  }

  private func warn() {
    let cancel = state.withLock { state in
      state.isNear = true
      return state.cancel
    }
    cancel?()
  }

  /// Runs `body`, which the warning cancels; what it has come to the end of by then counts. Throws `IsNear` where it was
  /// cancelled, or where the warning has come before.
  func heeding<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let work = Task { try await body() }
    let isNear = state.withLock { state in
      state.cancel = { work.cancel() }
      return state.isNear
    }
    defer { state.withLock { $0.cancel = nil } }
    if isNear { work.cancel() }
    do {
      return try await withTaskCancellationHandler {
        try await work.value
      } onCancel: {
        work.cancel()
      }
    } catch {
      // An error that is its own is told, whenever it came.
      if state.withLock({ $0.isNear }), error is CancellationError { throw IsNear() }
      throw error
    }
  }
}
