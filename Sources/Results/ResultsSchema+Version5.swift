import GRDB

extension ResultsSchema {
  /// What version 5 changes: runs of one configuration differ in their seeds, and in what is looked at
  /// only (grid, log_interval, margin, scan); a configuration has an identifier; its settings are what
  /// differs from the experiment's own, whatever other runs there are; numbers are numbers.
  ///
  /// Identifiers and numbers of older rows are made by `describeVersion4`.
  static let version5 =
    """
    ALTER TABLE run ADD COLUMN
      configuration_id /* of experiment and configuration, whatever other runs there are */ TEXT;
    ALTER TABLE run_parameter ADD COLUMN
      number /* the value where it is a number */ ANY;
    ALTER TABLE run_parameter ADD COLUMN
      is_changed /* 1: not the experiment's own value; NULL: not known yet */ INTEGER;
    CREATE INDEX run_parameter_unknown ON run_parameter (run_id) WHERE is_changed IS NULL;

    UPDATE run SET configuration = coalesce((
      SELECT group_concat(key || '=' || value, ' ') FROM (
        SELECT key, value FROM run_parameter p
        WHERE p.run_id = run.run_id AND key NOT IN (\(lookedAt)) ORDER BY key
      )
    ), '');

    CREATE VIEW configuration_setting AS
      -- The settings of each configuration of complete runs, to be joined with summary: value is a text,
      -- number the value where it is one. is_changed is 1 where it is not the experiment's own value.
      SELECT r.configuration_id AS configuration, r.experiment, p.key, p.value, p.number,
        p.is_changed
      FROM (
        SELECT configuration_id, experiment, max(run_id) AS run_id FROM run
        WHERE status = 'complete' GROUP BY configuration_id
      ) r
      JOIN run_parameter p ON p.run_id = r.run_id AND p.key NOT IN (\(lookedAt))
      ORDER BY r.experiment, configuration, p.key;

    \(summaryOfVersion5)
    \(table1OfVersion5)
    """

  /// Settings that decide what is looked at, not what is learned, as a list in SQL.
  static let lookedAt = "'grid', 'log_interval', 'margin', 'scan'"

  /// Whether a parameter `p` is to be told as a setting of its run: it acts on what is learned, and is not
  /// the experiment's own value, or that is not known.
  static func changed(besides others: String? = nil) -> String {
    "coalesce(p.is_changed, 1) AND p.key NOT IN (\(lookedAt)\(others.map { ", " + $0 } ?? ""))"
  }

  /// Gives the rows of older versions what SQL alone cannot: identifiers and numbers.
  static func describeVersion4(_ database: Database) throws {
    for row in try Row.fetchAll(
      database, sql: "SELECT DISTINCT experiment, configuration FROM run")
    {
      let (experiment, configuration): (String, String) = (row[0], row[1])
      try database.execute(
        sql: "UPDATE run SET configuration_id = ? WHERE experiment = ? AND configuration = ?",
        arguments: [
          RunRecord.configurationIdentifier(experiment, configuration), experiment, configuration,
        ])
    }
    for value in try String.fetchAll(database, sql: "SELECT DISTINCT value FROM run_parameter") {
      guard let number = RunRecord.number(value) else { continue }
      try database.execute(
        sql: "UPDATE run_parameter SET number = ? WHERE value = ?", arguments: [number, value])
    }
  }
}
