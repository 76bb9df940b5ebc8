import GRDB

/// The schema of `results.sqlite`: its identity, its version and the way from one to the next.
///
/// A version is one migration in one transaction: a process killed in the middle leaves the old
/// schema or the new one. A published migration is never edited; a change is a new version.
enum ResultsSchema {
  /// `ENGR` in ASCII, the `application_id` of the file's header.
  static let applicationID: Int32 = 0x454E_4752

  /// The `user_version` this program writes and the highest it reads.
  static let version: Int32 = 5

  /// The migrations from an empty file to the current version.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      try database.execute(sql: tables)
      try database.execute(sql: views)
      try database.execute(sql: "PRAGMA application_id = \(applicationID)")
      try database.execute(sql: "PRAGMA user_version = 1")
    }
    migrator.registerMigration("2", foreignKeyChecks: .immediate) { database in
      try database.execute(sql: version2)
      try database.execute(sql: "PRAGMA user_version = 2")
    }
    migrator.registerMigration("3", foreignKeyChecks: .immediate) { database in
      try database.execute(sql: version3)
      try PublishedResults.embedded().refresh(database)
      try database.execute(sql: "PRAGMA user_version = 3")
    }
    migrator.registerMigration("4", foreignKeyChecks: .immediate) { database in
      try database.execute(sql: version4)
      try database.execute(sql: "PRAGMA user_version = 4")
    }
    migrator.registerMigration("5", foreignKeyChecks: .immediate) { database in
      try database.execute(sql: version5)
      try describeVersion4(database)
      try database.execute(sql: "PRAGMA user_version = 5")
    }
    return migrator
  }

  /// Reads whose file this is and throws unless this program may use it.
  ///
  /// Returns whether the schema is current; a new or empty file is not.
  static func inspect(_ database: Database, path: String) throws -> Bool {
    let application = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let found = try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    // The migrator's own table is written before the first migration; a process killed between
    // the two leaves a file that is still ours to fill.
    let objects =
      try Int.fetchOne(
        database,
        sql: """
          SELECT count(*) FROM sqlite_schema
          WHERE name NOT LIKE 'grdb_%' AND name NOT LIKE 'sqlite_%'
          """) ?? 0
    if application == 0 && found == 0 && objects == 0 { return false }
    guard application == applicationID else {
      throw ResultsError(
        .foreignApplication,
        "the database belongs to another program: its application_id is \(application), that of "
          + "Engram is \(applicationID); it was left untouched: move it away and run 'engram "
          + "results rebuild', or choose another store", path: path)
    }
    guard found <= version else {
      throw ResultsError(
        .newerVersion,
        "the database has schema version \(found), this program knows versions up to \(version); "
          + "it was left untouched, use a newer Engram", path: path)
    }
    return found == version
  }
}
