import Foundation
import Synchronization

/// Runs commands of a batch system.
enum Shell {
  /// What a command wrote, and how it ended.
  struct Result {
    let status: Int32
    let output: String
    let error: String
  }

  /// Runs a command that is found on the path and waits for its end. Throws `EngineError` where there is none of
  /// that name.
  static func run(_ words: [String]) throws(EngineError) -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    // What the user has set for looks of their own would hide jobs.
    process.environment = ProcessInfo.processInfo.environment.filter { name, _ in
      !["SQUEUE_", "SACCT_", "SCANCEL_"].contains { name.hasPrefix($0) }
    }
    process.standardInput = FileHandle.nullDevice
    let (output, error) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (output, error)
    let bytes: (output: Data, error: Data)
    do {
      try process.run()
      // Side by side: whoever writes into a full pipe waits.
      let errors = Mutex(Data())
      let reader = DispatchQueue(label: "errors of a command")
      reader.async {
        let bytes = (try? error.fileHandleForReading.readToEnd()) ?? Data()
        errors.withLock { $0 = bytes }
      }
      bytes.output = try output.fileHandleForReading.readToEnd() ?? Data()
      bytes.error = reader.sync { errors.withLock { $0 } }
    } catch let failure {
      throw EngineError(.refused, "cannot start '\(words[0])': \(failure.localizedDescription)")
    }
    process.waitUntilExit()
    guard process.terminationStatus != 127 else {
      throw EngineError(
        .refused,
        "there is no '\(words[0])' here; run this on a host that submits jobs, or choose another --on"
      )
    }
    return Result(
      status: process.terminationStatus, output: String(decoding: bytes.output, as: UTF8.self),
      error: String(decoding: bytes.error, as: UTF8.self))
  }
}
