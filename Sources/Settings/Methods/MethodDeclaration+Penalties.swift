// Methods that train one network and draw its weights back to those of earlier tasks.
extension MethodDeclaration {
  /// Kirkpatrick et al. 2017.
  package static let ewc = MethodDeclaration(
    "ewc", "elastic weight consolidation: Fisher information, summed over tasks, and an anchor",
    settings: [.directTraining, .penalty, .sampledImportances],
    // The sum of all tasks' Fisher information, and the mean of their weights that it weighs.
    kept: KeptVectors(besides: 2)
  ) { settings in
    settings.useSearchedHyperparameters()
    settings.importanceSamples = 2000
  }

  /// Schwarz et al. 2018.
  package static let onlineEWC = MethodDeclaration(
    "online-ewc",
    "elastic weight consolidation with one anchor and decaying importances",
    settings: [.directTraining, .penalty, .sampledImportances, .fadingImportances],
    // An anchor and importances, of all tasks together.
    kept: KeptVectors(besides: 2)
  ) { settings in
    settings.useSearchedHyperparameters()
    settings.importanceSamples = 2000
  }

  /// Zenke et al. 2017.
  package static let si = MethodDeclaration(
    "si", "synaptic intelligence: a weight is as important as its part in the fall of the loss",
    settings: [.directTraining, .penalty, .pathImportances],
    // An anchor, importances, the path's integral, the gradient's copy, and where the task began.
    kept: KeptVectors(besides: 5)
  ) { $0.useSearchedHyperparameters() }

  /// Aljundi et al. 2018.
  package static let mas = MethodDeclaration(
    "mas", "memory-aware synapses: a weight is as important as the outputs are sensitive to it",
    settings: [.directTraining, .penalty, .sampledImportances],
    // An anchor and importances, of all tasks together.
    kept: KeptVectors(besides: 2)
  ) { settings in
    settings.useSearchedHyperparameters()
    settings.importanceSamples = 2000
  }
}
