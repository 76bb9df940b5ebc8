import Learning

extension LearningRecipe {
  /// The upper bound.
  static let joint = LearningRecipe(
    "joint", "every step trains on the data of all tasks so far: the usual upper bound",
    settings: [.directTraining]
  ) { $0.evaluate(JointTraining()) }
}
