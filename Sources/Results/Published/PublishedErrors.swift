/// Published mean squared errors on the tasks of an experiment after the last one was learned, of one of the ways
/// to learn them.
package struct PublishedErrors: Hashable, Sendable {
  package let experiment: String
  /// The name of the figure's panel.
  package let panel: String
  /// In the order of the tasks. A single seed: how far others are from it is not known.
  package let tasks: [Double]
  /// Who published it.
  package let source: String
  /// Where.
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
