import Learning

extension LearningRecipe {
  /// Rusu et al. 2016.
  static let progressive = LearningRecipe(
    "progressive",
    "progressive networks: a column for each task, with adapters to the frozen earlier columns",
    scenarios: [.taskIncremental], unsupported: ["target_dropout"]
  ) { $0.evaluate(ProgressiveNetworks()) }
}
