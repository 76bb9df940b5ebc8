import Networks

/// A figure of von Oswald et al. 2020 that compares ways to learn the same tasks.
///
/// The experiment of the figure has a run for each of its panels.
package enum PanelFigure: String, Sendable, CaseIterable {
  /// Functions in one dimension, learned one after another.
  case figure2 = "fig2"
  /// CIFAR-10, then fifty classes of CIFAR-100, learned by a ResNet-32.
  case figure5 = "fig5"

  /// One way to learn the tasks.
  package struct Panel: Sendable, Hashable {
    /// Its name in commands and published values.
    package let name: String
    /// What stands above it, or beside its curve.
    package let title: String
    /// The settings that make it, beside the experiment's own.
    package let settings: [String]
    /// Whether it is no part of the figure: it is not run unless asked for, and reported where it was run.
    package let isExtra: Bool

    init(_ name: String, _ title: String, _ settings: [String], isExtra: Bool = false) {
      (self.name, self.title, self.settings, self.isExtra) = (name, title, settings, isExtra)
    }
  }

  /// A panel with all its settings.
  package typealias Choice = (panel: Panel, settings: ExperimentSettings)

  /// The name of the figure's experiment.
  package var name: String { rawValue }

  /// The panels in their order: the figure's own, then others.
  package var panels: [Panel] {
    switch self {
    case .figure2: Self.functions
    case .figure5: Self.pictures
    }
  }

  /// Whether an argument list asks for the figure's panels, rather than for what it names itself.
  package static func meansPanels(_ overrides: [String]) -> Bool {
    !overrides.contains { text in
      ["method=", "regularizer=", "beta="].contains { text.hasPrefix($0) }
    }
  }

  /// The panels that a run of the figure consists of, each with its settings.
  ///
  /// Throws as `select(_:)`.
  package func runs(_ overrides: [String]) throws(SettingError) -> [Choice] {
    try select(overrides).filter { !$0.panel.isExtra }
  }

  /// All panels as published, with whichever of the figure's networks `settings` have.
  ///
  /// Throws `SettingError` where the experiment does not have the profile.
  package func published(
    like settings: ExperimentSettings, _ profile: ExperimentSettings.Profile
  ) throws(SettingError) -> [Choice] {
    let zenke = NamedNetwork.zenke
    return try select(
      (settings.networkLayers == zenke.layers ? ["network=\(zenke.name)"] : [])
        + (profile == .full ? [] : ["profile=\(profile.rawValue)"]))
  }

  /// All panels, each with its settings; what is set besides is set in every panel in which it can act.
  ///
  /// Throws `SettingError` for settings that there are not, or that act in no panel.
  package func select(_ overrides: [String]) throws(SettingError) -> [Choice] {
    let asked = try SettingKey.assignments(overrides)
    var unused = asked
    var selected: [Choice] = []
    for panel in panels {
      let own = try SettingKey.assignments(panel.settings)
      var settings = try Preset.named(name).settings
      // What can act depends on what is chosen: the method, the network.
      try SettingKey.apply(own + asked.filter { $0.key.isSelector(in: name) }, to: &settings)
      let fitting = asked.filter { settings.fits($0.key) }
      unused.removeAll { entry in fitting.contains { $0.key.name == entry.key.name } }
      do throws(SettingError) {
        try SettingKey.apply(own + fitting, to: &settings)
        try settings.check()
      } catch {
        throw .configuration(panel.name, error)
      }
      selected.append((panel, settings))
    }
    if let (key, text) = unused.first {
      throw .idle(key: key.name, value: text, why: "none of the panels has a use for it")
    }
    return selected
  }
}
