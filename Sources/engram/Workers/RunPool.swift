import CommandLineTools
import Foundation
import Pipeline
import Settings
import Synchronization
import Tensors

/// Runs several runs, some of them side by side: each in a worker process of its own.
///
/// A run that fails, or a process that crashes, harms no other. The processors are divided among the
/// workers; results do not depend on how. What two runs have in common one of them computes, since
/// workers share the store as any processes do.
struct RunPool: Engine {
  /// Workers at a time.
  let jobs: Int
  /// The options of the workers.
  let options: [String]

  /// What a display says first of several runs.
  func plan(_ runs: Int) -> String {
    let count = min(jobs, runs)
    let threads = max(1, Threads.available / max(1, count))
    return count < 2
      ? "one after another"
      : "\(count) side by side with \(threads) thread\(threads == 1 ? "" : "s") each"
  }

  init(jobs: Int, store: StoreOption, datasets: DatasetsOption, savepoints: SavepointOption) {
    self.jobs = jobs
    options =
      ["--store", store.url.path]
      + (datasets.datasets.map { ["--datasets", URL(fileURLWithPath: $0).path] } ?? [])
      + savepoints.arguments
  }

  /// The workers that are at work.
  private final class Workers: Sendable {
    struct State {
      var isStopped = false
      var running: [Int: WorkerProcess] = [:]
    }
    let state = Mutex(State())

    /// Tells all to end; no other starts.
    func stop() {
      state.withLock { state in
        state.isStopped = true
        for worker in state.running.values { worker.stop() }
      }
    }
  }

  /// Runs all, in their order as far as there are workers; `ended` is called for each, from any
  /// thread, one at a time.
  ///
  /// When the task is cancelled, the workers are told to end and waited for; no other run begins,
  /// and it throws `CancellationError`.
  func run(
    _ runs: [RunJob], display: PoolDisplay, ended: @escaping @Sendable (Int, RunEnd) -> Void
  ) async throws {
    let count = max(1, min(jobs, runs.count))
    let environment = [Threads.variable: "\(max(1, Threads.available / count))"]
    let workers = Workers()
    let turn = Mutex(())
    let work: @Sendable (Int) async -> Void = { index in
      let end = await follow(runs[index], environment, display, index, workers)
      turn.withLock { _ in
        display.ended(index, end)
        ended(index, end)
      }
    }
    await withTaskCancellationHandler {
      await withTaskGroup(of: Void.self) { group in
        var rest = runs.indices.makeIterator()
        for _ in 0..<count {
          if let index = rest.next() { group.addTask { await work(index) } }
        }
        while await group.next() != nil {
          if !Task.isCancelled, let index = rest.next() { group.addTask { await work(index) } }
        }
      }
    } onCancel: {
      workers.stop()
    }
    display.close()
    try Task.checkCancellation()
  }

  /// Does one run in a worker, and says how it ended.
  private func follow(
    _ job: RunJob, _ environment: [String: String], _ display: PoolDisplay, _ index: Int,
    _ workers: Workers
  ) async -> RunEnd {
    let worker: WorkerProcess?
    do {
      let settings = String(decoding: try JSONEncoder().encode(job.settings), as: UTF8.self)
      let arguments =
        ["worker", "\(job.settings.experiment) \(job.name)", "--settings=\(settings)"] + options
      worker = try workers.state.withLock { state in
        guard !state.isStopped else { return nil }
        let worker = try WorkerProcess(arguments, environment: environment)
        state.running[index] = worker
        return worker
      }
    } catch {
      return .failed("\(error)")
    }
    guard let worker else { return .interrupted }
    let end = await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(returning: Self.end(of: worker) { display.show(index, $0) })
      }
    }
    if case .interrupted = end {
      // A signal to the whole group of processes may reach the worker before it reaches this one.
      try? await Task.sleep(for: .seconds(2))
    }
    return workers.state.withLock { state in
      state.running[index] = nil
      if case .interrupted = end, !state.isStopped {
        return .failed("it was told to end by a signal; the same command resumes it")
      }
      return end
    }
  }

  private static func end(
    of worker: WorkerProcess, _ show: (WorkerMessage) -> Void
  ) -> RunEnd {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    var end: RunEnd?
    var words: [String] = []
    let status = worker.follow { line in
      switch try? decoder.decode(WorkerMessage.self, from: line) {
      case .done(let summary, let failure): end = .done(summary, databaseFailure: failure)
      case .failed(let reason): end = .failed(reason)
      case .interrupted: end = .interrupted
      case .some(let message): show(message)
      case nil: words = words.suffix(4) + [String(decoding: line.prefix(500), as: UTF8.self)]
      }
    }
    if let end { return end }
    // Before it could handle signals it was ended by one that meant the whole group of processes.
    if [-SIGINT, -SIGTERM].contains(status) { return .interrupted }
    let how = status < 0 ? "killed by signal \(-status)" : "ended with code \(status)"
    return .failed(
      "its process was \(how)" + (words.isEmpty ? "" : ": " + words.joined(separator: " ")))
  }
}
