import Foundation
import Mistakes

/// A failure of a dataset's files, manifest or sources: what failed, where, and what to do about it.
package struct DatasetError: Error, Hashable, Sendable {
  /// A stable name for each kind of failure; programs test the code, people read the message.
  package enum Code: String, Hashable, Sendable, CaseIterable {
    /// No dataset of that name.
    case unknownDataset = "unknown-dataset"
    /// No folder with datasets where one was asked for.
    case noCatalog = "no-dataset-folder"
    /// The manifest is not what a manifest has to be.
    case invalidManifest = "invalid-manifest"
    /// The manifest was written for a newer program.
    case manifestTooNew = "manifest-too-new"
    /// The operating system refused to read or write.
    case inputOutput = "input-output"
    /// The disk or a quota is full.
    case diskFull = "disk-full"
    /// The bytes are not a gzip stream, or one of an unknown kind.
    case notGzip = "not-gzip"
    /// The data end before they should.
    case truncated
    /// The compressed data cannot be decoded.
    case corruptStream = "corrupt-stream"
    /// The gzip stream's CRC-32 does not fit its contents.
    case wrongCRC = "wrong-crc"
    /// The bytes are no tar archive.
    case notAnArchive = "not-an-archive"
    /// An entry of an archive is neither a regular file nor a folder.
    case unusualEntry = "unusual-entry"
    /// A part of a data file is not there.
    case missingMember = "missing-member"
    /// A part of a data file is there more than once.
    case repeatedMember = "repeated-member"
    /// A length differs from what was declared.
    case wrongLength = "wrong-length"
    /// More data than were declared.
    case tooLarge = "too-large"
    /// Data follow where the file should end.
    case trailingBytes = "trailing-bytes"
    /// The contents do not have the SHA-256 that the manifest declares.
    case wrongDigest = "wrong-digest"
    /// The first bytes name another format or element type.
    case wrongMagic = "wrong-magic"
    /// An IDX array has another shape than the manifest declares.
    case wrongDimensions = "wrong-dimensions"
    /// A label names no class.
    case labelOutOfRange = "label-out-of-range"
    /// There are not as many labels as images.
    case countMismatch = "count-mismatch"
    /// No source has a usable copy of a file.
    case noUsableSource = "no-usable-source"
    /// A mirror did not deliver a file.
    case transfer = "transfer-failed"
  }

  /// The kind of failure.
  package let code: Code
  /// What failed, in a sentence without a full stop.
  package let message: String
  /// The file or address it was found in.
  package let file: String?
  /// The byte it was found at, counted from zero in the file as it is stored.
  package let offset: Int?
  /// What should have been there.
  package let expected: String?
  /// What was there.
  package let found: String?
  /// What to do about it, in a sentence without a full stop.
  package let advice: String

  /// A failure of kind `code`.
  package init(
    _ code: Code, _ message: String, file: String? = nil, offset: Int? = nil,
    expected: String? = nil, found: String? = nil,
    advice: String = "remove the file and fetch the dataset again"
  ) {
    self.code = code
    self.message = message
    self.file = file
    self.offset = offset
    self.expected = expected
    self.found = found
    self.advice = advice
  }
}

extension DatasetError: RequestError {
  /// Whether a dataset or a folder was asked for that is not there; all else is a failure.
  package var isMistakenRequest: Bool { [.unknownDataset, .noCatalog].contains(code) }
}

extension DatasetError: CustomStringConvertible, LocalizedError {
  /// Place, problem, what was expected and found, advice and code; of a mistaken request problem and advice.
  package var description: String {
    if isMistakenRequest { return "\(message); \(advice)" }
    var text = ""
    if let file { text += file + (offset.map { ", byte \($0)" } ?? "") + ": " }
    text += message
    if let expected { text += ": expected \(expected)" }
    if let found { text += (expected == nil ? ": " : ", ") + "found \(found)" }
    return "\(text); \(advice) [\(code.rawValue)]"
  }

  package var errorDescription: String? { description }
}

extension DatasetError {
  /// The failure of a system call on `path`, told by `number` (an `errno`).
  static func system(_ call: String, _ path: String, _ number: Int32) -> DatasetError {
    let reason = String(cString: strerror(number))
    switch number {
    case ENOSPC, EDQUOT, EFBIG:
      return DatasetError(
        .diskFull, "cannot \(call): \(reason)", file: path, advice: "make room on that disk")
    case EROFS, EACCES, EPERM:
      return DatasetError(
        .inputOutput, "cannot \(call): \(reason)", file: path,
        advice: "check the owner and the permissions of that path")
    default:
      return DatasetError(
        .inputOutput, "cannot \(call): \(reason)", file: path,
        advice: "check that the path exists and its disk is healthy")
    }
  }
}
