/// A part that some methods have. A setting names the groups that it belongs to, and a method those that it
/// has: the setting concerns the methods that have one of its groups.
package enum SettingGroup: String, Hashable, Sendable, CaseIterable {
  /// A hypernetwork, and what keeps its tasks.
  case hypernetwork
  /// The scan over task embeddings.
  case scan
  /// A network whose weights are trained themselves, the same ones in all tasks.
  case directTraining
  /// A variational autoencoder.
  case autoencoder
  /// A hypernetwork that generates a decoder.
  case protectedDecoder
  /// A teacher whose probabilities are targets.
  case distillation
  /// A reservoir of real samples.
  case reservoir
  /// A network that infers tasks.
  case taskInference
  /// A penalty on changes of the weights.
  case penalty
  /// Importances that are measured on samples of a task.
  case sampledImportances
  /// Importances that fade with each task.
  case fadingImportances
  /// Importances that come from the path of the training.
  case pathImportances
}

extension ExperimentSettings {
  /// Whether the method has this part. True of a method that is not one of the program's own.
  func uses(_ group: SettingGroup) -> Bool { declaration?.groups.contains(group) ?? true }

  /// Whether `key` concerns the method. True of a method that is not one of the program's own.
  func concerns(_ key: SettingKey) -> Bool {
    guard let method = declaration else { return true }
    return key.groups.isEmpty
      ? !method.unsupported.contains(key.name) : !key.groups.isDisjoint(with: method.groups)
  }
}

extension SettingKey {
  /// Whether it concerns every method of the program.
  var concernsAllMethods: Bool {
    groups.isEmpty && !MethodDeclaration.all.contains { $0.unsupported.contains(name) }
  }
}
