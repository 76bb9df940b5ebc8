import Foundation
import TestSupport
import Testing

/// Figure 2, by the command: its panels, its report and its notebook.
@Suite("Functions, one after another", .serialized)
struct Figure2Tests {
  private let store: TestStore

  init() throws { store = try TestStore() }

  /// Enough to see that a hypernetwork keeps what fine-tuning forgets.
  private let steps = "steps=2000"

  private struct Report: Decodable {
    struct Number: Decodable { let mean: Double, n: Int }
    struct Row: Decodable {
      let panel: String
      let seeds: [Int]
      let tasks: [Number]
      let mean: Number?
      let published: [Double]?
      let command: String
    }
    struct Relation: Decodable { let value: Double?, verdict: String }
    let rows: [Row]
    let relations: [Relation]
    struct Departure: Decodable { let setting: String, value: String, published: String }
    let departures: [Departure]
  }

  private func report(_ arguments: [String] = []) throws -> Report {
    try JSONDecoder().decode(
      Report.self,
      from: Data(store.succeed(["report", "fig2", "--json"] + arguments).utf8))
  }

  @Test("every panel is run, reported and drawn; the hypernetwork keeps what fine-tuning forgets")
  func figure() throws {
    let text = try store.succeed(["run", "fig2", steps, "-q", "--jobs", "2"])
    #expect(text.contains("\nhypernetwork ") && text.contains("\nEWC on the hypernetwork "))
    let report = try report([steps])
    #expect(report.rows.count == 7 && report.rows.allSatisfy { $0.seeds == [0] })
    #expect(report.rows.allSatisfy { $0.tasks.count == 3 && $0.mean?.n == 1 })
    #expect(report.rows[0].published == [0.00419, 0.00239, 0.00607])
    #expect(report.departures.map { "\($0.setting)=\($0.value)" } == [steps])
    #expect(report.departures.map(\.published) == ["4001"])
    #expect(report.relations.allSatisfy { $0.verdict == "not comparable" })
    let (kept, lost) = (report.rows[0], report.rows[2])
    #expect(kept.panel == "hnet" && kept.tasks.allSatisfy { $0.mean < 0.05 })
    #expect(lost.panel == "fine-tuning" && lost.tasks[0].mean > 1000 * kept.tasks[0].mean)

    // What was said and is as published anyway is no difference.
    #expect(try self.report(["steps=4001"]).departures.isEmpty)
    // As published nothing was run, and the commands that do so are told.
    let missing = try self.report()
    #expect(
      missing.rows.allSatisfy { $0.seeds.isEmpty && $0.command.hasPrefix("engram run fig2 ") })
    #expect(missing.relations.allSatisfy { $0.verdict == "not run" })

    let csv = try store.succeed(["report", "fig2", steps, "--format", "csv"])
      .split(separator: "\r\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(
      csv[0].joined(separator: ",")
        == "panel,title,task_1_mean_squared_error,task_1_standard_error,task_2_mean_squared_error,"
        + "task_2_standard_error,task_3_mean_squared_error,task_3_standard_error,mean_squared_error,"
        + "standard_error,seeds,published_mean_squared_error,seconds,command")
    for (line, row) in zip(csv.dropFirst(), report.rows) {
      #expect(line[0] == row.panel[...] && line[10] == "1" && line[3] == "")
      for task in 0..<3 { #expect(Double(line[2 + 2 * task]) == row.tasks[task].mean) }
      #expect(Double(line[8]) == row.mean?.mean)
      #expect(Double(line[11]) == row.published.map { $0.reduce(0, +) / 3 })
    }
    let markdown = try store.succeed(["report", "fig2", steps, "--format", "markdown"])
    #expect(markdown.hasPrefix("## Figure 2: final mean squared error"))
    #expect(markdown.contains("\n| panel | task 1 | task 2 | task 3 | mean | seeds | authors"))
    #expect(markdown.contains("\n| fine-tuning | ") && markdown.contains("\n- fine-tuning forgets"))

    let seed = try store.run(["report", "fig2", "seed=3"])
    #expect(seed.status == 64 && seed.error.contains("a report covers all seeds"))

    let folder = store.folder.url.appendingPathComponent("notebooks")
    try store.succeed(["export", "notebook", "fig2", steps, "-o", folder.path])
    let execution = try NotebookExecution.run(folder.appendingPathComponent("fig2.ipynb"))
    #expect(execution.status == 0, "\(execution.error)")
    let figure = try String(
      contentsOf: folder.appendingPathComponent("fig2.svg"), encoding: .utf8)
    for title in ["(a) hypernetwork", "(b) joint training", "(c) fine-tuning", "(g) from scratch"] {
      #expect(figure.contains(title), "\(title)")
    }
  }

