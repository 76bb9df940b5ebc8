import Learning

extension LearningRecipe {
  /// The upper bound.
  static let joint = LearningRecipe(
    "joint", "the data of all tasks so far in every step: the upper bound",
    settings: [.directTraining]
  ) { $0.evaluate(JointTraining()) }
}
