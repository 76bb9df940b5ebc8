// Methods that others are compared with: they protect nothing, or need a network or the data of every task.
extension MethodDeclaration {
  /// The lower bound.
  package static let fineTuning = MethodDeclaration(
    "fine-tuning",
    "each task trains from the previous weights, without protection: the lower bound",
    settings: [.directTraining])

  /// What a task alone can reach.
  package static let fromScratch = MethodDeclaration(
    "scratch", "a new network for each task; all are kept, and the task is given",
    scenarios: [.taskIncremental], kept: KeptVectors(ofEachTask: 1, besides: -1))

  /// The upper bound.
  package static let joint = MethodDeclaration(
    "joint", "every step trains on the data of all tasks so far: the usual upper bound",
    settings: [.directTraining])

  /// Rusu et al. 2016.
  package static let progressive = MethodDeclaration(
    "progressive",
    "progressive networks: a column for each task, with adapters to the frozen earlier columns",
    scenarios: [.taskIncremental], unsupported: ["target_dropout"])
}
