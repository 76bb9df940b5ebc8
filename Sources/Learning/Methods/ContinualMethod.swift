import Networks
import Tasks
import Tensors

/// A method of continual learning for a network that is trained directly.
///
/// It is a value of settings, which is part of a stage's key. To add a method: a type that conforms to
/// this in a file of its own, with a `MethodTraining` for what it does while a task is learned. The
/// trainer, scenarios, tests, checkpoints, cache and results know nothing else of it.
package protocol ContinualMethod: Codable, Hashable, Sendable {
  /// The pass through its network.
  associatedtype Pass: TargetPass = NetworkPass<Float> where Pass.S == Float
  /// What the method does while a task is learned.
  associatedtype Training: MethodTraining = PlainTraining

  /// The method's name in keys and results; it stays for ever.
  static var name: String { get }
  /// The version of the method's code, from 1 on. Raise it when equal settings come to give another result.
  ///
  /// It is the version of the stages that train with the method, so stored results of an older version are
  /// computed again.
  static var version: Int { get }
  /// Whether the method may read the data of all tasks so far, as joint training does.
  static var readsAllTasks: Bool { get }
  /// Whether the method asks for samples of a generative model of earlier tasks.
  static var needsReplay: Bool { get }
  /// Whether the method learns the first task as fine-tuning does, and remembers nothing of it. All such
  /// methods share the result.
  static var startsPlainly: Bool { get }

  /// The same method without the settings that do not act on task `t`: they must not be part of its key.
  func acting(onTask t: Int) -> Self
  /// The network that classifies task `t`, made of the experiment's.
  func network(_ base: Architecture, forTask t: Int) -> Pass.Network
  /// Where the weights of that network start.
  func startingWeights(_ task: ClassifierTask) -> [Float]
  /// The weights that classify task `t` at test time.
  func testWeights(ofTask t: Int, in state: ClassifierState) -> [Float]
  /// The network's statistics that go with these weights.
  ///
  /// - Parameter isGiven: whether the scenario tells that the samples are of task `t`
  func testStatistics(ofTask t: Int, isGiven: Bool, in state: ClassifierState) -> [Float]
  /// What the method does while the task is learned.
  func training(_ task: ClassifierTask) -> Training
}

extension ContinualMethod {
  /// Version 1.
  package static var version: Int { 1 }
  /// False: it reads what it remembers only.
  package static var readsAllTasks: Bool { false }
  /// False: it asks for no samples.
  package static var needsReplay: Bool { false }
  /// False: its first task is its own.
  package static var startsPlainly: Bool { false }
  /// All settings act on every task.
  package func acting(onTask t: Int) -> Self { self }
  /// The weights after the task before.
  package func startingWeights(_ task: ClassifierTask) -> [Float] { task.state.weights }
  /// The state's weights, which answer for all tasks.
  package func testWeights(ofTask t: Int, in state: ClassifierState) -> [Float] { state.weights }
  /// Those of task `t` where it is given, else those of the latest task: what is tested must not tell the task.
  package func testStatistics(
    ofTask t: Int, isGiven: Bool, in state: ClassifierState
  ) -> [Float] {
    isGiven ? state.statistics[t] : state.statistics.last ?? []
  }
}

extension ContinualMethod where Pass.Network == Architecture {
  /// The experiment's network.
  package func network(_ base: Architecture, forTask t: Int) -> Architecture {
    base
  }
}

extension ContinualMethod where Training == PlainTraining {
  /// Nothing beside the steps on the task's own samples.
  package func training(_ task: ClassifierTask) -> PlainTraining { PlainTraining() }
}

/// What a method does in each step and at the end of a task. By default nothing.
///
/// A method also lists, by `saveOrRestore`, what changes from step to step and what the next step needs: random
/// numbers, minibatches, sums over steps. What it takes from the state before the task is there again when
/// the task goes on after a savepoint, so it is not listed.
package protocol MethodTraining: Resumable, Sendable {
  /// Rows of every batch that are not samples of the task, such as replayed ones.
  var extraRows: Int { get }
  /// The weight of the loss on the task's own samples.
  var ownWeight: Float { get }

  /// Writes the inputs of `extraRows` samples as rows of `inputs`, from row `first` on.
  mutating func fill(_ inputs: inout [Float], first: Int)
  /// Adds the gradient of the loss on those rows with respect to the logits; returns the loss.
  mutating func addLoss(logits: [Float], first: Int, gradient: inout [Float]) -> Float
  /// Adds the gradient of a penalty on the weights, which have not been moved yet, to that of the
  /// losses; returns the penalty.
  mutating func addPenalty(weights: [Float], gradient: inout [Float]) -> Float
  /// Looks at the weights after each step.
  mutating func didStep(weights: [Float])
  /// Puts what must be remembered of the task into the `state`, which has the task's weights and head.
  ///
  /// - Parameter report: called now and then in long work; throws to stop.
  mutating func finish(
    _ state: inout ClassifierState, _ task: ClassifierTask, report: () throws -> Void) throws
}

extension MethodTraining {
  /// None.
  package var extraRows: Int { 0 }
  /// The whole loss.
  package var ownWeight: Float { 1 }
  /// Fills no rows.
  package mutating func fill(_ inputs: inout [Float], first: Int) {}
  /// Adds nothing.
  package mutating func addLoss(
    logits: [Float], first: Int, gradient: inout [Float]
  ) -> Float { 0 }
  /// Adds nothing.
  package mutating func addPenalty(weights: [Float], gradient: inout [Float]) -> Float { 0 }
  /// Ignores the step.
  package mutating func didStep(weights: [Float]) {}
  /// Remembers nothing.
  package mutating func finish(
    _ state: inout ClassifierState, _ task: ClassifierTask, report: () throws -> Void
  ) throws {}
}

/// Nothing beside the steps on the task's own samples.
package struct PlainTraining: MethodTraining {
  /// A training without anything of a method's own.
  package init() {}

  /// Lists nothing: no step changes anything here.
  package mutating func saveOrRestore(_ parts: inout SavedParts) {}
}
