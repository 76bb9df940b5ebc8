import Foundation
import Settings
import Tables
import TestSupport
import Testing

@Suite("Strengths that searches have found")
struct SearchedHyperparametersTests {
  private static let json = """
    [{"benchmark":"split-mnist","scenario":"CL1","method":"ewc","command":"engram sweep …","sweep":{
      "sweep":"s","by":"final accuracy","seeds":[0,1],"configurations":[
        {"settings":{"beta":"1000.0"},"runs":[],"found":0,"failed":0,
         "metrics":{"final accuracy":{"mean":98.5,"n":2,"standardError":0.1}}},
        {"settings":{"beta":"100.0"},"runs":[],"found":0,"failed":0,
         "metrics":{"final accuracy":{"mean":98.5,"n":2,"standardError":0.1}}},
        {"settings":{"beta":"10.0"},"runs":[],"found":0,"failed":0,
         "metrics":{"final accuracy":{"mean":97,"n":2,"standardError":0.1}}},
        {"settings":{"beta":"1.0"},"runs":[],"found":0,"failed":1,"metrics":{}}],
      "best":{"beta":"1000.0"},"failures":[]}}]
    """

  @Test("the best value, the smallest of equals; what failed does not count")
  func best() throws {
    let found = try SearchedHyperparameters.decode(Data(Self.json.utf8))
    #expect(found.count == 1 && found[0].method == "ewc" && found[0].scenario.rawValue == "CL1")
    #expect(found[0].trials.map(\.beta) == [10, 100, 1000])
    #expect(found[0].best?.beta == 100 && found[0].best?.accuracy == 98.5)
    #expect(
      found[0].provenance
        == "the best of 'engram sweep …' on training images held out (98.50 %, seeds 0, 1)")
    #expect(throws: DecodingError.self) {
      try SearchedHyperparameters.decode(Data(Self.json.replacing("CL1", with: "CL4").utf8))
    }
  }

  @Test("the decay of importances belongs to a strength where the search tried it")
  func decay() throws {
    let json = Self.json.replacing(
      #""settings":{"beta":"100.0"}"#, with: #""settings":{"beta":"10","importance_decay":"0.5"}"#
    ).replacing(#""mean":97"#, with: #""mean":99"#).replacing(
      #""settings":{"beta":"10.0"}"#, with: #""settings":{"beta":"10","importance_decay":"0.25"}"#)
    let found = try SearchedHyperparameters.decode(Data(json.utf8))[0]
    #expect(found.trials.map(\.beta) == [10, 10, 1000])
    #expect(found.trials.map(\.decay) == [0.25, 0.5, nil])
    #expect(found.best?.decay == 0.25)
    #expect(found.finds("beta") && found.finds("importance_decay") && !found.finds("seed"))
    #expect(found.summary?.contains("ewc: 10, importance_decay=0.25, the best of") == true)
    var settings = try Preset.named("split-mnist").settings
    settings.beta = 10
    #expect(!found.isUsed(in: settings))
    settings.importanceDecay = 0.25
    #expect(found.isUsed(in: settings))
    let without = try SearchedHyperparameters.decode(Data(Self.json.utf8))[0]
    #expect(without.finds("beta") && !without.finds("importance_decay"))
    settings.beta = 100
    #expect(without.isUsed(in: settings))
  }

  @Test("settings that a search has found say where they come from, others do not")
  func documented() throws {
    let found = try SettingDocumentation.find("importance_decay")[0].found
    #expect(found.count == 1)
    #expect(
      found[0].hasPrefix("permuted-mnist-10 CL3 online-ewc: 300, importance_decay=0.5, the best of")
    )
    #expect(
      try SettingDocumentation.find("beta")[0].found.count == SearchedHyperparameters.all.count)
    #expect(try SettingDocumentation.find("importance_samples")[0].found.isEmpty)
    func provenances(_ scenario: String) throws -> Int {
      let cell = Table1Cell("permuted-mnist-10", scenario, "online-ewc")
      let text = try ExperimentFile.text(of: cell.settings(.full), from: Preset.named("table1"))
      return text.components(separatedBy: "# This value is the best of").count - 1
    }
    #expect(try provenances("CL3") == 2)
    #expect(try provenances("CL1") == 1)
  }

  @Test("the searches that are part of the program can be read, and presets use them")
  func embedded() throws {
    let url = TestProject.root.appending(path: "Sources/Settings/Data/strengths.json")
    let file = try SearchedHyperparameters.decode(Data(contentsOf: url))
    #expect(SearchedHyperparameters.all.map(\.command) == file.map(\.command))
    #expect(file.count == 2 * 4 * 3 && Set(file.map(\.command)).count == file.count)
    var atAnEnd: Set<String> = []
    for found in SearchedHyperparameters.all {
      let best = try #require(found.best, "\(found.command)")
      let cell = try #require(
        Table1.cells.first {
          $0.benchmark == found.benchmark.rawValue && $0.scenario == found.scenario.rawValue
            && $0.method == found.method
        })
      let settings = cell.settings(.full)
      #expect(settings.beta == best.beta && found.isUsed(in: settings), "\(found.command)")
      #expect(settings.importanceDecay == best.decay ?? 1, "\(found.command)")
      var plain = try Preset.named(found.benchmark.rawValue).settings
      try SettingKey.apply(
        ["scenario=\(found.scenario.rawValue)", "method=\(found.method)"], to: &plain)
      #expect(found.isUsed(in: plain), "\(found.benchmark.rawValue): \(found.command)")
      #expect(found.command.contains("validation=") && found.trials.count > 1)
      let values = found.trials.map(\.beta)
      if values.first == best.beta || values.last == best.beta {
        atAnEnd.insert("\(found.benchmark.rawValue) \(found.scenario.rawValue) \(found.method)")
      }
    }
    // On split MNIST, no strength helps in CL3. Elsewhere a better value may lie beyond.
    #expect(
      atAnEnd == [
        "split-mnist CL2 online-ewc",
        "split-mnist CL3 ewc", "split-mnist CL3 online-ewc", "split-mnist CL3 si",
        "permuted-mnist-10 CL1 online-ewc", "permuted-mnist-10 CL1 mas",
        "permuted-mnist-10 CL2 online-ewc", "permuted-mnist-10 CL2 mas", "permuted-mnist-10 CL2 si",
        "permuted-mnist-10 CL3 online-ewc",
      ])
  }
}
