import ArgumentParser
import Bundles
import CommandLineTools
import Foundation
import Mistakes
import Pipeline
import Runs

/// The file of a bundle, as the command line names it.
enum BundleFile {
  /// The name that stands for a standard stream.
  static let stream = "-"

  /// Writes a bundle to `path`, by the rules of every file that the user names: see `OutputFile`.
  ///
  /// Throws `OutputError`, and what `body` throws: then nothing is left behind.
  static func write(
    to path: String, _ body: (@escaping (UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws {
    guard path != stream else {
      return try body { bytes in
        do { try Descriptor.write(bytes, to: STDOUT_FILENO) } catch let error as Descriptor.Failure
        {
          throw OutputError(standardOutput: error)
        }
      }
    }
    let output = try OutputFile(path)
    let draft = try output.draft()
    let file = open(draft.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw failure(path, Descriptor.Failure(errno)) }
    defer { unlink(draft.path) }
    do {
      defer { close(file) }
      try body { bytes in
        do { try Descriptor.write(bytes, to: file) } catch let error as Descriptor.Failure {
          throw failure(path, error)
        }
      }
    }
    try output.take(draft)
  }

  private static func failure(_ path: String, _ reason: Descriptor.Failure) -> OutputError {
    OutputError(path, "\(reason)", advice: "choose another file")
  }

  /// Calls `body` with a reader of the bundle `path`; its errors tell of that file.
  ///
  /// Throws `MistakenRequest` where there is no such file.
  static func read<Value>(
    _ path: String, _ body: (consuming BundleReader) async throws -> Value
  ) async throws -> Value {
    let file = path == stream ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw unreadable(path, errno) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw unreadable(path, errno) }
    let isFile = status.st_mode & S_IFMT == S_IFREG
    guard isFile || path == stream else {
      throw MistakenRequest("'\(path)' is no file; name a bundle that 'engram bundle' made")
    }
    do {
      let reader = try BundleReader(
        file, size: isFile ? Int(status.st_size) : nil, program: Program.release)
      return try await body(reader)
    } catch let error as BundleError {
      throw error.about(path)
    }
  }

  private static func unreadable(_ path: String, _ number: Int32) -> MistakenRequest {
    guard number == ENOENT || number == ENOTDIR else {
      return MistakenRequest("'\(path)' cannot be read: \(Descriptor.Failure(number))")
    }
    let url = URL(fileURLWithPath: path)
    let folder = url.deletingLastPathComponent()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let advice =
      Wording.suggestion(for: url.lastPathComponent, among: names.sorted())
      ?? "name a bundle that 'engram bundle' made"
    return MistakenRequest("there is no file '\(Wording.quotable(path))'; \(advice)")
  }
}
