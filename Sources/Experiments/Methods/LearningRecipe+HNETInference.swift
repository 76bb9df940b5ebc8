extension LearningRecipe {
  /// HNET+TIR: a network tells the task, which replayed samples keep knowing the earlier ones.
  static let hnetInference = LearningRecipe(
    "hnet+tir", "hnet; a network infers the task, trained on samples of a protected replay model",
    scenarios: [.domainIncremental, .classIncremental], objectives: [.classification],
    settings: [.hypernetwork, .autoencoder, .protectedDecoder, .taskInference]
  ) { settings in
    settings.decoderHidden = settings.taskKind == .split ? [50, 150] : [1000, 1000]
  } build: { method in
    let learners = method.hypernetwork()
    let models = method.replayModel(isProtected: true)
    let networks = method.inferenceNetwork(replaying: models)
    guard let learner = learners.last, let network = networks.last else { return }
    let answers = method.answers(learners, toldBy: networks)
    if let model = models.last {
      method.evaluate(answers, learner, network, model)
    } else {
      method.evaluate(answers, learner, network)
    }
  }
}
