import Learning

extension LearningRecipe {
  /// A reservoir of real samples instead of a generative model.
  static let experienceReplay = LearningRecipe(
    "er", "experience replay: each task also trains on a reservoir of stored samples",
    settings: [.directTraining, .reservoir]
  ) { method in
    method.evaluate(ExperienceReplay(capacity: method.settings.buffer))
  }
}
