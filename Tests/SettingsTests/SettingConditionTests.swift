import Datasets
import Foundation
import Settings
import TestSupport
import Testing

@Suite("Settings that do nothing")
struct SettingConditionTests {
  private func settings(_ preset: String, _ overrides: [String]) throws -> ExperimentSettings {
    try ExperimentSource(preset).settings(changing: overrides)
  }

  private func message(_ preset: String, _ overrides: [String]) -> String {
    refusal { _ = try settings(preset, overrides) }
  }

  @Test(
    "are refused, with what makes them act",
    arguments: [
      ("split-mnist", ["heads=5"], "heads acts where tasks are permutations"),
      ("split-mnist", ["padding=2"], "padding acts where tasks are permutations"),
      ("permuted-mnist-10", ["groups=0,1/2,3"], "where tasks are groups of classes"),
      ("permuted-mnist-10", ["class_order=shuffled"], "where tasks are groups of classes"),
      ("permuted-mnist-10", ["heads=20", "scenario=CL2"], "where scenario is CL1 or CL3"),
      ("split-mnist", ["own_head=yes", "scenario=CL2"], "where scenario is CL1 or CL3"),
      ("split-mnist", ["beta=0", "regularizer=ewc"], "where beta is above 0"),
      ("split-mnist", ["beta=0", "lookahead=none"], "where beta is above 0"),
      ("split-mnist", ["beta=0", "fisher=yes"], "where beta is above 0"),
      ("split-mnist", ["chunk_size=0", "chunk_embedding=8"], "where chunk_size is above 0"),
      ("split-mnist", ["hyper_hidden=", "hyper_activation=elu"], "where hyper_hidden has a layer"),
      ("split-mnist", ["target_hidden=", "target_dropout=0.5"], "where target_hidden has a layer"),
      ("split-mnist", ["margin=1.0"], "where grid is above 0"),
      ("fig4", ["grid=0", "scan=all"], "where grid is above 0"),
      ("fig4", ["tasks=2", "scan=all"], "where tasks is above 2"),
      ("table1", ["method=hnet+r", "new_classes=impossible"], "where scenario is CL3"),
      ("split-mnist", ["epochs=2", "steps=50"], "steps acts where epochs=0"),
      ("split-mnist", ["epochs=2", "validation_plateau=0.5:5:0.0"], "where validation is above 0"),
      (
        "split-mnist", ["validation=50", "validation_plateau=0.5:5:0.0"], "where epochs is above 0"
      ),
      ("split-mnist", ["momentum=0.5"], "where optimizer is sgd or rmsprop"),
      ("split-mnist", ["tasks=1", "beta=0.5"], "where tasks is above 1"),
      ("split-mnist", ["tasks=1", "embedding_start=mean"], "where tasks is above 1"),
      (
        "split-mnist", ["tasks=2", "regularized_tasks=1"],
        "less than the number of earlier tasks, tasks − 1"
      ),
      ("split-mnist", ["damping=0.5"], "where regularizer=si"),
      ("split-mnist", ["method=ewc", "chunk_size=99"], "method=ewc has no such setting"),
    ])
  func refused(preset: String, overrides: [String], why: String) {
    let text = message(preset, overrides)
    #expect(text.contains(why) && text.hasSuffix("; leave it out"), "\(text)")
    #expect(overrides.contains { text.hasPrefix("\($0) does nothing here: ") }, "\(text)")
  }

  @Test(
    "are accepted where they act, or have their defaults",
    arguments: [
      ("permuted-mnist-10", ["heads=20", "padding=0"]), ("split-mnist", ["heads=10", "padding=0"]),
      ("permuted-mnist-10", ["heads=20", "tasks=20", "scenario=CL2"]),
      ("split-mnist", ["beta=0", "lookahead=optimizer"]), ("split-mnist", ["own_head=yes"]),
      ("fig4", ["grid=5", "scan=all", "margin=1"]),
      ("table1", ["method=hnet+r", "scenario=CL3", "new_classes=impossible"]),
      ("split-mnist", ["tasks=3", "regularized_tasks=1"]),
    ])
  func accepted(preset: String, overrides: [String]) {
    #expect(message(preset, overrides) == "accepted")
  }

