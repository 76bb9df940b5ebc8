import Foundation

/// Why an HDF5 image could not be written, opened or read.
///
/// Programs decide by `code`; people read `description`: what failed, where, what to do, and what
/// libhdf5 said.
package struct HDF5Error: Error, Sendable, Equatable, LocalizedError, CustomStringConvertible {
  /// The stable identity of a failure.
  package enum Code: String, Sendable, CaseIterable {
    /// The bytes do not hold the HDF5 signature.
    case notHDF5 = "not-hdf5"
    /// The image is shorter than it says of itself.
    case truncated
    /// libhdf5 cannot make sense of the image.
    case damaged
    /// A dataset's bytes do not match their Fletcher-32 checksum.
    case checksumMismatch = "checksum-mismatch"
    /// There is no object at the path.
    case missingObject = "missing-object"
    /// The object has no attribute of the name.
    case missingAttribute = "missing-attribute"
    /// A group where a dataset is needed, or the reverse.
    case wrongKind = "wrong-kind"
    /// The elements are not of the type asked for.
    case wrongType = "wrong-type"
    /// The rank or an extent is not the one asked for.
    case wrongShape = "wrong-shape"
    /// The declared size is above the limit given to the reader.
    case tooLarge = "too-large"
    /// A feature that could read other files or expand without bound: links, filters, layouts.
    case unsupported
    /// A text that HDF5 cannot hold.
    case invalidText = "invalid-text"
    /// libhdf5 failed where no input can be blamed, for example when memory runs out.
    case libraryFailure = "library-failure"
  }

  /// The stable identity of the failure.
  package let code: Code
  /// What failed and what was found instead.
  package let message: String
  /// The absolute path of the object concerned, `/` for the file as a whole.
  package let path: String
  /// libhdf5's error stack, from the call that failed to the innermost reason; may be empty.
  package let libraryStack: [String]

  init(_ code: Code, _ message: String, at path: String, libraryStack: [String] = []) {
    self.code = code
    self.message = message
    self.path = path
    self.libraryStack = libraryStack
  }

  /// What to do about it, in one sentence.
  package var advice: String {
    switch code {
    case .notHDF5: "Check that this is the file you meant and that its transfer was complete."
    case .truncated, .damaged, .checksumMismatch:
      "Discard this copy and fetch or compute the file again."
    case .missingObject, .missingAttribute, .wrongKind, .wrongType, .wrongShape:
      "Compare the file with its schema; `h5dump -A` lists what it holds."
    case .tooLarge: "If the size is right, read with a higher limit."
    case .unsupported:
      "Store the values in the file itself without other filters, e.g. by `h5repack -f NONE`."
    case .invalidText: "Use text without NUL characters, in UTF-8."
    case .libraryFailure: "Check the free memory and the version of libhdf5."
    }
  }

  /// Code, path, message, advice, and what libhdf5 said.
  package var description: String {
    let library = libraryStack.isEmpty ? "" : " (libhdf5: \(libraryStack.joined(separator: "; ")))"
    return "hdf5/\(code.rawValue): '\(path)': \(message). \(advice)\(library)"
  }
  package var errorDescription: String? { description }
}
