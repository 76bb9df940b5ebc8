import Foundation
import HDF5
import Pipeline
import Tensors

extension Program {
  /// The release of this program.
  package static let release = "0.1.0"

  /// This program: its release, the commit it was built from, the libraries it runs with.
  ///
  /// `make build` writes the commit into a file beside the executable; one that is older than the
  /// executable belongs to another build and is not believed.
  package static func current() -> Program {
    let executable = path
    var revision: String?
    var isDirty: Bool?
    let stamp = executable + ".revision"
    if let built = modificationTime(executable), let stamped = modificationTime(stamp),
      stamped >= built, let text = try? String(contentsOfFile: stamp, encoding: .utf8)
    {
      let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
      if words.count == 2 { (revision, isDirty) = (words[0], words[1] == "dirty") }
    }
    return Program(
      version: release, sourceRevision: revision, sourceIsDirty: isDirty,
      libraries: ["hdf5": HDF5Library.version, "openblas": Threads.blasVersion])
  }

  private static func modificationTime(_ path: String) -> Date? {
    try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
  }
}
