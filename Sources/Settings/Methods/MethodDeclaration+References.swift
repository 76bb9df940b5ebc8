// Methods that others are compared with: they protect nothing, or need a network or the data of every task.
extension MethodDeclaration {
  /// The lower bound.
  package static let fineTuning = MethodDeclaration(
    "fine-tuning", "each task is trained upon the one before; nothing keeps earlier ones",
    settings: [.directTraining])

  /// What a task alone can reach.
  package static let fromScratch = MethodDeclaration(
    "scratch", "a fresh network for each task, and all are kept; the task is told",
    scenarios: [.taskIncremental], kept: KeptVectors(ofEachTask: 1, besides: -1))

  /// The upper bound.
  package static let joint = MethodDeclaration(
    "joint", "the data of all tasks so far in every step: the upper bound",
    settings: [.directTraining])

  /// Rusu et al. 2016.
  package static let progressive = MethodDeclaration(
    "progressive", "progressive networks: a column for each task, upon the frozen ones before it",
    scenarios: [.taskIncremental], unsupported: ["target_dropout"])
}
