import Datasets
import Experiments
import Foundation
import Pipeline
import Settings
import Tables
import TestSupport
import Testing

/// What is declared of a setting is held against the graphs that it leads to.
@Suite("What settings do to the pipeline")
struct SettingEffectTests {
  private let catalog = DatasetCatalog(folder: TestProject.datasets)

  private func settings(_ preset: String, _ overrides: [String]) throws -> ExperimentSettings {
    try ExperimentSource(preset).settings(changing: overrides)
  }

  private func fingerprint(_ settings: ExperimentSettings) throws -> Fingerprint {
    try ExperimentGraph(
      settings, in: catalog, downloads: FileManager.default.temporaryDirectory
    ).graph.fingerprint(numericClass: "n")
  }

  /// Values to try of a setting that is no choice of others, for each kind of value.
  private static func others(_ key: SettingKey) -> [String] {
    if let value = particular[key.name] { return [value] }
    return switch key.kind {
    case .wholeNumber, .sizes: ["33"]
    case .number: ["0.7"]
    case .choice: key.choices
    case .flag: ["yes", "no"]
    case .groups: ["9,8/7,6/5,4/3,2/1,0"]
    case .schedule: ["cosine"]
    case .layers: ["dense 33, tanh, dense 44, dense"]
    case .text: []
    }
  }

  /// Where the values of a kind are not possible, or do nothing.
  private static let particular = [
    "dataset": "fashion-mnist", "initialization": "kaiming", "tasks": "4", "heads": "12",
    "padding": "1", "regularized_tasks": "1", "replay_chunk_size": "33000", "chunk_size": "3300",
    "validation": "100", "grid": "7", "validation_plateau": "0.5:5:1e-06",
  ]

  @Test("what is accepted changes the pipeline, in every method and scenario")
  func complete() throws {
    let keys = SettingKey.all.filter { !$0.isSelector(in: Table1.name) && $0.name != "seed" }
    #expect(keys.filter { Self.others($0).isEmpty }.map(\.name) == [])
    let few = ["hnet", "hnet+tir", "ewc"]
    let cells = Table1.cells.filter { $0.benchmark == "split-mnist" || few.contains($0.method) }
    var tried = 0
    let ofSplit = cells.filter { $0.benchmark == "split-mnist" }
    let counts = [(cells + [Table1Cell("split-mnist", "CL2", "hnet")], 3), (ofSplit, 1)]
    for (cell, tasks) in counts.flatMap({ cells, tasks in cells.map { ($0, tasks) } }) {
      let preset =
        cell.benchmark != "split-mnist"
        ? cell.benchmark : cell.method == "hnet" ? "fig4" : "split-mnist"
      let choice = ["method=\(cell.method)", "scenario=\(cell.scenario)", "tasks=\(tasks)"]
      // Beside others that make it act, or keep it from acting.
      var besides = [[], ["optimizer=sgd"], ["epochs=2", "validation=50"]]
      if cell.method.hasPrefix("hnet") {
        besides += [
          ["beta=0"], ["regularizer=si"], ["regularizer=online-ewc"], ["chunk_size=0"], ["grid=0"],
        ]
      }
      for beside in besides {
        guard let usual = try? settings(preset, choice + beside) else { continue }
        let base = try fingerprint(usual)
        for key in keys where !beside.contains(where: { $0.hasPrefix("\(key.name)=") }) {
          for value in Self.others(key) where key.read(usual) != value {
            let given =
              choice.filter { !$0.hasPrefix("\(key.name)=") } + beside + ["\(key.name)=\(value)"]
            guard let changed = try? settings(preset, given), let other = try? fingerprint(changed)
            else { continue }
            tried += 1
            #expect(other != base, "\(preset) \(given) does no more than without the last")
          }
        }
      }
    }
    #expect(tried > 2000)
  }

  /// What a setting of each kind may be beside its default.
  private static func manyOthers(_ key: SettingKey) -> [String] {
    key.choices + ["1", "2", "33", "0.7", "yes", "0,1/2,3", "cosine", "dense 33, tanh, dense"]
  }

  /// Scratch and fine-tuning protect nothing: all that acts on their pipelines acts on the target network.
  @Test("what acts on a network that is trained without protection is no setting of a method")
  func effects() throws {
    var acting: Set<String> = []
    for benchmark in ["split-mnist", "permuted-mnist-10"] {
      for choice in [["method=scratch"], ["method=fine-tuning", "scenario=CL3"]] {
        for beside in [[], ["optimizer=sgd"], ["optimizer=sgd", "momentum=0.5"]] {
          let given = ["benchmark=\(benchmark)"] + choice + beside
          let base = try fingerprint(settings("table1", given))
          for key in SettingKey.all where !key.isSelector(in: Table1.name) {
            for value in Self.manyOthers(key)
            where !given.contains(where: { $0.hasPrefix("\(key.name)=") }) {
              guard let changed = try? settings("table1", given + ["\(key.name)=\(value)"]),
                let other = try? fingerprint(changed), other != base
              else { continue }
              acting.insert(key.name)
              #expect(key.effect != .method, "\(given) \(key.name)=\(value)")
            }
          }
        }
      }
    }
    #expect(acting.isSuperset(of: ["heads", "network", "optimizer_state", "schedule", "steps"]))
  }
}
