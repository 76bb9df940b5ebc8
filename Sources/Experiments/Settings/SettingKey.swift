import Datasets
import Foundation
import Tasks
import Tensors

/// One setting as the command line knows it: name, meaning, reading and writing.
package struct SettingKey: Sendable {
  package let name: String
  package let meaning: String
  /// The setting's value as text.
  package let read: @Sendable (ExperimentSettings) -> String
  /// Sets it from text, or throws what is allowed.
  private let write: @Sendable (inout ExperimentSettings, String) -> Bool
  private let allowed: String

  /// Applies `key=value` arguments in order, then checks the whole.
  package static func apply(
    _ overrides: [String], to settings: inout ExperimentSettings
  ) throws(SettingError) {
    for override in overrides {
      let parts = override.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { throw .malformed(override) }
      let (name, value) = (String(parts[0]), String(parts[1]))
      guard let key = all.first(where: { $0.name == name }) else {
        throw .unknown(what: "setting", name: name, known: all.map(\.name))
      }
      guard key.write(&settings, value) else {
        throw .invalid(key: name, value: value, allowed: key.allowed)
      }
      if name == "groups", settings.taskKind == .split,
        !overrides.contains(where: { $0.hasPrefix("tasks=") })
      {
        settings.tasks = settings.groups.count
      }
    }
    try settings.check()
  }

  private static func integer(
    _ name: String, _ path: WritableKeyPath<ExperimentSettings, Int> & Sendable,
    _ range: ClosedRange<Int>, _ meaning: String
  ) -> SettingKey {
    SettingKey(
      name: name, meaning: meaning, read: { String($0[keyPath: path]) },
      write: { settings, text in
        guard let value = Int(text), range.contains(value) else { return false }
        settings[keyPath: path] = value
        return true
      }, allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)")
  }

  private static func number(
    _ name: String, _ path: WritableKeyPath<ExperimentSettings, Double> & Sendable,
    positive: Bool, _ meaning: String
  ) -> SettingKey {
    SettingKey(
      name: name, meaning: meaning, read: { "\($0[keyPath: path])" },
      write: { settings, text in
        guard let value = Double(text), value.isFinite, value > 0 || (!positive && value == 0)
        else { return false }
        settings[keyPath: path] = value
        return true
      }, allowed: positive ? "a number above 0" : "a number that is not negative")
  }

  private static func choice<Value: RawRepresentable & CaseIterable & SendableMetatype>(
    _ name: String, _ path: WritableKeyPath<ExperimentSettings, Value> & Sendable,
    _ meaning: String
  ) -> SettingKey where Value.RawValue == String {
    SettingKey(
      name: name, meaning: meaning, read: { $0[keyPath: path].rawValue },
      write: { settings, text in
        guard let value = Value(rawValue: text) else { return false }
        settings[keyPath: path] = value
        return true
      }, allowed: "one of " + Value.allCases.map(\.rawValue).joined(separator: ", "))
  }

  private static func sizes(
    _ name: String, _ path: WritableKeyPath<ExperimentSettings, [Int]> & Sendable,
    _ meaning: String
  ) -> SettingKey {
    SettingKey(
      name: name, meaning: meaning,
      read: { $0[keyPath: path].map(String.init).joined(separator: ",") },
      write: { settings, text in
        let parts = text.isEmpty ? [] : text.split(separator: ",", omittingEmptySubsequences: false)
        let values = parts.compactMap { Int($0) }
        guard values.count == parts.count, values.allSatisfy({ (1...100_000).contains($0) })
        else { return false }
        settings[keyPath: path] = values
        return true
      }, allowed: "layer sizes separated by commas, e.g. 400,400 (nothing: no hidden layer)")
  }

  /// All settings, in the order in which help shows them.
  package static let all: [SettingKey] = [
    SettingKey(
      name: "dataset", meaning: "the images to learn from (engram datasets list)",
      read: { $0.dataset },
      write: { settings, text in
        settings.dataset = text
        return !text.isEmpty
      }, allowed: "a dataset's name"),
    integer("tasks", \.tasks, 1...1000, "tasks to train, the first ones of the sequence"),
    choice("scenario", \.scenario, "what is known at test time: CL1 task given, CL2 shared head"),
    SettingKey(
      name: "groups", meaning: "classes of each task, for split tasks, e.g. 0,1/2,3",
      read: { $0.groups.map { $0.map(String.init).joined(separator: ",") }.joined(separator: "/") },
      write: { settings, text in
        let groups = text.split(separator: "/", omittingEmptySubsequences: false).map {
          $0.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
        }
        let classes = groups.flatMap { $0 }
        guard Set(classes).count == classes.count, classes.allSatisfy({ (0..<256).contains($0) }),
          groups.allSatisfy({ $0.count >= 2 })
        else { return false }
        settings.groups = groups
        return true
      },
      allowed: "groups of two or more classes, each class once, separated by /, e.g. 0,1/2,3"),
    integer(
      "heads", \.heads, 1...1000, "output heads, for permuted tasks: the most tasks possible"),
    integer("padding", \.padding, 0...64, "pixels added on each side, for permuted tasks"),
    integer("steps", \.steps, 1...10_000_000, "training steps per task"),
    integer("batch", \.batch, 1...100_000, "samples per step"),
    SettingKey(
      name: "optimizer", meaning: "adam or sgd", read: { $0.optimizer },
      write: { settings, text in
        settings.optimizer = text
        return ["adam", "sgd"].contains(text)
      }, allowed: "one of adam, sgd"),
    number("learning_rate", \.learningRate, positive: true, "the optimizer's learning rate"),
    number(
      "beta", \.beta, positive: false, "strength of the output regularizer; 0 switches it off"),
    sizes("target_hidden", \.targetHidden, "hidden layers of the target network"),
    choice("target_activation", \.targetActivation, "its nonlinearity"),
    sizes("hyper_hidden", \.hyperHidden, "hidden layers of the hypernetwork"),
    choice("hyper_activation", \.hyperActivation, "its nonlinearity"),
    integer("task_embedding", \.taskEmbedding, 1...10_000, "size of a task embedding"),
    integer("chunk_embedding", \.chunkEmbedding, 1...10_000, "size of a chunk embedding"),
    integer(
      "chunk_size", \.chunkSize, 0...100_000_000,
      "target weights per call of the hypernetwork; 0: all at once"),
    integer("log_interval", \.logInterval, 1...10_000_000, "steps between two entries of the log"),
    integer("grid", \.grid, 0...1001, "points per side of the embedding scan; 0: no scan"),
    number(
      "margin", \.margin, positive: false, "margin of the scanned plane, relative to its extent"),
    SettingKey(
      name: "scan", meaning: "tasks that the scan evaluates: ends (first and last) or all",
      read: { $0.scanAllTasks ? "all" : "ends" },
      write: { settings, text in
        settings.scanAllTasks = text == "all"
        return ["ends", "all"].contains(text)
      }, allowed: "one of ends, all"),
    SettingKey(
      name: "seed", meaning: "the seed that all randomness derives from",
      read: { String($0.seed) },
      write: { settings, text in
        // Databases know signed integers only.
        guard let seed = Int64(text), seed >= 0 else { return false }
        settings.seed = UInt64(seed)
        return true
      }, allowed: "a whole number from 0 to \(Int64.max)"),
  ]
}

