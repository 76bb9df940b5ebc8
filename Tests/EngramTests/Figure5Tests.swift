import Foundation
import TestSupport
import Testing

/// Figure 5, by the command, with made-up pictures in the format of CIFAR: its runs, report and notebook.
@Suite("Figure 5", .serialized)
struct Figure5Tests {
  private let store: TestStore

  init() throws {
    store = try TestStore(pictures: [
      SmallPictures("cifar-10", classes: 10, trainPerClass: 6, testPerClass: 4, side: 8),
      SmallPictures(
        "cifar-100", classes: 100, labelBytes: 2, trainPerClass: 3, testPerClass: 4, side: 8),
    ])
  }

  private func run(_ settings: [String]) throws -> String {
    try store.succeed(["run", "fig5"] + settings + ["-q"])
  }

  private struct Report: Decodable {
    struct Number: Decodable { let mean: Double, n: Int }
    struct Row: Decodable {
      let panel: String
      let seeds: [Int]
      let tasks, during: [Number]
      let mean, seconds: Number?
      let command: String
    }
    struct Relation: Decodable {
      struct Seed: Decodable { let seed: Int, value: Double }
      let value: Double?, verdict: String, seeds: [Seed]?, goal: Double
    }
    struct Departure: Decodable { let setting: String, value: String, published: String }
    let rows: [Row]
    let relations: [Relation]
    let departures: [Departure]
  }

  private func report(_ arguments: [String]) throws -> Report {
    try JSONDecoder().decode(
      Report.self,
      from: Data(store.succeed(["report", "fig5", "--json"] + arguments).utf8))
  }

  @Test("a tenth of the figure is run, reported seed by seed, and drawn from the store alone")
  func figure() throws {
    let short = ["profile=short"]
    let text = try run(short + ["--seeds", "0..1", "--jobs", "2"])
    #expect(text.contains("\n… right after learning ") && text.contains("\nfine-tuning "))
    let report = try report(short)
    #expect(report.rows.map(\.panel) == ["hnet", "scratch", "fine-tuning"])
    #expect(report.rows.allSatisfy { $0.seeds == [0, 1] && $0.tasks.count == 6 })
    #expect(report.rows.allSatisfy { $0.mean?.n == 2 && ($0.seconds?.mean ?? 0) > 0 })
    #expect(report.departures.map(\.setting).sorted() == ["epochs", "schedule"])
    // Final less during accuracy, of the seeds and of their mean, from the rows.
    let kept = try #require(report.relations.first)
    let hnet = report.rows[0]
    let difference = zip(hnet.tasks, hnet.during).map { $0.mean - $1.mean }.reduce(0, +) / 6
    #expect(abs((kept.value ?? .nan) - difference) < 1e-9 && kept.seeds?.map(\.seed) == [0, 1])
    let gain = try #require(report.relations[1].value)
    let scratch = report.rows[1]
    let wanted = (1..<6).map { hnet.tasks[$0].mean - scratch.tasks[$0].mean }.reduce(0, +) / 5
    #expect(abs(gain - wanted) < 1e-9)
    for relation in report.relations {
      let holding = (relation.seeds ?? []).filter {
        relation.goal == 0 ? $0.value > 0 : $0.value >= relation.goal
      }.count
      let verdict = ["does not hold", "holds in 1 of 2 seeds", "holds"][holding]
      #expect(relation.verdict == verdict)
    }
    // A network that is trained from scratch has nothing to forget.
    #expect(zip(scratch.tasks, scratch.during).allSatisfy { $0.mean == $1.mean })

    let csv = try store.succeed(["report", "fig5", "--format", "csv"] + short)
      .split(separator: "\r\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(
      csv[0].prefix(5).joined(separator: ",")
        == "panel,title,task_1_accuracy_percent,task_1_standard_error,"
        + "task_1_during_accuracy_percent")
    #expect(csv.count == 4 && Double(csv[1][2]) == hnet.tasks[0].mean)
    let markdown = try store.succeed(["report", "fig5", "--format", "markdown"] + short)
    #expect(markdown.hasPrefix("## Figure 5: final test accuracy in percent"))

    let folder = store.folder.url.appendingPathComponent("notebooks")
    try store.succeed(["export", "notebook", "fig5", "-o", folder.path] + short)
    let notebook = folder.appendingPathComponent("fig5.ipynb")
    let execution = try NotebookExecution.run(notebook)
    #expect(execution.status == 0, "\(execution.error)")
    let output = try String(contentsOf: notebook, encoding: .utf8)
    #expect(output.contains("task 6: computed "))
    let figure = try String(contentsOf: folder.appendingPathComponent("fig5.svg"), encoding: .utf8)
    for title in ["hypernetwork, after all tasks", "right after the task", "from scratch"] {
      #expect(figure.contains(title), "\(title)")
    }
  }

  @Test("methods share the first task; a quick run or another network has no verdict")
  func others() throws {
    let quick = ["profile=quick", "steps=2", "network=conv 4, batchnorm, relu, avgpool, dense"]
    let before = try run(quick + ["method=fine-tuning"])
    #expect(before.contains("computed"))
    for method in ["joint", "scratch"] {
      // Two datasets, their union, the network before the first task, and the first task.
      #expect(try run(quick + ["method=\(method)"]).contains(", 5 found"), "\(method)")
    }
    for method in ["er", "ewc", "online-ewc", "si", "mas"] {
      #expect(try run(quick + ["method=\(method)"]).contains(", 4 found"), "\(method)")
    }
    let report = try report(quick)
    #expect(
      report.rows.map(\.panel) == [
        "hnet", "scratch", "fine-tuning", "joint", "er", "ewc", "online-ewc", "si", "mas",
      ])
    #expect(report.rows[0].seeds.isEmpty && report.rows[0].command.contains("method=hnet"))
    #expect(report.relations.allSatisfy { $0.verdict == "not comparable" })
    #expect(Set(report.departures.map(\.setting)).isSuperset(of: ["network", "steps", "epochs"]))
    let folder = store.folder.url.appendingPathComponent("notebooks")
    try store.succeed(["export", "notebook", "fig5", "-o", folder.path] + quick)
    let notebook = folder.appendingPathComponent("fig5.ipynb")
    #expect(try NotebookExecution.run(notebook).status == 0)
    #expect(
      try String(contentsOf: notebook, encoding: .utf8)
        .contains("not compared: there is no run of the hypernetwork\\n"))
    // A network that is named in place of the profile's own is told, so that the command means the same run.
    for (network, name) in [([], "resnet8"), (["network=resnet32"], "resnet32")] {
      let few = ["profile=quick", "steps=1", "tasks=1", "method=fine-tuning"] + network
      #expect(try run(few).contains("computed"))
      struct Status: Decodable {
        struct Run: Decodable { let settings: [String] }
        let runs: [Run]
      }
      let status = try JSONDecoder().decode(
        Status.self, from: Data(store.succeed(["status", "--json"]).utf8))
      let told = try #require(status.runs.first { $0.settings.contains("network=\(name)") })
      #expect(try run(told.settings).contains("; 0 stages computed, "), "\(told.settings)")
    }
    // Without a run of the figure's own settings there is nothing to hold.
    let missing = try self.report([])
    #expect(missing.rows.count == 3 && missing.relations.allSatisfy { $0.verdict == "not run" })
    let empty = try store.run(["export", "notebook", "fig5"])
    #expect(empty.status == 64 && empty.error.contains("no complete run of a panel of 'fig5'"))
    let seed = try store.run(["report", "fig5", "seed=3"])
    #expect(seed.status == 64 && seed.error.contains("a report covers all seeds"))
  }
}
