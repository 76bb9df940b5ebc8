import Foundation

/// The committed reference values of `Tests/Fixtures`, computed by an independent generator.
package enum Fixture {
  /// A matrix as the fixtures store it: row-major.
  package struct Matrix: Decodable, Sendable {
    package let shape: [Int]
    package let values: [Double]
  }

  /// A file's `cases`.
  private struct Cases<Case: Decodable>: Decodable {
    let cases: [Case]
  }

  /// The cases of `Tests/Fixtures/<name>.json`.
  package static func cases<Case: Decodable>(
    of name: String, as type: Case.Type
  ) throws -> [Case] {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = tests.appending(components: "Fixtures", "\(name).json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Cases<Case>.self, from: Data(contentsOf: file)).cases
  }
}
