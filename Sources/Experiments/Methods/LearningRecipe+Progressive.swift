import Learning

extension LearningRecipe {
  /// Rusu et al. 2016.
  static let progressive = LearningRecipe(
    "progressive", "progressive networks: a column for each task, upon the frozen ones before it",
    scenarios: [.taskIncremental], unsupported: ["target_dropout"]
  ) { $0.evaluate(ProgressiveNetworks()) }
}
