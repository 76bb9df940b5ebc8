import Foundation
import Results
import Runs
import Settings
import Tables
import TestSupport
import Testing

@Suite("engram report", .serialized)
struct ReportTests {
  private let store: TestStore

  init() throws { store = try TestStore() }

  /// Puts complete runs of one cell into the database: one task, accuracies in percent by seed.
  private func insert(
    _ benchmark: String, _ scenario: String, _ method: String, _ percents: [Double],
    profile: ExperimentSettings.Profile = .full, settings: [String] = []
  ) throws {
    var sql = "BEGIN;"
    // Only runs with the settings that are asked for count.
    var values = Table1Cell(benchmark, scenario, method).settings(profile)
    if !settings.isEmpty { try SettingKey.apply(settings, to: &values) }
    let configuration = RunRecord.configurationIdentifier("table1", values.configuration)
    for (seed, percent) in percents.enumerated() {
      let name = [benchmark, scenario, method, "\(profile)", "\(seed)"] + settings
      let run = "'table1-\(name.joined(separator: "-"))'"
      let parameters = [
        ("benchmark", benchmark), ("scenario", scenario), ("method", method),
        ("profile", profile.rawValue),
      ]
      sql += """
        INSERT INTO run VALUES (\(run), 'table1', \(seed), 'complete', '2026-01-01T00:00:00.000Z',
          '2026-01-01T00:01:00.000Z', '2026-01-01T00:01:00.000Z', '\(configuration)', '', '', 1,
          'x86_64 portable', '1', NULL, NULL);
        INSERT INTO score VALUES (\(run), 'accuracy', 1, 1, \(percent));
        INSERT INTO run_score VALUES (\(run), 'final accuracy', \(percent));
        INSERT INTO run_score VALUES (\(run), 'during accuracy', \(percent));
        INSERT INTO stage_execution VALUES (\(run), 1, 'train/task-01', 'k', 'train-task', 1, 90, 0);

        """
      for (key, value) in parameters {
        sql += "INSERT INTO run_setting VALUES (\(run), '\(key)', '\(value)', NULL, NULL, 0);"
      }
    }
    _ = try store.sqlite(sql + "COMMIT")
  }

  private func report(_ arguments: String...) throws -> String {
    try store.succeed(["report", "table1"] + arguments)
  }

