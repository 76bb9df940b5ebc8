import ArgumentParser
import CommandLineTools
import Foundation
import Synchronization

/// What several runs gave, put together while they end in any order.
final class RunReport: Sendable {
  private struct State {
    var ends: [Int: RunEnd] = [:]
    var written = 0
    var writeFailure: (any Error)?
  }

  private let jobs: [RunJob]
  private let state = Mutex(State())

  init(_ jobs: [RunJob]) { self.jobs = jobs }

  /// Notes how a run ended, and writes the summaries that are next in the order of the runs.
  ///
  /// The runs go on where that cannot be done.
  func note(_ index: Int, _ end: RunEnd, writingSummaries: Bool) {
    state.withLock { state in
      state.ends[index] = end
      guard writingSummaries else { return }
      while let next = state.ends[state.written] {
        state.written += 1
        guard state.writeFailure == nil, case .done(let summary, _) = next else { continue }
        do { try Output.write(summary.text) } catch { state.writeFailure = error }
      }
    }
  }

  /// Throws what kept a summary from being written.
  func checkWritten() throws {
    if let failure = state.withLock({ $0.writeFailure }) { throw failure }
  }

  /// The summaries of those that succeeded, in order.
  var summaries: [RunSummary] {
    ends.compactMap { if case .done(let summary, _) = $0 { summary } else { nil } }
  }

  /// Those that failed, in order, and why.
  var failures: [(job: RunJob, reason: String)] {
    zip(jobs, ends).compactMap { job, end in
      if case .failed(let reason) = end { (job, reason) } else { nil }
    }
  }

  /// Why the database could not be written, for the first run where that was so.
  var databaseFailure: String? {
    ends.lazy.compactMap { if case .done(_, let failure?) = $0 { failure } else { nil } }.first
  }

  private var ends: [RunEnd?] {
    state.withLock { state in jobs.indices.map { state.ends[$0] } }
  }

  /// Summaries and failures as JSON: an array in the order of the runs.
  func json() throws {
    try Output.json(
      zip(jobs, ends).compactMap { job, end -> Entry? in
        switch end {
        case .done(let summary, _): .summary(summary)
        case .failed(let reason): .failure(job.settings.experiment, job.settings.seed, reason)
        case .interrupted, nil: nil
        }
      })
  }

  private enum Entry: Encodable {
    case summary(RunSummary)
    case failure(String, UInt64, String)

    private enum Key: CodingKey { case experiment, seed, failure }

    func encode(to encoder: any Encoder) throws {
      switch self {
      case .summary(let summary): try summary.encode(to: encoder)
      case .failure(let experiment, let seed, let reason):
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(experiment, forKey: .experiment)
        try container.encode(seed, forKey: .seed)
        try container.encode(reason, forKey: .failure)
      }
    }
  }

  /// Says on standard error what went wrong, and throws the exit code that stands for it.
  func throwFailures() throws {
    let failures = failures
    if !failures.isEmpty {
      Failure.message(
        "\(failures.count) of \(jobs.count) runs failed:\n"
          + failures.map { "  \($0.job.name): \($0.reason)" }.joined(separator: "\n"))
    }
    if let databaseFailure { Failure.databaseNotWritten(databaseFailure) }
    if !failures.isEmpty { throw ExitCode(Failure.Code.failed.rawValue) }
    if databaseFailure != nil { throw ExitCode(Failure.Code.notWritten.rawValue) }
  }
}
