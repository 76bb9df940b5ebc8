import Yams

/// Makes settings of the text of an experiment file.
struct ExperimentFileReader {
  typealias Place = ExperimentFileError.Place

  let path: String

  /// The preset that the text names, and its settings.
  func read(
    _ text: String
  ) throws(ExperimentFileError) -> (preset: Preset, entries: [ExperimentFile.Entry]) {
    if let alias = YAMLAliases.first(in: text) {
      throw refusal(
        alias.place, "'*\(alias.name)' refers to an anchor; write the value out instead")
    }
    guard let root = try document(text) else {
      throw refusal(Place(line: 1, column: 1), "the file is empty; \(Self.hint)")
    }
    guard case .mapping(let mapping) = root else {
      throw refusal(place(of: root), "a line such as 'beta: 0.02' is needed here; \(Self.hint)")
    }
    try requireNoTag(mapping.tag, at: place(of: root))

    var preset: Preset?
    var entries: [ExperimentFile.Entry] = []
    for (nameNode, value) in mapping {
      let name = try self.name(nameNode)
      let place = place(of: nameNode)
      if name == ExperimentFile.presetKey {
        guard preset == nil else { throw repeated(name, place) }
        preset = try self.preset(value)
        continue
      }
      let key = try self.key(name, place)
      guard !entries.contains(where: { $0.key.name == name }) else { throw repeated(name, place) }
      entries.append(try entry(key, value, place))
    }
    guard let preset else {
      throw refusal(
        Place(line: 1, column: 1), "the file does not say what it derives from; \(Self.hint)")
    }
    return (preset, entries)
  }

  private static let hint =
    "begin with a line 'experiment: NAME', one of "
    + Preset.all.map(\.name).joined(separator: ", ")

  // MARK: YAML

  /// The only document of the text; nil where there is none.
  private func document(_ text: String) throws(ExperimentFileError) -> Yams.Node? {
    do {
      // Without rules for tags a scalar stays the text it is: `1_000`, `no` and `0x10` are judged by
      // the settings themselves.
      return try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
    } catch let error as YamlError {
      throw refusal(error, in: text)
    } catch {
      throw refusal(nil, "that is not YAML: \(ExperimentFileError.quoted("\(error)"))")
    }
  }

