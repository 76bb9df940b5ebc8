import Foundation
import Mistakes
import Pipeline
import Yams

private typealias YAMLNode = Yams.Node

/// `engines.yaml`: the engines that `--on` names.
///
/// It holds shell, so it is read from the user's own configuration folder, or from where the command line says;
/// never from beside an experiment.
package struct EngineFile: Sendable {
  /// The file, as it was named.
  package let path: String
  /// The engines, in the order of the file.
  package let engines: [EngineDescription]

  private static let byteLimit = 1 << 16

  /// The user's own file: `engram/engines.yaml` in `XDG_CONFIG_HOME`, or in `~/.config`.
  package static var usualPath: String {
    let variables = ProcessInfo.processInfo.environment
    let home = variables["HOME"] ?? NSHomeDirectory()
    let folder = variables["XDG_CONFIG_HOME"] ?? home + "/.config"
    return folder + "/engram/engines.yaml"
  }

  /// Reads the file at `path`. Throws `MistakenRequest` with line and column for what is wrong.
  package init(contentsOf path: String) throws(MistakenRequest) {
    let bytes: Data
    do throws(BoundedFile.Refusal) {
      bytes = try BoundedFile.read(path, atMost: Self.byteLimit)
    } catch {
      let reason =
        switch error {
        case .missing: "there is no such file; 'engram help engines' shows one"
        case .notRegular: "that is no regular file"
        case .tooLarge(let found): "that has \(found) bytes, at most \(Self.byteLimit) are read"
        case .system(let number): "cannot be read: \(String(cString: strerror(number)))"
        }
      throw MistakenRequest("\(path): \(reason)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw MistakenRequest("\(path): these bytes are not UTF-8; save the file in that encoding")
    }
    try self.init(text: text, path: path)
  }

  /// Reads the text of a file that messages call `path`.
  package init(text: String, path: String) throws(MistakenRequest) {
    self.path = path
    engines = try EngineFileReader(path: path).read(text)
  }

  /// The engine of that name. Throws `MistakenRequest` with the nearest one.
  package func engine(named name: String) throws(MistakenRequest) -> EngineDescription {
    if let engine = engines.first(where: { $0.name == name }) { return engine }
    throw MistakenRequest(unknown: "engine", name, known: engines.map(\.name))
  }
}

/// Makes engines of the text of `engines.yaml`.
private struct EngineFileReader {
  let path: String

  func read(_ text: String) throws(MistakenRequest) -> [EngineDescription] {
    let root: YAMLNode?
    do {
      root = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
    } catch {
      throw MistakenRequest("\(path): that is not YAML: \(Wording.quotable("\(error)"))")
    }
    guard case .mapping(let mapping)? = root, !mapping.isEmpty else {
      throw refusal(root, "a line such as 'lab:' is needed here, and below it 'engine: slurm'")
    }
    var engines: [EngineDescription] = []
    for (name, value) in mapping { engines.append(try engine(name, value)) }
    return engines
  }

  private func refusal(_ node: YAMLNode?, _ message: String) -> MistakenRequest {
    let place = node?.mark.map { "\($0.line):\($0.column):" } ?? ""
    return MistakenRequest("\(path):\(place) \(message)")
  }

  private func engine(_ name: YAMLNode, _ value: YAMLNode) throws(MistakenRequest)
    -> EngineDescription
  {
    let title = try text(name, "the name of an engine")
    guard title.wholeMatch(of: /[A-Za-z0-9_][A-Za-z0-9._-]{0,63}/) != nil else {
      throw refusal(
        name, "'\(Wording.quotable(title))' is no name; use letters, digits, '.', '-' and '_'")
    }
    guard case .mapping(let fields) = value else {
      throw refusal(value, "the fields of '\(title)' are needed here, such as 'engine: slurm'")
    }
    let kinds = EngineDescription.Kind.allCases.map(\.rawValue)
    guard let kindField = fields.first(where: { $0.key.string == "engine" }) else {
      throw refusal(
        value, "'\(title)' does not say 'engine:', one of \(kinds.joined(separator: ", "))")
    }
    let kindText = try text(kindField.value, "an engine")
    guard let kind = EngineDescription.Kind(rawValue: kindText) else {
      throw refusal(
        kindField.value,
        Wording.unknown("engine", Wording.quotable(kindText), known: kinds))
    }
    var engine = EngineDescription(name: title, kind: kind)
    var seen: Set<String> = []
    for (key, value) in fields {
      let name = try text(key, "the name of a field")
      guard seen.insert(name).inserted else {
        throw refusal(key, "'\(name)' stands here twice; keep one")
      }
      if name == "engine" { continue }
      guard let field = Self.fields.first(where: { $0.name == name }) else {
        throw refusal(
          key,
          Wording.unknown(
            "field", Wording.quotable(name), known: ["engine"] + Self.fields.map(\.name)))
      }
      guard kind != .local || field.isLocal else {
        throw refusal(
          key, "the local engine has no '\(name)'; it takes cpus, the number of runs side by side")
      }
      guard let change = try field.read(self, value) else {
        throw refusal(value, "\(name) takes \(field.allowed)")
      }
      change(&engine)
    }
    return engine
  }

  private func text(_ node: YAMLNode, _ what: String) throws(MistakenRequest) -> String {
    guard case .scalar(let scalar) = node else { throw refusal(node, "\(what) is needed here") }
    return scalar.string
  }

  // MARK: Fields

  private typealias Change = (inout EngineDescription) -> Void

  /// A field of an engine.
  private struct Field {
    let name: String
    let allowed: String
    var isLocal = false
    /// Nil where the value is not possible.
    let read: (EngineFileReader, YAMLNode) throws(MistakenRequest) -> Change?
  }

  /// A field that takes a text.
  private static func field(
    _ name: String, _ allowed: String, isLocal: Bool = false,
    _ change: @escaping (String) -> Change?
  ) -> Field {
    Field(name: name, allowed: allowed, isLocal: isLocal) { reader, node throws(MistakenRequest) in
      change(try reader.text(node, allowed))
    }
  }

  private static func count(_ text: String, _ range: ClosedRange<Int> = 1...1_000_000) -> Int? {
    Int(text).flatMap { range.contains($0) ? $0 : nil }
  }

  private static var fields: [Field] {
    [
      field("partition", "the name of a partition") { text in { $0.partition = text } },
      field("account", "the name of an account") { text in { $0.account = text } },
      field("cpus", "a whole number from 1 to 1024", isLocal: true) { text in
        count(text, 1...1024).map { count in { $0.cpus = count } }
      },
      field("memory", "a size such as 500M, 2G or 1T") { text in
        text.wholeMatch(of: /[1-9][0-9]*[KMGT]/).map { _ in { $0.memory = text } }
      },
      field("time", "auto, or a time such as 90s, 30min, 2h, 1d or 1-12:00:00") { text in
        EngineDescription.TimeLimit(text: text).map { time in { $0.time = time } }
      },
      field("at-most", "a whole number from 1") { text in
        count(text).map { count in { $0.atMost = count } }
      },
      field("pack", "auto, or the number of runs that share a task") { text in
        if text == "auto" { return { $0.pack = .auto } }
        return count(text).map { count in { $0.pack = .runs(count) } }
      },
      field("setup", "lines of shell") { text in { $0.setup = text } },
      Field(name: "options", allowed: "a list of options, such as [--constraint=avx2]") {
        reader, node throws(MistakenRequest) in
        guard case .sequence(let nodes) = node else { return nil }
        var options: [String] = []
        for node in nodes { options.append(try reader.text(node, "an option")) }
        guard options.allSatisfy({ $0.hasPrefix("-") && !$0.contains(where: \.isNewline) }) else {
          return nil
        }
        return { $0.options = options }
      },
    ]
  }
}
