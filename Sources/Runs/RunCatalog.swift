import Foundation
import Mistakes
import Pipeline
import Results
import Settings

/// The runs that a store has folders of, as their descriptions tell; the database is not asked.
package struct RunCatalog: Sendable {
  /// The runs, latest first.
  package let runs: [RunDescription]
  /// Folders whose description cannot be read, and why.
  package let unreadable: [(id: String, reason: PipelineError)]

  /// Reads one small file for each run.
  package init(of store: Store) throws {
    var runs: [RunDescription] = []
    var unreadable: [(id: String, reason: PipelineError)] = []
    for id in try RunFolder.all(in: store) {
      do {
        guard let run = try RunDescription.stored(id, in: store) else { continue }
        guard run.id == id else {
          throw PipelineError(
            .undecodable, "the folder 'runs/\(id)' describes the run '\(run.id)'",
            advice: "give the folder the run's name, or remove it")
        }
        runs.append(run)
      } catch let error as PipelineError {
        unreadable.append((id, error))
      }
    }
    self.runs = runs.sorted { ($1.touchedAt, $0.id) < ($0.touchedAt, $1.id) }
    self.unreadable = unreadable
  }

  /// The run that `name` stands for: `latest`, an experiment (its latest run), a run's identifier or
  /// the unambiguous beginning of one.
  ///
  /// - Parameters:
  ///   - isComplete: whether `latest` and experiments mean complete runs only
  ///   - isWanted: whether they mean a run
  ///   - wanted: what a run is that they mean, where `isWanted` tells
  /// - Throws: `MistakenRequest`, naming the candidates.
  package func resolve(
    _ name: String, isComplete: Bool = false,
    where isWanted: (RunDescription) -> Bool = { _ in true }, wanted: String? = nil
  ) throws -> RunDescription {
    let latest = runs.first {
      (name == "latest" || name == $0.experiment) && (!isComplete || $0.status == .complete)
        && isWanted($0)
    }
    if let latest { return latest }
    let named = runs.filter { name == "latest" || name == $0.experiment }
    // The experiment's name may begin the identifier of its only run, which is then meant.
    if !named.isEmpty, named.count > 1 || name == "latest" {
      throw MistakenRequest(
        "no run \(name == "latest" ? "" : "of '\(name)' ")\(wanted ?? "is complete"); "
          + "'\(Self.lister)' lists the runs")
    }
    let id = try resolve(identifier: name)
    if let run = runs.first(where: { $0.id == id }) { return run }
    guard let reason = unreadable.first(where: { $0.id == id })?.reason else {
      preconditionFailure("the run '\(id)' is neither readable nor unreadable")
    }
    throw reason
  }

  /// The identifier that `name` is or begins; also that of a run whose description cannot be read.
  ///
  /// Throws `MistakenRequest`.
  package func resolve(identifier name: String) throws -> String {
    let known = runs.map(\.id) + unreadable.map(\.id)
    if known.contains(name) { return name }
    let matches = name.isEmpty ? [] : known.filter { $0.hasPrefix(name) }
    if matches.count == 1 { return matches[0] }
    guard matches.isEmpty else {
      throw MistakenRequest(Wording.ambiguous("runs", name, matches))
    }
    throw MistakenRequest(
      unknown: "run", name, known: Set(runs.map(\.experiment)).sorted() + known,
      listedBy: Self.lister)
  }

  private static let lister = "engram status"
}

extension RunDescription {
  /// When the run was last asked for.
  package var touchedAt: Date { confirmedAt ?? startedAt }

  /// The settings that the run was asked for with. Throws `SettingError` where this program does not
  /// know one of them.
  package func settings() throws -> ExperimentSettings {
    try Self.settings(experiment, parameters, seed: seed)
  }

  private static func settings(
    _ experiment: String, _ parameters: [String: String], seed: Int64? = nil
  ) throws -> ExperimentSettings {
    var settings = try Preset.named(experiment).settings
    let overrides = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    try SettingKey.apply(overrides + (seed.map { ["seed=\($0)"] } ?? []), to: &settings)
    return settings
  }

  /// The settings that differ from the experiment's preset, the seed left out, as a command names
  /// them: `method=si`. Of `table1` the cell is always told.
  package var changes: [String] {
    let changed = Self.changedParameters(experiment, parameters)
    let known = SettingKey.all.map(\.name)
    let names = known + parameters.keys.filter { !known.contains($0) }.sorted()
    let texts = parameters.merging(Self.shortTexts(parameters)) { $1 }
    return names.filter(changed.contains).map { "\($0)=\(texts[$0] ?? "")" }
  }

  /// The names of the parameters that `changes` tells; all of an experiment that this program does not
  /// know.
  static func changedParameters(
    _ experiment: String, _ parameters: [String: String]
  ) -> Set<String> {
    guard let preset = try? Preset.named(experiment).settings else { return Set(parameters.keys) }
    // What chooses other settings' values is told first, and what it chooses is not told.
    let base = (try? settings(experiment, parameters).selected()) ?? preset
    let isRegrouped = parameters["groups"].map { $0 != groups(of: base) } ?? false
    let names = SettingKey.all.filter { key in
      guard key.name != "seed", let value = parameters[key.name] else { return false }
      // Groups given alone would set the number of tasks.
      let isNeeded = key.name == "tasks" && isRegrouped
      // Also what one of those has in the experiment is told where another one would choose otherwise.
      let isUsual =
        value == key.read(base) && (value == key.read(preset) || !key.isSelector(in: experiment))
      // Without them the table's whole row or column would be meant.
      let namesCell = experiment == Table1.name && Table1Choice.axes.contains(key.name)
      return isNeeded || namesCell || !isUsual
    }
    return Set(names.map(\.name))
  }

  /// The parameters that people read in a shorter text than the description has, such as a network's name.
  private static func shortTexts(_ parameters: [String: String]) -> [String: String] {
    let texts = SettingKey.all.compactMap { key in
      parameters[key.name].map { (key.name, key.shown($0)) }
    }
    return Dictionary(uniqueKeysWithValues: texts.filter { $0.1 != parameters[$0.0] })
  }

  /// What the database says of a run's parameters and only the program knows: which are told as settings,
  /// which only decide what is looked at, the text that is equal for runs whose forward transfer may be
  /// compared, and shorter texts for people.
  static func described(
    _ experiment: String, _ seed: Int, _ parameters: [String: String]
  ) -> (
    changed: Set<String>, observed: Set<String>, comparison: String, short: [String: String]
  ) {
    (
      changedParameters(experiment, parameters), ExperimentSettings.observedNames,
      ExperimentSettings.comparison(experiment, seed: seed, parameters), shortTexts(parameters)
    )
  }

  /// A command that asks for the run once more: the experiment and what differs from its preset.
  ///
  /// - Parameter options: what else the command needs where it is typed, such as `--store`
  package func command(with options: [String] = []) -> String {
    let usualSeed = (try? Preset.named(experiment)).map { Int64($0.settings.seed) }
    let seed = self.seed == usualSeed ? [] : ["seed=\(self.seed)"]
    return ShellCommand.text(["engram", "run", experiment] + changes + seed + options)
  }

  private static func groups(of settings: ExperimentSettings) -> String? {
    SettingKey.all.first { $0.name == "groups" }?.read(settings)
  }
}
