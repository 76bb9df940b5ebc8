import Learning

extension LearningRecipe {
  /// Zenke et al. 2017.
  static let si = LearningRecipe(
    "si", "synaptic intelligence: a weight is as important as its part in the fall of the loss",
    settings: [.directTraining, .penalty, .pathImportances],
    // An anchor, importances, the path's integral, the gradient's copy, and where the task began.
    kept: KeptVectors(besides: 5)
  ) { settings in
    settings.useSearchedHyperparameters()
  } build: { method in
    let settings = method.settings
    method.evaluate(SynapticIntelligence(strength: settings.beta, damping: settings.damping))
  }
}
