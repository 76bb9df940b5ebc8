import Learning

extension LearningMethod {
  /// Rusu et al. 2016.
  static let progressive = LearningMethod(
    "progressive", "progressive networks: a column for each task, upon the frozen ones before it",
    scenarios: [.taskIncremental], unsupported: ["target_dropout"]
  ) { $0.evaluate(ProgressiveNetworks()) }
}
