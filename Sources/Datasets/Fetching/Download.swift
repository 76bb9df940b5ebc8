import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// One HTTP(S) transfer into a file, which continues the bytes already there if the server allows.
///
/// `@unchecked Sendable`: the state is touched by `run` before the transfer starts and afterwards
/// only by the session's callbacks, which come one at a time on its serial queue.
final class Download: NSObject, URLSessionDataDelegate, @unchecked Sendable {
  /// Why a transfer ended early.
  enum Failure: Error {
    /// The next attempt may succeed: a time-out, a lost connection, a busy server.
    case transient(String)
    /// This server will not deliver the file.
    case permanent(String)
  }

  private let address: URL
  private let part: URL
  private let byteLimit: Int
  private let progress: @Sendable (Int) -> Void
  private var handle: FileHandle?
  private var received = 0
  private var expected: Int?
  private var failure: Failure?
  private var continuation: CheckedContinuation<Void, any Error>?

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
    if !FileManager.default.fileExists(atPath: part.path) { try Data().write(to: part) }
    let handle = try FileHandle(forWritingTo: part)
    defer { try? handle.close() }
    self.handle = handle
    received = Int(try handle.seekToEnd())
    var request = URLRequest(url: address)
    // Bytes as they are stored: a transfer encoding would make offsets and digests meaningless.
    request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
    if received > 0 { request.setValue("bytes=\(received)-", forHTTPHeaderField: "Range") }

    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = timeout
    let queue = OperationQueue()
    queue.maxConcurrentOperationCount = 1
    let session = URLSession(configuration: configuration, delegate: self, delegateQueue: queue)
    defer { session.finishTasksAndInvalidate() }
    let task = session.dataTask(with: request)
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        queue.addOperation {
          self.continuation = continuation
          task.resume()
        }
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
    do {
      switch status {
      case 206:
        break
      case 200:  // The whole file, although perhaps only the rest was asked for.
        received = 0
        try handle?.truncate(atOffset: 0)
      case 416:  // Nothing is left to send, or the file there is another one: start anew.
        try handle?.truncate(atOffset: 0)
        failure = .transient("HTTP status 416")
      case 408, 429, 500...599:
        failure = .transient("HTTP status \(status)")
      default:
        failure = .permanent("HTTP status \(status)")
      }
    } catch { failure = .permanent("\(error)") }
    if response.expectedContentLength >= 0 {
      expected = received + Int(response.expectedContentLength)
      if received + Int(response.expectedContentLength) > byteLimit, failure == nil {
        failure = tooLarge(expected ?? 0)
      }
    }
    completionHandler(failure == nil ? .allow : .cancel)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    guard failure == nil else { return }
    received += data.count
    do {
      if received > byteLimit {
        failure = tooLarge(received)
      } else {
        try handle?.write(contentsOf: data)
      }
    } catch { failure = .permanent("cannot write \(part.path): \(error)") }
    if failure != nil { dataTask.cancel() } else { progress(received) }
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: Error?) {
    let result: Result<Void, any Error>
    if let failure {
      result = .failure(failure)
    } else if let error {
      let isCancelled = (error as? URLError)?.code == .cancelled
      result = .failure(
        isCancelled ? CancellationError() : Failure.transient(error.localizedDescription))
    } else if let expected, received < expected {
      result = .failure(
        Failure.transient("the connection ended after \(received) of \(expected) bytes"))
    } else {
      result = .success(())
    }
    continuation?.resume(with: result)
    continuation = nil
  }

  private func tooLarge(_ bytes: Int) -> Failure {
    .permanent("the body has \(bytes) bytes, more than the \(byteLimit) of any copy")
  }
}
