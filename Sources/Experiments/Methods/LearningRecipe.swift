import Tasks

/// How a sequence of tasks is learned: a method's name, its settings, and its stages.
///
/// What trains a network directly in such a stage is a `ContinualMethod`.
///
/// To add one: a file with a value of this in this folder, and, where no pipeline of `MethodGraph` will
/// do, what it computes in `Learning/Methods`. See *Add a method* in docs/methods.md.
package struct LearningRecipe: Sendable {
  /// The name on the command line, in files and in results, such as `hnet+ent`.
  package let name: String
  /// What the method does, in a line of help.
  package let summary: String
  /// The scenarios that it can answer in.
  package let scenarios: [Scenario]
  /// What it can be trained for.
  package let objectives: Set<Objective>
  /// The parts that it has: their settings concern it, beside those that concern every method.
  package let groups: Set<SettingGroup>
  /// Settings that concern most methods, but not this one.
  let unsupported: Set<String>
  /// What it keeps beside the classifier's weights.
  package let kept: KeptVectors
  /// Sets what it takes on the benchmark and in the scenario that the settings name.
  let configure: @Sendable (inout ExperimentSettings) -> Void
  /// Adds its stages, from the dataset to the evaluation.
  let build: @Sendable (inout MethodGraph) -> Void

  /// The number of vectors as long as the weights that a method holds. By it a run that would exceed the
  /// machine's memory is refused before it starts.
  package struct KeptVectors: Sendable {
    let ofEachTask: Int
    let besides: Int

    /// So many vectors for each task, and so many besides, whatever the number of tasks.
    package init(ofEachTask: Int = 0, besides: Int = 0) {
      (self.ofEachTask, self.besides) = (ofEachTask, besides)
    }

    /// The number of vectors after `tasks` tasks.
    package func count(tasks: Int) -> Int { ofEachTask * tasks + besides }
  }

  /// A recipe. Its defaults are those of methods that train a network of their own and keep nothing more.
  ///
  /// - Parameters:
  ///   - settings: the parts that it has, whose settings concern it beside those that concern every method
  ///   - unsupported: settings that concern most methods, but not this one
  ///   - configure: sets what it takes on the benchmark and in the scenario that the settings name
  ///   - build: adds its stages
  package init(
    _ name: String, _ summary: String, scenarios: [Scenario] = Scenario.allCases,
    objectives: Set<Objective> = Set(Objective.allCases), settings: Set<SettingGroup> = [],
    unsupported: Set<String> = [],
    kept: KeptVectors = KeptVectors(),
    configure: @escaping @Sendable (inout ExperimentSettings) -> Void = { _ in },
    build: @escaping @Sendable (inout MethodGraph) -> Void
  ) {
    (self.name, self.summary, self.scenarios) = (name, summary, scenarios)
    self.objectives = objectives
    groups = settings
    self.unsupported = unsupported
    (self.kept, self.configure, self.build) = (kept, configure, build)
  }

  /// The recipes of all methods, in the order in which help shows them.
  package static let all: [LearningRecipe] = [
    hnet, hnetEntropy, hnetInference, hnetReplay, fineTuning, fromScratch, joint, ewc, onlineEWC,
    si, mas, progressive, dgr, dgrDistilled, experienceReplay,
  ]

  /// The recipe of that name among `methods`, or an error that names the nearest one.
  package static func named(
    _ name: String, among methods: [LearningRecipe] = all
  ) throws(SettingError) -> LearningRecipe {
    if let method = methods.first(where: { $0.name == name }) { return method }
    throw .unknown(what: "method", name: name, known: methods.map(\.name))
  }
}
