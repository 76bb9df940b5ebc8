import COpenBLAS
import Foundation
import Synchronization

/// How many threads numeric work uses, and what does it: this process's, not BLAS's own.
///
/// BLAS runs on one thread per call. Work is split into slices here, by sizes alone, so the number of
/// threads changes no bit; and between products no thread of BLAS spins on a core that other work
/// could use.
package enum Threads {
  /// The processors that this process may use at most: all, or as many as the variable
  /// `ENGRAM_THREADS` says. Several processes that share a machine are given parts of it that way.
  package static let available: Int = {
    let processors = ProcessInfo.processInfo.activeProcessorCount
    let text = ProcessInfo.processInfo.environment[variable] ?? ""
    return count(text: text).map { min($0, processors) } ?? processors
  }()

  /// The variable's name.
  package static let variable = "ENGRAM_THREADS"

  /// The number of threads that the variable's value stands for; nil unless it is one from 1.
  package static func count(text: String) -> Int? { Int(text).flatMap { $0 > 0 ? $0 : nil } }

  private static let limit = Atomic(available)

  /// Touched by every call of BLAS: its first use chooses kernels, and keeps BLAS to the calling thread for
  /// good.
  static let prepareBLAS: Void = {
    BLASKernels.choose
    endBLASThreads
  }()

  /// Ends the threads that OpenBLAS starts when it is loaded. Each looks for work for some 30 ms before
  /// it sleeps, which a command that takes no longer than that itself, or a machine with other work,
  /// feels. A command touches this first of all.
  package static let endBLASThreads: Void = {
    openblas_set_num_threads(1)
    BLASKernels.function("blas_thread_shutdown_")?()
  }()

  /// The threads that numeric work may use; `available` unless set.
  package static var count: Int { limit.load(ordering: .relaxed) }

  /// Sets the number of threads for all later numeric work of the process.
  package static func use(_ count: Int) {
    precondition(count > 0, "\(count) threads")
    limit.store(count, ordering: .relaxed)
  }

  /// The kernel family that OpenBLAS computes with on this processor, e.g. `SkylakeX`.
  package static var blasCoreName: String {
    prepareBLAS
    return String(cString: openblas_get_corename())
  }

  /// The version of OpenBLAS, such as `0.3.21`.
  package static var blasVersion: String {
    let words = String(cString: openblas_get_config()).split(separator: " ")
    return words.count > 1 ? String(words[1]) : "unknown"
  }
}

/// Runs `body` on consecutive slices of `0..<count`.
///
/// The slices depend on `count` and `width` alone, so a reduction that adds the slices' partial
/// results in order gives the same bits on any number of threads.
func parallelSlices(_ count: Int, width: Int, _ body: (_ slice: Int, _ range: Range<Int>) -> Void) {
  let slices = sliceCount(count, width: width)
  parallelWork(slices) { slice, _ in
    body(slice, slice * width..<min(count, (slice + 1) * width))
  }
}

/// Runs `body` for every index below `count`, and tells on which of at most `threadLimit` threads.
package func parallelWork(_ count: Int, _ body: (_ index: Int, _ thread: Int) -> Void) {
  if Threads.count < 2 || count < 2 || !WorkerPool.shared.run(count, body) {
    for index in 0..<count { body(index, 0) }
  }
}

/// More threads than this never share a piece of work.
package var threadLimit: Int { WorkerPool.shared.threadLimit }

/// The number of slices that `parallelSlices` makes.
func sliceCount(_ count: Int, width: Int) -> Int { (count + width - 1) / width }
