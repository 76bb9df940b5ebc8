import Results
import Settings
import Tables

extension Table1 {
  /// The report of the cells that were chosen, of the runs that have the settings chosen for them; the upper
  /// bounds are those with the same settings.
  ///
  /// Throws `ResultsError` as `Table1Report` does.
  ///
  /// - Parameters:
  ///   - choice: one that can be reported
  ///   - margin: in percentage points, above 0
  ///   - options: what commands need where they are typed, such as `--store`
  package static func report(
    _ choice: Table1Choice, margin: Double, in results: ResultsStore, options: [String] = []
  ) throws -> Table1Report {
    let published = try PublishedResults.embedded()
    var configurations: [Table1Cell: String] = [:]
    var departures: [Table1Cell: [SettingDeparture]] = [:]
    for cell in cells {
      let settings = try choice.settings(of: cell)
      configurations[cell] = settings.configuration
      departures[cell] = try published[cell].map { try settings.departures(from: $0) }
    }
    let profile = choice.profile.rawValue
    return try Table1Report(
      cells, runs: results.table1Runs(profile: profile, configurations: configurations),
      departures: departures, profile: profile, margin: margin, in: results, asked: choice.contains
    ) { asked in
      Table1Cell.command(
        asked, profile: profile, settings: choice.arguments(for: asked), with: options)
    }
  }

  /// What an argument list chooses, where that can be reported; looks at no results.
  ///
  /// Throws `SettingError` for what cannot be run either, and for a seed: all seeds count.
  package static func reportable(_ arguments: [String]) throws(SettingError) -> Table1Choice {
    let choice = try Table1Choice(arguments)
    _ = try select(arguments)
    if let seed = choice.settings.first(where: { $0.key.name == "seed" }) {
      throw .invalid(
        key: "seed", value: seed.text, allowed: "none, since a report covers all seeds")
    }
    return choice
  }
}

extension ExperimentSettings {
  /// What a run records of these settings, in one line, as the results database has it.
  package var configuration: String {
    RunRecord.configuration(of: recorded, without: Self.observedNames)
  }

  /// In what these settings are not those of the published experiment: the cell's own of the full profile,
  /// but for what the published value says itself.
  ///
  /// What chooses other settings, or acts on no result of the table, does not count. Throws `SettingError`
  /// for a published setting that there is not.
  package func departures(
    from result: PublishedResult
  ) throws(SettingError) -> [SettingDeparture] {
    var published = result.cell.settings(.full)
    for (name, text) in result.settings.sorted(by: { $0.key < $1.key }) {
      try SettingKey.apply([(try SettingKey.named(name), text)], to: &published)
    }
    return departures(from: published) { $0.isSelector(in: experiment) }
  }

  /// The settings that differ from those of a published experiment, and act on its results.
  ///
  /// - Parameter isLeftOut: whether a setting is told in another way
  func departures(
    from published: ExperimentSettings, but isLeftOut: (SettingKey) -> Bool
  ) -> [SettingDeparture] {
    SettingKey.all.compactMap { key in
      let (mine, theirs) = (key.show(self), key.show(published))
      guard mine != theirs, records(key) || published.records(key),
        !isLeftOut(key), key.effect != .observation
      else { return nil }
      return SettingDeparture(key.name, mine, published: key.acts(in: published) ? theirs : "")
    }
  }
}