  private func refusal(_ error: YamlError, in text: String) -> ExperimentFileError {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _):
      let context = context.map { "\($0.text), " } ?? ""
      return refusal(place(of: mark), "that is not YAML: \(context)\(problem)")
    case .composer(_, let problem, let mark, _):
      guard problem.contains("another document") else {
        return refusal(place(of: mark), "that is not YAML: \(problem)")
      }
      return refusal(
        place(of: mark), "a second document begins here; a file holds one experiment")
    case .reader(let problem, let offset, _, _):
      return refusal(
        offset.map { ExperimentFile.place(after: text.prefix($0)) },
        "that is not YAML: \(problem)")
    case .duplicatedKeysInMapping(let names, let context):
      return repeated(names.first ?? "", place(of: context.mark))
    default:
      return refusal(nil, "that is not YAML: \(ExperimentFileError.quoted("\(error)"))")
    }
  }

  private func place(of mark: Mark) -> Place { Place(line: mark.line, column: mark.column) }

  private func place(of node: Yams.Node) -> Place {
    node.mark.map(place(of:)) ?? Place(line: 1, column: 1)
  }

  private func refusal(_ place: Place?, _ message: String) -> ExperimentFileError {
    ExperimentFileError(path: path, place: place, message: message)
  }

  private func repeated(_ name: String, _ place: Place) -> ExperimentFileError {
    refusal(
      place, "'\(ExperimentFileError.quoted(name))' stands in the file more than once; keep one")
  }

  /// A tag, such as `!!binary`, would make something else of a value than its text.
  private func requireNoTag(_ tag: Tag, at place: Place) throws(ExperimentFileError) {
    guard ["", Tag.Name.str.rawValue].contains(tag.rawValue) else {
      throw refusal(
        place,
        "the tag '\(ExperimentFileError.quoted(tag.rawValue))' has no meaning here; remove it")
    }
  }

  // MARK: Names

  private func name(_ node: Yams.Node) throws(ExperimentFileError) -> String {
    guard case .scalar(let scalar) = node else {
      throw refusal(place(of: node), "the name of a setting is needed here")
    }
    try requireNoTag(scalar.tag, at: place(of: node))
    return scalar.string
  }

  /// What people may expect in a file, and where it belongs instead.
  private static let elsewhere = [
    "seeds": "several seeds are run by --seeds, and 'seed' sets the one of a single run",
    "name": "a run bears the name of the experiment that the file derives from",
    "jobs": "how a run is carried out is said on the command line",
    "threads": "how a run is carried out is said on the command line",
    "store": "the store is chosen by --store or ENGRAM_STORE",
  ]

  private func key(_ name: String, _ place: Place) throws(ExperimentFileError) -> SettingKey {
    do throws(SettingError) {
      return try SettingKey.named(name)
    } catch {
      if let advice = Self.elsewhere[name] {
        throw refusal(place, "'\(name)' is no setting; \(advice)")
      }
      let names = SettingKey.all.map(\.name) + [ExperimentFile.presetKey]
      throw refusal(
        place,
        SettingError.unknown(
          what: "setting", name: ExperimentFileError.quoted(name), known: names
        ).description)
    }
  }

  private func preset(_ node: Yams.Node) throws(ExperimentFileError) -> Preset {
    guard case .scalar(let scalar) = node, !Self.isNull(scalar) else {
      throw refusal(place(of: node), "experiment takes a name; \(Self.hint)")
    }
    try requireNoTag(scalar.tag, at: place(of: node))
    do throws(SettingError) {
      return try Preset.named(ExperimentFileError.quoted(scalar.string))
    } catch { throw refusal(place(of: node), error.description) }
  }

  // MARK: Values

  private func entry(
    _ key: SettingKey, _ value: Yams.Node, _ namePlace: Place
  ) throws(ExperimentFileError) -> ExperimentFile.Entry {
    let place = place(of: value)
    let text: String
    switch (value, key.kind) {
    case (.scalar(let scalar), _):
      try requireNoTag(scalar.tag, at: place)
      guard !Self.isNull(scalar) else {
        throw refusal(
          namePlace, "'\(key.name)' has no value; it takes \(key.allowed), or remove the line")
      }
      text = Self.flag(scalar.string, key)
    case (.sequence(let elements), .sizes):
      text = try numbers(elements, key)
    case (.sequence(let elements), .layers):
      var layers: [String] = []
      for element in elements {
        guard case .scalar(let scalar) = element else {
          throw refusal(self.place(of: element), wrongKind(key, element))
        }
        layers.append(scalar.string)
      }
      text = layers.joined(separator: ", ")
    case (.sequence(let elements), .groups):
      var groups: [String] = []
      for element in elements {
        guard case .sequence(let classes) = element else {
          throw refusal(self.place(of: element), wrongKind(key, element))
        }
        groups.append(try numbers(classes, key))
      }
      text = groups.joined(separator: "/")
    default:
      throw refusal(place, wrongKind(key, value))
    }
    // Tried here, so that the place is told.
    var scratch = ExperimentSettings(experiment: "")
    guard key.write(&scratch, text) else {
      throw refusal(place, key.refusal(of: ExperimentFileError.quoted(text)).description)
    }
    return ExperimentFile.Entry(key: key, text: text, place: place)
  }

  /// `a,b,c` of a list of whole numbers.
  private func numbers(
    _ sequence: Yams.Node.Sequence, _ key: SettingKey
  ) throws(ExperimentFileError) -> String {
    var numbers: [String] = []
    for element in sequence {
      guard case .scalar(let scalar) = element, let number = Int(scalar.string) else {
        throw refusal(place(of: element), wrongKind(key, element))
      }
      numbers.append("\(number)")
    }
    return numbers.joined(separator: ",")
  }

  private func wrongKind(_ key: SettingKey, _ node: Yams.Node) -> String {
    let found =
      switch node {
      case .scalar(let scalar): "'\(ExperimentFileError.quoted(scalar.string))'"
      case .sequence: "a list"
      case .mapping: "a mapping"
      case .alias: "an alias"
      }
    return "\(key.name) takes a \(key.kind.rawValue), not \(found) here: \(key.allowed)"
  }

  /// Whether YAML means nothing by it; an empty text in quotes is an empty text.
  private static func isNull(_ scalar: Yams.Node.Scalar) -> Bool {
    scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  /// YAML's words for truth beside the command line's.
  private static func flag(_ text: String, _ key: SettingKey) -> String {
    guard key.kind == .flag else { return text }
    return ["true": "yes", "false": "no"][text] ?? text
  }
}
