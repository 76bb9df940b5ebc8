import Learning
import Pipeline

extension LearningRecipe {
  /// HNET+R: a classifier is trained beside samples of a replay model that a hypernetwork protects.
  static let hnetReplay = LearningRecipe(
    "hnet+r", "a classifier, distilled on samples of a replay model that a hypernetwork protects",
    objectives: [.classification],
    settings: [.autoencoder, .protectedDecoder, .distillation]
  ) { settings in
    // What a teacher says of new classes is as in the authors' program. A hypernetwork with room for the
    // decoders of split MNIST was found on training images held out (`make search-replay`); that of
    // permuted MNIST-10 is the published one.
    settings.newClasses = .zeroLogit
    settings.replayHyperHidden = [25, 25]
    settings.decoderHidden = settings.taskKind == .split ? [250, 350] : [400, 400]
  } build: { method in
    let models = method.replayModel(isProtected: true)
    let settings = method.settings
    method.evaluateReplay(
      GenerativeReplay(
        targets: .probabilities(temperature: settings.temperature), share: .half,
        newClasses: settings.newClasses), models)
  }
}

extension MethodGraph {
  /// Trains a classifier beside what `models` replay, and evaluates it.
  mutating func evaluateReplay(
    _ replay: GenerativeReplay, _ models: [Node<ReplayModelArtifact>]
  ) {
    guard let classifier = classifier(replay, replaying: models).last else { return }
    if let model = models.last {
      evaluate(classifier, model)
    } else {
      evaluate(classifier)
    }
  }

  /// Trains a classifier by `method`, and evaluates it.
  package mutating func evaluate(_ method: some ContinualMethod) {
    guard let classifier = classifier(method).last else { return }
    evaluate(classifier)
    predict(classifier, by: method)
  }
}
