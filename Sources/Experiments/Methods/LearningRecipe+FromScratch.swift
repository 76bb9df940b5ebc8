import Learning

extension LearningRecipe {
  /// What a task alone can reach.
  static let fromScratch = LearningRecipe(
    "scratch", "a new network for each task; all are kept, and the task is given",
    scenarios: [.taskIncremental], kept: KeptVectors(ofEachTask: 1, besides: -1)
  ) { $0.evaluate(FromScratch()) }
}
