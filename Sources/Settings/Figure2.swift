/// Figure 2 of von Oswald et al. 2020: three functions in one dimension, learned one after another by several
/// methods, of which each has a panel.
package enum Figure2 {
  /// The experiment's name.
  package static let name = "fig2"

  /// One way to learn the functions.
  package struct Panel: Sendable, Hashable {
    /// Its name in commands and published values.
    package let name: String
    /// What stands above it.
    package let title: String
    /// The settings that make it, beside the experiment's own.
    package let settings: [String]
  }

  /// The panels in their order: the paper's three, then others. Strengths are the best of a search over
  /// powers of ten with other seeds than are reported: `engram sweep fig2 method=ewc
  /// beta=0.01,0.1,1,10,100,1000,1e4,1e5 --seeds 5..9`.
  package static let panels = [
    Panel(name: "hnet", title: "hypernetwork", settings: ["method=hnet"]),
    Panel(name: "joint", title: "joint training", settings: ["method=joint"]),
    Panel(name: "fine-tuning", title: "fine-tuning", settings: ["method=fine-tuning"]),
    Panel(name: "ewc", title: "EWC", settings: ["method=ewc", "beta=10"]),
    Panel(name: "online-ewc", title: "online EWC", settings: ["method=online-ewc", "beta=10"]),
    Panel(
      name: "hnet-ewc", title: "EWC on the hypernetwork",
      settings: ["method=hnet", "regularizer=ewc", "beta=1000"]),
    Panel(name: "scratch", title: "from scratch", settings: ["method=scratch"]),
  ]

  /// Whether an argument list asks for all panels, rather than for what it names itself.
  package static func meansPanels(_ overrides: [String]) -> Bool {
    !overrides.contains { text in
      ["method=", "regularizer=", "beta="].contains { text.hasPrefix($0) }
    }
  }

  /// The panels, each with its settings; what is set besides is set in every panel in which it can act.
  ///
  /// Throws `SettingError` for settings that there are not, or that act in no panel.
  package static func select(
    _ overrides: [String]
  ) throws(SettingError) -> [(panel: Panel, settings: ExperimentSettings)] {
    let asked = try SettingKey.assignments(overrides)
    var unused = asked
    var selected: [(panel: Panel, settings: ExperimentSettings)] = []
    for panel in panels {
      var settings = try Preset.named(name).settings
      try SettingKey.apply(SettingKey.assignments(panel.settings), to: &settings)
      let own = asked.filter { settings.fits($0.key) }
      unused.removeAll { entry in own.contains { $0.key.name == entry.key.name } }
      do throws(SettingError) {
        try SettingKey.apply(own, to: &settings)
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
