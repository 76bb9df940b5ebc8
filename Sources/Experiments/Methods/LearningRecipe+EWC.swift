import Learning

extension LearningRecipe {
  /// Kirkpatrick et al. 2017.
  static let ewc = LearningRecipe(
    "ewc", "elastic weight consolidation: Fisher information, summed over tasks, and an anchor",
    settings: [.directTraining, .penalty, .sampledImportances],
    // The sum of all tasks' Fisher information, and the mean of their weights that it weighs.
    kept: KeptVectors(besides: 2)
  ) { settings in
    settings.useSearchedHyperparameters()
    settings.importanceSamples = 2000
  } build: { method in
    let settings = method.settings
    method.evaluate(
      ElasticWeightConsolidation(strength: settings.beta, samples: settings.importanceSamples))
  }
}
