import Foundation
import Results
import Settings
import Tables
import Testing

@Suite("Report of Table 1")
struct Table1ReportTests {
  private let records: Table1Records

  init() throws { records = try Table1Records() }

  private func cell(_ scenario: String, _ method: String) -> Table1Cell {
    Table1Cell("split-mnist", scenario, method)
  }

  private func report(
    _ cells: [Table1Cell] = Table1.cells, departures: [Table1Cell: [SettingDeparture]] = [:],
    margin: Double = 1, asked: (Table1Cell) -> Bool = { _ in true }
  ) throws -> Table1Report {
    try Table1Report(
      cells, runs: records.store.table1Runs(profile: "full"), departures: departures,
      profile: "full", margin: margin, in: records.store, asked: asked
    ) { "run " + $0.map(\.description).joined(separator: " and ") }
  }

  @Test("each verdict, with several seeds and with one")
  func verdicts() throws {
    let values: [(Table1Cell, [Double])] = [
      (cell("CL3", "hnet+r"), [95.2, 95.3, 95.5]),  // published 95.30 ± 0.13
      (cell("CL3", "hnet+tir"), [92, 92.5, 93]),  // 89.59 ± 0.59
      (cell("CL3", "hnet+ent"), [60, 61]),  // 69.48 ± 0.80
      // One seed: s = 0.32 √20 = 1.43, the interval ± 2.093 · s √(1 + 1/20) = ± 3.07.
      (cell("CL3", "dgr+distill"), [91.79 - 3.05]), (cell("CL2", "dgr+distill"), [96.83 - 2.0]),
      (cell("CL1", "dgr+distill"), [99.61 - 0.19]),  // ± 2.093 · 0.02 √21 = ± 0.19
      (cell("CL3", "mas"), [20]), (cell("CL3", "joint"), [98, 98.5]),
    ]
    for (cell, percents) in values {
      for (seed, percent) in percents.enumerated() {
        try records.record([Table1Records.flat(cell, seed: seed, percent)])
      }
    }
    let report = try report()
    #expect(report.rows.count == Table1.cells.count)
    func row(_ cell: Table1Cell) throws -> Table1Report.Row {
      try #require(report.rows.first { $0.cell == cell })
    }
    let verdicts = try values.dropLast().map { try row($0.0).verdict }
    #expect(
      verdicts == [
        .reproduced, .better, .worse, .inconclusive, .worse, .reproduced, .noPublishedValue,
      ])
    let first = try row(cell("CL3", "hnet+r"))
    #expect(first.seeds == [0, 1, 2] && first.command == nil && first.chance == 10)
    for (value, expected) in zip(first.values, [95.2, 95.3, 95.5]) {
      #expect(abs(value - expected) < 1e-9)
    }
    #expect(abs((first.joint?.mean ?? 0) - 98.25) < 1e-9 && first.joint?.n == 2)
    #expect(abs((first.difference?.difference ?? 9) - 0.1 / 3) < 1e-9)
    let missing = try row(cell("CL1", "hnet"))
    #expect(missing.verdict == .notRun && missing.command == "run split-mnist CL1 hnet")
    #expect(missing.chance == 50 && missing.joint == nil && missing.measured == nil)
    let data = try JSONEncoder().encode(report)
    #expect(try JSONDecoder().decode(Table1Report.self, from: data) == report)
  }

  @Test("the configuration with most seeds counts, each seed once, and other profiles never")
  func selection() throws {
    let mine = cell("CL1", "hnet")
    let beta = ["beta": "1"]
    func run(_ seed: Int, _ settings: [String: String] = [:], at time: Double) -> RunRecord {
      Table1Records.run(mine, seed: seed, matrix: [[1]], settings: settings, at: time)
    }
    try records.record([
      run(0, at: 1), run(1, at: 2), run(0, beta, at: 3),
      Table1Records.run(mine, seed: 5, matrix: [[1]], profile: "quick"),
    ])
    let runs = { try records.store.table1Runs(profile: "full")[mine] ?? [] }
    #expect(try runs() == [run(0, at: 1).id, run(1, at: 2).id])
    // Among equals the latest.
    try records.record([run(1, beta, at: 4)])
    #expect(try runs() == [run(0, beta, at: 3).id, run(1, beta, at: 4).id])
    #expect(try records.store.table1Runs(profile: "quick")[mine]?.count == 1)
    // A run of before there were profiles has none, and is a full one.
    try records.record([Table1Records.run(cell("CL1", "si"), matrix: [[1]], profile: nil)])
    #expect(try records.store.table1Runs(profile: "full")[cell("CL1", "si")]?.count == 1)
    // A method that is not in the table is reported all the same.
    try records.record([Table1Records.flat(cell("CL1", "new"), 99)])
    #expect(try report().rows.last?.cell == cell("CL1", "new"))
    #expect(
      try report { $0.scenario == "CL1" && ["si", "new"].contains($0.method) }.rows.map(\.cell) == [
        cell("CL1", "si"), Table1Cell("permuted-mnist-10", "CL1", "si"), cell("CL1", "new"),
      ])
  }

  @Test("tables, Markdown and CSV of one cell that was run and one that was not")
  func texts() throws {
    let mine = cell("CL3", "hnet+r")
    let costs = RunRecord.Costs(
      trainableWeights: 100, targetWeights: 200, storedSamples: 0, memoryBytes: 400)
    let half = [[0.75], [0.75, 0.75]]
    try records.record([
      Table1Records.run(
        mine, seed: 3, matrix: half, inference: [0.5, 0.75], seconds: [60, 180], costs: costs)
    ])
    let report = try report([mine, cell("CL3", "si")])
    #expect(
      report.text == """
        Table 1 of von Oswald et al. 2020: test accuracy in percent, mean and standard error over seeds

        split-mnist, CL3: chance 10 %, joint training (upper bound) not run

        method  measured % (seeds)  published %   difference  95 % interval     verdict  task inference %  forgetting  time
        ------  ------------------  ------------  ----------  ----------------  -------  ----------------  ----------  -----
        hnet+r  75.00 (1)           95.30 ± 0.13  -20.30      -21.55 to -19.05  worse    62.50             0.00        4 min
        si      not run             19.99 ± 0.06  –           –                 not run  –                 –           –

        not run: 1 of 2 cells; these commands run them

          run split-mnist CL3 si

        reproduced: the 95 % interval of the difference contains 0 and reaches 1 point or less to either side;
        inconclusive: the interval contains 0 and reaches further, so it does not tell;
        better: the interval lies above 0; worse: below;
        not comparable: the runs are not the published experiment; run and report them with its settings.
        The interval is Welch's; the published standard error is that of 20 seeds. The standard deviation of
        a single seed is taken to be the published one, SEM × √20.

        hnet+r: von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020, arXiv 1906.00695, Table 1, https://arxiv.org/abs/1906.00695
        si: van de Ven, Tolias: Three scenarios for continual learning, 2019, arXiv 1904.07734, as cited in Table 1 of von Oswald et al. 2020, https://arxiv.org/abs/1904.07734
        hnet+r: the paper describes a teacher that gives new classes probability 0; the authors' program gives them logit 0, and so does this one ('engram experiments describe new_classes')
        si: published with another program, which keeps one Adam through all tasks and begins with weights and biases uniform in ±1/√fan-in
        si: its split MNIST pairs the digits in an order drawn for each seed; here the pairs are fixed
        si: its path integral takes the gradient of the whole loss, and importances may fall below 0; here it takes that of the task's loss, and they may not
        si: how strong the penalty is was searched by each program for itself

        """)
    #expect(
      report.markdown.contains(
        "| hnet+r | 75.00 (1) | 95.30 ± 0.13 | -20.30 | -21.55 to -19.05 | worse | 62.50 | 0.00 | 4 min |\n"
      ))
    let lines = report.csv.split(separator: "\r\n")
    #expect(lines.count == 3)
    #expect(
      lines[2]
        == "split-mnist,CL3,si,not run,,,0,19.99,0.06,,,,1.0,,,,10.0,,,,,,,,,,,,,run split-mnist CL3 si"
    )
    #expect(lines[1].hasPrefix("split-mnist,CL3,hnet+r,worse,75.0,,1,95.3,0.13,-20.29999"))
    #expect(lines[1].hasSuffix(",10.0,62.5,75.0,0.0,0.0,,,240.0,400,100,200,0,75.0,"))
  }

  @Test("two seeds that tell nothing are inconclusive, whatever number of seeds would tell")
  func inconclusive() throws {
    // 51.00 ± 9.09 (2 seeds) against 69.48 ± 0.80: from −130 to +93 points.
    let entropy = cell("CL3", "hnet+ent")
    try records.record([
      Table1Records.flat(entropy, seed: 0, 51 - 9.09),
      Table1Records.flat(entropy, seed: 1, 51 + 9.09),
    ])
    func row(margin: Double) throws -> Table1Report.Row {
      try #require(try report([entropy], margin: margin).rows.first)
    }
    let usual = try row(margin: 1)
    #expect(usual.verdict == .inconclusive && usual.seedsToDecide == nil)
    let difference = try #require(usual.difference)
    #expect(abs(difference.lower + 130) < 1 && abs(difference.upper - 93) < 1, "\(difference)")
    #expect(
      usual.remark
        == "inconclusive: the interval is ± 111.83; no number of seeds would make it ± 1 point, "
        + "as the published standard error alone makes it ± 1.674")
    let wider = try row(margin: 2)
    #expect(wider.verdict == .inconclusive && wider.seedsToDecide == 479)
    #expect(wider.remark?.hasSuffix("about 479 seeds in all would make it ± 2 points") == true)
    let widest = try row(margin: 120)
    #expect(widest.verdict == .reproduced && widest.remark == nil && widest.seedsToDecide == nil)
    let text = try report([entropy], margin: 2).text
    #expect(text.contains("  -130.31 to +93.35  inconclusive  "), "\(text)")
    #expect(text.contains("\n\nhnet+ent: inconclusive: the interval is ± 111.83; about 479 seeds "))
    #expect(text.contains("contains 0 and reaches 2 points or less to"))
    let line = try #require(try report([entropy], margin: 2).csv.split(separator: "\r\n").last)
    #expect(line.contains(",2.0,479,inconclusive: the interval is"), "\(line)")
    // With more seeds than one a difference of nothing is an interval, too.
    try records.record((2..<6).map { Table1Records.flat(entropy, seed: $0, 51) })
    #expect(try row(margin: 1).verdict == .worse)
  }

  @Test("seeds that do not scatter have the published standard error alone")
  func noScatter() throws {
    let (wide, narrow) = (cell("CL2", "ewc"), cell("CL3", "ewc"))
    for seed in 0..<3 {
      try records.record([
        Table1Records.flat(wide, seed: seed, 64), Table1Records.flat(narrow, seed: seed, 20),
      ])
    }
    let rows = try report([wide, narrow]).rows
    #expect(rows.map(\.verdict) == [.inconclusive, .reproduced])
    #expect(rows[0].remark?.contains("no number of seeds would make it ± 1 point") == true)
    // ± 2.093 · 1.90, that of 20 seeds
    #expect(abs((rows[0].difference?.halfWidth ?? 0) - 3.977) < 1e-3)
  }

  @Test("runs that are not the published experiment have no verdict, and what differs is said")
  func departures() throws {
    let (mine, other) = (cell("CL3", "hnet+r"), cell("CL3", "mas"))
    try records.record([Table1Records.flat(mine, 95.3), Table1Records.flat(other, 20)])
    let steps = [
      SettingDeparture("steps", "500", published: "2000"),
      SettingDeparture("clip_norm", "1.0", published: ""),
    ]
    let all = Dictionary(uniqueKeysWithValues: Table1.cells.map { ($0, steps) })
    let report = try report([mine, other, cell("CL3", "si")], departures: all)
    #expect(report.rows.map(\.verdict) == [.notComparable, .noPublishedValue, .notRun])
    #expect(report.rows[0].difference == nil && report.rows[0].departures == steps)
    #expect(report.rows[1].departures == [] && report.rows[2].departures == [])
    let said = "not comparable: steps=500 (published: 2000), clip_norm=1.0 (published: none)"
    #expect(report.rows[0].remark == said)
    #expect(report.text.contains("\n\nhnet+r: \(said)\n\n"), "\(report.text)")
    #expect(report.markdown.contains("\n- hnet+r: \(said)\n"))
    #expect(report.csv.contains(#",1.0,,"not comparable: steps=500 (published: 2000), clip"#))
  }

  @Test("the cells: three scenarios, thirteen or fourteen methods, and chance")
  func cells() {
    #expect(Table1.cells.count == 2 * (14 + 13 + 13) && Set(Table1.cells).count == 80)
    #expect(
      ["split-mnist", "permuted-mnist-10"].flatMap { benchmark in
        ["CL1", "CL2", "CL3"].map { Table1Cell(benchmark, $0, "joint").chance(profile: "full") }
      } == [50, 50, 10, 10, 10, 1])
    let quick = Table1Cell("permuted-mnist-10", "CL3", "er").chance(profile: "quick")
    #expect(abs(quick - 100.0 / 30) < 1e-12, "three tasks")
  }
}
