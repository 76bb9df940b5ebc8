import Tensors

/// How data become a sequence of tasks: a value, without a copy of any image.
package struct TaskSequence: Codable, Hashable, Sendable {
  /// The way tasks differ from each other.
  package enum Kind: Codable, Hashable, Sendable {
    /// Each task has classes of its own.
    case split(groups: [[Int]])
    /// Each task has all classes and a permutation of the pixels; the first is the identity.
    case permuted(tasks: Int, classes: Int, padding: Int, seed: UInt64)
    /// Each task has a function to follow; all share the outputs.
    case functions([FunctionTask], FunctionSampling)
  }

  /// How the tasks differ.
  package let kind: Kind
  /// What is known at test time.
  package let scenario: Scenario
  /// How the bytes of pictures become numbers; nil where they are from 0 to 1. Acts on split tasks.
  package let normalization: Normalization?
  /// How training pictures are varied; nil where they are not. Acts on split tasks.
  package let augmentation: Augmentation?

  /// A sequence of these tasks in a scenario.
  ///
  /// Traps where pictures are normalized or varied whose pixels tasks permute, or where there are none.
  package init(
    _ kind: Kind, scenario: Scenario, normalization: Normalization = .plain,
    augmentation: Augmentation = .plain
  ) {
    (self.kind, self.scenario) = (kind, scenario)
    self.normalization = normalization == .plain ? nil : normalization
    self.augmentation = augmentation == .plain ? nil : augmentation
    if case .split = kind { return }
    precondition(
      self.normalization == nil && self.augmentation == nil, "\(normalization), \(augmentation)")
  }

  /// The same tasks in another scenario.
  package func inScenario(_ scenario: Scenario) -> TaskSequence { with(kind, scenario) }

  private func with(_ kind: Kind, _ scenario: Scenario) -> TaskSequence {
    TaskSequence(
      kind, scenario: scenario, normalization: normalization ?? .plain,
      augmentation: augmentation ?? .plain)
  }

  /// `tasks` groups of `classesPerTask` consecutive classes.
  package static func split(tasks: Int, classesPerTask: Int, scenario: Scenario) -> TaskSequence {
    let groups = (0..<tasks).map { Array($0 * classesPerTask..<($0 + 1) * classesPerTask) }
    return TaskSequence(.split(groups: groups), scenario: scenario)
  }

  /// The sequence of the first `tasks` tasks: they are the same however many follow.
  package func prefix(_ tasks: Int) -> TaskSequence {
    precondition((1...count).contains(tasks), "\(tasks) of \(count) tasks")
    let first: Kind =
      switch kind {
      case .split(let groups): .split(groups: Array(groups[..<tasks]))
      case .permuted(_, let classes, let padding, let seed):
        .permuted(tasks: tasks, classes: classes, padding: padding, seed: seed)
      case .functions(let functions, let sampling):
        .functions(Array(functions[..<tasks]), sampling)
      }
    return with(first, scenario)
  }

  /// What networks are trained for.
  package var objective: Objective {
    switch kind {
    case .split, .permuted: .classification
    case .functions: .regression
    }
  }

  /// T, the number of tasks.
  package var count: Int {
    switch kind {
    case .split(let groups): groups.count
    case .permuted(let tasks, _, _, _): tasks
    case .functions(let functions, _): functions.count
    }
  }

  /// The classes of task `t`, in the order of its head's outputs; none in regression.
  package func classes(ofTask t: Int) -> [Int] {
    switch kind {
    case .split(let groups): groups[t]
    case .permuted(_, let classes, _, _): Array(0..<classes)
    case .functions: []
    }
  }

  /// The outputs that belong to task `t`: a head of its own, or the one all tasks share, as functions do.
  package func head(ofTask t: Int) -> Range<Int> {
    if case .functions = kind { return 0..<1 }
    let size = classes(ofTask: t).count
    switch scenario {
    case .domainIncremental: return 0..<size
    case .taskIncremental, .classIncremental:
      let offset = (0..<t).reduce(0) { $0 + classes(ofTask: $1).count }
      return offset..<offset + size
    }
  }

  /// The outputs among which a sample of task `j` is classified when the first `learned` tasks are known:
  /// the task's own head (CL1), the shared one (CL2), or those of all known tasks (CL3).
  ///
  /// A label counted within `head(ofTask: j)` moves by `head.lowerBound − scope.lowerBound` to be counted
  /// within the scope. Traps unless `0 ≤ j < learned ≤ count`.
  package func scope(ofTask j: Int, learned: Int) -> Range<Int> {
    precondition(
      (1...count).contains(learned) && (0..<learned).contains(j),
      "task \(j), \(learned) of \(count) learned")
    switch scenario {
    case .taskIncremental, .domainIncremental: return head(ofTask: j)
    case .classIncremental: return 0..<head(ofTask: learned - 1).upperBound
    }
  }

  /// Output units of the target network: all heads together.
  package var outputCount: Int { (0..<count).map { head(ofTask: $0).upperBound }.max() ?? 0 }

  /// Pixels that are added around the image on every side.
  package var padding: Int {
    if case .permuted(_, _, let padding, _) = kind { padding } else { 0 }
  }

  /// The shape of the target network's inputs for images of this shape.
  package func inputShape(of image: SampleShape) -> SampleShape {
    SampleShape(
      channels: image.channels, height: image.height + 2 * padding,
      width: image.width + 2 * padding)
  }

  /// Where each input of task `t` comes from: a value's index in an image of this shape, or −1 for padding.
  ///
  /// `nil` when the inputs are the pixels as they are.
  package func pixelMap(ofTask t: Int, of image: SampleShape) -> [Int32]? {
    guard case .permuted(_, _, let padding, let seed) = kind else { return nil }
    let (height, width) = (image.height, image.width)
    var padded = [Int32]()
    for channel in 0..<image.channels {
      for row in -padding..<height + padding {
        for column in -padding..<width + padding {
          let inside = (0..<height).contains(row) && (0..<width).contains(column)
          padded.append(inside ? Int32((channel * height + row) * width + column) : -1)
        }
      }
    }
    precondition(padded.count == inputShape(of: image).count)
    if t == 0 { return padded }
    var random = RandomStream(seed: seed, purpose: "permutation", index: t)
    return random.permutation(of: padded.count).map { padded[$0] }
  }
}
