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
    try file(name, as: Cases<Case>.self).cases
  }

  /// The whole of `Tests/Fixtures/<name>.json`.
  package static func file<Content: Decodable>(
    _ name: String, as type: Content.Type
  ) throws -> Content {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Content.self, from: Data(contentsOf: url("\(name).json")))
  }

  /// A file of `Tests/Fixtures`.
  package static func url(_ name: String) -> URL {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return tests.appending(components: "Fixtures", name)
  }
}
