import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// One HTTP(S) transfer into a file, which continues the bytes already there if the server allows.
final class Download: NSObject, URLSessionDataDelegate {
  /// Why a transfer ended early.
  enum Failure: Error {
    /// The next attempt may succeed: a time-out, a lost connection, a busy server.
    case transient(String)
    /// This server will not deliver the file.
    case permanent(String)
  }

  /// What the callbacks share.
  private struct State {
    var handle: FileHandle?
    var received = 0
    var expected: Int?
    var failure: Failure?
    var continuation: CheckedContinuation<Void, any Error>?
  }

  private let address: URL
  private let part: URL
  private let byteLimit: Int
  private let progress: @Sendable (Int) -> Void
  private let state = Mutex(State())

  /// A transfer from `address` to the end of `part`; a body beyond `byteLimit` is cut off.
  init(
    _ address: URL, to part: URL, byteLimit: Int, progress: @escaping @Sendable (Int) -> Void
  ) {
    self.address = address
    self.part = part
    self.byteLimit = byteLimit
    self.progress = progress
  }

  /// Transfers the file. Throws `Failure` or `CancellationError`; what came stays in the file.
  func run(timeout: TimeInterval) async throws {
    // Never through a link: what is written stays in the folder for downloads.
    let file = open(part.path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0o664)
    guard file >= 0 else { throw DatasetError.system("write", part.path, errno) }
    let present = try state.withLock { state in
      let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
      state.handle = handle
      state.received = Int(try handle.seekToEnd())
      return state.received
    }
    defer { state.withLock { try? $0.handle?.close() } }
    var request = URLRequest(url: address)
    // Bytes as they are stored: a transfer encoding would make offsets and digests meaningless.
    request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
    if present > 0 { request.setValue("bytes=\(present)-", forHTTPHeaderField: "Range") }

    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = timeout
    let session = URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
    defer { session.finishTasksAndInvalidate() }
    let task = session.dataTask(with: request)
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        state.withLock { $0.continuation = continuation }
        task.resume()
      }
    } onCancel: {
      task.cancel()
    }
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    let status = (response as? HTTPURLResponse)?.statusCode ?? 0
    let length = Int(response.expectedContentLength)
    let isWanted = state.withLock { state in
      do {
        switch status {
        case 206:
          break
        case 200:  // The whole file, although perhaps only the rest was asked for.
          state.received = 0
          try state.handle?.truncate(atOffset: 0)
        case 416:  // Nothing is left to send, or the file there is another one: start anew.
          try state.handle?.truncate(atOffset: 0)
          state.failure = .transient("HTTP status 416")
        case 408, 429, 500...599:
          state.failure = .transient("HTTP status \(status)")
        default:
          state.failure = .permanent("HTTP status \(status)")
        }
      } catch { state.failure = .permanent("cannot write \(part.path): \(error)") }
      if length >= 0, state.failure == nil {
        if length > byteLimit - state.received {
          state.failure = tooLarge(length)
        } else {
          state.expected = state.received + length
        }
      }
      return state.failure == nil
    }
    completionHandler(isWanted ? .allow : .cancel)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let received: Int? = state.withLock { state in
      guard state.failure == nil else { return nil }
      state.received += data.count
      do {
        if state.received > byteLimit {
          state.failure = tooLarge(state.received)
        } else {
          try state.handle?.write(contentsOf: data)
        }
      } catch { state.failure = .permanent("cannot write \(part.path): \(error)") }
      return state.failure == nil ? state.received : nil
    }
    if let received { progress(received) } else { dataTask.cancel() }
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: Error?) {
    let (continuation, failure) = state.withLock { state in
      defer { state.continuation = nil }
      return (state.continuation, Self.outcome(of: state, error))
    }
    if let failure {
      continuation?.resume(throwing: failure)
    } else {
      continuation?.resume()
    }
  }

  /// What to throw at the end of a transfer; nil where it is complete.
  private static func outcome(of state: borrowing State, _ error: (any Error)?) -> (any Error)? {
    if let failure = state.failure { return failure }
    if let error {
      return (error as? URLError)?.code == .cancelled
        ? CancellationError() : Failure.transient(error.localizedDescription)
    }
    guard let expected = state.expected, state.received < expected else { return nil }
    return Failure.transient(
      "the connection ended after \(state.received) of \(expected) bytes")
  }

  private func tooLarge(_ bytes: Int) -> Failure {
    .permanent("the body has \(bytes) bytes, more than the \(byteLimit) of any copy")
  }
}
