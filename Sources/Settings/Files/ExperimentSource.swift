import Datasets
import Foundation

/// What a person names to run: a preset, or a file that derives from one.
package enum ExperimentSource: Sendable {
  /// An experiment of the program.
  case preset(Preset)
  /// A file of the user's that changes settings of a preset.
  case file(ExperimentFile)

  /// A file where `name` ends in `.yaml` or `.yml` or has a slash in it, else a preset.
  ///
  /// Throws `SettingError` for an unknown preset, `FileError` for what is wrong with a file.
  package init(_ name: String) throws {
    if name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
      self = .file(try ExperimentFile(contentsOf: name))
    } else {
      do throws(SettingError) {
        self = .preset(try Preset.named(name))
      } catch {
        // A file may have been meant, without its extension.
        let files = ExperimentFile.files(in: URL(fileURLWithPath: "."))
        guard case .unknown(let what, let name, let known) = error else { throw error }
        throw SettingError.unknown(what: what, name: name, known: known + files)
      }
    }
  }

  /// The preset, or the one that the file derives from.
  package var preset: Preset {
    switch self {
    case .preset(let preset): preset
    case .file(let file): file.preset
    }
  }

  /// Checks what the settings that `settings(changing:)` gave ask of a dataset and of the machine.
  ///
  /// Throws as that does.
  package func check(
    _ settings: ExperimentSettings, changing overrides: [String], in catalog: DatasetCatalog
  ) throws {
    do {
      try settings.check(in: catalog)
    } catch let error as SettingError {
      throw located(error, changing: overrides)
    }
  }

  /// `error` with its place in the file, where a file is to blame and not one of the overrides.
  package func located(_ error: SettingError, changing overrides: [String]) -> any Error {
    guard case .file(let file) = self else { return error }
    return file.located(error, changing: overrides)
  }

  /// The settings with `overrides`, of the form `key=value`, in place of their own.
  ///
  /// Throws `SettingError`, or `FileError` where a file is to blame.
  package func settings(changing overrides: [String] = []) throws -> ExperimentSettings {
    switch self {
    case .preset(let preset):
      var settings = preset.settings
      try SettingKey.apply(overrides, to: &settings)
      return settings
    case .file(let file):
      return try file.settings(changing: overrides)
    }
  }
}
