import Statistics

/// What networks are trained for.
package enum Objective: String, Codable, Hashable, Sendable, CaseIterable {
  /// To tell the class of a sample: softmax cross-entropy over the outputs of a head.
  case classification
  /// To give numbers: the mean squared error of a head's outputs.
  case regression

  /// What tells how well a task is solved.
  package var metric: Metric {
    switch self {
    case .classification: .accuracy
    case .regression: .meanSquaredError
    }
  }
}
