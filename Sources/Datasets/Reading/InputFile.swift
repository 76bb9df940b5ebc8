import Foundation

/// A regular file opened for reading, closed when the value ends.
///
/// Anything that is no regular file (a folder, a pipe that would never end) is refused, and the size
/// is known before a byte is read.
struct InputFile: ~Copyable {
  /// Where it is.
  let path: String
  /// Its size when it was opened.
  let byteCount: Int
  /// Where it is open; whoever reads from it elsewhere begins where the last read ended.
  let descriptor: Int32

  /// Opens the file at `url`. Throws `input-output` when there is none.
  init(_ url: URL) throws(DatasetError) {
    let path = url.path
    // Without blocking: opening a pipe would wait for somebody to write to it.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .system("open", path, errno) }
    var status = stat()
    let failure = fstat(descriptor, &status) == 0 ? 0 : errno
    guard failure == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      guard failure == 0 else { throw .system("read", path, failure) }
      throw DatasetError(
        .inputOutput, "that is no regular file", file: path,
        advice: "put a regular file there or remove it")
    }
    self.path = path
    self.descriptor = descriptor
    byteCount = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Reads up to `buffer.count` bytes on from where the last read ended; 0 at the end of the file.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
    while true {
      let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { throw .system("read", path, errno) }
    }
  }

  /// The bytes from `offset` on, at most `count` of them and fewer at the end. Nothing else reads on from
  /// there.
  func bytes(from offset: Int, count: Int) throws(DatasetError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let found = pread(descriptor, &bytes, count, off_t(max(0, offset)))
    guard found >= 0 else { throw .system("read", path, errno) }
    return Array(bytes.prefix(found))
  }

  /// Reads the whole file. The caller has judged `byteCount`, which is what this allocates.
  ///
  /// Throws `truncated` when the file became shorter since it was opened.
  mutating func readAll() throws(DatasetError) -> Data {
    var contents = Data(count: byteCount)
    var filled = 0
    while filled < byteCount {
      // A closure would lose the error's type.
      let result: Result<Int, DatasetError> = contents.withUnsafeMutableBytes { bytes in
        do throws(DatasetError) {
          return .success(try read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[filled...])))
        } catch {
          return .failure(error)
        }
      }
      let count = try result.get()
      guard count > 0 else {
        throw DatasetError(
          .truncated, "the file became shorter while it was read", file: path, offset: filled,
          expected: "\(byteCount) bytes", found: "\(filled)")
      }
      filled += count
    }
    return contents
  }
}
