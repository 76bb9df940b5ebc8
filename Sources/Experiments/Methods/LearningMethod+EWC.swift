import Learning

extension LearningMethod {
  /// Kirkpatrick et al. 2017.
  static let ewc = LearningMethod(
    "ewc", "elastic weight consolidation: an anchor and Fisher information of each task",
    settings: [["beta", "importance_samples"]],
    // An anchor and importances of each task.
    kept: KeptVectors(ofEachTask: 2)
  ) { settings in
    settings.useFoundStrength(else: 1e4)
    settings.importanceSamples = 2000
  } build: { method in
    let settings = method.settings
    method.evaluate(
      ElasticWeightConsolidation(strength: settings.beta, samples: settings.importanceSamples))
  }
}
