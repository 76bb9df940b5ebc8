import COpenBLAS
import Dispatch
import Foundation
import Synchronization

/// Threads that share the slices of one piece of work after another.
///
/// A training step has some twenty pieces, most shorter than it takes to wake a thread. Therefore a
/// worker that has nothing to do looks for work a tenth of a millisecond long before it sleeps.
final class WorkerPool: Sendable {
  /// One worker per processor, besides the calling thread.
  static let shared = WorkerPool(workers: ProcessInfo.processInfo.activeProcessorCount - 1)

  /// About 100 µs.
  private static let patience = 4000

  private let workers: Int
  /// Whether a piece of work is under way. A second caller does its work alone.
  private let isBusy = Atomic(false)
  /// The number of the piece of work · 256 + (open to workers? 128 : 0) + workers that are in it.
  private let state = Atomic<UInt64>(0)
  private let nextSlice = Atomic(0)
  private let sleepers = Atomic(0)
  private let alarm = DispatchSemaphore(value: 0)

  // The work in hand. Written by the caller before it opens `state` (releasing), read by workers
  // after they have joined (acquiring), and written again only when none is in it any more.
  nonisolated(unsafe) private var work: ((Int) -> Void)?
  nonisolated(unsafe) private var slices = 0

  private init(workers: Int) {
    self.workers = min(100, max(0, workers))
    for index in 0..<self.workers {
      let thread = Thread { [self] in serve(index) }
      thread.name = "engram.worker"
      thread.start()
    }
  }

  /// Runs `body` for every slice, on this thread and the workers; false if they are busy with the
  /// work of another thread.
  func run(_ count: Int, _ body: (Int) -> Void) -> Bool {
    guard workers > 0,
      isBusy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
    else { return false }
    withoutActuallyEscaping(body) { body in
      work = body
      slices = count
      nextSlice.store(0, ordering: .relaxed)
      let number = (state.load(ordering: .relaxed) >> 8) &+ 1
      // Sequentially consistent, as is a sleeper's last look: one of the two sees the other.
      state.store(number << 8 | 128, ordering: .sequentiallyConsistent)
      for _ in 0..<sleepers.load(ordering: .sequentiallyConsistent) { alarm.signal() }
      takeSlices()
      // Closed to those who have not come; the others are waited for.
      state.bitwiseAnd(~128, ordering: .acquiringAndReleasing)
      while state.load(ordering: .acquiring) & 127 != 0 { copenblas_relax() }
      work = nil
    }
    isBusy.store(false, ordering: .releasing)
    return true
  }

  private func takeSlices() {
    while true {
      let slice = nextSlice.wrappingAdd(1, ordering: .relaxed).oldValue
      if slice >= slices { return }
      work?(slice)
    }
  }

  private func serve(_ index: Int) {
    var done: UInt64 = 0
    var idle = 0
    while true {
      if join(index, after: &done) {
        takeSlices()
        state.wrappingSubtract(1, ordering: .releasing)
        idle = 0
        continue
      }
      idle += 1
      copenblas_relax()
      if idle < Self.patience { continue }
      idle = 0
      sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
      if state.load(ordering: .sequentiallyConsistent) >> 8 == done { alarm.wait() }
      sleepers.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    }
  }

  /// Enters the work in hand if there is one and this worker was not in it.
  private func join(_ index: Int, after done: inout UInt64) -> Bool {
    let now = state.load(ordering: .acquiring)
    guard now >> 8 != done else { return false }
    guard now & 128 != 0, index + 1 < Threads.count else {
      done = now >> 8
      return false
    }
    guard
      state.weakCompareExchange(expected: now, desired: now + 1, ordering: .acquiring).exchanged
    else { return false }
    done = now >> 8
    return true
  }
}
