import Learning

extension LearningRecipe {
  /// Schwarz et al. 2018.
  static let onlineEWC = LearningRecipe(
    "online-ewc",
    "elastic weight consolidation with one anchor and decaying importances",
    settings: [.directTraining, .penalty, .sampledImportances, .fadingImportances],
    // An anchor and importances, of all tasks together.
    kept: KeptVectors(besides: 2)
  ) { settings in
    settings.useSearchedHyperparameters()
    settings.importanceSamples = 2000
  } build: { method in
    let settings = method.settings
    method.evaluate(
      OnlineEWC(
        strength: settings.beta, decay: settings.importanceDecay,
        samples: settings.importanceSamples))
  }
}
