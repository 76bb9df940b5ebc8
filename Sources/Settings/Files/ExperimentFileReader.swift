import Yams

/// Makes settings of the text of an experiment file.
struct ExperimentFileReader {
  typealias Place = FileError.Place

  let document: YAMLDocument

  /// The preset that the text names, and its settings.
  func read() throws(FileError) -> (preset: Preset, entries: [ExperimentFile.Entry]) {
    guard let root = document.root else {
      throw refusal(Place(line: 1, column: 1), "the file is empty; \(Self.hint)")
    }
    let mapping = try document.mapping(
      root, otherwise: "a line such as 'beta: 0.02' is needed here; \(Self.hint)")

    var preset: Preset?
    var entries: [ExperimentFile.Entry] = []
    for (nameNode, value) in mapping {
      let name = try self.name(nameNode)
      let place = place(of: nameNode)
      if name == ExperimentFile.presetKey {
        guard preset == nil else { throw document.repeated(name, at: place) }
        preset = try self.preset(value)
        continue
      }
      let key = try self.key(name, place)
      guard !entries.contains(where: { $0.key.name == name }) else {
        throw document.repeated(name, at: place)
      }
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

  private func place(of node: Yams.Node) -> Place { document.place(of: node) }

  private func refusal(_ place: Place, _ message: String) -> FileError {
    document.refusal(place, message)
  }

  // MARK: Names

  private func name(_ node: Yams.Node) throws(FileError) -> String {
    try document.scalar(node, otherwise: "the name of a setting is needed here").string
  }

  /// What people may expect in a file, and where it belongs instead.
  private static let elsewhere = [
    "seeds": "several seeds are run by --seeds, and 'seed' sets the one of a single run",
    "name": "a run bears the name of the experiment that the file derives from",
    "jobs": "how a run is carried out is said on the command line",
    "threads": "how a run is carried out is said on the command line",
    "store": "the store is chosen by --store or ENGRAM_STORE",
  ]

  private func key(_ name: String, _ place: Place) throws(FileError) -> SettingKey {
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
          what: "setting", name: FileError.quoted(name), known: names
        ).description)
    }
  }

  private func preset(_ node: Yams.Node) throws(FileError) -> Preset {
    let message = "experiment takes a name; \(Self.hint)"
    let scalar = try document.scalar(node, otherwise: message)
    guard !scalar.isNull else { throw refusal(place(of: node), message) }
    do throws(SettingError) {
      return try Preset.named(FileError.quoted(scalar.string))
    } catch { throw refusal(place(of: node), error.description) }
  }

  // MARK: Values

  private func entry(
    _ key: SettingKey, _ value: Yams.Node, _ namePlace: Place
  ) throws(FileError) -> ExperimentFile.Entry {
    let place = place(of: value)
    let text: String
    switch (value, key.kind) {
    case (.scalar, _):
      let scalar = try document.scalar(value, otherwise: "")
      guard !scalar.isNull else {
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
      throw refusal(place, key.refusal(of: FileError.quoted(text)).description)
    }
    return ExperimentFile.Entry(key: key, text: text, place: place)
  }

  /// `a,b,c` of a list of whole numbers.
  private func numbers(
    _ sequence: Yams.Node.Sequence, _ key: SettingKey
  ) throws(FileError) -> String {
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
      case .scalar(let scalar): "'\(FileError.quoted(scalar.string))'"
      case .sequence: "a list"
      case .mapping: "a mapping"
      case .alias: "an alias"
      }
    return "\(key.name) takes a \(key.kind.rawValue), not \(found) here: \(key.allowed)"
  }

  /// YAML's words for truth beside the command line's.
  private static func flag(_ text: String, _ key: SettingKey) -> String {
    guard key.kind == .flag else { return text }
    return ["true": "yes", "false": "no"][text] ?? text
  }
}
