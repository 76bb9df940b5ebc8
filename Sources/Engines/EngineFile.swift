import Foundation
import Mistakes
import Settings
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

  /// The user's own file: `engram/engines.yaml` in `XDG_CONFIG_HOME`, or in `~/.config`.
  package static var usualPath: String {
    let variables = ProcessInfo.processInfo.environment.filter { !$0.value.isEmpty }
    let home = variables["HOME"] ?? NSHomeDirectory()
    let folder = variables["XDG_CONFIG_HOME"] ?? home + "/.config"
    return folder + "/engram/engines.yaml"
  }

  /// Reads the file at `path`. Throws `FileError` with line and column for what is wrong.
  package init(contentsOf path: String) throws(FileError) {
    try self.init(
      YAMLDocument(contentsOf: path, holding: "engines") { "'engram help engines' shows one" })
  }

  private init(_ document: YAMLDocument) throws(FileError) {
    path = document.path
    engines = try EngineFileReader(document: document).read()
  }

  /// The engine of that name. Throws `MistakenRequest` with the nearest one.
  package func engine(named name: String) throws(MistakenRequest) -> EngineDescription {
    if let engine = engines.first(where: { $0.name == name }) { return engine }
    throw MistakenRequest(unknown: "engine", name, known: engines.map(\.name))
  }
}

/// Makes engines of the text of `engines.yaml`.
private struct EngineFileReader {
  let document: YAMLDocument

  func read() throws(FileError) -> [EngineDescription] {
    let message = "a line such as 'lab:' is needed here, and below it 'engine: slurm'"
    let mapping = try document.mapping(document.root, otherwise: message)
    guard !mapping.isEmpty else { throw document.refusal(document.root, message) }
    var engines: [EngineDescription] = []
    for (name, value) in mapping { engines.append(try engine(name, value)) }
    return engines
  }

  private func refusal(_ node: YAMLNode, _ message: String) -> FileError {
    document.refusal(node, message)
  }

  private func engine(_ name: YAMLNode, _ value: YAMLNode) throws(FileError)
    -> EngineDescription
  {
    let title = try text(name, "the name of an engine")
    guard title.wholeMatch(of: /[A-Za-z0-9_][A-Za-z0-9._-]{0,63}/) != nil else {
      throw refusal(
        name, "'\(Wording.quotable(title))' is no name; use letters, digits, '.', '-' and '_'")
    }
    let fields = try document.mapping(
      value, otherwise: "the fields of '\(title)' are needed here, such as 'engine: slurm'")
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
    try check(engine, fields)
    return engine
  }

  /// What a batch system would not take, or what would keep this program from finding its jobs.
  private func check(
    _ engine: EngineDescription, _ fields: YAMLNode.Mapping
  ) throws(FileError) {
    guard let system = engine.system else { return }
    let values = Dictionary(fields.map { ($0.key.string ?? "", $0.value) }) { $1 }
    for option in engine.options {
      guard let problem = system.refusal(ofOption: option), let node = values["options"] else {
        continue
      }
      throw refusal(node, problem)
    }
    if case .seconds(let seconds) = engine.time, seconds < EngineDescription.shortestTask,
      let node = values["time"]
    {
      throw refusal(
        node,
        "time takes at least \(EngineDescription.shortestTask / 60)min: a task is warned a minute or two before "
          + "its end")
    }
  }

  private func text(_ node: YAMLNode, _ what: String) throws(FileError) -> String {
    try document.scalar(node, otherwise: "\(what) is needed here").string
  }

  // MARK: Fields

  private typealias Change = (inout EngineDescription) -> Void

  /// A field of an engine.
  private struct Field {
    let name: String
    let allowed: String
    var isLocal = false
    /// Nil where the value is not possible.
    let read: (EngineFileReader, YAMLNode) throws(FileError) -> Change?
  }

  /// A field that takes a text.
  private static func field(
    _ name: String, _ allowed: String, isLocal: Bool = false,
    _ change: @escaping (String) -> Change?
  ) -> Field {
    Field(name: name, allowed: allowed, isLocal: isLocal) { reader, node throws(FileError) in
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
      field("time", "auto, or a time such as 30min, 2h, 1d or 1-12:00:00") { text in
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
        reader, node throws(FileError) in
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
