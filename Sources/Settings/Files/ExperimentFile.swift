import Foundation
import Mistakes
import Pipeline

/// An experiment as a YAML file: the experiment it derives from, and the settings that differ.
///
///     experiment: fig4
///     beta: 0.02
///     target_hidden: [200, 200]
///
/// A value is the text that the command line takes; lists may be YAML lists, and `true` and `false`
/// stand for yes and no. The file says what is computed, not how: seeds to run side by side, folders
/// and the like belong on the command line. A run bears the name of the experiment it derives from, so
/// a file whose settings are those of a preset gives the preset's own run.
package struct ExperimentFile: Sendable {
  /// A setting and its place in the file.
  struct Entry: Sendable {
    let key: SettingKey
    /// The value as the command line would write it.
    let text: String
    let place: FileError.Place
  }

  /// The key of the line that names the preset.
  static let presetKey = "experiment"

  /// The file, as it was named.
  package let path: String
  /// The preset that gives all settings that the file does not.
  package let preset: Preset
  /// The settings in the order of the file.
  let entries: [Entry]

  /// Reads the file at `path`.
  ///
  /// Throws `FileError` for what is no regular file of at most `YAMLDocument.byteLimit` bytes, and as
  /// `init(bytes:path:)`. O(bytes).
  package init(contentsOf path: String) throws {
    try self.init(
      YAMLDocument(contentsOf: path, holding: "experiment") {
        Self.suggestion(for: path)
          ?? "'engram experiments show fig4 > \(ShellCommand.quoted(path))' would make one"
      })
  }

  /// The experiment files of the folder of `path` whose names are most like it.
  private static func suggestion(for path: String) -> String? {
    let url = URL(fileURLWithPath: path)
    let above =
      path.hasSuffix(url.lastPathComponent) ? path.dropLast(url.lastPathComponent.count) : ""
    return Wording.suggestion(
      for: url.lastPathComponent, among: files(in: url.deletingLastPathComponent())
    ) { above + $0 }
  }

  /// The names of the experiment files in `folder`, sorted.
  static func files(in folder: URL) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
  }

  /// Reads the bytes of a file that messages call `path`.
  ///
  /// Throws `FileError` with line and column for what is not UTF-8 or not YAML, several
  /// documents, anchors, tags, unknown or repeated keys, values of the wrong kind or out of range.
  /// O(bytes).
  package init(bytes: Data, path: String) throws(FileError) {
    try self.init(YAMLDocument(bytes: bytes, path: path, holding: "experiment"))
  }

  private init(_ document: YAMLDocument) throws(FileError) {
    path = document.path
    (preset, entries) = try ExperimentFileReader(document: document).read()
  }

  /// The settings of the file with `overrides`, of the form `key=value`, in place of its own.
  ///
  /// Throws `FileError` where the file is to blame for values that do not go together,
  /// `SettingError` where the overrides are.
  package func settings(changing overrides: [String] = []) throws -> ExperimentSettings {
    var settings = preset.settings
    do {
      let own = try SettingKey.assignments(overrides)
      // What chooses other settings' values comes first, wherever it stands; else the file does, whose
      // number of tasks is of its own groups.
      try SettingKey.apply(
        entries.map { ($0.key, $0.text) } + own.filter { $0.key.isSelector(in: preset.name) },
        to: &settings)
      try SettingKey.apply(own.filter { !$0.key.isSelector(in: preset.name) }, to: &settings)
      try settings.check()
    } catch { throw located(error, changing: overrides) }
    return settings
  }

  /// `error` with the place of the setting it is about, where that is a setting of the file and not one
  /// of the overrides.
  func located(_ error: SettingError, changing overrides: [String]) -> any Error {
    guard let key = error.key,
      !overrides.contains(where: { $0.hasPrefix("\(key)=") }),
      let entry = entries.first(where: { $0.key.name == key })
    else { return error }
    return FileError(path: path, place: entry.place, message: error.description)
  }
}
