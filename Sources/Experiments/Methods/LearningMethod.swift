import Tasks

/// A way to learn a sequence of tasks, by the name that the command line knows it by.
///
/// To add one: a file with a value of this in this folder, and, where no pipeline of `MethodGraph` will
/// do, what it computes in `Learning/Methods`. See *Add a method* in docs/methods.md.
package struct LearningMethod: Sendable {
  package let name: String
  /// What it does, in a line.
  package let summary: String
  /// The scenarios that it can answer in.
  package let scenarios: [Scenario]
  /// What it can be trained for.
  package let objectives: Set<Objective>
  /// Settings that concern it, beside those that concern every method.
  package let settings: Set<String>
  /// Settings that concern most methods, but not this one.
  let unsupported: Set<String>
  /// What it keeps beside the classifier's weights.
  package let kept: KeptVectors
  /// Sets what it takes on the benchmark and in the scenario that the settings name.
  let configure: @Sendable (inout ExperimentSettings) -> Void
  /// Adds its stages, from the dataset to the evaluation.
  let build: @Sendable (inout MethodGraph) -> Void

  /// Vectors as long as the weights: so many of each task, and so many whatever the number of tasks. A run
  /// beyond the machine's memory is refused by them before it starts.
  package struct KeptVectors: Sendable {
    let ofEachTask: Int
    let besides: Int

    package init(ofEachTask: Int = 0, besides: Int = 0) {
      (self.ofEachTask, self.besides) = (ofEachTask, besides)
    }

    /// How many there are after `tasks` tasks.
    package func count(tasks: Int) -> Int { ofEachTask * tasks + besides }
  }

  package init(
    _ name: String, _ summary: String, scenarios: [Scenario] = Scenario.allCases,
    objectives: Set<Objective> = Set(Objective.allCases), settings: [Set<String>] = [],
    unsupported: Set<String> = [],
    kept: KeptVectors = KeptVectors(),
    configure: @escaping @Sendable (inout ExperimentSettings) -> Void = { _ in },
    build: @escaping @Sendable (inout MethodGraph) -> Void
  ) {
    (self.name, self.summary, self.scenarios) = (name, summary, scenarios)
    self.objectives = objectives
    self.settings = settings.reduce([]) { $0.union($1) }
    self.unsupported = unsupported
    (self.kept, self.configure, self.build) = (kept, configure, build)
  }

  /// All methods, in the order in which help and reports show them.
  package static let all: [LearningMethod] = [
    hnet, hnetEntropy, hnetInference, hnetReplay, fineTuning, fromScratch, joint, ewc, onlineEWC,
    si, mas, progressive, dgr, dgrDistilled, experienceReplay,
  ]

  /// The method of that name among `methods`, or an error that names the nearest one.
  package static func named(
    _ name: String, among methods: [LearningMethod] = all
  ) throws(SettingError) -> LearningMethod {
    if let method = methods.first(where: { $0.name == name }) { return method }
    throw .unknown(what: "method", name: name, known: methods.map(\.name))
  }
}
