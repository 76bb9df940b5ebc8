import Learning

extension LearningMethod {
  /// The upper bound.
  static let joint = LearningMethod(
    "joint", "the data of all tasks so far in every step: the upper bound",
    settings: [.directTraining]
  ) { $0.evaluate(JointTraining()) }
}
