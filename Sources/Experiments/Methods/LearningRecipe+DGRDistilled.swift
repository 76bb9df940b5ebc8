import Learning

extension LearningRecipe {
  /// van de Ven & Tolias 2019.
  static let dgrDistilled = LearningRecipe(
    "dgr+distill", "deep generative replay, with the earlier classifier's probabilities as targets",
    objectives: [.classification],
    settings: [.directTraining, .autoencoder, .distillation]
  ) { settings in
    settings.configureGenerativeReplay()
  } build: { method in
    let models = method.replayModel(isProtected: false)
    let settings = method.settings
    method.evaluateReplay(
      GenerativeReplay(
        targets: .probabilities(temperature: settings.temperature), share: .perTask,
        newClasses: settings.newClasses), models)
  }
}
