// Methods that train a classifier beside samples of earlier tasks, generated or kept.
extension MethodDeclaration {
  /// HNET+R: a classifier is trained beside samples of a replay model that a hypernetwork protects.
  package static let hnetReplay = MethodDeclaration(
    "hnet+r", "a classifier, distilled on samples of a replay model that a hypernetwork protects",
    objectives: [.classification], settings: [.autoencoder, .protectedDecoder, .distillation]
  ) { settings in
    // What a teacher says of new classes is as in the authors' program. A hypernetwork with room for the
    // decoders of split MNIST was found on training images held out (`make search-replay`); that of
    // permuted MNIST-10 is the published one.
    settings.newClasses = .zeroLogit
    settings.replayHyperHidden = [25, 25]
    settings.decoderHidden = settings.taskKind == .split ? [250, 350] : [400, 400]
  }

  /// Shin et al. 2017.
  package static let dgr = MethodDeclaration(
    "dgr",
    "deep generative replay: the classifier also trains on labelled samples of a replay model",
    objectives: [.classification], settings: [.directTraining, .autoencoder]
  ) { $0.configureGenerativeReplay() }

  /// van de Ven & Tolias 2019.
  package static let dgrDistilled = MethodDeclaration(
    "dgr+distill", "deep generative replay, with the earlier classifier's probabilities as targets",
    objectives: [.classification], settings: [.directTraining, .autoencoder, .distillation]
  ) { $0.configureGenerativeReplay() }

  /// Li & Hoiem 2017.
  package static let lwf = MethodDeclaration(
    "lwf",
    "learning without forgetting: what the earlier classifier says of a task's own samples is kept",
    objectives: [.classification], settings: [.directTraining, .distillation])

  /// A reservoir of real samples instead of a generative model.
  package static let experienceReplay = MethodDeclaration(
    "er", "experience replay: each task also trains on a reservoir of stored samples",
    settings: [.directTraining, .reservoir])
}

extension ExperimentSettings {
  /// The autoencoder of van de Ven & Tolias 2019, symmetric and as large as the classifier.
  fileprivate mutating func configureGenerativeReplay() {
    encoderHidden = targetHidden
    decoderHidden = targetHidden.reversed()
  }
}
