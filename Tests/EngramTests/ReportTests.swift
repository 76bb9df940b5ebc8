import Experiments
import Foundation
import Results
import TestSupport
import Testing

@Suite("engram report", .serialized)
struct ReportTests {
  private let store: TestStore

  init() throws { store = try TestStore() }

  /// Puts complete runs of one cell into the database: one task, accuracies in percent by seed.
  private func insert(
    _ benchmark: String, _ scenario: String, _ method: String, _ percents: [Double],
    profile: ExperimentSettings.Profile = .full
  ) throws {
    var sql = "BEGIN;"
    // Only runs with the cell's own settings count.
    let line = Table1Cell(benchmark, scenario, method).configuration(profile)
    for (seed, percent) in percents.enumerated() {
      let run = "'table1-\(benchmark)-\(scenario)-\(method)-\(profile)-\(seed)'"
      let parameters = [
        ("benchmark", benchmark), ("scenario", scenario), ("method", method),
        ("profile", profile.rawValue),
      ]
      sql += """
        INSERT INTO run VALUES (\(run), 'table1', \(seed), 'complete', '2026-01-01T00:00:00.000Z',
          '2026-01-01T00:01:00.000Z', '2026-01-01T00:01:00.000Z', '\(line)', '1', NULL, NULL, NULL);
        INSERT INTO accuracy VALUES (\(run), 0, 0, \(percent / 100));
        INSERT INTO stage_execution VALUES (\(run), 0, 'train/task-01', 'k', 'train-task', 1, 90, 0);

        """
      for (key, value) in parameters {
        sql += "INSERT INTO run_parameter VALUES (\(run), '\(key)', '\(value)', NULL, NULL);"
      }
    }
    _ = try store.sqlite(sql + "COMMIT")
  }

  private func report(_ arguments: String...) throws -> String {
    try store.succeed(["report", "table1"] + arguments)
  }

