import Foundation

/// Writes to open files of any kind: regular files, pipes, devices.
package enum Descriptor {
  /// A call of the operating system that failed.
  package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Why, as an `errno`.
    package let number: Int32

    /// A failure told by `number`.
    package init(_ number: Int32) { self.number = number }

    package var description: String { String(cString: strerror(number)) }
  }

  /// Writes all of `bytes`, in as many calls as that takes.
  ///
  /// Waits where a pipe is full. A pipe without a reader is a failure (`EPIPE`) only where SIGPIPE is
  /// ignored.
  ///
  /// - Parameter attempt: called before each call of `write`.
  package static func write(
    _ bytes: UnsafeRawBufferPointer, to file: Int32, attempt: () -> Void = {}
  ) throws(Failure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      attempt()
      let written = Foundation.write(
        file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if written >= 0 {
        rest = rest.dropFirst(written)
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN: waitUntilWritable(file)
      case let number: throw Failure(number)
      }
    }
  }

  /// The same with a text in UTF-8.
  package static func write(_ text: String, to file: Int32) throws(Failure) {
    try write(Data(text.utf8), to: file)
  }

  /// The same with data.
  package static func write(_ bytes: Data, to file: Int32) throws(Failure) {
    // A closure would lose the error's type.
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(Failure) in try write(bytes, to: file) }
    }
    try result.get()
  }

  /// Another process may have told a pipe or a terminal that it shares with this one not to block.
  private static func waitUntilWritable(_ file: Int32) {
    var place = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
    _ = poll(&place, 1, -1)
  }
}
