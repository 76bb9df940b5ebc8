import Evaluation
import Hypernetworks
import Learning
import Networks
import Pipeline
import Settings
import Tasks
import Tensors

/// The part of an experiment's pipeline that a method adds: what trains, and what is tested in the end.
///
/// Each node has a `NodeRole`, which tells its part.
package struct MethodGraph {
  /// The pipeline so far.
  package private(set) var graph: Graph
  /// What the experiment is asked to do.
  package let settings: ExperimentSettings
  /// The node that every part takes its samples from.
  package let dataset: Node<DatasetArtifact>
  /// What a sample looks like.
  let shape: SampleShape
  /// What is classified and tested after each task, in order.
  private(set) var tested: [TestedNode] = []
  private(set) var evaluation: Node<EvaluationArtifact>?
  private(set) var scan: Node<EmbeddingScan>?

  init(
    _ graph: Graph, _ settings: ExperimentSettings, _ dataset: Node<DatasetArtifact>,
    _ shape: SampleShape
  ) {
    (self.graph, self.settings, self.dataset) = (graph, settings, dataset)
    self.shape = shape
  }

  /// The name of what is learned from.
  private var datasetName: String {
    settings.taskKind == .functions ? "functions" : settings.dataset
  }

  private var sequence: TaskSequence { settings.sequence }
  /// Whatever trains without telling classes apart, or with one head per task, does not depend on the
  /// scenario; so its stages are shared.
  private var taskSequence: TaskSequence {
    sequence.inScenario(.taskIncremental)
  }

  // MARK: Parts

  /// A hypernetwork that learns the tasks: the state after each. In class-incremental learning it trains
  /// as in task-incremental learning, one head per task.
  package mutating func hypernetwork() -> [Node<HypernetworkArtifact>] {
    let sequence = settings.scenario == .domainIncremental ? self.sequence : taskSequence
    let network = settings.network(shape, outputs: sequence.outputCount)
    var learner = graph.add(
      InitializeHypernetwork(
        configuration: .init(
          network: network, hypernetwork: settings.hypernetwork(for: network),
          initialization: settings.initialization, seed: settings.seed, dataset: datasetName,
          scenario: sequence.scenario.rawValue)), as: .initialize(.learner))
    return (0..<settings.tasks).map { task in
      let role = NodeRole.train(.learner, task: task)
      learner = graph.add(
        TrainHypernetwork(
          configuration: .init(
            sequence: sequence.prefix(task + 1), training: settings.training(ofTask: task),
            heldOut: settings.heldOut)), as: role, learner, dataset)
      tested.append(TestedNode(learner, as: role))
      return learner
    }
  }

  /// A classifier that a method trains directly: the state after each task.
  package mutating func classifier<Method: ContinualMethod>(
    _ method: Method
  ) -> [Node<ClassifierArtifact>] {
    precondition(!Method.needsReplay, "\(Method.name) needs a replay model")
    var classifier = initializeClassifier()
    return (0..<settings.tasks).map { task in
      let role = NodeRole.train(.learner, task: task)
      let configuration = ClassifierConfiguration(
        method, sequence.prefix(task + 1), settings.classifierTraining, heldOut: settings.heldOut)
      classifier =
        task == 0 && Method.startsPlainly
        ? firstTask(classifier, .classes, as: role)
        : graph.add(
          TrainClassifier(configuration: configuration), as: role, classifier, dataset)
      tested.append(TestedNode(classifier, as: role))
      return classifier
    }
  }

  /// A classifier that a replay model helps: the state after each task.
  ///
  /// - Parameter models: the replay model after each task but the last
  package mutating func classifier(
    _ method: GenerativeReplay, replaying models: [Node<ReplayModelArtifact>]
  ) -> [Node<ClassifierArtifact>] {
    var classifier = initializeClassifier()
    return (0..<settings.tasks).map { task in
      let role = NodeRole.train(.learner, task: task)
      let configuration = ClassifierConfiguration(
        method, sequence.prefix(task + 1), settings.classifierTraining, heldOut: settings.heldOut)
      classifier =
        task == 0
        ? firstTask(classifier, .classes, as: role)
        : graph.add(
          TrainWithReplay(configuration: configuration), as: role, classifier, models[task - 1],
          dataset)
      tested.append(TestedNode(classifier, as: role))
      return classifier
    }
  }

  /// A network that infers the task of a sample: the state after each task. Training begins with the second.
  package mutating func inferenceNetwork(
    replaying models: [Node<ReplayModelArtifact>]
  ) -> [Node<ClassifierArtifact>] {
    let network = Architecture(widths: [shape.count] + settings.inferenceHidden + [sequence.count])
    var classifier = graph.add(
      InitializeClassifier(
        configuration: .init(
          network: network, seed: settings.seed, dataset: datasetName,
          scenario: "task inference")), as: .initialize(.inferenceNetwork))
    return (0..<settings.tasks).map { task in
      let role = NodeRole.train(.inferenceNetwork, task: task)
      let method = GenerativeReplay(targets: .task, share: .half)
      let configuration = ClassifierConfiguration(
        method, taskSequence.prefix(task + 1), settings.classifierTraining, target: .tasks,
        heldOut: settings.heldOut)
      classifier =
        task == 0
        ? firstTask(classifier, .tasks, as: role)
        : graph.add(
          TrainWithReplay(configuration: configuration), as: role, classifier, models[task - 1],
          dataset)
      return classifier
    }
  }

  /// A replay model: the state after each task but the last, whose samples nobody asks for.
  ///
  /// - Parameter isProtected: its decoder is generated, and kept by a hypernetwork; else it replays itself
  package mutating func replayModel(isProtected: Bool) -> [Node<ReplayModelArtifact>] {
    let autoencoder = settings.autoencoder(shape, isConditional: isProtected)
    var model = graph.add(
      InitializeReplayModel(
        configuration: .init(
          autoencoder: autoencoder,
          hypernetwork: isProtected ? settings.replayHypernetwork(for: autoencoder) : nil,
          initialization: .xavier, seed: settings.seed, dataset: datasetName,
          image: shape.image)), as: .initialize(.replayModel))
    return (0..<settings.tasks - 1).map { task in
      model = graph.add(
        TrainReplayModel(
          configuration: .init(
            sequence: taskSequence.prefix(task + 1),
            training: settings.replayTraining(ofTask: task, isProtected: isProtected),
            heldOut: settings.heldOut)), as: .train(.replayModel, task: task), model, dataset)
      return model
    }
  }

  /// The tests of a hypernetwork that infers tasks by the entropy of its predictions.
  package mutating func answersByEntropy(
    _ learners: [Node<HypernetworkArtifact>]
  ) -> Node<AnswersArtifact> {
    answers { graph, answers, task, configuration, role, dataset in
      graph.add(
        InferTasksByEntropy(configuration: configuration), as: role, answers, learners[task],
        dataset)
    }
  }

  /// The tests of a hypernetwork for which another network infers the tasks.
  package mutating func answers(
    _ learners: [Node<HypernetworkArtifact>], toldBy networks: [Node<ClassifierArtifact>]
  ) -> Node<AnswersArtifact> {
    answers { graph, answers, task, configuration, role, dataset in
      graph.add(
        InferTasksByNetwork(configuration: configuration), as: role, answers, learners[task],
        networks[task], dataset)
    }
  }

  // MARK: The end

  /// Trains a network by `method` task after task, and evaluates it. Predicts functions with it in regression.
  package mutating func evaluate(_ method: some ContinualMethod) {
    guard let classifier = classifier(method).last else { return }
    evaluate(classifier)
    predict(classifier, by: method)
  }

  /// Ends the pipeline: evaluates the first of `parts`, and counts what all of them need.
  package mutating func evaluate<each Part: LearnedPart>(_ parts: repeat Node<each Part>) {
    evaluation = graph.add(EvaluateTasks<repeat each Part>(), as: .evaluate, repeat each parts)
  }

  /// Predicts functions with what a hypernetwork has learned in the end. Does nothing in classification.
  package mutating func predict(_ learner: Node<HypernetworkArtifact>) {
    guard sequence.objective == .regression else { return }
    _ = graph.add(
      PredictByHypernetwork(
        configuration: PredictionConfiguration(sequence: sequence.prefix(settings.tasks))),
      as: .predict, learner, dataset)
  }

  /// The same of a network that `method` has trained.
  package mutating func predict(
    _ network: Node<ClassifierArtifact>, by method: some ContinualMethod
  ) {
    guard sequence.objective == .regression else { return }
    _ = graph.add(
      PredictByNetwork(method, sequence.prefix(settings.tasks)), as: .predict, network, dataset)
  }

  /// The accuracy over the plane of embeddings, where the settings ask for it.
  package mutating func scan(_ learner: Node<HypernetworkArtifact>) {
    guard settings.grid > 0 else { return }
    let last = settings.tasks - 1
    let scanned = settings.scanAllTasks ? Array(0...last) : Array(Set([0, last])).sorted()
    scan = graph.add(
      ScanEmbeddings(
        configuration: .init(
          sequence: sequence.prefix(settings.tasks), points: settings.grid,
          margin: settings.margin, tasks: scanned, heldOut: settings.heldOut)), as: .scan,
      learner, dataset)
  }

  // MARK: Helpers

  private mutating func initializeClassifier() -> Node<ClassifierArtifact> {
    graph.add(
      InitializeClassifier(
        configuration: .init(
          network: settings.network(shape, outputs: sequence.outputCount), seed: settings.seed,
          dataset: datasetName, scenario: settings.scenario.rawValue)), as: .initialize(.learner))
  }

  /// The first task, on which nothing acts that would keep earlier ones: the same for all methods.
  private mutating func firstTask(
    _ classifier: Node<ClassifierArtifact>, _ target: ClassifierConfiguration<FineTuning>.Target,
    as role: NodeRole
  ) -> Node<ClassifierArtifact> {
    var training = settings.classifierTraining
    // There is nothing to tell apart yet.
    if target == .tasks {
      (training.steps, training.epochs, training.validationPlateau) = (0, nil, nil)
    }
    return graph.add(
      TrainClassifier(
        configuration: ClassifierConfiguration(
          FineTuning(), (target == .tasks ? taskSequence : sequence).prefix(1), training,
          target: target, heldOut: settings.heldOut)), as: role, classifier, dataset)
  }

  private mutating func answers(
    _ add: (
      inout Graph, Node<AnswersArtifact>, Int, InferenceConfiguration, NodeRole,
      Node<DatasetArtifact>
    ) -> Node<AnswersArtifact>
  ) -> Node<AnswersArtifact> {
    var answers = graph.add(BeginAnswers(), as: .beginAnswers)
    tested = []
    for task in 0..<settings.tasks {
      let role = NodeRole.answer(task: task)
      answers = add(
        &graph, answers, task,
        InferenceConfiguration(sequence: sequence.prefix(task + 1), heldOut: settings.heldOut),
        role, dataset)
      tested.append(TestedNode(answers, as: role))
    }
    return answers
  }
}
