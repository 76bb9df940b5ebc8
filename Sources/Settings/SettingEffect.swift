/// What a setting acts on. It decides between which runs the setting must be equal.
package enum SettingEffect: String, Codable, Hashable, Sendable, CaseIterable {
  /// The tasks, the target network, and the training of both alone. Forward transfer compares two runs
  /// only where all of these settings are equal.
  case target
  /// What the method adds: which one it is, how it protects earlier tasks, and how it answers.
  case method
  /// What is measured or logged. Everything that is learned is the same.
  case observation
}

extension ExperimentSettings {
  /// The settings that must be equal for forward transfer, by name, sorted. The seed is not among them,
  /// since no run has it among its parameters; it must be equal too.
  package static let comparedNames = names(actingOn: .target).filter { $0 != "seed" }

  /// The settings that only decide what is looked at: runs that differ in them have one configuration.
  package static let observedNames = Set(names(actingOn: .observation))

  private static func names(actingOn effect: SettingEffect) -> [String] {
    SettingKey.all.filter { $0.effect == effect }.map(\.name).sorted()
  }

  /// What two runs must have in common for forward transfer: experiment, seed, and all settings in
  /// `comparedNames`, a line each, in the order of the names.
  ///
  /// A setting that not every method has is left out where it has its default. So a method without that
  /// setting, such as `scratch`, is comparable with one that has it and does not use it.
  ///
  /// - Parameters:
  ///   - experiment: the experiment's name
  ///   - seed: the run's seed
  ///   - parameters: what the run's description tells of its settings
  package static func comparison(
    _ experiment: String, seed: Int, _ parameters: [String: String]
  ) -> String {
    let usual = ExperimentSettings(experiment: experiment)
    let lines = SettingKey.all.filter { comparedNames.contains($0.name) }
      .compactMap { key -> (name: String, text: String)? in
        guard let text = parameters[key.name],
          key.concernsAllMethods || text != key.read(usual)
        else { return nil }
        return (key.name, text)
      }.sorted { $0.name < $1.name }
    return (["experiment=\(experiment)", "seed=\(seed)"] + lines.map { "\($0.name)=\($0.text)" })
      .joined(separator: "\n")
  }
}
