import Learning

extension LearningRecipe {
  /// Aljundi et al. 2018.
  static let mas = LearningRecipe(
    "mas", "memory-aware synapses: a weight is as important as the outputs are sensitive to it",
    settings: [.directTraining, .penalty, .sampledImportances],
    // An anchor and importances, of all tasks together.
    kept: KeptVectors(besides: 2)
  ) { settings in
    settings.useSearchedHyperparameters()
    settings.importanceSamples = 2000
  } build: { method in
    let settings = method.settings
    method.evaluate(
      MemoryAwareSynapses(strength: settings.beta, samples: settings.importanceSamples))
  }
}
