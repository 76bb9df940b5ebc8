import Tasks

/// What the settings know of a method: its name, what it can do, which settings it has, and its own defaults.
///
/// A method is declared once, here; its stages are a `LearningRecipe`, and what trains a network directly
/// in such a stage is a `ContinualMethod`. See *Add a method* in docs/methods.md.
package struct MethodDeclaration: Sendable {
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

  /// A declaration. Its defaults are those of methods that train a network of their own and keep nothing more.
  ///
  /// - Parameters:
  ///   - settings: the parts that it has, whose settings concern it beside those that concern every method
  ///   - unsupported: settings that concern most methods, but not this one
  ///   - configure: sets what it takes on the benchmark and in the scenario that the settings name
  package init(
    _ name: String, _ summary: String, scenarios: [Scenario] = Scenario.allCases,
    objectives: Set<Objective> = Set(Objective.allCases), settings: Set<SettingGroup> = [],
    unsupported: Set<String> = [], kept: KeptVectors = KeptVectors(),
    configure: @escaping @Sendable (inout ExperimentSettings) -> Void = { _ in }
  ) {
    (self.name, self.summary, self.scenarios) = (name, summary, scenarios)
    (self.objectives, groups, self.unsupported) = (objectives, settings, unsupported)
    (self.kept, self.configure) = (kept, configure)
  }

  /// All methods of the program, in the order in which help shows them.
  package static let all: [MethodDeclaration] = [
    hnet, hnetEntropy, hnetInference, hnetReplay, fineTuning, fromScratch, joint, ewc, onlineEWC,
    si, mas, lwf, progressive, dgr, dgrDistilled, experienceReplay,
  ]

  /// The method of that name, or an error that names the nearest one.
  static func named(_ name: String) throws(SettingError) -> MethodDeclaration {
    if let method = all.first(where: { $0.name == name }) { return method }
    throw .unknown(what: "method", name: name, known: all.map(\.name))
  }
}
