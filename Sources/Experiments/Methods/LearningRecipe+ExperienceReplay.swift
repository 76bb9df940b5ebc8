import Learning

extension LearningRecipe {
  /// A reservoir of real samples instead of a generative model.
  static let experienceReplay = LearningRecipe(
    "er", "experience replay: a reservoir of real samples beside each task's own",
    settings: [.directTraining, .reservoir]
  ) { method in
    method.evaluate(ExperienceReplay(capacity: method.settings.buffer))
  }
}
