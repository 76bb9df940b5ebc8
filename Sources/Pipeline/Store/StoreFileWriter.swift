import Foundation

/// Writes a new file piece by piece and computes its digest; a file that is not finished is removed.
package struct StoreFileWriter: ~Copyable {
  private let descriptor: Int32
  private let url: URL
  private var digest = FingerprintBuilder()
  private var isFinished = false

  /// A new read-only file at `url`. Throws `inputOutput`, also where there is one already.
  init(_ url: URL) throws {
    StopPoint.pass("create")
    descriptor = open(url.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o444)
    guard descriptor >= 0 else { throw PipelineError.system("create", url.path, errno) }
    self.url = url
  }

  deinit {
    close(descriptor)
    if !isFinished { unlink(url.path) }
  }

  /// Adds bytes. Throws `diskFull`, `inputOutput`.
  package mutating func write(_ bytes: UnsafeRawBufferPointer) throws {
    try Files.writeAll(bytes, to: descriptor, path: url.path)
    digest.update(bytes)
  }

  /// Flushes the file to the disk, and returns the digest of its bytes. Throws `diskFull`,
  /// `inputOutput`.
  package mutating func finish() throws -> Fingerprint {
    StopPoint.pass("flush")
    guard fsync(descriptor) == 0 else { throw PipelineError.system("flush", url.path, errno) }
    isFinished = true
    return digest.finish()
  }
}
