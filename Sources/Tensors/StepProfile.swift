import Synchronization

/// Where the time of training steps goes; used by benchmarks, absent otherwise.
package final class StepProfile: Sendable {
  /// The parts of a step.
  package enum Part: String, CaseIterable, Sendable, Codable {
    /// Choosing and copying the minibatch.
    case data
    /// The target network's forward pass and the loss.
    case targetForward = "target forward"
    /// The target network's backward pass, to the gradient of the generated weights.
    case targetBackward = "target backward"
    /// The next weights from the hypernetwork.
    case generation = "weight generation"
    /// From the gradient of the generated weights to that of the hypernetwork's parameters.
    case hypernetworkBackward = "hypernetwork backward"
    /// The parameters that the optimizer would reach with the task's gradient alone.
    case lookahead
    /// The regularizer's value and gradient.
    case regularizer
    /// The optimizer's step.
    case optimizer
    /// What is done with feature maps between convolutions, batch norm above all. It is within the target
    /// network's passes, forward and backward, and counts there, too.
    case passes

    /// The parts that make up a step.
    package static let ofStep = allCases.filter { $0 != .passes }
  }

  private let totals = Mutex<[Part: Duration]>([:])

  /// A profile without any time yet.
  package init() {}

  /// The time of each part so far. Where threads share a part, its time is theirs divided by their
  /// number.
  package var durations: [Part: Duration] { totals.withLock { $0 } }

  func add(_ duration: Duration, to part: Part) {
    totals.withLock { $0[part, default: .zero] += duration }
  }
}

extension StepProfile? {
  /// Runs `body` and counts its time, where there is a profile.
  ///
  /// - Parameter threads: how many threads share the part
  @inline(__always)
  package func measure<R>(
    _ part: StepProfile.Part, threads: Int = 1, _ body: () throws -> R
  ) rethrows -> R {
    guard let self else { return try body() }
    let start = ContinuousClock.now
    defer { self.add((ContinuousClock.now - start) / threads, to: part) }
    return try body()
  }
}

/// Counts the parts of one thread's share of a pass.
struct ProfileLap {
  private let profile: StepProfile?
  private let threads: Int
  private var start: ContinuousClock.Instant?

  @inline(__always)
  init(_ profile: StepProfile?) {
    self.profile = profile
    threads = Threads.count
    start = profile == nil ? nil : .now
  }

  /// Counts the time since the last call.
  @inline(__always)
  mutating func end(_ part: StepProfile.Part) {
    guard let profile, let start else { return }
    let now = ContinuousClock.now
    profile.add((now - start) / threads, to: part)
    self.start = now
  }
}
