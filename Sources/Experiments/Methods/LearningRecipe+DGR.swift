import Learning

extension LearningRecipe {
  /// Shin et al. 2017.
  static let dgr = LearningRecipe(
    "dgr",
    "deep generative replay: a classifier beside labelled samples of a model that replays itself",
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
