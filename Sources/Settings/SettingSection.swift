/// A heading of an experiment file and of the documentation, with the settings below it.
package enum SettingSection: String, Hashable, Sendable, CaseIterable {
  /// The settings that choose the values of others.
  case choice = "Benchmark and method"
  /// The data, and how they make tasks.
  case tasks = "Tasks"
  /// The optimizer and its steps.
  case training = "Training"
  /// What a regularizer does for earlier tasks.
  case protection = "Protection of earlier tasks"
  /// What replays earlier tasks.
  case replay = "Replay of earlier tasks"
  /// The target network and what generates it.
  case networks = "Networks"
  /// What is measured.
  case observation = "Log and embedding scan"
  /// The seed.
  case randomness = "Randomness"

  /// The heading.
  package var title: String { rawValue }

  /// The settings of the section, in the order in which help shows them.
  package var keys: [SettingKey] { SettingKey.all.filter { $0.section == self } }
}
