import ArgumentParser
import Datasets
import Foundation
import Pipeline

/// Where datasets are.
package struct DatasetsOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder of the datasets (default: ENGRAM_DATASETS, else the nearest folder 'datasets').",
      valueName: "folder"))
  /// The folder; nil for the usual one.
  package var datasets: String?

  /// No folder: the usual one.
  package init() {}

  /// What a command that is typed later needs to mean the same datasets: nothing where the
  /// environment says so.
  package var arguments: [String] {
    guard let datasets else { return [] }
    let asked = URL(fileURLWithPath: datasets, isDirectory: true).standardizedFileURL
    let variable = ProcessInfo.processInfo.environment["ENGRAM_DATASETS"] ?? ""
    let isUsual =
      !variable.isEmpty
      && URL(fileURLWithPath: variable, isDirectory: true).standardizedFileURL == asked
    return isUsual ? [] : ["--datasets", asked.path]
  }

  /// The datasets there. Throws `DatasetError` where the folder that was named is not there.
  package func catalog() throws -> DatasetCatalog {
    let here = URL(
      fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
    // In a clone the datasets lie above the program; where it is installed, in share/engram beside bin.
    let folder = URL(fileURLWithPath: Program.path).deletingLastPathComponent()
    return try DatasetCatalog.locate(
      option: datasets, environment: ProcessInfo.processInfo.environment,
      starts: [here, folder, folder.appendingPathComponent("../share/engram", isDirectory: true)])
  }
}
