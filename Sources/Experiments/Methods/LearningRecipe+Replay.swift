import Learning
import Pipeline
import Settings

// The stages of the methods that train a classifier beside generated samples of earlier tasks.
extension LearningRecipe {
  static let hnetReplay = LearningRecipe(.hnetReplay) { graph in
    let models = graph.replayModel(isProtected: true)
    let settings = graph.settings
    graph.evaluateReplay(
      GenerativeReplay(
        targets: .probabilities(temperature: settings.temperature), share: .half,
        newClasses: settings.newClasses), models)
  }

  static let dgr = LearningRecipe(.dgr) { graph in
    let models = graph.replayModel(isProtected: false)
    graph.evaluateReplay(GenerativeReplay(targets: .labels, share: .perTask), models)
  }

  static let dgrDistilled = LearningRecipe(.dgrDistilled) { graph in
    let models = graph.replayModel(isProtected: false)
    let settings = graph.settings
    graph.evaluateReplay(
      GenerativeReplay(
        targets: .probabilities(temperature: settings.temperature), share: .perTask,
        newClasses: settings.newClasses), models)
  }
}

extension MethodGraph {
  /// Trains a classifier beside what `models` replay, and evaluates it.
  fileprivate mutating func evaluateReplay(
    _ replay: GenerativeReplay, _ models: [Node<ReplayModelArtifact>]
  ) {
    guard let classifier = classifier(replay, replaying: models).last else { return }
    if let model = models.last {
      evaluate(classifier, model)
    } else {
      evaluate(classifier)
    }
  }
}
