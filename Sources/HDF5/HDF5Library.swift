import CHDF5
import Synchronization

/// The C library as a whole: its version and the lock around every call to it.
///
/// libhdf5 keeps global tables and is thread-safe only where the distributor built it so; this
/// module does not rely on that. Each package-level operation takes one process-wide lock, calls
/// libhdf5, closes what it opened, and releases the lock, so any number of tasks and threads may
/// read and write images at once: their calls take turns. Nothing outside this module may call
/// libhdf5.
package enum HDF5Library {
  private static let lock = Mutex(())
  private static let imageCount = Atomic<UInt64>(0)

  /// The version of the library the program runs with, such as `1.10.8`.
  package static var version: String {
    lock.withLock { _ in
      var (major, minor, release) = (UInt32(0), UInt32(0), UInt32(0))
      guard H5get_libversion(&major, &minor, &release) >= 0 else { return "unknown" }
      return "\(major).\(minor).\(release)"
    }
  }

  /// Runs `body` while no other thread is inside libhdf5.
  ///
  /// The lock is not recursive: everything in this module that takes a `Handle` expects it held.
  /// Errors are collected into `HDF5Error`; libhdf5's habit of printing them is a setting of each
  /// thread, hence turned off anew.
  static func locked<Result: ~Copyable & Sendable>(
    _ body: () throws(HDF5Error) -> Result
  ) throws(HDF5Error) -> Result {
    try lock.withLock { _ throws(HDF5Error) -> Result in
      guard H5Eset_auto2(chdf5_current_errors(), nil, nil) >= 0 else {
        throw HDF5Error(.libraryFailure, "the library does not start", at: "/")
      }
      return try body()
    }
  }

  /// A name no other image of this process has; it does not get into the image.
  ///
  /// libhdf5 takes two open in-memory files of one name for the same file.
  static func uniqueImageName() -> String {
    "image-\(imageCount.add(1, ordering: .relaxed).newValue)"
  }
}
