import Foundation
import Mistakes

/// A failure of data, files or settings: what failed, where, and what to do about it.
public struct PipelineError: Error, Hashable, Sendable {
  /// A stable name for each kind of failure; programs test the code, people read the message.
  public enum Code: String, Hashable, Sendable, CaseIterable {
    /// The store was written by a newer program.
    case storeTooNew = "store-too-new"
    /// The folder is no store, and holds other things.
    case notAStore = "not-a-store"
    /// A result is missing and the store cannot be written to.
    case storeReadOnly = "store-read-only"
    /// Somebody else works in the store.
    case storeInUse = "store-in-use"
    /// The disk or a quota is full.
    case diskFull = "disk-full"
    /// The operating system refused to read or write.
    case inputOutput = "input-output"
    /// Stored bytes do not have the size or the SHA-256 they should have.
    case damagedBlob = "damaged-blob"
    /// A manifest is unreadable or does not agree with itself.
    case damagedManifest = "damaged-manifest"
    /// One key led to two different results.
    case nonDeterminism = "non-determinism"
    /// A configuration holds a value that no key can be made of, such as NaN.
    case invalidConfiguration = "invalid-configuration"
    /// A name is empty, too long, taken, or tries to leave its folder.
    case invalidName = "invalid-name"
    /// A path within the store leads out of it.
    case unsafePath = "unsafe-path"
    /// A name stands for nothing here.
    case unknownName = "unknown-name"
    /// Intact bytes that their type cannot read.
    case undecodable = "undecodable"
  }

  /// The kind of failure.
  public let code: Code

  /// What failed and where, in one sentence without a full stop.
  public let message: String

  /// What to do about it, in one sentence without a full stop.
  public let advice: String

  /// A failure of kind `code`.
  public init(_ code: Code, _ message: String, advice: String) {
    self.code = code
    self.message = message
    self.advice = advice
  }
}

extension PipelineError: RequestError {
  /// Whether a folder that is no store or an impossible name was asked for; all else is a failure.
  package var isMistakenRequest: Bool { [.notAStore, .invalidName].contains(code) }
}

extension PipelineError: CustomStringConvertible, LocalizedError {
  /// Message and advice; the code only where something failed.
  public var description: String {
    "\(message); \(advice)" + (isMistakenRequest ? "" : " [\(code.rawValue)]")
  }
  public var errorDescription: String? { description }
}

extension PipelineError {
  /// The failure of a system call on `path`, told by `number` (an `errno`).
  static func system(_ call: String, _ path: String, _ number: Int32) -> PipelineError {
    let reason = String(cString: strerror(number))
    switch number {
    case ENOSPC, EDQUOT, EFBIG:
      return PipelineError(
        .diskFull, "cannot \(call) '\(path)': \(reason)",
        advice: "make room on that disk and run again, what is already stored stays valid")
    case EROFS, EACCES, EPERM:
      return PipelineError(
        .inputOutput, "cannot \(call) '\(path)': \(reason)",
        advice: "check the owner and the permissions of that path")
    default:
      return PipelineError(
        .inputOutput, "cannot \(call) '\(path)': \(reason)",
        advice: "check that the path exists and its disk is healthy")
    }
  }
}
