import Learning

extension LearningMethod {
  /// van de Ven & Tolias 2019.
  static let dgrDistilled = LearningMethod(
    "dgr+distill", "deep generative replay with the old classifier's probabilities as targets",
    settings: [.autoencoder, ["temperature"]]
  ) { settings in
    settings.configureGenerativeReplay()
  } build: { method in
    let models = method.replayModel(isProtected: false)
    let temperature = method.settings.temperature
    method.evaluateReplay(
      GenerativeReplay(targets: .probabilities(temperature: temperature), share: .perTask), models)
  }
}