  @Test("a table of what was run, the published values, and the commands for what was not")
  func table() throws {
    try store.fill(with: TestStore.tiny)
    try insert("split-mnist", "CL3", "hnet+tir", [87.5, 90.5, 90.5])
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

        method       measured % (seeds)  published %   difference  95 % interval   verdict             task inference %  forgetting  time
        -----------  ------------------  ------------  ----------  --------------  ------------------  ----------------  ----------  ----
        hnet+ent     not run             69.48 ± 0.80  –           –               not run             –                 –           –
        hnet+tir     89.50 ± 1.00 (3)    89.59 ± 0.59  -0.09       -3.46 to +3.28  inconclusive        –                 –           90 s
        hnet+r       95.25 ± 0.14 (3)    95.30 ± 0.13  –           –               not comparable      –                 –           90 s
        dgr+distill  not run             91.79 ± 0.32  –           –               not run             –                 –           –
        dgr          not run             90.79 ± 0.41  –           –               not run             –                 –           –
        er           not run             –             –           –               not run             –                 –           –
        ewc          not run             20.01 ± 0.06  –           –               not run             –                 –           –
        online-ewc   not run             19.96 ± 0.07  –           –               not run             –                 –           –
        si           not run             19.99 ± 0.06  –           –               not run             –                 –           –
        mas          20.00 (1)           –             –           –               no published value  –                 –           90 s
        lwf          not run             –             –           –               not run             –                 –           –
        fine-tuning  not run             –             –           –               not run             –                 –           –
        joint        98.25 (1)           –             –           –               no published value  –                 –           90 s

        hnet+tir: inconclusive: the interval is ± 3.37; no number of seeds would make it ± 1 point, as the published standard error alone makes it ± 1.235
        hnet+r: not comparable: replay_hyper_hidden=25,25 (published: 10,10)

        not run: 36 of 40 cells; these commands run them

          engram run table1 benchmark=split-mnist scenario=CL1 method=hnet,hnet+r,dgr+distill,dgr,er,ewc,online-ewc,si,mas,lwf,progressive,fine-tuning,scratch,joint --seeds 0..2
          engram run table1 benchmark=split-mnist scenario=CL2 method=hnet+ent,hnet+tir,hnet+r,dgr+distill,dgr,er,ewc,online-ewc,si,mas,lwf,fine-tuning,joint --seeds 0..2
          engram run table1 benchmark=split-mnist scenario=CL3 method=hnet+ent,dgr+distill,dgr,er,ewc,online-ewc,si,lwf,fine-tuning --seeds 0..2

        """), "\(text)")
    #expect(!text.contains("permuted") && text.contains("SEM × √20.\n"))
    #expect(text.contains("\nonline-ewc: the column EWC of Table 1 is online EWC\n"))
    #expect(text.contains("\ndgr, ewc: van de Ven, Tolias: Three scenarios for continual"))
    let markdown = try report("--format", "markdown", "benchmark=split-mnist")
    #expect(
      markdown.contains(
        """
        ### split-mnist, CL3: chance 10 %, joint training (upper bound) 98.25 %

        | method | measured % (seeds) | published % | difference | 95 % interval | verdict | task inference % | forgetting | time |
        | --- | --- | --- | --- | --- | --- | --- | --- | --- |
        | hnet+ent | not run | 69.48 ± 0.80 | – | – | not run | – | – | – |

        """))
  }

  @Test("CSV and JSON have every cell; a profile's runs are reported by themselves")
  func forms() throws {
    try store.fill(with: TestStore.tiny)
    try insert("permuted-mnist-10", "CL1", "si", [94.5], profile: .quick)
    let csv = try report("--format", "csv", "profile=quick").split(separator: "\r\n")
    #expect(csv.count == 81)
    let rows = csv.filter { $0.hasPrefix("permuted-mnist-10,CL1,si,") }
    #expect(rows.count == 1)
    // A quick run is not the published experiment: no difference, and what differs.
    let quick = "permuted-mnist-10,CL1,si,not comparable,94.5,,1,94.75,0.14,,,,1.0,,\"not compar"
    #expect(rows[0].hasPrefix(quick), "\(rows[0])")
    #expect(rows[0].contains("tasks=3 (published: 10)"))
    #expect(rows[0].contains("steps=250 (published: 5000)"))
    #expect(try report("--format", "csv").contains("permuted-mnist-10,CL1,si,not run,,,0,94.75"))
    #expect(try report("profile=quick").contains("so there are no verdicts\n"))
    struct Document: Decodable {
      struct Cell: Decodable { let benchmark: String, scenario: String, method: String }
      struct Departure: Decodable, Equatable { let setting, value, published: String }
      struct Row: Decodable {
        let cell: Cell, verdict: String, values: [Double], command: String?
        let departures: [Departure], remark: String?
      }
      let profile: String, rule: String, margin: Double, rows: [Row]
    }
    let document = try JSONDecoder().decode(
      Document.self, from: Data(report("--json", "profile=quick").utf8))
    #expect(document.profile == "quick" && document.rows.count == 80 && document.margin == 1)
    let ran = document.rows.filter { $0.command == nil }
    #expect(ran.map(\.cell.method) == ["si"] && ran[0].values == [94.5])
    #expect(ran[0].verdict == "not comparable" && ran[0].remark?.hasPrefix(ran[0].verdict) == true)
    let tasks = Document.Departure(setting: "tasks", value: "3", published: "10")
    #expect(ran[0].departures.contains(tasks))
    #expect(!ran[0].departures.contains { ["profile", "log_interval"].contains($0.setting) })
    #expect(
      document.rows[0].command
        == "engram run table1 benchmark=split-mnist scenario=CL1 method=hnet profile=quick --seeds 0..2"
    )
  }

  @Test("what is asked for is reported, under the upper bound of all methods")
  func choice() throws {
    try store.fill(with: TestStore.tiny)
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
        "CL1 hnet+r not run", "CL1 ewc not run", "CL2 hnet+r not comparable", "CL2 ewc not run",
        "CL3 hnet+r not comparable", "CL3 ewc not run",
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
        .replacing(#"\""#, with: "\"")
    }
    let shown = #""method":"ewc","published":[20.01,0.06,20],"scenario":"CL3","verdict":"not run""#
    #expect(try notebook().contains(shown))
    #expect(try !notebook().contains(#""scenario":"CL2""#))
    // The upper bound is drawn although it was not asked for; what has no part is not read.
    #expect(try notebook().contains("table1-split-mnist-CL3-joint-full-0"))
    #expect(try !notebook().contains("table1-split-mnist-CL2-hnet+r-full-0"))
    try store.succeed(export)
    #expect(try notebook().contains(#""scenario":"CL2""#) && notebook().contains("progressive"))
    let none = try store.run(export + ["method=ewc"])
    #expect(none.status == 64 && none.error.contains("'engram report table1 method=ewc' lists"))
    let quick = try store.run(export + ["profile=quick"])
    #expect(quick.status == 64 && quick.error.contains("no complete run of these cells"))
    let wrong = try store.run(["report", "table1", "seed=3"])
    #expect(
      wrong.error.contains("invalid value seed=3; allowed: none, since a report covers all seeds"),
      "\(wrong.error)")
  }

  @Test("runs with other settings are reported where these are asked for, and held against nothing")
  func settings() throws {
    try store.succeed(TestStore.tiny)
    let published = ["hyper_hidden=10,10", "hyper_activation=relu", "learning_rate=0.001"]
    // The program's own settings are others than the published ones, which can be asked for.
    try insert("split-mnist", "CL3", "hnet+ent", [71, 72, 73])
    try insert("split-mnist", "CL3", "hnet+ent", [51 - 9.09, 51 + 9.09], settings: published)
    try insert("split-mnist", "CL3", "joint", [98], settings: ["learning_rate=0.001"])
    try insert("split-mnist", "CL1", "si", [99.1, 99.0, 99.2])
    try insert("split-mnist", "CL1", "si", [99.1, 99.0, 99.2], settings: ["steps=500"])
    try insert("split-mnist", "CL1", "si", [99.3, 99.4], settings: ["dataset=fashion-mnist"])
    try insert("split-mnist", "CL1", "si", [99.5, 99.6], settings: ["validation=5000"])
    try insert("split-mnist", "CL1", "ewc", [99.7, 99.8], settings: ["log_interval=7"])
    func remarks(_ arguments: String...) throws -> [String] {
      struct Document: Decodable {
        struct Row: Decodable { let verdict: String, remark: String?, seeds: [Int] }
        let rows: [Row]
      }
      let choice = ["report", "table1", "benchmark=split-mnist", "--json"] + arguments
      let json = try Data(store.succeed(choice).utf8)
      return try JSONDecoder().decode(Document.self, from: json).rows.filter { !$0.seeds.isEmpty }
        .map { $0.remark ?? $0.verdict }
    }
    #expect(
      try remarks("method=hnet+ent") == [
        "not comparable: learning_rate=0.0001 (published: 0.001), hyper_hidden=25,25 (published: "
          + "10,10), hyper_activation=elu (published: relu)"
      ])
    let asPublished = try remarks(
      "method=hnet+ent", "hyper_hidden=10,10", "hyper_activation=relu", "learning_rate=0.001")
    #expect(asPublished.count == 1)
    #expect(
      asPublished[0].hasPrefix("inconclusive: the interval is ± 111.83; no number of seeds "))
    let wide = try remarks(
      "method=hnet+ent", "--margin", "2", "hyper_hidden=10,10", "hyper_activation=relu",
      "learning_rate=0.001")
    #expect(wide.first?.hasSuffix("about 479 seeds in all would make it ± 2 points") == true)
    #expect(try remarks("method=si") == ["reproduced"])
    #expect(try remarks("method=si", "--margin=0.1").first?.hasPrefix("inconclusive: ") == true)
    #expect(
      try remarks("method=si", "steps=500") == ["not comparable: steps=500 (published: 2000)"])
    #expect(
      try remarks("method=si", "dataset=fashion-mnist") == [
        "not comparable: dataset=fashion-mnist (published: mnist)"
      ])
    #expect(
      try remarks("method=si", "validation=5000") == [
        "not comparable: validation=5000 (published: 0)"
      ])
    // What acts on no result does not make another experiment.
    #expect(try remarks("method=ewc", "log_interval=7") == ["better"])
    let text = try report("method=si,er", "scenario=CL1", "steps=500", "buffer=7")
    #expect(
      text.contains(
        "benchmark=split-mnist scenario=CL1 method=er steps=500 buffer=7 --seeds 0..2\n"), "\(text)"
    )
    #expect(text.contains("permuted-mnist-10 scenario=CL1 method=er,si steps=500 buffer=7 --seeds"))
    // The upper bound has the same settings.
    #expect(
      try report("benchmark=split-mnist", "method=hnet+ent", "learning_rate=0.001")
        .contains("split-mnist, CL3: chance 10 %, joint training (upper bound) 98.00 %"))
    let folder = store.url.path
    try store.succeed(
      ["export", "notebook", "table1", "-o", folder, "method=si", "steps=500", "--margin", "0.5"])
    let notebook = try String(contentsOfFile: folder + "/table1.ipynb", encoding: .utf8)
    #expect(notebook.contains("steps=500 (published: 2000)"))
    #expect(notebook.contains("0.5 points or less"))
  }

  @Test("what is not there is one error, with its exit code")
  func errors() throws {
    let none = try store.run(["report", "table1"])
    #expect(none.status == 64 && none.error.contains("there is no store in"))
    for arguments in [
      ["benchmark=cifar"], ["profile=slow"], ["--format", "html"], ["scenario=CL4"],
      ["split-mnist"], ["method=ewcc"], ["method=hnet", "scenario=CL3"], ["seed=3"],
      ["method=ewc", "method=si"], ["method="], ["steps=0"], ["beto=3"], ["method=er", "beta=3"],
      ["--margin", "0"], ["--margin", "-1"], ["--margin=-0.5"], ["--margin", "nan"],
      ["--margin", "inf"], ["--margin", "1e9"], ["--margin", "wide"], ["--margin"],
    ] {
      let result = try store.run(["report", "table1"] + arguments)
      #expect(result.status == 64 && result.output == "", "\(result.error)")
    }
    try store.fill(with: TestStore.tiny)
    let notebook = try store.run(["export", "notebook", "table1"])
    #expect(
      notebook.status == 64 && notebook.error.contains("there is no complete run of 'table1'"))
    let run = try store.run(["export", "notebook", "table1", "--run", "latest"])
    #expect(run.status == 64 && run.error.contains("leave out --run"))
    for choice in ["seed=3", "method=ewcc", "scenario=CL4", "--margin=0"] {
      #expect(try store.run(["export", "notebook", "table1", choice]).status == 64, "\(choice)")
    }
    let other = try store.run(["export", "notebook", "fig4", "method=si"])
    #expect(other.status == 64 && other.error.contains("leave out 'method=si'"), "\(other.error)")
    let margin = try store.run(["export", "notebook", "fig4", "--margin", "2"])
    #expect(margin.status == 64 && margin.error.contains("leave out --margin"), "\(margin.error)")
    let zero = try store.run(["report", "table1", "--margin", "0"])
    #expect(
      zero.error.contains("invalid value --margin 0; allowed: percentage points above 0"),
      "\(zero.error)")
  }
}