  @Test(
    "are left out of a table's cells in which they do nothing, and refused where they do in none")
  func cells() throws {
    let both = try Table1.select(["method=ewc", "scenario=CL1", "padding=3"])
    #expect(both.map(\.settings.padding) == [0, 3])
    let all = try Table1.select([
      "method=hnet+r", "benchmark=split-mnist", "new_classes=impossible",
    ])
    #expect(all.map(\.settings.newClasses) == [.zeroLogit, .zeroLogit, .impossible])
    #expect {
      try Table1.select(["benchmark=split-mnist", "padding=3"])
    } throws: {
      "\($0)" == "padding=3 does nothing here: none of these cells has a use for it; leave it out"
    }
  }

  @Test(
    "an optimizer is kept where it has moments, the same weights go on, and there is a next task")
  func optimizerState() throws {
    let keep = "optimizer_state=keep"
    for (method, beside) in [
      ("si", []), ("dgr", []), ("er", ["optimizer=sgd", "momentum=0.9"]), ("joint", ["tasks=2"]),
    ] {
      #expect(
        try settings("split-mnist", ["method=\(method)", keep] + beside).recorded["optimizer_state"]
          == "keep")
    }
    for (method, beside, why) in [
      ("hnet", [], "has no such setting"), ("progressive", [], "has no such setting"),
      ("scratch", [], "has no such setting"), ("si", ["tasks=1"], "tasks is above 1"),
      ("er", ["optimizer=sgd"], "the optimizer has moments"),
    ] {
      let error = #expect(throws: SettingError.self) {
        try settings("split-mnist", ["method=\(method)", keep] + beside)
      }
      #expect("\(String(describing: error))".contains(why), "\(method) \(beside)")
    }
  }

  @Test("−0 is 0, in every setting that takes it: the same settings, and the same text")
  func negativeZero() throws {
    for text in ["-0", "-0.0", "-0e3"] {
      for name in ["beta", "weight_decay", "clip_norm", "clip_value", "beta1", "target_dropout"] {
        let (negative, zero) = (
          try settings("split-mnist", ["\(name)=\(text)"]),
          try settings("split-mnist", ["\(name)=0"])
        )
        #expect(negative == zero)
        #expect(try SettingKey.named(name).read(negative) == "0.0")
      }
    }
    #expect(
      try settings("fig4", ["schedule=cosine:-0"]).schedule.text
        == settings("fig4", ["schedule=cosine:0"]).schedule.text)
  }

  @Test("a setting that is given twice is refused, in whichever form, and whatever it says")
  func twice() throws {
    #expect(
      message("fig4", ["steps=50", "grid=0", "steps=60"])
        == "steps is given twice, 50 and 60; leave one out")
    #expect(message("fig4", ["steps=50", "steps=50"]).contains("is given twice"))
    let file = try ExperimentFile(
      bytes: Data("experiment: fig4\nsteps: 5\n".utf8), path: "mine.yaml")
    #expect(try file.settings(changing: ["steps=6"]).steps == 6)
    #expect(throws: SettingError.self) { try file.settings(changing: ["steps=6", "steps=7"]) }
    #expect(throws: SettingError.self) { try Table1.select(["steps=6", "steps=7"]) }
    #expect(throws: SettingError.self) { try Table1.select(["profile=quick", "profile=full"]) }
  }

  @Test("the sizes of a hypernetwork's chunks matter to methods with a hypernetwork only")
  func chunks() throws {
    let mnist = try DatasetCatalog(folder: TestProject.datasets).entry(named: "mnist").manifest
    for method in MethodDeclaration.all {
      guard let scenario = method.scenarios.first else { continue }
      let asked = try settings(
        "split-mnist",
        ["method=\(method.name)", "scenario=\(scenario.rawValue)", "target_hidden=2"])
      let refusal = { try asked.check(against: [mnist]) }
      guard method.groups.contains(.hypernetwork) else {
        #expect(throws: Never.self, "\(method.name)") { try refusal() }
        continue
      }
      let weights = asked.network(height: 28, width: 28, channels: 1).weightCount
      #expect {
        try refusal()
      } throws: {
        "\($0)".contains("chunk_size=\(weights) makes one chunk of them")
      }
      // What is told to do instead is possible.
      var smaller = asked
      smaller.chunkSize = weights
      #expect(throws: Never.self) { try smaller.check(against: [mnist]) }
    }
    // Nor is memory told to be needed for a hypernetwork that there is none of.
    var large = try settings("split-mnist", ["method=er"])
    large.hyperHidden = [100_000, 100_000]
    #expect(throws: Never.self) { try large.check(against: [mnist]) }
  }
}
