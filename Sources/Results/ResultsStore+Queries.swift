import GRDB
import Mistakes
import Tables

extension ResultsStore {
  /// A text as SQL has it, in quotes.
  package static func literal(_ text: String) -> String {
    "'" + text.replacing("'", with: "''") + "'"
  }

  /// Answers one SQL query that reads.
  ///
  /// Throws `writeRefused` for anything that could change a file (the connection cannot write
  /// either way), `invalidQuery` for what is not one valid statement.
  package func query(_ sql: String) throws(ResultsError) -> ResultTable {
    do throws(ResultsError) {
      return try fetch(sql)
    } catch {
      throw error.code == .invalidQuery ? suggesting(error) : error
    }
  }

  /// `error`, with the nearest name where a query names a table or column that there is not.
  private func suggesting(_ error: ResultsError) -> ResultsError {
    for (what, mark, list) in [
      ("table or view", "no such table: ", "SELECT name FROM sqlite_schema WHERE type <> 'index'"),
      (
        "column", "no such column: ",
        "SELECT DISTINCT c.name FROM sqlite_schema s, pragma_table_info(s.name) c"
      ),
    ] {
      guard let range = error.message.firstRange(of: mark), let known = try? fetch(list) else {
        continue
      }
      // Up to what SQLite or this program says of it; a column may be told with its table.
      let name = error.message[range.upperBound...].prefix { $0 != ";" && $0 != " " }
        .split(separator: ".").last.map(String.init)
      if let name, let error = lackOfView(name) { return error }
      guard let name,
        let advice = Wording.suggestion(for: name, among: known.rows.map { $0[0].plainText })
      else { continue }
      return ResultsError(error.code, "there is no \(what) '\(name)'; \(advice)", path: error.path)
    }
    return error
  }

  /// The error of a view that this program has and the database, of an older program, has not yet; nil for
  /// other names.
  private func lackOfView(_ name: String) -> ResultsError? {
    guard ResultsSchema.viewNames.contains(name) else { return nil }
    return ResultsError(
      .unknownTable,
      "the database was written by a program without the view '\(name)'; any 'engram run' or 'engram "
        + "results rebuild' adds it", path: url.path)
  }

  /// All rows of a table or view, in its own order; throws `unknownTable`.
  package func contents(of table: String) throws(ResultsError) -> ResultTable {
    let known = try tableNames()
    guard known.contains(table) else {
      if let error = lackOfView(table) { throw error }
      throw ResultsError(
        .unknownTable,
        Wording.unknown("table or view", table, known: known, listedBy: "engram help results"),
        path: url.path)
    }
    return try fetch("SELECT * FROM \(Self.quoted(table))")
  }

  /// The tables and views that hold results, sorted.
  package func tableNames() throws(ResultsError) -> [String] {
    try fetch(
      """
      SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')
        AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'grdb_%' ORDER BY name
      """
    ).rows.map { $0[0].plainText }
  }

  /// The runs, latest first: run, experiment, benchmark, scenario, method, seed, status, times, tasks,
  /// final accuracy or error, settings.
  package func runs() throws(ResultsError) -> ResultTable {
    try fetch(
      """
      SELECT r.run_id, r.experiment, b.value AS benchmark, s.value AS scenario,
        m.value AS method, r.seed, r.status, r.started_at, r.finished_at, r.tasks,
        round(x.value, 2) AS final_accuracy_percent, y.value AS final_mean_squared_error, r.settings
      FROM run r LEFT JOIN run_score x ON x.run_id = r.run_id AND x.metric = 'final accuracy'
        LEFT JOIN run_score y ON y.run_id = r.run_id AND y.metric = 'final mean squared error'
        LEFT JOIN run_setting b ON b.run_id = r.run_id AND b.key = 'benchmark'
        LEFT JOIN run_setting s ON s.run_id = r.run_id AND s.key = 'scenario'
        LEFT JOIN run_setting m ON m.run_id = r.run_id AND m.key = 'method'
      ORDER BY coalesce(r.confirmed_at, r.started_at) DESC, r.run_id
      """)
  }

  /// The full identifier that `name` stands for: `latest`, an experiment (its latest complete
  /// run), a run's identifier or the unambiguous beginning of one.
  ///
  /// Throws `unknownRun`, naming the candidates.
  package func resolve(run name: String) throws(ResultsError) -> String {
    let latest = try fetch(
      "SELECT run_id FROM latest_run WHERE ?1 IN (experiment, 'latest') ORDER BY confirmed_at DESC",
      [name])
    if let first = latest.rows.first { return first[0].plainText }
    let matches = try fetch(
      "SELECT run_id FROM run WHERE substr(run_id, 1, length(?1)) = ?1 ORDER BY run_id", [name]
    ).rows.map { $0[0].plainText }
    if matches.contains(name) { return name }
    if matches.count == 1 && !name.isEmpty { return matches[0] }
    guard matches.isEmpty || name.isEmpty else {
      throw ResultsError(
        .unknownRun, Wording.ambiguous("runs", name, matches), path: url.path)
    }
    let known = try fetch("SELECT experiment FROM run UNION SELECT run_id FROM run").rows
    guard name != "latest" || known.isEmpty else {
      throw ResultsError(
        .unknownRun, "no run is complete; 'engram results' lists the runs", path: url.path)
    }
    throw ResultsError(
      .unknownRun,
      Wording.unknown(
        "run", name, known: known.map { $0[0].plainText }, listedBy: "engram results"),
      path: url.path)
  }

