/// An error that can tell a mistake in what was asked from work that failed.
///
/// The exit code of the command follows from nothing else: see `Failure`.
package protocol RequestError: Error {
  /// Whether what was asked is wrong, such as a name that nothing has or a value that is not possible,
  /// so that nothing was begun.
  var isMistakenRequest: Bool { get }
}
