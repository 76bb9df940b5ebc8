import ArgumentParser
import Datasets
import Experiments
import Foundation
import Pipeline
import Results

/// Where results are.
struct StoreOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder that holds everything computed (default: ENGRAM_STORE, else 'store').",
      valueName: "folder"))
  var store: String?

  var url: URL {
    let variable = ProcessInfo.processInfo.environment["ENGRAM_STORE"] ?? ""
    return URL(fileURLWithPath: store ?? (variable.isEmpty ? "store" : variable), isDirectory: true)
  }

  /// The store, made if it is missing.
  func open() throws -> Store { try Store(at: url) }

  /// The database, for reading only; nothing is made.
  func results() throws -> ResultsStore {
    try ResultsStore(at: url.appendingPathComponent("results.sqlite"), access: .readOnly)
  }
}

/// Where datasets are.
struct DatasetsOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder with the datasets' manifests (default: ENGRAM_DATASETS, else the nearest "
        + "'datasets').", valueName: "folder"))
  var datasets: String?

  func catalog() throws -> DatasetCatalog {
    let here = URL(
      fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
    let program =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
    return try DatasetCatalog.locate(
      option: datasets, environment: ProcessInfo.processInfo.environment,
      starts: [here, URL(fileURLWithPath: program).deletingLastPathComponent()])
  }
}

/// An experiment and what to change of it.
struct ExperimentArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp("One of \(Preset.all.map(\.name).joined(separator: ", "))."))
  var experiment: String

  @Argument(
    help: ArgumentHelp(
      "Settings to change, e.g. steps=500 beta=0; see below.", valueName: "key=value"))
  var overrides: [String] = []

  func settings() throws -> ExperimentSettings {
    var settings = try Preset.named(experiment).settings
    try SettingKey.apply(overrides, to: &settings)
    return settings
  }

  /// What help says of experiments and settings.
  static var help: String {
    let width = SettingKey.all.map(\.name.count).max() ?? 0
    let defaults = Preset.all.first.map(\.settings)
    let settings = SettingKey.all.map { key in
      let value = defaults.map(key.read) ?? ""
      return "  \(key.name.padded(to: width))  \(key.meaning) [\(value)]"
    }
    let names = Preset.all.map(\.name.count).max() ?? 0
    return "EXPERIMENTS\n"
      + Preset.all.map { "  \($0.name.padded(to: names))  \($0.summary)" }.joined(separator: "\n")
      + "\n\nSETTINGS (in brackets: the value in \(Preset.all.first?.name ?? ""))\n"
      + settings.joined(separator: "\n")
  }
}

/// The form of an answer.
struct FormatOption: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable { case table, csv, json, jsonl }

  @Option(help: ArgumentHelp("The form of the answer.", valueName: "table|csv|json|jsonl"))
  var format = Format.table

  @Flag(help: "The same as --format json.")
  var json = false

  func write(_ result: QueryResult) {
    switch json ? .json : format {
    case .table: Output.write(result.text)
    case .csv: Output.write(result.csv)
    case .json: Output.write(result.json)
    case .jsonl: Output.write(result.jsonLines)
    }
  }
}

/// Standard output.
enum Output {
  static func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }

  /// A value as indented JSON with sorted keys.
  static func json(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    write(String(decoding: try encoder.encode(value), as: UTF8.self) + "\n")
  }
}

extension String {
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