  /// The latest complete run of `experiment` that has rows in `table`, or the run `name` if it has some.
  ///
  /// Throws `unknownRun` where there is none.
  package func resolve(
    run name: String?, of experiment: String, holding table: String
  ) throws(ResultsError) -> String {
    var named: String?
    if let name { named = try resolve(run: name) }
    let found = try fetch(
      """
      SELECT run_id FROM run r WHERE status = 'complete' AND ?1 IN (run_id, '')
        AND (?1 <> '' OR experiment = ?2)
        AND EXISTS (SELECT 1 FROM \(Self.quoted(table)) t WHERE t.run_id = r.run_id)
      ORDER BY confirmed_at DESC LIMIT 1
      """, [named ?? "", experiment])
    if let first = found.rows.first { return first[0].plainText }
    let who =
      named.map { "the run '\($0)' has no" } ?? "no complete run of '\(experiment)' has"
    throw ResultsError(
      .unknownRun,
      "\(who) rows in '\(table)'; run the experiment as published, or choose another run ('engram "
        + "results' lists them)", path: url.path)
  }

  /// The score matrix of a run, accuracies in percent or mean squared errors: a row after each task, a column
  /// for each task; NULL where nothing was measured. Tasks count from 1.
  ///
  /// Throws `unknownRun` if there is no such run; a run without scores has no rows.
  package func scoreMatrix(ofRun id: String) throws(ResultsError) -> ResultTable {
    guard try !fetch("SELECT 1 FROM run WHERE run_id = ?", [id]).rows.isEmpty else {
      throw ResultsError(.unknownRun, "there is no run '\(id)'", path: url.path)
    }
    let cells = try fetch(
      """
      SELECT trained_task, evaluated_task,
        CASE WHEN metric = 'accuracy' THEN round(value, 2) ELSE value END, metric
      FROM score WHERE run_id = ? AND metric <> 'task inference'
      ORDER BY trained_task, evaluated_task
      """, [id]
    ).rows
    var values: [Int64: [Int64: TableValue]] = [:]
    var tasks: Int64 = 0
    for cell in cells {
      // A sequence has at most a thousand tasks; a file of other origin may say anything.
      guard case .integer(let trained) = cell[0], case .integer(let evaluated) = cell[1],
        (1...10_000).contains(trained), (1...10_000).contains(evaluated)
      else { continue }
      values[trained, default: [:]][evaluated] = cell[2]
      tasks = max(tasks, evaluated)
    }
    let unit = cells.first?[3].plainText == "accuracy" ? "percent" : "mean_squared_error"
    return ResultTable(
      columns: ["trained_task"] + (0..<tasks).map { "task_\($0 + 1)_\(unit)" },
      rows: values.keys.sorted().map { trained in
        [.integer(trained)] + (0..<tasks).map { values[trained]?[$0 + 1] ?? .null }
      })
  }

  /// Runs one reading statement.
  private func fetch(
    _ sql: String, _ arguments: StatementArguments = []
  ) throws(ResultsError) -> ResultTable {
    let refusal = ResultsError(
      .writeRefused,
      "a query may only read the results (SELECT, WITH, VALUES, EXPLAIN, or a PRAGMA that tells "
        + "something): '\(sql)' was not executed", path: url.path)
    guard ReadingStatement.begins(sql) else { throw refusal }
    return try translating {
      try queue.read { database in
        let statement = try database.makeStatement(sql: sql)
        guard statement.isReadonly else { throw refusal }
        let columns = statement.columnNames
        let cursor = try Row.fetchCursor(statement, arguments: arguments)
        var rows: [[TableValue]] = []
        while let row = try cursor.next() {
          rows.append(row.databaseValues.map(TableValue.init))
        }
        return ResultTable(columns: columns, rows: rows)
      }
    }
  }

  /// The rows of a query of this program as records; as `query`, and `inputOutput` for a row that is none.
  func records<Record: FetchableRecord>(
    _ type: Record.Type, _ sql: String, _ arguments: StatementArguments = []
  ) throws(ResultsError) -> [Record] {
    try translating {
      try queue.read { try Record.fetchAll($0, sql: sql, arguments: arguments) }
    }
  }

  /// A name as SQL writes it, whatever characters it has.
  static func quoted(_ name: String) -> String {
    "\"" + name.replacing("\"", with: "\"\"") + "\""
  }
}
