import Foundation
import Mistakes

extension ManifestFieldError {
  /// What a decoder says of `json`, in words.
  init(_ error: DecodingError, in json: Data) {
    switch error {
    case .keyNotFound(let key, let context):
      self.init(problem: "the field '\((context.codingPath + [key]).fieldName)' is missing")
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      self.init(type, at: context.codingPath, in: json)
    case .dataCorrupted:
      self.init(
        problem: "the manifest is not JSON" + (Self.faultOfSyntax(in: json).map { ": \($0)" } ?? "")
      )
    @unknown default:
      self.init(problem: "the manifest cannot be read: \(Wording.quotable("\(error)"))")
    }
  }

  /// Where `json` is none, such as `invalid value in line 2`; the decoder does not tell.
  private static func faultOfSyntax(in json: Data) -> String? {
    do {
      _ = try JSONSerialization.jsonObject(with: json, options: .fragmentsAllowed)
      return nil
    } catch {
      guard let text = (error as NSError).userInfo["NSDebugDescription"] as? String else {
        return nil
      }
      let reason = text.prefix(1).lowercased() + text.dropFirst().prefix { $0 != "." }
      guard let match = reason.wholeMatch(of: #/(.+) around character (\d+)/#),
        let offset = Int(match.2)
      else { return reason }
      let line = json.prefix(offset).count { $0 == UInt8(ascii: "\n") } + 1
      return "\(match.1) in line \(line)"
    }
  }

  /// A value that is not of `type`.
  private init(_ type: Any.Type, at path: [any CodingKey], in json: Data) {
    let value = (try? JSONDecoder().decode(JSONValue.self, from: json))?.value(at: path[...])
    let found = value?.words ?? "null"
    guard !path.isEmpty else {
      self.init(problem: "the manifest is \(found), not an object")
      return
    }
    self.init(path, is: found, takes: Self.name(of: type))
  }

  /// What a field of `type` takes.
  private static func name(of type: Any.Type) -> String {
    if type == String.self { return "a text" }
    if type == Double.self { return "a whole number" }
    return "\(type)".hasPrefix("Array<") ? "a list" : "an object"
  }
}

/// Any value, for messages that tell what was found.
private enum JSONValue: Decodable {
  case flag(Bool)
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])
  case null

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let flag = try? value.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let list = try? value.decode([JSONValue].self) {
      self = .list(list)
    } else {
      self = (try? value.decode([String: JSONValue].self)).map { .object($0) } ?? .null
    }
  }

  /// The value at the end of `path`; nil where there is none.
  func value(at path: ArraySlice<any CodingKey>) -> JSONValue? {
    guard let key = path.first else { return self }
    switch (self, key.intValue) {
    case (.list(let list), let index?) where list.indices.contains(index):
      return list[index].value(at: path.dropFirst())
    case (.object(let fields), nil):
      return fields[key.stringValue]?.value(at: path.dropFirst())
    default: return nil
    }
  }

  var words: String {
    switch self {
    case .flag(let flag): "\(flag)"
    case .number(let number): Int(exactly: number).map { "\($0)" } ?? "\(number)"
    case .text(let text): "the text '\(Wording.quotable(text, limit: 60))'"
    case .list: "a list"
    case .object: "an object"
    case .null: "null"
    }
  }
}
