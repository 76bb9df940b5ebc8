import Learning

extension LearningRecipe {
  /// The lower bound.
  static let fineTuning = LearningRecipe(
    "fine-tuning", "each task is trained upon the one before; nothing keeps earlier ones",
    settings: [.directTraining]
  ) { $0.evaluate(FineTuning()) }
}
