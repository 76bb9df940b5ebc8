import Foundation
import Pipeline

/// What a worker tells the process that started it: one JSON object a line, on standard output.
enum WorkerMessage: Codable, Sendable {
  case started(node: String, stage: String, key: Fingerprint)
  case resumed(node: String, completed: Int, total: Int, unit: String)
  case warned(node: String, String)
  case waiting(node: String)
  case recomputing(node: String, reason: String)
  case progress(node: String, completed: Int, total: Int, unit: String)
  case finished(StepRecord)
  /// The last one of a run that is complete.
  case done(RunSummary, databaseFailure: String?)
  /// The last one of a run that failed, and why.
  case failed(String)
  /// The last one of a run that was told to end.
  case interrupted

  init(_ event: ExecutionEvent) {
    self =
      switch event {
      case .started(let node, let stage, let key): .started(node: node, stage: stage, key: key)
      case .resumed(let node, let progress):
        .resumed(
          node: node, completed: progress.completed, total: progress.total, unit: progress.unit)
      case .warned(let node, let warning): .warned(node: node, warning)
      case .waiting(let node): .waiting(node: node)
      case .recomputing(let node, let reason): .recomputing(node: node, reason: reason)
      case .finished(let step): .finished(step)
      case .progress(let node, let progress):
        .progress(
          node: node, completed: progress.completed, total: progress.total, unit: progress.unit)
      }
  }

  /// The event of the run that this tells of; nil for its end.
  var event: ExecutionEvent? {
    switch self {
    case .started(let node, let stage, let key): .started(node: node, stage: stage, key: key)
    case .resumed(let node, let completed, let total, let unit):
      .resumed(node: node, StageProgress(completed: completed, total: total, unit: unit))
    case .warned(let node, let warning): .warned(node: node, warning)
    case .waiting(let node): .waiting(node: node)
    case .recomputing(let node, let reason): .recomputing(node: node, reason: reason)
    case .finished(let step): .finished(step)
    case .progress(let node, let completed, let total, let unit):
      .progress(node: node, StageProgress(completed: completed, total: total, unit: unit))
    case .done, .failed, .interrupted: nil
    }
  }
}