  @Test("a table of what was run, the published values, and the commands for what was not")
  func table() throws {
    try store.succeed(TestStore.tiny)
    try insert("split-mnist", "CL3", "hnet+r", [95, 95.5, 95.25])
    try insert("split-mnist", "CL3", "joint", [98.25])
    try insert("split-mnist", "CL3", "mas", [20])
    try insert("split-mnist", "CL3", "si", [25], profile: .quick)
    let text = try report("benchmark=split-mnist")
    #expect(text.hasPrefix("Table 1 of von Oswald et al. 2020: test accuracy in percent, mean"))
    #expect(
      text.contains(
        """

        split-mnist, CL3: chance 10 %, joint training (upper bound) 98.25 %

        method       measured % (seeds)  published %   difference  verdict             task inference %  forgetting  time
        -----------  ------------------  ------------  ----------  ------------------  ----------------  ----------  ----
        hnet+ent     not run             69.48 ± 0.80  –           not run             –                 –           –
        hnet+tir     not run             89.59 ± 0.59  –           not run             –                 –           –
        hnet+r       95.25 ± 0.14 (3)    95.30 ± 0.13  -0.05       reproduced          –                 –           90 s
        dgr+distill  not run             91.79 ± 0.32  –           not run             –                 –           –
        dgr          not run             –             –           not run             –                 –           –
        er           not run             –             –           not run             –                 –           –
        ewc          not run             19.96 ± 0.07  –           not run             –                 –           –
        online-ewc   not run             19.96 ± 0.07  –           not run             –                 –           –
        si           not run             19.99 ± 0.06  –           not run             –                 –           –
        mas          20.00 (1)           –             –           no published value  –                 –           90 s
        fine-tuning  not run             –             –           not run             –                 –           –
        joint        98.25 (1)           –             –           no published value  –                 –           90 s

        not run: 34 of 37 cells; these commands run them

          engram run table1 benchmark=split-mnist scenario=CL1 method=hnet,hnet+r,dgr+distill,dgr,er,ewc,online-ewc,si,mas,progressive,fine-tuning,scratch,joint --seeds 0..2
          engram run table1 benchmark=split-mnist scenario=CL2 method=hnet+ent,hnet+tir,hnet+r,dgr+distill,dgr,er,ewc,online-ewc,si,mas,fine-tuning,joint --seeds 0..2
          engram run table1 benchmark=split-mnist scenario=CL3 method=hnet+ent,hnet+tir,dgr+distill,dgr,er,ewc,online-ewc,si,fine-tuning --seeds 0..2

        """), "\(text)")
    #expect(!text.contains("permuted") && text.contains("it lies above, below.\n"))
    #expect(text.contains("\newc: the published column is online EWC; it stands for EWC with"))
    let markdown = try report("--format", "markdown", "benchmark=split-mnist")
    #expect(
      markdown.contains(
        """
        ### split-mnist, CL3: chance 10 %, joint training (upper bound) 98.25 %

        | method | measured % (seeds) | published % | difference | verdict | task inference % | forgetting | time |
        | --- | --- | --- | --- | --- | --- | --- | --- |
        | hnet+ent | not run | 69.48 ± 0.80 | – | not run | – | – | – |

        """))
  }

  @Test("CSV and JSON have every cell; a profile's runs are reported by themselves")
  func forms() throws {
    try store.succeed(TestStore.tiny)
    try insert("permuted-mnist-10", "CL1", "si", [94.5], profile: .quick)
    let csv = try report("--format", "csv", "profile=quick").split(separator: "\r\n")
    #expect(csv.count == 75)
    let rows = csv.filter { $0.hasPrefix("permuted-mnist-10,CL1,si,") }
    #expect(rows.count == 1)
    // ± 2.093 · 0.14 √21
    #expect(rows[0].hasPrefix("permuted-mnist-10,CL1,si,reproduced,94.5,,1,94.75,0.14,-0.25,-1.59"))
    #expect(try report("--format", "csv").contains("permuted-mnist-10,CL1,si,not run,,,0,94.75"))
    #expect(try report("profile=quick").contains("The quick profile trains less"))
    struct Document: Decodable {
      struct Cell: Decodable { let benchmark: String, scenario: String, method: String }
      struct Row: Decodable { let cell: Cell, verdict: String, values: [Double], command: String? }
      let profile: String, rule: String, rows: [Row]
    }
    let document = try JSONDecoder().decode(
      Document.self, from: Data(report("--json", "profile=quick").utf8))
    #expect(document.profile == "quick" && document.rows.count == 74)
    let ran = document.rows.filter { $0.command == nil }
    #expect(ran.map(\.cell.method) == ["si"] && ran[0].values == [94.5])
    #expect(
      document.rows[0].command
        == "engram run table1 benchmark=split-mnist scenario=CL1 method=hnet profile=quick --seeds 0..2"
    )
  }

  @Test("what is asked for is reported, under the upper bound of all methods")
  func choice() throws {
    try store.succeed(TestStore.tiny)
    try insert("split-mnist", "CL3", "hnet+r", [95, 95.5, 95.25])
    try insert("split-mnist", "CL2", "hnet+r", [98])
    try insert("split-mnist", "CL3", "joint", [98.25])
    try insert("split-mnist", "CL3", "mine", [50])
    let text = try report("benchmark=split-mnist", "method=hnet+r,ewc", "scenario=CL2,CL3")
    #expect(text.contains("split-mnist, CL2: chance 50 %, joint training (upper bound) not run\n"))
    #expect(text.contains("split-mnist, CL3: chance 10 %, joint training (upper bound) 98.25 %\n"))
    let cells = try report("benchmark=split-mnist", "method=hnet+r,ewc", "--format", "csv")
      .split(separator: "\r\n").dropFirst().map {
        $0.split(separator: ",")[1...3].joined(separator: " ")
      }
    #expect(
      cells == [
        "CL1 hnet+r not run", "CL1 ewc not run", "CL2 hnet+r reproduced", "CL2 ewc not run",
        "CL3 hnet+r reproduced", "CL3 ewc not run",
      ], "\(cells)")
    #expect(text.contains("not run: 2 of 4 cells"))
    // A method that the table does not know is reported with the others of its scenario.
    #expect(
      try report("scenario=CL3", "--format", "csv").contains("split-mnist,CL3,mine,no published"))
    let folder = store.url.path
    let export = ["export", "notebook", "table1", "-o", folder]
    #expect(
      try store.succeed(export + ["method=hnet+r,ewc", "scenario=CL3"]).hasSuffix("(3 runs)\n"))
    func notebook() throws -> String {
      try String(contentsOfFile: folder + "/table1.ipynb", encoding: .utf8)
    }
    #expect(try notebook().contains(#"\"CL3\": \"hnet+r ewc\""#))
    #expect(try !notebook().contains(#"\"CL2\":"#))
    // The upper bound is drawn although it was not asked for; what has no part is not read.
    #expect(try notebook().contains("table1-split-mnist-CL3-joint-full-0"))
    #expect(try !notebook().contains("table1-split-mnist-CL2-hnet+r-full-0"))
    try store.succeed(export)
    #expect(try notebook().contains(#"\"CL2\":"#) && notebook().contains("progressive"))
    let none = try store.run(export + ["method=ewc"])
    #expect(none.status == 1 && none.error.contains("'engram report table1 method=ewc' lists"))
    let quick = try store.run(export + ["profile=quick"])
    #expect(quick.status == 1 && quick.error.contains("no complete run of these cells"))
    let wrong = try store.run(["report", "table1", "beta=3"])
    #expect(
      wrong.error.contains("beta=3 is not possible: beta takes no value here"), "\(wrong.error)")
  }

  @Test("what is not there is one error, with its exit code")
  func errors() throws {
    let none = try store.run(["report", "table1"])
    #expect(none.status == 1 && none.error.contains("there are no results yet"))
    for arguments in [
      ["benchmark=cifar"], ["profile=slow"], ["--format", "html"], ["scenario=CL4"],
      ["split-mnist"], ["method=ewcc"], ["method=hnet", "scenario=CL3"], ["beta=3"],
      ["method=ewc", "method=si"], ["method="],
    ] {
      let result = try store.run(["report", "table1"] + arguments)
      #expect(result.status == 64 && result.output == "", "\(result.error)")
    }
    try store.succeed(TestStore.tiny)
    let notebook = try store.run(["export", "notebook", "table1"])
    #expect(notebook.status == 1 && notebook.error.contains("there is no complete run of 'table1'"))
    let run = try store.run(["export", "notebook", "table1", "--run", "latest"])
    #expect(run.status == 64 && run.error.contains("leave out --run"))
    for choice in ["beta=3", "method=ewcc", "scenario=CL4"] {
      #expect(try store.run(["export", "notebook", "table1", choice]).status == 64, "\(choice)")
    }
    let other = try store.run(["export", "notebook", "fig4", "method=si"])
    #expect(other.status == 64 && other.error.contains("leave out 'method=si'"), "\(other.error)")
  }
}