extension ExperimentSettings {
  /// Checks what the settings ask of the dataset.
  package func check(against manifest: DatasetManifest) throws(SettingError) {
    let classes = manifest.classes.count
    switch taskKind {
    case .split:
      guard let missing = groups.flatMap({ $0 }).first(where: { $0 >= classes }) else { return }
      throw .invalid(
        key: "groups", value: "…\(missing)…",
        allowed: "classes from 0 to \(classes - 1), which are those of \(manifest.name)")
    case .permuted:
      guard classes != 10 else { return }
      throw .invalid(
        key: "dataset", value: manifest.name,
        allowed: "a dataset of 10 classes here, this one has \(classes)")
    }
  }

  /// What no single setting can tell.
  fileprivate func check() throws(SettingError) {
    let possible = sequence.count
    guard tasks <= possible else {
      throw .invalid(
        key: "tasks", value: "\(tasks)",
        allowed: "at most \(possible) here: the sequence has no more"
          + (taskKind == .split ? " groups of classes" : " heads (see heads=)"))
    }
    guard scenario != .classIncremental else {
      throw .invalid(
        key: "scenario", value: "CL3",
        allowed:
          "CL1 or CL2: class-incremental learning needs task inference, which is not built yet")
    }
    guard grid != 1 else {
      throw .invalid(
        key: "grid", value: "1", allowed: "0 for no scan, or at least 2 points per side")
    }
    guard grid == 0 || taskEmbedding == 2 else {
      throw .invalid(
        key: "grid", value: "\(grid)",
        allowed: "0 unless task_embedding=2: only a plane can be scanned")
    }
  }
}
