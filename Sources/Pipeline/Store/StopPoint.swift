import Foundation
import Synchronization

/// Places at which a test can end or halt the process: before each system call on the store's files,
/// at the borders of stages, and while a stage is at work.
///
/// The variable `ENGRAM_STOP_AT` names one: `kill@12` is a SIGKILL before the twelfth call,
/// `stop@rename:2` a SIGSTOP before the second renaming, `int@train/task-02:5` a SIGINT when that node
/// tells its progress for the fifth time. `wait` instead of a signal works on there without end, until
/// somebody ends it. Without the variable nothing happens.
package enum StopPoint {
  private struct Wish {
    /// Nil is to wait.
    let signal: Int32?
    /// The call or node that counts; all calls where it is nil.
    let call: String?
    let count: Int
  }

  private static let wish: Wish? = ProcessInfo.processInfo.environment["ENGRAM_STOP_AT"].flatMap {
    if $0.isEmpty { return nil }
    guard let wish = parse($0) else {
      try? Descriptor.write(
        "engram: ENGRAM_STOP_AT is '\($0)', not such as 'kill@12' or 'stop@rename:2'\n",
        to: STDERR_FILENO)
      exit(64)
    }
    return wish
  }

  private static let passed = Atomic(0)

  private static func parse(_ text: String) -> Wish? {
    let signals: [String: Int32?] = [
      "kill": SIGKILL, "stop": SIGSTOP, "term": SIGTERM, "int": SIGINT, "wait": nil,
    ]
    let parts = text.split(separator: "@", maxSplits: 1).map(String.init)
    guard parts.count == 2, let signal = signals[parts[0]] else { return nil }
    let place = parts[1].split(separator: ":").map(String.init)
    guard (1...2).contains(place.count), let count = Int(place[place.count - 1]), count > 0 else {
      return nil
    }
    return Wish(signal: signal, call: place.count == 2 ? place[0] : nil, count: count)
  }

  /// Says that `call` comes next.
  package static func pass(_ call: String) {
    guard let wish, wish.call.map({ $0 == call }) ?? true else { return }
    count(wish)
  }

  /// Says that `node` is at work and has come further.
  static func work(on node: String) {
    guard let wish, wish.call == node else { return }
    count(wish)
  }

  private static func count(_ wish: Wish) {
    guard passed.wrappingAdd(1, ordering: .relaxed).newValue == wish.count else { return }
    if let signal = wish.signal {
      // A stop that is sent to the process may be taken by another thread, and this one runs on until
      // that has a processor. One that is meant to be handled is handled by another thread.
      _ = signal == SIGSTOP ? raise(signal) : kill(getpid(), signal)
    }
    guard wish.signal.map({ [SIGINT, SIGTERM].contains($0) }) ?? true else { return }
    // What handles a signal is another thread: nothing goes on here before it has.
    while !Task.isCancelled { usleep(1000) }
  }
}
