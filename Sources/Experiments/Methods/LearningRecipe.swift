import Settings

/// How a sequence of tasks is learned: a declared method, and its stages.
///
/// To add one, declare the method (`MethodDeclaration`), and build its stages in this folder; where no
/// pipeline of `MethodGraph` will do, what it computes is in `Learning/Methods`. See *Add a method* in
/// docs/methods.md.
package struct LearningRecipe: Sendable {
  /// The method's name, and what the settings know of it.
  package let method: MethodDeclaration
  /// Adds its stages, from the dataset to the evaluation.
  let build: @Sendable (inout MethodGraph) -> Void

  /// The recipe of `method`.
  ///
  /// - Parameter build: adds its stages, from the dataset to the evaluation
  package init(
    _ method: MethodDeclaration, build: @escaping @Sendable (inout MethodGraph) -> Void
  ) {
    (self.method, self.build) = (method, build)
  }

  /// The recipes of all methods, in the order in which they are declared.
  package static let all: [LearningRecipe] = [
    hnet, hnetEntropy, hnetInference, hnetReplay, fineTuning, fromScratch, joint, ewc, onlineEWC,
    si, mas, lwf, progressive, dgr, dgrDistilled, experienceReplay,
  ]

  /// The recipe of the method of that name among `recipes`, or an error that names the nearest one.
  package static func named(
    _ name: String, among recipes: [LearningRecipe] = all
  ) throws(SettingError) -> LearningRecipe {
    if let recipe = recipes.first(where: { $0.method.name == name }) { return recipe }
    throw .unknown(what: "method", name: name, known: recipes.map(\.method.name))
  }
}
