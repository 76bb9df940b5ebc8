import Datasets
import Experiments
import Foundation
import Learning
import Pipeline
import Runs
import Settings
import TestSupport
import Testing

@Suite("The choice of a method")
struct MethodSelectionTests {
  private func settings(_ preset: String, _ overrides: [String]) throws -> ExperimentSettings {
    try ExperimentSource(preset).settings(changing: overrides)
  }

  private func message(_ preset: String, _ overrides: [String]) -> String {
    refusal { _ = try settings(preset, overrides) }
  }

  private func description(_ settings: ExperimentSettings) throws -> RunDescription {
    try RunDescription(
      settings, graph: Graph(), numericClass: "n",
      program: Program(version: "1", sourceRevision: nil, sourceIsDirty: nil, libraries: [:]))
  }

  @Test("The sixteen methods, in the order of the table")
  func all() {
    #expect(
      MethodDeclaration.all.map(\.name) == [
        "hnet", "hnet+ent", "hnet+tir", "hnet+r", "fine-tuning", "scratch", "joint", "ewc",
        "online-ewc", "si", "mas", "lwf", "progressive", "dgr", "dgr+distill", "er",
      ])
    #expect(LearningRecipe.all.map(\.method.name) == MethodDeclaration.all.map(\.name))
    #expect(Table1.cells.count == 2 * (14 + 13 + 13))
    #expect(Set(Table1.cells).count == Table1.cells.count)
  }

  @Test("Every cell of the table can be run, in both profiles")
  func cells() throws {
    for cell in Table1.cells {
      for profile in Table1.profiles {
        let selected = cell.settings(profile)
        let typed = try settings(
          "table1",
          [
            "method=\(cell.method)", "scenario=\(cell.scenario)",
            "benchmark=\(cell.benchmark)", "profile=\(profile.rawValue)",
          ])
        #expect(typed == selected, "\(cell.description)")
      }
    }
  }

  @Test("The order of overrides does not matter: a choice comes before what it chooses")
  func order() throws {
    let overrides = [
      "method=ewc", "beta=3", "scenario=CL3", "profile=quick", "steps=7",
      "benchmark=permuted-mnist-10",
    ]
    let expected = try settings("table1", overrides)
    #expect(expected.beta == 3 && expected.steps == 7 && expected.tasks == 3)
    for start in overrides.indices {
      let rotated = Array(overrides[start...] + overrides[..<start])
      #expect(try settings("table1", rotated) == expected)
      #expect(try settings("table1", rotated.reversed()) == expected)
    }
  }

  @Test("A method brings its own defaults, and what is shown of them is the same run")
  func shown() throws {
    let search = try #require(SearchedHyperparameters.all.first { $0.method == "ewc" })
    #expect(try settings("table1", ["method=ewc"]).beta == search.best?.beta)
    #expect(try settings("permuted-mnist-10", ["method=ewc"]).beta == 100)
    #expect(try settings("permuted-mnist-10", ["method=hnet+r"]).decoderHidden == [400, 400])
    #expect(
      try settings("permuted-mnist-10", ["method=hnet+tir", "scenario=CL3"]).decoderHidden
        == [1000, 1000])
    let replay = try settings("table1", ["method=hnet+r", "scenario=CL3"])
    #expect(replay.newClasses == .zeroLogit && replay.replayHyperHidden == [25, 25])
    #expect(
      try settings("table1", ["method=hnet+tir", "scenario=CL2"]).decoderHidden == [50, 150])
    #expect(try settings("table1", ["method=dgr"]).decoderHidden == [400, 400])
    for overrides in [
      ["method=ewc", "beta=3"], ["method=er", "scenario=CL3", "buffer=50", "profile=quick"],
      ["method=hnet+r", "scenario=CL2", "benchmark=permuted-mnist-10"], ["method=progressive"],
    ] {
      let wanted = try settings("table1", overrides)
      let text = ExperimentFile.text(of: wanted, from: try Preset.named("table1"))
      #expect(text.contains("This value is the best of") == overrides.contains("method=ewc"))
      let file = try ExperimentFile(bytes: Data(text.utf8), path: "mine.yaml")
      #expect(try file.settings() == wanted, "\(text)")
      let run = try description(wanted)
      #expect(try description(file.settings()).id == run.id)
      let words = run.command().split(separator: " ").dropFirst(3).map(String.init)
      #expect(try description(settings("table1", words)).id == run.id, "\(run.command())")
    }
    // A file, too, sets the choice first.
    let file = try ExperimentFile(
      bytes: Data("experiment: table1\nbeta: 3\nmethod: ewc\n".utf8), path: "mine.yaml")
    #expect(try file.settings() == settings("table1", ["method=ewc", "beta=3"]))
  }

  @Test("An unknown method is an error that suggests the nearest")
  func unknown() {
    #expect(message("table1", ["method=ewcc"]).contains("did you mean 'ewc'?"))
    #expect(message("table1", ["method=hnet+tri"]).contains("did you mean 'hnet+tir'?"))
    #expect(message("table1", ["method=progresive"]).contains("did you mean 'progressive'?"))
  }

  @Test("A scenario that a method cannot answer in names those that can")
  func scenarios() {
    let told = message("table1", ["method=scratch", "scenario=CL3"])
    #expect(told.contains("CL1 where method is scratch") && told.contains("hnet+ent"))
    #expect(!told.contains("progressive"))
    #expect(message("table1", ["method=hnet+ent"]).contains("CL2 or CL3"))
    #expect(message("table1", ["method=progressive", "scenario=CL2"]).contains("CL1"))
  }

  @Test("A cell that the table does not have is refused, whoever asks for it")
  func foreignCell() {
    let told = "allowed: the scenarios of the methods (hnet: CL1)"
    #expect(message("table1", ["method=hnet", "scenario=CL2"]).contains(told))
    #expect(message("split-mnist", ["method=hnet", "scenario=CL2"]) == "accepted")
  }

  @Test("HNET+ENT takes what a search found on split MNIST; elsewhere it has the networks of HNET")
  func entropy() throws {
    func networks(_ method: String, _ others: [String]) throws -> [String] {
      let told = try description(settings("table1", ["method=\(method)"] + others)).parameters
      return ["hyper_hidden", "hyper_activation", "learning_rate"].map { told[$0] ?? "" }
    }
    let split = ["scenario=CL3"]
    #expect(try networks("hnet+ent", split) == ["25,25", "elu", "0.0001"])
    #expect(try networks("hnet+tir", split) == ["10,10", "relu", "0.001"])
    for others in [["profile=quick"], ["benchmark=permuted-mnist-10"]] {
      #expect(try networks("hnet+ent", split + others) == networks("hnet+tir", split + others))
    }
    #expect(try networks("hnet+ent", split + ["learning_rate=0.001"])[2] == "0.001")
  }

  @Test("Settings that have no meaning for a method are refused")
  func meaningless() {
    for (method, override) in [
      ("fine-tuning", "beta=3.5"), ("ewc", "buffer=10"), ("ewc", "chunk_size=100"),
      ("er", "latents=10"), ("dgr", "replay_beta=1.5"), ("dgr", "temperature=3.5"),
      ("hnet+r", "hyper_hidden=5"), ("si", "importance_samples=10"),
      ("progressive", "target_dropout=0.5"),
    ] {
      #expect(
        message("table1", ["method=\(method)", override])
          == "\(override) does nothing here: method=\(method) has no such setting; leave it out")
    }
    #expect(message("table1", ["method=ewc", "target_dropout=0.5"]) == "accepted")
    #expect(message("fig4", ["profile=quick"]).contains("table1"))
  }

  @Test("Runs of the older experiments have no new parameters, and so keep their identifiers")
  func identifiers() throws {
    let known: Set<String> = [
      "batch", "beta", "beta1", "beta2", "chunk_embedding", "chunk_size", "clip_norm", "clip_value",
      "damping", "dataset", "embedding_start", "fisher", "grid", "groups", "heads",
      "hyper_activation", "hyper_hidden", "importance_decay", "importance_samples",
      "initialization", "learning_rate", "log_interval", "lookahead", "margin", "momentum",
      "nesterov", "optimizer", "own_head", "padding", "regularized_tasks", "regularizer",
      "regularizer_targets", "scan", "scenario", "schedule", "steps", "target_activation",
      "target_dropout", "target_hidden", "task_embedding", "tasks", "weight_decay",
    ]
    for preset in Preset.all where !["table1", "fig2", "fig5"].contains(preset.name) {
      #expect(try Set(description(preset.settings).parameters.keys) == known, "\(preset.name)")
    }
    let ewc = try description(settings("table1", ["method=ewc"])).parameters
    #expect(ewc["method"] == "ewc" && ewc["profile"] == "full" && ewc["buffer"] == nil)
    #expect(ewc["chunk_size"] == nil && ewc["validation"] == nil)
    let held = try description(settings("table1", ["method=ewc", "validation=1000"])).parameters
    #expect(held["validation"] == "1000")
  }

  @Test("a choice that leaves no cell says where the methods can answer")
  func noCell() {
    #expect {
      try Table1.select(["method=hnet+ent,scratch", "scenario=CL4"])
    } throws: {
      "\($0)" == "invalid value scenario=CL4; did you mean 'CL1', 'CL2' or 'CL3'?"
    }
    #expect {
      try Table1.select(["method=ewc", "method=si"])
    } throws: {
      "\($0)"
        == "invalid value method=ewc and si; allowed: one list, such as method=ewc,si"
    }
    #expect {
      try Table1.select(["method=hnet+ent", "scenario=CL1"])
    } throws: {
      "\($0)"
        == "invalid value scenario=CL1; allowed: the scenarios of the methods (hnet+ent: CL2, CL3)"
    }
  }

  @Test(
    "what no machine can hold, and images that there are not, are refused by name before they are taken",
    arguments: [
      ("hnet+r", "encoder_hidden=100000,100000"), ("dgr", "decoder_hidden=100000,100000"),
      ("hnet+tir", "inference_hidden=100000,100000"),
      ("hnet+r", "replay_hyper_hidden=100000,100000"),
      ("ewc", "target_hidden=100000,100000"), ("progressive", "target_hidden=60000,60000"),
      ("er", "buffer=1000000"), ("er", "validation=60000"), ("hnet+r", "validation=60000"),
    ])
  func refused(method: String, setting: String) throws {
    let mnist = try DatasetCatalog(folder: TestProject.datasets).entry(named: "mnist").manifest
    let scenario = method == "progressive" ? "scenario=CL1" : "scenario=CL3"
    let benchmark = "benchmark=permuted-mnist-10"
    let usual = try settings("table1", [benchmark, "method=\(method)", scenario])
    #expect(throws: Never.self) { try usual.check(against: [mnist]) }
    let asked = try settings("table1", [benchmark, "method=\(method)", scenario, setting])
    #expect {
      try asked.check(against: [mnist])
    } throws: {
      "\($0)".hasPrefix("invalid value \(setting); allowed: ")
    }
  }
}
