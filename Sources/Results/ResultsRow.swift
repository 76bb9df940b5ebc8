import Foundation
import GRDB
import Pipeline

/// A row of results.sqlite as a value: a property has the column's name, in Swift's way of writing it.
protocol ResultsRow {}

extension EncodableRecord where Self: ResultsRow {
  static var databaseColumnEncodingStrategy: DatabaseColumnEncodingStrategy { .convertToSnakeCase }

  static func databaseDateEncodingStrategy(for column: String) -> DatabaseDateEncodingStrategy {
    .custom(\.storeText)
  }

  static func databaseJSONEncoder(for column: String) -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }
}

extension FetchableRecord where Self: ResultsRow {
  static var databaseColumnDecodingStrategy: DatabaseColumnDecodingStrategy {
    .convertFromSnakeCase
  }
}
