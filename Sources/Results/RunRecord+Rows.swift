import Foundation
import GRDB

/// A row of the table `run`.
struct RunRow: Encodable, PersistableRecord, ResultsRow {
  static let databaseTableName = "run"

  let runId: String
  let experiment: String
  let seed: Int
  let status: String
  let startedAt: Date
  let finishedAt: Date?
  let confirmedAt: Date?
  let configuration: String
  let settings: String
  let comparison: String?
  let tasks: Int?
  let numericClass: String?
  let engramVersion: String
  let sourceRevision: String?
  let sourceIsDirty: Bool?

  init(_ run: RunRecord) {
    let isComplete = run.status == .complete
    (runId, experiment, seed, status) = (run.id, run.experiment, run.seed, run.status.rawValue)
    (startedAt, finishedAt) = (run.startedAt, run.finishedAt)
    confirmedAt = run.confirmedAt ?? (isComplete ? run.finishedAt : nil)
    configuration = run.configurationIdentifier
    settings = RunRecord.settings(
      of: run.parameters, changed: run.changedParameters, without: run.observedParameters,
      short: run.shortTexts ?? [:])
    comparison = run.comparison
    tasks = isComplete ? run.scores?.tasks : nil
    (numericClass, engramVersion) = (run.numericClass, run.engramVersion)
    (sourceRevision, sourceIsDirty) = (run.sourceRevision, run.sourceIsDirty)
  }
}

/// A row of the table `run_cost`.
struct RunCostRow: Encodable, PersistableRecord, ResultsRow {
  static let databaseTableName = "run_cost"

  let runId: String
  let costs: RunRecord.Costs

  private enum CodingKeys: CodingKey { case runId }

  func encode(to encoder: any Encoder) throws {
    var columns = encoder.container(keyedBy: CodingKeys.self)
    try columns.encode(runId, forKey: .runId)
    try costs.encode(to: encoder)
  }
}

/// A row of the table `stage_result`; its libraries are a JSON object.
struct StageResultRow: Encodable, PersistableRecord, ResultsRow {
  static let databaseTableName = "stage_result"

  let cacheKey: String
  let stage: String
  let version: Int
  let result: RunRecord.StageResult

  init(_ result: RunRecord.StageResult, of stage: RunRecord.StageExecution) {
    (cacheKey, self.stage, version) = (stage.cacheKey, stage.stage, stage.version)
    self.result = result
  }

  private enum CodingKeys: CodingKey { case cacheKey, stage, version }

  func encode(to encoder: any Encoder) throws {
    var columns = encoder.container(keyedBy: CodingKeys.self)
    try columns.encode(cacheKey, forKey: .cacheKey)
    try columns.encode(stage, forKey: .stage)
    try columns.encode(version, forKey: .version)
    try result.encode(to: encoder)
  }
}
