import CHDF5

/// What libhdf5 noted about the call that has just failed on this thread.
enum ErrorStack {
  /// One line `function: description` per level, from the failed call to the innermost reason.
  ///
  /// To be read before the next call to libhdf5, which clears it.
  static func lines() -> [String] {
    var lines: [String] = []
    let status = withUnsafeMutablePointer(to: &lines) { context in
      H5Ewalk2(
        chdf5_current_errors(), H5E_WALK_DOWNWARD,
        { _, entry, context in
          guard let entry = entry?.pointee, let context else { return 0 }
          let function = entry.func_name.map { String(cString: $0) } ?? "?"
          let reason = entry.desc.map { String(cString: $0) } ?? "?"
          context.assumingMemoryBound(to: [String].self).pointee.append("\(function): \(reason)")
          return 0
        }, context)
    }
    return status < 0 ? [] : lines
  }
}

/// Returns `status`, or throws what libhdf5 says when it is negative.
@discardableResult
func check<Status: SignedInteger>(
  _ status: Status, _ failure: @autoclosure () -> String, at path: String,
  code: HDF5Error.Code
) throws(HDF5Error) -> Status {
  guard status < 0 else { return status }
  let lines = ErrorStack.lines()
  throw HDF5Error(code, failure(), at: path, libraryStack: lines)
}
