import Learning

extension LearningRecipe {
  /// What a task alone can reach.
  static let fromScratch = LearningRecipe(
    "scratch", "a fresh network for each task, and all are kept; the task is told",
    scenarios: [.taskIncremental], kept: KeptVectors(ofEachTask: 1, besides: -1)
  ) { $0.evaluate(FromScratch()) }
}
