extension LearningRecipe {
  /// HNET+ENT: the task is the one whose prediction is the most certain.
  static let hnetEntropy = LearningRecipe(
    "hnet+ent", "hnet; the inferred task is the one whose prediction has the lowest entropy",
    scenarios: [.domainIncremental, .classIncremental], objectives: [.classification],
    settings: [.hypernetwork]
  ) { settings in
    // Networks that are trained slowly, by a hypernetwork with room for five, are more alike in how sure
    // they are of themselves: searched on training images held out (`make search-entropy`). It is what
    // permuted MNIST-10 has as published. The quick profile has a rate of its own, and `hnet`'s networks.
    guard settings.taskKind == .split, settings.profile == .full else { return }
    settings.hyperHidden = [25, 25]
    settings.hyperActivation = .elu
    settings.learningRate = 1e-4
  } build: { method in
    let learners = method.hypernetwork()
    guard let last = learners.last else { return }
    method.evaluate(method.answersByEntropy(learners), last)
  }
}
