import Foundation

/// A place in a graph whose result will be an `Output`; made by `Graph.add` only.
public struct Node<Output: Artifact>: Hashable, Sendable {
  /// The name in the graph, such as `train/task-03`.
  public let name: String
  let index: Int
  let graph: UUID

  init(name: String, index: Int, graph: UUID) {
    (self.name, self.index, self.graph) = (name, index, graph)
  }
}
