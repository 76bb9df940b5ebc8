import Foundation
import Mistakes
import Pipeline
import Yams

/// A YAML file of the user's, with the places of what is in it.
///
/// Aliases and tags are refused, and scalars stay the texts they are: `1_000`, `no` and `0x10` are judged by who
/// reads them.
package struct YAMLDocument {
  /// The most bytes of a file.
  package static let byteLimit = 1 << 16

  /// The file, as it was named.
  package let path: String
  /// The only document of the file; nil where there is none.
  package let root: Yams.Node?

  /// Reads the file at `path`.
  ///
  /// - Parameters:
  ///   - holding: what the file has one of, such as `experiment`
  ///   - missing: what to do where there is no such file
  ///
  /// Throws `FileError` for what is no regular file of at most `byteLimit` bytes, and as
  /// `init(bytes:path:holding:)`. O(bytes).
  package init(
    contentsOf path: String, holding: String, missing: () -> String
  ) throws(FileError) {
    let bytes: Data
    do throws(BoundedFile.Refusal) {
      bytes = try BoundedFile.read(path, atMost: Self.byteLimit)
    } catch {
      let message =
        switch error {
        case .missing: "there is no such file; " + missing()
        case .notRegular: "that is no regular file, but a folder or a device"
        case .tooLarge(let found):
          "that is no \(holding) file: it has \(found) bytes, at most \(Self.byteLimit) are read"
        case .system(let number): "cannot be read: \(String(cString: strerror(number)))"
        }
      throw FileError(path: path, place: nil, message: message)
    }
    try self.init(bytes: bytes, path: path, holding: holding)
  }

  /// Reads the bytes of a file that messages call `path`.
  ///
  /// Throws `FileError` with line and column for what is not UTF-8 or not YAML, several documents, aliases and
  /// repeated keys. O(bytes).
  package init(bytes: Data, path: String, holding: String) throws(FileError) {
    self.path = path
    guard var text = String(validating: bytes, as: UTF8.self) else {
      let good = String(decoding: bytes, as: UTF8.self).prefix { $0 != "\u{FFFD}" }
      throw FileError(
        path: path, place: .init(after: good),
        message: "these bytes are not UTF-8; save the file in that encoding")
    }
    // Some editors begin a file with a byte order mark, which is no part of its text.
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    if let alias = YAMLAliases.first(in: text) {
      throw FileError(
        path: path, place: alias.place,
        message: "'*\(alias.name)' refers to an anchor; write the value out instead")
    }
    do {
      root = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
    } catch {
      throw Self.refusal(error, in: text, path: path, holding: holding)
    }
  }

  private static func refusal(
    _ error: any Error, in text: String, path: String, holding: String
  ) -> FileError {
    func refusal(_ place: FileError.Place?, _ message: String) -> FileError {
      FileError(path: path, place: place, message: message)
    }
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _):
      let context = context.map { "\($0.text), " } ?? ""
      return refusal(.init(mark), "that is not YAML: \(context)\(problem)")
    case .composer(_, let problem, let mark, _):
      guard problem.contains("another document") else {
        return refusal(.init(mark), "that is not YAML: \(problem)")
      }
      return refusal(.init(mark), "a second document begins here; a file holds one \(holding)")
    case .reader(let problem, let offset, _, _):
      return refusal(
        offset.map { .init(after: text.prefix($0)) }, "that is not YAML: \(problem)")
    case .duplicatedKeysInMapping(let names, let context):
      return refusal(.init(context.mark), repeated(names.first ?? ""))
    default:
      return refusal(nil, "that is not YAML: \(FileError.quoted("\(error)"))")
    }
  }

  private static func repeated(_ name: String) -> String {
    "'\(FileError.quoted(name))' stands in the file more than once; keep one"
  }

  /// Where a node begins; the beginning of the file for what is not there.
  package func place(of node: Yams.Node?) -> FileError.Place {
    node?.mark.map { .init($0) } ?? .init(line: 1, column: 1)
  }

  /// What is wrong at a place.
  package func refusal(_ place: FileError.Place?, _ message: String) -> FileError {
    FileError(path: path, place: place, message: message)
  }

  /// What is wrong with a node.
  package func refusal(_ node: Yams.Node?, _ message: String) -> FileError {
    refusal(place(of: node), message)
  }

  /// A name that stands in the file twice.
  package func repeated(_ name: String, at place: FileError.Place) -> FileError {
    refusal(place, Self.repeated(name))
  }

  /// A single value. Throws `FileError`, with `message` for what is none.
  package func scalar(
    _ node: Yams.Node, otherwise message: @autoclosure () -> String
  ) throws(FileError) -> Yams.Node.Scalar {
    guard case .scalar(let scalar) = node else { throw refusal(node, message()) }
    try requireNoTag(scalar.tag, at: node)
    return scalar
  }

  /// The pairs of a mapping. Throws `FileError`, with `message` for what is none.
  package func mapping(
    _ node: Yams.Node?, otherwise message: @autoclosure () -> String
  ) throws(FileError) -> Yams.Node.Mapping {
    guard let node, case .mapping(let mapping) = node else { throw refusal(node, message()) }
    try requireNoTag(mapping.tag, at: node)
    return mapping
  }

  /// A tag, such as `!!binary`, would make something else of a value than its text.
  private func requireNoTag(_ tag: Tag, at node: Yams.Node) throws(FileError) {
    guard ["", Tag.Name.str.rawValue].contains(tag.rawValue) else {
      throw refusal(
        node, "the tag '\(FileError.quoted(tag.rawValue))' has no meaning here; remove it")
    }
  }
}

extension FileError.Place {
  fileprivate init(_ mark: Mark) { self.init(line: mark.line, column: mark.column) }
}

extension Yams.Node.Scalar {
  /// Whether YAML means nothing by it; an empty text in quotes is an empty text.
  package var isNull: Bool {
    style == .plain && ["", "~", "null", "Null", "NULL"].contains(string)
  }
}
