extension LearningMethod {
  /// HNET+ENT: the task is the one whose prediction is the most certain.
  static let hnetEntropy = LearningMethod(
    "hnet+ent", "hnet; the task is the one whose prediction has the lowest entropy",
    scenarios: [.domainIncremental, .classIncremental], settings: [.hypernetwork]
  ) { method in
    let learners = method.hypernetwork()
    guard let last = learners.last else { return }
    method.evaluate(method.answersByEntropy(learners), last)
  }
}
