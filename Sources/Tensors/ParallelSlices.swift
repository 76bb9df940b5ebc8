import Dispatch

/// Runs `body` on consecutive slices of `0..<count`, on as many threads as BLAS uses.
///
/// The slices depend on `count` and `width` alone, so a reduction that adds the slices' partial
/// results in order gives the same bits on any number of threads.
func parallelSlices(_ count: Int, width: Int, _ body: (_ slice: Int, _ range: Range<Int>) -> Void) {
  let slices = sliceCount(count, width: width)
  if slices < 2 || BLASLibrary.threads < 2 {
    for slice in 0..<slices { body(slice, slice * width..<min(count, (slice + 1) * width)) }
    return
  }
  withoutActuallyEscaping(body) { body in
    // The compiler cannot see that slices are disjoint; every kernel writes to its own slice only.
    nonisolated(unsafe) let work = body
    DispatchQueue.concurrentPerform(iterations: slices) { slice in
      work(slice, slice * width..<min(count, (slice + 1) * width))
    }
  }
}

/// The number of slices that `parallelSlices` makes.
func sliceCount(_ count: Int, width: Int) -> Int { (count + width - 1) / width }
