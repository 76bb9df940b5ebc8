import Foundation
import GRDB
import Mistakes

/// What went wrong with the results database.
///
/// `code` is stable and meant for programs; `message` says what failed and what to do; `path` is
/// the database file.
package struct ResultsError: Error, Hashable, Sendable, LocalizedError, CustomStringConvertible {
  /// The stable kinds of failure.
  package enum Code: String, Hashable, Sendable, CaseIterable {
    /// There is no database at the path.
    case missing = "results.missing"
    /// The file is not an SQLite database.
    case notADatabase = "results.not-a-database"
    /// The file is an SQLite database of another program.
    case foreignApplication = "results.foreign-application"
    /// The database was written by a newer version of this program.
    case newerVersion = "results.newer-version"
    /// The database is older than this program and may not be migrated by a reader.
    case olderVersion = "results.older-version"
    /// The file or its folder cannot be written.
    case readOnly = "results.read-only"
    /// Another process held the database longer than the busy time-out.
    case locked = "results.locked"
    /// The database's pages contradict each other.
    case corrupt = "results.corrupt"
    /// The disk or the quota is full.
    case diskFull = "results.disk-full"
    /// A file that would be written is there already.
    case exists = "results.exists"
    /// A query tried to change something.
    case writeRefused = "results.write-refused"
    /// A query is not valid SQL.
    case invalidQuery = "results.invalid-query"
    /// A row breaks a rule of the schema.
    case invalidRow = "results.invalid-row"
    /// The published values that the program brings along break a rule of theirs.
    case invalidPublished = "results.invalid-published"
    /// There is no such run.
    case unknownRun = "results.unknown-run"
    /// There is no such table or view.
    case unknownTable = "results.unknown-table"
    /// The operating system or SQLite failed otherwise.
    case inputOutput = "results.io"
  }

  /// The stable kind of failure.
  package let code: Code
  /// What failed and what to do about it.
  package let message: String
  /// The database file.
  package let path: String

  /// An error about the database at `path`.
  package init(_ code: Code, _ message: String, path: String) {
    self.code = code
    self.message = message
    self.path = path
  }

  /// One line: message, and where something failed file and code.
  package var description: String {
    isMistakenRequest ? message : "\(message) [\(path); \(code.rawValue)]"
  }

  /// The same as `description`.
  package var errorDescription: String? { description }
}

extension ResultsError: RequestError {
  /// Whether what was asked for is not there, is there already, or is no query that may run; all else is a
  /// failure.
  package var isMistakenRequest: Bool {
    [.missing, .exists, .writeRefused, .invalidQuery, .unknownRun, .unknownTable].contains(code)
  }
}

extension ResultsError {
  /// Gives an error of GRDB or Foundation its code and advice.
  init(translating error: any Error, path: String) {
    if let known = error as? ResultsError {
      self = known
      return
    }
    guard let error = error as? DatabaseError else {
      self.init(.inputOutput, "the results database failed: \(error)", path: path)
      return
    }
    let detail = error.message ?? "SQLite error \(error.resultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_NOTADB:
      self.init(
        .notADatabase,
        "the file is not an SQLite database (\(detail)); move it away, then run 'engram results "
          + "rebuild'", path: path)
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(
        .locked,
        "another process holds the results database (\(detail)); try again when it has finished, "
          + "or run 'engram results rebuild' afterwards", path: path)
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      self.init(
        .readOnly,
        "the results database cannot be written (\(detail)); check the permissions of the file "
          + "and of its folder", path: path)
    case .SQLITE_CORRUPT:
      self.init(
        .corrupt,
        "the results database is damaged (\(detail)); 'engram results rebuild' makes a new one from "
          + "the store's manifests and runs", path: path)
    case .SQLITE_FULL:
      self.init(
        .diskFull, "no space left for the results database (\(detail)); free some and run again",
        path: path)
    case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH:
      self.init(
        .invalidRow, "a row breaks a rule of the results schema (\(detail))", path: path)
    case .SQLITE_ERROR:
      self.init(
        .invalidQuery,
        "SQLite does not understand the query: \(detail); 'engram results query \"select name, sql "
          + "from sqlite_schema\"' describes the tables and views", path: path)
    case .SQLITE_MISUSE:
      self.init(
        .invalidQuery, "the query is not a single SQL statement; give exactly one", path: path)
    case .SQLITE_CANTOPEN:
      self.init(
        .inputOutput,
        "the results database cannot be opened (\(detail)); check that its folder exists and may "
          + "be read and written", path: path)
    default:
      self.init(.inputOutput, "the results database failed (\(detail))", path: path)
    }
  }
}
