import Foundation

extension Store {
  /// Whether there is a manifest of `key`; its files are not looked at.
  public func contains(_ key: Fingerprint) -> Bool { Files.exists(url(ofManifest: key)) }

  /// The keys of results that begin with these lower-case hexadecimal digits, at least four of them;
  /// sorted.
  public func keys(beginningWith digits: String) -> [Fingerprint] {
    guard (4...64).contains(digits.count) else { return [] }
    return Files.names(in: root.appendingPathComponent("actions/\(digits.prefix(2))"))
      .filter { $0.hasPrefix(digits) && $0.hasSuffix(".json") }
      .compactMap { Fingerprint(hex: $0.dropLast(5)) }
  }
}
