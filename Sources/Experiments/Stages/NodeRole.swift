import Datasets
import Pipeline

/// What a node of an experiment's graph is for.
///
/// A node's name follows from its role. Names are part of stored runs: `init(name:)` is the only reader.
package enum NodeRole: Hashable, Sendable {
  /// The data.
  case dataset
  /// One of several datasets, or the first ones of them, by their names.
  case datasets([String])
  /// The state of a part before the first task.
  case initialize(Part)
  /// The state of a part after a task, counted from 0.
  case train(Part, task: Int)
  /// The empty answers before the first task.
  case beginAnswers
  /// The tests after a task, counted from 0, of a learner that is not told the task.
  case answer(task: Int)
  /// The score matrix of the sequence, with what the method needed.
  case evaluate
  /// The outputs for functions after all tasks.
  case predict
  /// The accuracy over the plane of embeddings.
  case scan

  /// A part of a method that is trained task by task.
  package enum Part: String, Hashable, Sendable, CaseIterable {
    /// What solves the tasks: a hypernetwork, or a network that is trained itself.
    case learner = "train"
    /// What replays samples of earlier tasks.
    case replayModel = "replay"
    /// What infers the task of a sample.
    case inferenceNetwork = "inference"
  }

  /// The name of the node, such as `train/task-03`.
  package var name: String {
    switch self {
    case .dataset: "dataset"
    case .datasets(let names): "dataset/" + names.joined(separator: "_")
    case .initialize(.learner): "initialize"
    case .initialize(let part): "\(part.rawValue)/initialize"
    case .train(let part, let task): "\(part.rawValue)/\(Self.name(ofTask: task))"
    case .beginAnswers: "answer/begin"
    case .answer(let task): "answer/\(Self.name(ofTask: task))"
    case .evaluate: "evaluate"
    case .predict: "predict"
    case .scan: "scan"
    }
  }

  /// The role of the node with this name; nil where this program gives no node this name.
  package init?(name: String) {
    let role =
      Self.ofOneNode.first { $0.name == name } ?? Self.ofTask(name) ?? Self.ofDatasets(name)
    // Only the program's own spelling counts: `train/task-3` is no node.
    guard let role, role.name == name else { return nil }
    self = role
  }

  /// The name of the link to the node's checkpoint in a run's folder, such as `task-03` or `replay-task-03`;
  /// nil where the node has none.
  package var linkName: String? {
    switch self {
    case .train(.learner, let task): Self.name(ofTask: task)
    case .train, .answer, .scan: name.replacing("/", with: "-")
    case .dataset, .datasets, .initialize, .beginAnswers, .evaluate, .predict: nil
    }
  }

  private static let ofOneNode =
    [dataset, beginAnswers, evaluate, predict, scan] + Part.allCases.map { initialize($0) }

  private static func ofDatasets(_ name: String) -> NodeRole? {
    guard name.hasPrefix("dataset/") else { return nil }
    let names = name.dropFirst(8).split(separator: "_", omittingEmptySubsequences: false)
      .map(String.init)
    return names.allSatisfy(DatasetManifest.isName) ? .datasets(names) : nil
  }

  private static func ofTask(_ name: String) -> NodeRole? {
    let parts = name.split(separator: "/")
    guard parts.count == 2, parts[1].hasPrefix("task-"), let number = Int(parts[1].dropFirst(5)),
      number > 0
    else { return nil }
    if let part = Part(rawValue: String(parts[0])) { return .train(part, task: number - 1) }
    return parts[0] == "answer" ? .answer(task: number - 1) : nil
  }

  /// Counting from 1, with a zero before a single digit, so that names sort.
  private static func name(ofTask task: Int) -> String {
    task < 9 ? "task-0\(task + 1)" : "task-\(task + 1)"
  }
}

extension Graph {
  /// Adds a stage in a role, which names its node.
  mutating func add<S: Stage, each I: Artifact>(
    _ stage: S, as role: NodeRole, _ inputs: repeat Node<each I>
  ) -> Node<S.Output> where S.Input == (repeat each I) {
    add(stage, named: role.name, repeat each inputs)
  }
}

extension StepRecord {
  /// The role of the step's node; nil for a node that this program does not make.
  package var role: NodeRole? { NodeRole(name: node) }
}

extension [StepRecord] {
  /// The steps that train a part, in order.
  package func training(_ part: NodeRole.Part) -> [StepRecord] {
    filter { if case .train(part, _)? = $0.role { true } else { false } }
  }

  /// The steps that answer for a learner that is not told the task, in order.
  package var answering: [StepRecord] {
    filter { if case .answer? = $0.role { true } else { false } }
  }

  /// The steps whose scores are the run's, one for each task. Where the task is not given, the answers count,
  /// and not what would be right if it were.
  package var tested: [StepRecord] {
    let answers = answering
    return answers.isEmpty ? training(.learner) : answers
  }
}
