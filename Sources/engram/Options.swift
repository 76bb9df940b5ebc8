import ArgumentParser
import CommandLineTools
import Datasets
import Foundation
import Mistakes
import Pipeline
import Results
import Settings
import Tables

/// Where results are.
struct StoreOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder of the store (default: ENGRAM_STORE, else 'store').",
      valueName: "folder"))
  var store: String?

  func validate() throws {
    if store == "" { throw ValidationError("--store is empty; give the name of a folder") }
  }

  var url: URL { store.map { URL(fileURLWithPath: $0, isDirectory: true) } ?? Self.usual }

  /// The store that is meant where no option says so.
  private static var usual: URL {
    let variable = ProcessInfo.processInfo.environment["ENGRAM_STORE"] ?? ""
    return URL(fileURLWithPath: variable.isEmpty ? "store" : variable, isDirectory: true)
  }

  /// What a command that is typed later needs to mean the same store: nothing where the environment
  /// says so.
  var arguments: [String] {
    guard store != nil, url.standardizedFileURL != Self.usual.standardizedFileURL else {
      return []
    }
    return ["--store", url.standardizedFileURL.path]
  }

  /// The store, made if it is missing.
  ///
  /// Throws `MistakenRequest` where the database could never be written.
  func open() throws -> Store {
    try checkPath()
    return try Store(at: url)
  }

  /// Calls `body` with the store. A store that had to be made for it goes again where `body` throws, unless
  /// something is in it.
  func opening<Value>(_ body: (Store) async throws -> Value) async throws -> Value {
    try checkPath()
    return try await Store.opening(at: url, body)
  }

  private func checkPath() throws {
    let bytes = url.appendingPathComponent("results.sqlite").path.utf8.count
    guard bytes <= ResultsStore.pathLimit else {
      throw MistakenRequest(
        "the path of the store's database has \(bytes) bytes, and SQLite takes at most "
          + "\(ResultsStore.pathLimit): '\(url.path)'; choose a shorter path with --store or "
          + "ENGRAM_STORE")
    }
  }

  /// The store for looking only: opening changes nothing, and a missing one stays missing.
  func look() throws -> Store { try Store(at: url, creating: false) }

  /// The store as `look` opens it; one that is missing is an error.
  func existing() throws -> Store {
    let store = try look()
    guard FileManager.default.fileExists(atPath: url.appendingPathComponent("VERSION").path) else {
      throw MistakenRequest(
        "there is no store in '\(url.path)'; choose one with --store or ENGRAM_STORE, or make one "
          + "by 'engram run <experiment>'")
    }
    return store
  }

  /// The database, for reading only; nothing is made. What a killed writer left is taken back.
  func results() throws -> ResultsStore {
    try ResultsStore(at: database(), access: .readOnly, recovering: true)
  }

  /// The file of the database. Without one there must be a store at least, whose lack is told as by
  /// `existing`.
  func database() throws -> URL {
    let file = url.appendingPathComponent("results.sqlite")
    if !FileManager.default.fileExists(atPath: file.path) { _ = try existing() }
    return file
  }
}

extension DatasetCatalog {
  /// Runs `body`; where it finds a dataset's name that can be none, such as `MNIST`, the nearest name is
  /// suggested.
  func suggestingNames<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as SettingError {
      guard case .invalid("dataset", let name, _) = error.cause, let known = try? names(),
        !ExperimentSettings.namesDatasets(name), Wording.suggestion(for: name, among: known) != nil
      else { throw error }
      throw MistakenRequest(unknown: "dataset", name, known: known)
    }
  }
}

/// An experiment and what to change of it.
struct ExperimentArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "One of \(Preset.all.map(\.name).joined(separator: ", ")), or an experiment file (.yaml)."))
  var experiment: String

  @Argument(
    help: ArgumentHelp(
      "Settings to change, such as steps=500 beta=0.", valueName: "key=value"))
  var overrides: [String] = []

  /// What the experiment names: a preset, or a file that is read once.
  func source() throws -> ExperimentSource { try ExperimentSource(experiment) }

  /// The settings, with all that they ask of the dataset and the machine; the mistake of a file is told
  /// with its place.
  func settings(checkedAgainst catalog: DatasetCatalog) throws -> ExperimentSettings {
    try Self.settings(of: experiment, changing: overrides, checkedAgainst: catalog)
  }

  /// The same of an experiment that is named elsewhere.
  static func settings(
    of experiment: String, changing overrides: [String], checkedAgainst catalog: DatasetCatalog
  ) throws -> ExperimentSettings {
    try catalog.suggestingNames {
      let source = try ExperimentSource(experiment)
      let settings = try source.settings(changing: overrides)
      try source.check(
        settings, changing: overrides, in: catalog)
      return settings
    }
  }

  /// The runs that are meant, with what messages call each: the cells of a table, the panels of a figure, or the one
  /// run of any other experiment, which has no name beside it. All that they ask of datasets and the machine is
  /// checked.
  func runs(
    checkedAgainst catalog: DatasetCatalog
  ) throws -> [(name: String?, settings: ExperimentSettings)] {
    if let figure = PanelFigure(rawValue: experiment), PanelFigure.meansPanels(overrides) {
      return try catalog.suggestingNames {
        try figure.runs(overrides).map { panel, settings in
          try settings.check(in: catalog)
          return (panel.name, settings)
        }
      }
    }
    guard experiment == Table1.name else { return [(nil, try settings(checkedAgainst: catalog))] }
    return try catalog.suggestingNames {
      try Table1.select(overrides).map { cell, settings in
        try settings.check(in: catalog)
        return (cell.description, settings)
      }
    }
  }

  /// The same with each of these seeds: all cells of a seed before the next seed, so that what there is of a table is
  /// whole as early as can be. Without seeds that of the settings.
  func runs(
    _ seeds: SeedsOption, checkedAgainst catalog: DatasetCatalog
  ) throws -> (cells: Int, runs: [(name: String, settings: ExperimentSettings)]) {
    let cells = try runs(checkedAgainst: catalog)
    let runs = (seeds.values ?? [cells[0].settings.seed]).flatMap { seed in
      cells.map { name, settings in
        var settings = settings
        settings.seed = seed
        return ([name, "seed \(seed)"].compactMap { $0 }.joined(separator: " "), settings)
      }
    }
    return (cells.count, runs)
  }

  /// What help says of experiments and settings.
  static var help: String {
    let defaults = Preset.all[0]
    return "EXPERIMENTS\n" + list(Preset.all.map { ($0.name, $0.summary) })
      + "\n\nSETTINGS (in brackets: the value in \(defaults.name))\n"
      + list(SettingKey.all.map { ($0.name, "\($0.meaning) [\($0.show(defaults.settings))]") })
  }

  /// Two columns, the second one wrapped so that the whole fits 80 columns.
  private static func list(_ entries: [(name: String, text: String)]) -> String {
    let width = entries.map(\.name.count).max() ?? 0
    return entries.map { entry in
      var lines = [""]
      for word in entry.text.split(separator: " ") {
        if lines[lines.count - 1].count + word.count > 74 - width { lines.append("") }
        lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
      }
      let indent = "\n" + String(repeating: " ", count: width + 4)
      return "  \(entry.name.padded(to: width))  " + lines.joined(separator: indent)
    }.joined(separator: "\n")
  }
}

extension String {
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
