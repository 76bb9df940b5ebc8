import Learning

extension LearningRecipe {
  /// The lower bound.
  static let fineTuning = LearningRecipe(
    "fine-tuning",
    "each task trains from the previous weights, without protection: the lower bound",
    settings: [.directTraining]
  ) { $0.evaluate(FineTuning()) }
}
