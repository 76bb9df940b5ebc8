import Learning
import Pipeline
import Statistics
import Tasks

/// A node whose result holds tests of what was learned, whatever its type.
package struct TestedNode: Sendable {
  /// The node's role.
  package let role: NodeRole
  /// The result of a run's execution. Reading it checks its digests.
  package let read: @Sendable (Execution) async throws -> Measurements
  /// The log of the training beside the result, if it has one. All its digests are checked, and nothing
  /// else is decoded.
  package let readLog: @Sendable (Execution) async throws -> [TrainingMetric]?

  /// A node of this role. Traps for an artifact that `Measurements` does not know.
  init<Part: LearnedPart>(_ node: Node<Part>, as role: NodeRole) {
    let kinds = Measurements.kinds(ofArtifact: Part.kind)
    precondition(kinds.contains(.scores), "Measurements does not list the artifact '\(Part.kind)'")
    self.role = role
    read = { try await $0.output(of: node).measurements }
    readLog = { execution in
      try await execution.part(of: node) { files in
        kinds.contains(.log) ? try TrainingLog(from: files).metrics : nil
      }
    }
  }
}
