import GRDB

/// The schema of `results.sqlite`: its identity, its version and the way from one to the next.
///
/// The tables, the views and the way from older tables are the files in `Schema`. A version is one migration in
/// one transaction: a process killed in the middle leaves the old schema or the new one. A published migration
/// is never edited; a change is a new version. Views are not migrated: whoever writes makes them, see
/// `refreshViews`.
enum ResultsSchema {
  /// `ENGR` in ASCII, the `application_id` of the file's header.
  static let applicationID: Int32 = 0x454E_4752

  /// The `user_version` this program writes and the highest it reads.
  static let version: Int32 = 6

  /// The migrations from an empty file, or one of an older version, to the current version.
  ///
  /// An empty file gets the current tables at once, and passes the older versions over.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { _ in }
    register(2, PackageResources.to_version_2_sql, in: &migrator)
    register(3, PackageResources.to_version_3_sql, in: &migrator)
    register(4, [], in: &migrator)
    register(5, PackageResources.to_version_5_sql, in: &migrator) { try describeVersion4($0) }
    migrator.registerMigration("6") { database in
      let old = try userVersion(database) > 0
      if old { try setAside(database) }
      try database.execute(sql: text(PackageResources.tables_sql))
      try addMetrics(database)
      try PublishedResults.embedded().refresh(database)
      if old {
        try database.execute(sql: text(PackageResources.to_version_6_sql))
        try summarizeVersion5(database)
        try removeOldTables(database)
      }
      try refreshViews(database)
      try database.execute(
        sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
    }
    return migrator
  }

  /// Adds the metrics that this program knows and the database does not. To be called within a transaction that
  /// writes.
  static func addMetrics(_ database: Database) throws {
    try database.execute(sql: text(PackageResources.metrics_sql))
  }

  /// Registers the migration of a file that has the version before.
  private static func register(
    _ number: Int32, _ sql: [UInt8], in migrator: inout DatabaseMigrator,
    then finish: @escaping @Sendable (Database) throws -> Void = { _ in }
  ) {
    migrator.registerMigration("\(number)", foreignKeyChecks: .immediate) { database in
      guard try userVersion(database) > 0 else { return }
      try database.execute(sql: text(sql))
      try finish(database)
      try database.execute(sql: "PRAGMA user_version = \(number)")
    }
  }

  static func userVersion(_ database: Database) throws -> Int32 {
    try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
  }

  /// The text of an embedded file.
  static func text(_ file: [UInt8]) -> String { String(decoding: file, as: UTF8.self) }

  /// The names of objects of a kind that are ours: `table`, `view` or `index`.
  static func names(of kind: String, in database: Database) throws -> [String] {
    try String.fetchAll(
      database,
      sql: """
        SELECT name FROM sqlite_schema WHERE type = ? AND sql IS NOT NULL
          AND name NOT LIKE 'grdb_%' AND name NOT LIKE 'sqlite_%' ORDER BY name
        """, arguments: [kind])
  }

  /// Reads whose file this is and throws unless this program may use it.
  ///
  /// Returns whether the schema is current; a new or empty file is not.
  static func inspect(_ database: Database, path: String) throws -> Bool {
    let application = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let found = try userVersion(database)
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
