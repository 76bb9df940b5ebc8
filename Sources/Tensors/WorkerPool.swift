import CVectors
import Dispatch
import Foundation
import Synchronization

/// Threads that share the slices of one piece of work after another.
///
/// A training step has some twenty pieces, most shorter than it takes to wake a thread. Therefore a
/// worker that has nothing to do looks for work a tenth of a millisecond long before it sleeps.
///
/// Each thread begins with a block of slices of its own, the same in every piece of work of that many
/// slices: what it wrote in one pass is in its cache in the next. Then it takes what others have left.
final class WorkerPool: Sendable {
  /// One worker per available processor, besides the calling thread.
  static let shared = WorkerPool(workers: Threads.available - 1)

  private final class Counter: Sendable { let next = Atomic(0) }

  /// About 100 µs.
  private static let patience = 4000

  private let workers: Int
  /// Whether a piece of work is under way. A second caller does its work alone.
  private let isBusy = Atomic(false)
  /// The number of the piece of work · 256 + (open to workers? 128 : 0) + workers that are in it.
  private let state = Atomic<UInt64>(0)
  /// The next slice of each thread's block, the caller's first.
  private let blocks: [Counter]
  private let sleepers = Atomic(0)
  private let alarm = DispatchSemaphore(value: 0)

  // The work in hand. Written by the caller before it opens `state` (releasing), read by workers
  // after they have joined (acquiring), and written again only when none is in it any more: an order that
  // the compiler cannot see. A closure cannot be atomic, and a lock would be taken by every thread in
  // each of the thousands of pieces a second.
  nonisolated(unsafe) private var work: ((_ slice: Int, _ thread: Int) -> Void)?
  private let slices = Atomic(0)
  private let threads = Atomic(1)

  private init(workers: Int) {
    self.workers = min(100, max(0, workers))
    blocks = (0...self.workers).map { _ in Counter() }
    for index in 0..<self.workers {
      let thread = Thread { [self] in serve(index) }
      thread.name = "engram.worker"
      thread.start()
    }
  }

  /// The workers and the calling thread.
  var threadLimit: Int { workers + 1 }

  /// Runs `body` for every slice, on this thread (number 0) and the workers; false if they are busy
  /// with the work of another thread.
  func run(_ count: Int, _ body: (_ slice: Int, _ thread: Int) -> Void) -> Bool {
    guard workers > 0,
      isBusy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
    else { return false }
    withoutActuallyEscaping(body) { body in
      work = body
      let threads = min(workers + 1, Threads.count)
      slices.store(count, ordering: .relaxed)
      self.threads.store(threads, ordering: .relaxed)
      for block in 0..<threads {
        blocks[block].next.store(count * block / threads, ordering: .relaxed)
      }
      let number = (state.load(ordering: .relaxed) >> 8) &+ 1
      // Sequentially consistent, as is a sleeper's last look: one of the two sees the other.
      state.store(number << 8 | 128, ordering: .sequentiallyConsistent)
      for _ in 0..<sleepers.load(ordering: .sequentiallyConsistent) { alarm.signal() }
      takeSlices(0)
      // Closed to those who have not come; the others are waited for.
      state.bitwiseAnd(~128, ordering: .acquiringAndReleasing)
      var idle = 0
      while state.load(ordering: .acquiring) & 127 != 0 {
        cvectors_relax()
        idle += 1
        // Other work may have taken a worker's processor: it shall not be kept from this one.
        if idle % Self.patience == 0 { sched_yield() }
      }
      work = nil
    }
    isBusy.store(false, ordering: .releasing)
    return true
  }

  private func takeSlices(_ own: Int) {
    let slices = slices.load(ordering: .relaxed)
    let threads = threads.load(ordering: .relaxed)
    for turn in 0..<threads {
      let block = (own + turn) % threads
      // Where the next thread's block begins, or all slices end.
      let end = slices * (block + 1) / threads
      let next = blocks[block]
      while true {
        let slice = next.next.wrappingAdd(1, ordering: .relaxed).oldValue
        if slice >= end { break }
        work?(slice, own)
      }
    }
  }

  private func serve(_ index: Int) {
    var done: UInt64 = 0
    var idle = 0
    while true {
      if join(index, after: &done) {
        takeSlices(index + 1)
        state.wrappingSubtract(1, ordering: .releasing)
        idle = 0
        continue
      }
      idle += 1
      cvectors_relax()
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
