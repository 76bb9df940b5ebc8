import Foundation

/// A file that cannot serve as a checkpoint, although it is readable HDF5.
public enum CheckpointError: Error, Equatable, LocalizedError, CustomStringConvertible {
  /// The root attribute `format` is missing or names another format.
  case notACheckpoint(expected: String, found: String?)
  /// Written by a newer program.
  case newerVersion(found: Int64, supported: Int64)
  /// Parts of the file contradict each other.
  case inconsistent(String)

  /// What is wrong with the file, and what to do where the program is too old for it.
  public var description: String {
    switch self {
    case .notACheckpoint(let expected, let found):
      return "the file is not of the format '\(expected)': its attribute 'format' "
        + (found.map { "is '\($0.prefix(60))'" } ?? "is missing or no text")
    case .newerVersion(let found, let supported):
      return "the checkpoint has format version \(found), this program reads up to \(supported): "
        + "use a newer engram"
    case .inconsistent(let what): return "the checkpoint contradicts itself: \(what)"
    }
  }
  public var errorDescription: String? { description }
}
