import COpenBLAS

/// What the linked BLAS is, and how many threads it uses.
package enum BLASLibrary {
  /// The kernel family that OpenBLAS chose for this processor, e.g. `SkylakeX`.
  package static var coreName: String { String(cString: openblas_get_corename()) }
  /// The number of threads that matrix products use.
  package static var threads: Int { Int(openblas_get_num_threads()) }
  /// Sets the number of threads of all later matrix products of the process.
  package static func use(threads: Int) { openblas_set_num_threads(Int32(threads)) }
}
