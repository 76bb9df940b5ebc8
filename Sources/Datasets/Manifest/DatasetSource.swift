import Foundation
import Mistakes

/// A place that a dataset's files can be had from.
package enum DatasetSource: Hashable, Sendable {
  /// An HTTP(S) address; a file is at this address followed by its name.
  case mirror(URL)
  /// A folder of this machine, such as one that a system package fills.
  case folder(String)
}

extension DatasetSource: Codable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case mirror, folder
  }

  /// Reads an object of one field, `mirror` or `folder`.
  ///
  /// Throws a `ManifestFieldError` for another object, for an address that is no plain HTTP(S) one, and for a
  /// path that is not absolute.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    guard container.allKeys.count == 1, let key = container.allKeys.first else {
      throw ManifestFieldError(
        container.codingPath,
        is: container.allKeys.isEmpty ? "empty" : "an object of two fields",
        takes: "one field, 'mirror' or 'folder'")
    }
    let text = try container.decode(String.self, forKey: key)
    switch key {
    case .mirror:
      guard let url = Self.mirrorAddress(text) else {
        throw ManifestFieldError(
          container.codingPath + [key], is: "'\(Wording.quotable(text))'",
          takes: "an address such as 'https://host/folder/' without user, query or fragment")
      }
      self = .mirror(url)
    case .folder:
      guard text.hasPrefix("/"), !text.split(separator: "/").contains("..") else {
        throw ManifestFieldError(
          container.codingPath + [key], is: "'\(Wording.quotable(text))'",
          takes: "an absolute path without '..'")
      }
      self = .folder(text)
    }
  }

  /// Writes an object of one field, `mirror` or `folder`.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .mirror(let url): try container.encode(url.absoluteString, forKey: .mirror)
    case .folder(let path): try container.encode(path, forKey: .folder)
    }
  }

  /// The base address that `text` is, with a slash at its end.
  private static func mirrorAddress(_ text: String) -> URL? {
    guard var parts = URLComponents(string: text), ["http", "https"].contains(parts.scheme ?? ""),
      let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil,
      parts.query == nil, parts.fragment == nil
    else { return nil }
    if !parts.path.hasSuffix("/") { parts.path += "/" }
    return parts.url
  }
}
