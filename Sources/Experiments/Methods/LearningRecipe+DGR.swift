import Learning

extension LearningRecipe {
  /// Shin et al. 2017.
  static let dgr = LearningRecipe(
    "dgr",
    "deep generative replay: the classifier also trains on labelled samples of a replay model",
    objectives: [.classification], settings: [.directTraining, .autoencoder]
  ) { settings in
    settings.configureGenerativeReplay()
  } build: { method in
    let models = method.replayModel(isProtected: false)
    method.evaluateReplay(GenerativeReplay(targets: .labels, share: .perTask), models)
  }
}

extension ExperimentSettings {
  /// The autoencoder of van de Ven & Tolias 2019, symmetric and as large as the classifier.
  mutating func configureGenerativeReplay() {
    encoderHidden = targetHidden
    decoderHidden = targetHidden.reversed()
  }
}
