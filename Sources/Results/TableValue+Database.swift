import GRDB
import Tables

extension TableValue {
  /// What the database has.
  init(_ value: DatabaseValue) {
    self =
      switch value.storage {
      case .null: .null
      case .int64(let integer): .integer(integer)
      case .double(let real): .real(real)
      case .string(let text): .text(text)
      case .blob(let bytes): .blob(bytes)
      }
  }
}
