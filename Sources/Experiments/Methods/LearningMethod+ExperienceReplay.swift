import Learning

extension LearningMethod {
  /// A reservoir of real samples instead of a generative model.
  static let experienceReplay = LearningMethod(
    "er", "experience replay: a reservoir of real samples beside each task's own",
    settings: [.directTraining, .reservoir]
  ) { method in
    method.evaluate(ExperienceReplay(capacity: method.settings.buffer))
  }
}
