import Settings

// The stages of the methods whose network is generated for each task.
extension LearningRecipe {
  static let hnet = LearningRecipe(.hnet) { graph in
    let learners = graph.hypernetwork()
    guard let last = learners.last else { return }
    graph.evaluate(last)
    graph.scan(last)
    graph.predict(last)
  }

  static let hnetEntropy = LearningRecipe(.hnetEntropy) { graph in
    let learners = graph.hypernetwork()
    guard let last = learners.last else { return }
    graph.evaluate(graph.answersByEntropy(learners), last)
  }

  static let hnetInference = LearningRecipe(.hnetInference) { graph in
    let learners = graph.hypernetwork()
    let models = graph.replayModel(isProtected: true)
    let networks = graph.inferenceNetwork(replaying: models)
    guard let learner = learners.last, let network = networks.last else { return }
    let answers = graph.answers(learners, toldBy: networks)
    if let model = models.last {
      graph.evaluate(answers, learner, network, model)
    } else {
      graph.evaluate(answers, learner, network)
    }
  }
}
