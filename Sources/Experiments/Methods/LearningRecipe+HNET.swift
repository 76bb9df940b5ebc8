extension LearningRecipe {
  /// The paper's method for tasks that are told (von Oswald et al. 2020).
  static let hnet = LearningRecipe(
    "hnet", "a hypernetwork generates the weights of each task; the task is given",
    scenarios: [.taskIncremental, .domainIncremental],
    settings: [.hypernetwork, .scan]
  ) { method in
    let learners = method.hypernetwork()
    guard let last = learners.last else { return }
    method.evaluate(last)
    method.scan(last)
    method.predict(last)
  }
}
