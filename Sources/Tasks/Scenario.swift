/// What a learner knows and must tell at test time (van de Ven & Tolias 2019).
package enum Scenario: String, Codable, Hashable, Sendable, CaseIterable {
  /// Task-incremental: the task is given, and each task has a head of its own.
  case taskIncremental = "CL1"
  /// Domain-incremental: the task is unknown; all tasks share one head.
  case domainIncremental = "CL2"
  /// Class-incremental: which of all classes seen so far; the task is unknown.
  case classIncremental = "CL3"
}
