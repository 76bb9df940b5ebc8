import Foundation
import Pipeline
import Runs
import Settings
import Testing

@Suite("The command that asks for a run again")
struct RunCommandTests {
  private func description(_ preset: String, _ overrides: [String]) throws -> RunDescription {
    var settings = try Preset.named(preset).settings
    try SettingKey.apply(overrides, to: &settings)
    return try RunDescription(
      settings, graph: Graph(), numericClass: "n",
      program: Program(version: "1", sourceRevision: nil, sourceIsDirty: nil, libraries: [:]))
  }

  @Test(
    "names the preset and what differs from it, and gives the same run",
    arguments: [
      ("fig4", [], "engram run fig4"),
      ("fig4", ["steps=50", "seed=7"], "engram run fig4 steps=50 seed=7"),
      ("split-mnist", ["groups=0,1,2/3,4,5"], "engram run split-mnist tasks=2 groups=0,1,2/3,4,5"),
      (
        "split-mnist", ["groups=0,1/2,3/4,5", "tasks=2"],
        "engram run split-mnist tasks=2 groups=0,1/2,3/4,5"
      ),
      (
        "split-mnist", ["groups=0,1/2,3/4,5/6,7/8,9/10,11", "tasks=5"],
        "engram run split-mnist tasks=5 groups=0,1/2,3/4,5/6,7/8,9/10,11"
      ),
      (
        "permuted-mnist-10", ["hyper_hidden=", "schedule=step:5:0.5"],
        "engram run permuted-mnist-10 schedule=step:5:0.5 hyper_hidden="
      ),
      // Two texts of one network: the layers are described, the name is told.
      ("split-mnist", ["network=resnet8"], "engram run split-mnist network=resnet8"),
      (
        "split-mnist",
        [
          "network=conv 16, batchnorm, relu, block 16, block 32 stride 2, block 64 stride 2, avgpool, "
            + "dense"
        ], "engram run split-mnist network=resnet8"
      ),
      // A cell of the table is named whole: less of it would mean a row, or all cells.
      ("table1", [], "engram run table1 benchmark=split-mnist method=hnet scenario=CL1"),
      (
        "table1", ["method=er", "buffer=50", "profile=quick", "scenario=CL3"],
        "engram run table1 benchmark=split-mnist method=er profile=quick scenario=CL3 buffer=50"
      ),
    ])
  func command(preset: String, overrides: [String], expected: String) throws {
    let run = try description(preset, overrides)
    #expect(run.command() == expected)
    let words = run.command().split(separator: " ").dropFirst(3).map(String.init)
    #expect(try description(preset, words).id == run.id)
    #expect(try SettingKey.all.first { $0.name == "seed" }?.read(run.settings()) == "\(run.seed)")
    // What is not told has no meaning for the method.
    for key in SettingKey.all where key.name != "seed" {
      guard let told = run.parameters[key.name] else { continue }
      #expect(try key.read(run.settings()) == told)
    }
  }
}
