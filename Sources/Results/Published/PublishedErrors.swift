/// Published mean squared errors of one way to learn an experiment's tasks, after the last one was learned.
package struct PublishedErrors: Hashable, Sendable {
  /// The name of the experiment, such as `fig2`.
  package let experiment: String
  /// The name of the figure's panel.
  package let panel: String
  /// The error on each task, in order. They are of a single seed; how much others differ is not known.
  package let tasks: [Double]
  /// Who published it.
  package let source: String
  /// The address of the source.
  package let url: String

  /// The same in the file.
  struct Entry: Decodable {
    let experiment: String, panel: String, tasks: [Double], source: String

    static let fields: Set = ["experiment", "panel", "tasks", "source"]
  }
}

extension PublishedResults {
  /// The errors published for a panel of an experiment; nil where none are.
  package func errors(of experiment: String, panel: String) -> PublishedErrors? {
    errors.first { $0.experiment == experiment && $0.panel == panel }
  }
}