  @Test("errors are in the database, and a sweep ranks by them, the smallest first")
  func sweep() throws {
    let output = try store.succeed([
      "sweep", "fig2", "method=ewc", "tasks=2", "steps=300", "beta=0.001,10", "--json", "-q",
    ])
    struct Sweep: Decodable {
      struct Row: Decodable { let metrics: [String: Figure2Tests.Report.Number] }
      let by: String
      let configurations: [Row]
    }
    let sweep = try JSONDecoder().decode(Sweep.self, from: Data(output.utf8))
    #expect(sweep.by == "final mean squared error")
    let errors = sweep.configurations.compactMap { $0.metrics[sweep.by]?.mean }
    #expect(errors.count == 2 && errors[0] < errors[1])
    let stored = try store.sqlite(
      "SELECT avg(mean_squared_error) FROM final_error GROUP BY run_id ORDER BY 1"
    ).compactMap(Double.init)
    // The view of runs has their means.
    let perRun = "SELECT final_mean_squared_error FROM final_mean_squared_error ORDER BY 1"
    #expect(try store.sqlite(perRun).compactMap(Double.init).count == 2)
    #expect(
      try zip(store.sqlite(perRun).compactMap(Double.init), stored)
        .allSatisfy { abs($0 / $1 - 1) < 1e-14 })
    #expect(
      try store.sqlite("SELECT count(during_mean_squared_error) FROM during_mean_squared_error")
        == ["2"])
    // The shell prints fifteen digits.
    #expect(stored.count == 2 && zip(stored, errors).allSatisfy { abs($0 / $1 - 1) < 1e-14 })
  }

  @Test("functions need no datasets: the experiment runs where there are none")
  func withoutDatasets() throws {
    // Datasets are also looked for above the program; here it stands alone.
    let program = store.folder.url.appendingPathComponent("engram").path
    let link = "ln \"$0\" \"$1\" 2>/dev/null || cp \"$0\" \"$1\""
    _ = try Command.run(["sh", "-c", link, TestStore.program, program])
    func run(_ arguments: [String]) throws -> Command.Result {
      try Command(
        [program] + arguments,
        environment: store.variables.merging(["ENGRAM_DATASETS": ""]) { $1 },
        in: store.folder.url
      ).wait()
    }
    let panel = ["fig2", "method=hnet", "steps=2"]
    for arguments in [
      ["plan"] + panel, ["graph"] + panel, ["run"] + panel + ["-q"],
      ["run"] + panel + ["--seeds", "0..1", "-q"], ["why"] + panel + ["evaluate"],
      ["sweep", "fig2", "method=hnet", "steps=2", "beta=1,2", "-q"],
      ["verify", "--deep", "--sample", "1", "-q"],
    ] {
      let result = try run(arguments)
      #expect(result.status == 0, "\(arguments): \(result.error)")
    }
    let images = try run(["run", "fig4"])
    #expect(
      images.status == 64
        && images.error.contains("there is no folder with datasets here or above"),
      "\(images.error)")
    // A folder that is named has to be there, whatever is run.
    let named = try run(["run"] + panel + ["--datasets", "none"])
    #expect(named.status == 64 && named.error.contains("there is no folder '"), "\(named.error)")
  }

  @Test("what functions do not have is refused before anything is stored")
  func refused() throws {
    for (arguments, message) in [
      (["method=dgr"], "invalid value method=dgr; allowed: one that learns numbers"),
      (["method=hnet", "scenario=CL3"], "they have no classes to tell apart"),
      (["method=hnet", "dataset=mnist-2"], "dataset acts where tasks are of images"),
      (["validation=100"], "none of the panels has a use for it"),
      (["tasks=4"], "tasks=4; allowed: at most 3"),
      (["own_head=yes"], "own_head acts where tasks are of images"),
    ] {
      let result = try store.run(["run", "fig2"] + arguments)
      #expect(result.status == 64 && result.error.contains(message), "\(result.error)")
    }
    #expect(!FileManager.default.fileExists(atPath: store.url.path))
  }

  @Test("what regressions do not have ranks no sweep of them; their matrix is shown as errors")
  func metrics() throws {
    let sweep = ["sweep", "fig2", "method=ewc", "steps=2", "beta=1,10"]
    for metric in ["forgetting", "final accuracy"] {
      let refused = try store.run(sweep + ["--by", metric])
      #expect(
        refused.status == 64 && refused.error.contains("runs of regression have no '\(metric)'"))
    }
    let wrong = try store.run(
      ["sweep", "split-mnist", "steps=2", "beta=1,10", "--by", "final mean squared error"])
    #expect(wrong.status == 64 && wrong.error.contains("runs of classification have no"))
    try store.succeed(["run", "fig2", "method=ewc", "steps=2", "-q"])
    let matrix = try store.succeed(["results", "fig2", "--format", "csv"])
    #expect(matrix.hasPrefix("trained_task,task_1_mean_squared_error,task_2_mean_squared_error,"))
    #expect(matrix.split(separator: "\r\n").count == 4)
  }
}
