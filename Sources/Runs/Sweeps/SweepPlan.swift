import Datasets
import Foundation
import Pipeline
import Settings

/// A search over settings: the configurations to be tried, each with several seeds.
package struct SweepPlan: Sendable {
  /// How configurations are chosen.
  package enum Search: Hashable, Sendable {
    /// Every combination of values.
    case grid
    /// `count` different combinations, drawn by `seed`.
    case random(count: Int, seed: UInt64)
  }

  /// One combination of values.
  package struct Configuration: Sendable {
    /// The settings; the seed is that of the experiment.
    package let settings: ExperimentSettings
    /// The values of `SweepPlan.keys`, as people read them.
    package let values: [String]
  }

  /// One configuration with one seed.
  package struct Run: Sendable {
    /// The index of the configuration.
    package let configuration: Int
    /// All settings.
    package let settings: ExperimentSettings
  }

  /// The settings of which several values are tried, in the order of the arguments.
  package let keys: [String]
  /// The combinations, without repetitions.
  package let configurations: [Configuration]
  /// The seeds of each.
  package let seeds: [UInt64]
  /// The identifier of the sweep, whatever its seeds and however many draws: more of them are the
  /// same sweep continued.
  package let id: String

  /// A search that begins with `base` and takes `arguments`, `key=values`, for some settings.
  ///
  /// Everything is checked: every value, every combination. Without `seeds`, the only one is that of
  /// the experiment, or of `seed=`. Throws `SettingError`; `tooManyRuns` before the combinations are
  /// made.
  package init(
    _ base: ExperimentSettings, _ arguments: [String], search: Search, seeds: [UInt64]?, limit: Int
  ) throws(SettingError) {
    var axes: [SweepAxis] = []
    for argument in arguments {
      let axis = try SweepAxis(argument)
      guard !axes.contains(where: { $0.key == axis.key }) else {
        throw .invalid(
          key: axis.key, value: axis.text, allowed: "one list of values, here it has two")
      }
      guard axis.key != "seed" || axis.count == 1 else {
        throw .invalid(
          key: "seed", value: axis.text, allowed: "a single number in a sweep: see --seeds")
      }
      axes.append(axis)
    }
    let assignments: [[String]]
    let seedCount = seeds?.count ?? 1
    switch search {
    case .grid: assignments = try Self.grid(axes, seeds: seedCount, limit: limit)
    case .random(let count, let seed):
      assignments = try Self.random(axes, count, seed, seeds: seedCount, limit: limit)
    }
    let swept = axes.filter { $0.count != 1 }.map(\.key)
    var configurations: [Configuration] = []
    var known: Set<ExperimentSettings> = []
    for assignment in assignments {
      let settings: ExperimentSettings
      do {
        settings = try Self.settings(base, assignment, swept: swept)
      } catch {
        // A wrong value of a setting that has one only needs no further place.
        let place = assignment.filter { text in swept.contains { text.hasPrefix("\($0)=") } }
        throw place.isEmpty ? error : .configuration(place.joined(separator: " "), error)
      }
      guard known.insert(settings).inserted else { continue }
      configurations.append(
        Configuration(settings: settings, values: swept.map { Self.text($0, settings) }))
    }
    (self.keys, self.configurations) = (swept, configurations)
    self.seeds = seeds ?? [configurations[0].settings.seed]
    id = Self.identifier(base, axes, search)
  }

  /// The settings of a combination. Of those that are swept, what does nothing beside the others is left
  /// out: so combinations that differ in nothing else are one.
  private static func settings(
    _ base: ExperimentSettings, _ assignment: [String], swept: [String]
  ) throws(SettingError) -> ExperimentSettings {
    var settings = base
    do {
      try SettingKey.apply(assignment, to: &settings)
    } catch .idle(let key, let value, let why) {
      let rest = assignment.filter { !$0.hasPrefix("\(key)=") }
      guard swept.contains(key), rest.count < assignment.count else {
        throw .idle(key: key, value: value, why: why)
      }
      return try Self.settings(base, rest, swept: swept)
    }
    return settings
  }

  /// Checks what each configuration asks of its dataset and of the machine. Throws `SettingError`, naming
  /// the configuration; `DatasetError`.
  package func check(against catalog: DatasetCatalog) throws {
    for (index, configuration) in configurations.enumerated() {
      let settings = configuration.settings
      do {
        try settings.check(in: catalog)
      } catch let error as SettingError {
        let name = name(of: index)
        throw name.isEmpty ? error : SettingError.configuration(name, error)
      }
    }
  }

  /// All runs, seeds of a configuration side by side: they have little in common to wait for.
  package var runs: [Run] {
    configurations.indices.flatMap { index in
      seeds.map { seed in
        var settings = configurations[index].settings
        settings.seed = seed
        return Run(configuration: index, settings: settings)
      }
    }
  }

  /// Such as `2 configurations × 1 seed = 2 runs`.
  package var size: String {
    func counted(_ count: Int, _ noun: String) -> String {
      "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
    return counted(configurations.count, "configuration") + " × " + counted(seeds.count, "seed")
      + " = " + counted(configurations.count * seeds.count, "run")
  }

  /// `beta=0.1 task_embedding=4`; empty where nothing is swept.
  package func name(of configuration: Int) -> String {
    zip(keys, configurations[configuration].values).map { "\($0)=\($1)" }.joined(separator: " ")
  }

  /// Every combination; the last setting changes fastest.
  private static func grid(
    _ axes: [SweepAxis], seeds: Int, limit: Int
  ) throws(SettingError) -> [[String]] {
    var count = 1
    for axis in axes {
      guard let values = axis.count else {
        throw .invalid(
          key: axis.key, value: axis.text,
          allowed: "a list or a range; bounds such as log:0.001..1 need --random")
      }
      count = count.multipliedReportingOverflow(by: values).overflow ? .max : count * values
    }
    try check(count, seeds, limit)
    return axes.reduce([[]]) { combinations, axis in
      guard case .list(let list) = axis.values else { return combinations }
      return combinations.flatMap { first in list.map { first + ["\(axis.key)=\($0)"] } }
    }
  }

  /// Different combinations, as they are drawn; fewer than `count` where there are not more.
  private static func random(
    _ axes: [SweepAxis], _ count: Int, _ seed: UInt64, seeds: Int, limit: Int
  ) throws(SettingError) -> [[String]] {
    try check(count, seeds, limit)
    let areIntegers = axes.map { axis in
      SettingKey.all.first { $0.name == axis.key }?.kind.isOfWholeNumbers == true
    }
    // No more than there are, where values are listed.
    let possible = axes.reduce(1) { product, axis in
      let next = axis.count.map { product.multipliedReportingOverflow(by: $0) }
      return next.map { $0.overflow ? .max : $0.partialValue } ?? .max
    }
    let count = min(count, possible)
    var drawn: [[String]] = []
    var known: Set<[String]> = []
    for index in 0..<100 * count where drawn.count < count {
      let values = zip(axes, areIntegers).map { axis, isInteger in
        "\(axis.key)=\(axis.draw(index, seed: seed, isInteger: isInteger))"
      }
      if known.insert(values).inserted { drawn.append(values) }
    }
    return drawn
  }

  private static func check(
    _ configurations: Int, _ seeds: Int, _ limit: Int
  ) throws(SettingError) {
    let product = configurations.multipliedReportingOverflow(by: seeds)
    guard !product.overflow, product.partialValue <= limit else {
      throw .tooManyRuns(configurations: configurations, seeds: seeds, limit: limit)
    }
  }

  private static func text(_ key: String, _ settings: ExperimentSettings) -> String {
    SettingKey.all.first { $0.name == key }?.show(settings) ?? ""
  }

  private static func identifier(
    _ base: ExperimentSettings, _ axes: [SweepAxis], _ search: Search
  ) -> String {
    let kind =
      switch search {
      case .grid: "grid"
      case .random(_, let seed): "random \(seed)"
      }
    let lines =
      [kind]
      + SettingKey.all.filter { $0.name != "seed" }.map { "\($0.name)=\($0.read(base))" }.sorted()
      + axes.map { "\($0.key)=\($0.text)" }.sorted()
    let digest = Fingerprint(of: Data(lines.joined(separator: "\n").utf8))
    return "\(base.experiment)-sweep-\(digest.abbreviated)"
  }
}
