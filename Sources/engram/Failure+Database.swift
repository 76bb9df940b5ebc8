import CommandLineTools

extension Failure {
  /// Says that results are stored, but not in the database.
  static func databaseNotWritten(_ reason: String) {
    message(
      "everything is computed and stored, but not recorded: \(reason)\n"
        + "mend that, then run 'engram results rebuild'")
  }
}
