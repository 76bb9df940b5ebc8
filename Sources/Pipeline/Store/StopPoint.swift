import Foundation
import Synchronization

/// Places at which a test can end or halt the process: before each system call on the store's files,
/// and at the borders of stages.
///
/// The variable `ENGRAM_STOP_AT` names one: `kill@12` is a SIGKILL before the twelfth call,
/// `stop@rename:2` a SIGSTOP before the second renaming. Without it nothing happens.
package enum StopPoint {
  private struct Wish {
    let signal: Int32
    /// The call that counts; all of them where it is nil.
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
    let signals = ["kill": SIGKILL, "stop": SIGSTOP, "term": SIGTERM, "int": SIGINT]
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
    if passed.wrappingAdd(1, ordering: .relaxed).newValue == wish.count {
      kill(getpid(), wish.signal)
    }
  }
}
