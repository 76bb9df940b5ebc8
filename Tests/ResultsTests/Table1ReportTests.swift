import Foundation
import Results
import Testing

@Suite("Report of Table 1")
struct Table1ReportTests {
  private let records: Table1Records

  init() throws { records = try Table1Records() }

  private func cell(_ scenario: String, _ method: String) -> Table1Cell {
    Table1Cell("split-mnist", scenario, method)
  }

  private func report(
    _ cells: [Table1Cell] = Table1Cell.all, asked: (Table1Cell) -> Bool = { _ in true }
  ) throws -> Table1Report {
    try Table1Report(
      cells, runs: records.store.table1Runs(profile: "full"), profile: "full", in: records.store,
      asked: asked
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
      (cell("CL3", "mas"), [20]), (cell("CL3", "joint"), [98, 98.5]),
    ]
    for (cell, percents) in values {
      for (seed, percent) in percents.enumerated() {
        try records.record([Table1Records.flat(cell, seed: seed, percent)])
      }
    }
    let report = try report()
    #expect(report.rows.count == Table1Cell.all.count)
    func row(_ cell: Table1Cell) throws -> Table1Report.Row {
      try #require(report.rows.first { $0.cell == cell })
    }
    let verdicts = try values.dropLast().map { try row($0.0).verdict }
    #expect(
      verdicts == [
        .reproduced, .better, .worse, .reproduced, .worse, .noPublishedValue,
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

        method  measured % (seeds)  published %   difference  verdict  task inference %  forgetting  time
        ------  ------------------  ------------  ----------  -------  ----------------  ----------  -----
        hnet+r  75.00 (1)           95.30 ± 0.13  -20.30      worse    62.50             0.00        4 min
        si      not run             19.99 ± 0.06  –           not run  –                 –           –

        not run: 1 of 2 cells; these commands run them

          run split-mnist CL3 si

        reproduced: the 95 % interval of the difference contains 0; better, worse: it lies above, below.
        It is Welch's t-interval, the published standard error being that of 20 seeds; the standard
        deviation of a single seed is taken to be the published one, SEM × √20.

        hnet+r: von Oswald, Henning, Sacramento, Grewe: Continual learning with hypernetworks, ICLR 2020, https://arxiv.org/abs/1906.00695
        hnet+r: published, on split MNIST, with a replay hypernetwork of 10,10 units, and described with a teacher that in CL3 gives new classes probability 0; the cell has a larger one, and gives them logit 0 as the authors' program does: 'engram experiments describe replay_hyper_hidden' and 'new_classes'
        si: van de Ven, Tolias: Three scenarios for continual learning, 2019, as cited in Table 1 of von Oswald et al. 2020, https://arxiv.org/abs/1904.07734

        """)
    #expect(
      report.markdown.contains(
        "| hnet+r | 75.00 (1) | 95.30 ± 0.13 | -20.30 | worse | 62.50 | 0.00 | 4 min |\n"))
    let lines = report.csv.split(separator: "\r\n")
    #expect(lines.count == 3)
    #expect(
      lines[2]
        == "split-mnist,CL3,si,not run,,,0,19.99,0.06,,,,,10.0,,,,,,,,,,,,,run split-mnist CL3 si")
    #expect(lines[1].hasPrefix("split-mnist,CL3,hnet+r,worse,75.0,,1,95.3,0.13,-20.29999"))
    #expect(lines[1].hasSuffix(",10.0,62.5,75.0,0.0,0.0,,,240.0,400,100,200,0,75.0,"))
  }

  @Test("the cells: three scenarios, twelve or thirteen methods, and chance")
  func cells() {
    #expect(Table1Cell.all.count == 2 * (13 + 12 + 12) && Set(Table1Cell.all).count == 74)
    #expect(
      ["split-mnist", "permuted-mnist-10"].flatMap { benchmark in
        ["CL1", "CL2", "CL3"].map { Table1Cell(benchmark, $0, "joint").chance(profile: "full") }
      } == [50, 50, 10, 10, 10, 1])
    let quick = Table1Cell("permuted-mnist-10", "CL3", "er").chance(profile: "quick")
    #expect(abs(quick - 100.0 / 30) < 1e-12, "three tasks")
  }
}
