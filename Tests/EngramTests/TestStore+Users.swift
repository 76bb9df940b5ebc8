import Foundation
import TestSupport

extension TestStore {
  /// The built command where every user may start it: a checkout may be nobody else's to look into.
  static func publicProgram(in folder: TemporaryFolder) throws -> String {
    let copy = folder.url.appendingPathComponent("engram")
    if !FileManager.default.fileExists(atPath: copy.path) {
      try FileManager.default.copyItem(atPath: program, toPath: copy.path)
    }
    for path in [folder.url.path, copy.path] {
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }
    return copy.path
  }
}
