import Foundation
import Mistakes

/// A folder with one folder per dataset, each with a `manifest.json`.
///
/// Adding such a folder adds a dataset; nothing else knows their names.
package struct DatasetCatalog: Sendable {
  /// One dataset of a catalog: its manifest and the folder that it is in.
  package struct Entry: Sendable {
    /// What the dataset declares.
    package let manifest: DatasetManifest
    /// The folder with the manifest, and with the data files where they are shipped.
    package let folder: URL

    /// A dataset that lies in `folder`.
    package init(manifest: DatasetManifest, folder: URL) {
      self.manifest = manifest
      self.folder = folder
    }
  }

  /// The folder with the datasets' folders.
  package let folder: URL
  /// Whether the folder was named or found. Where neither is so, asking for a dataset is an error; functions
  /// need none.
  private let isLocated: Bool

  /// The catalog in `folder`, which is read when something is asked for.
  package init(folder: URL) { self.init(folder, isLocated: true) }

  private init(_ folder: URL, isLocated: Bool) {
    (self.folder, self.isLocated) = (folder.standardizedFileURL, isLocated)
  }

  /// The catalog that the user means: the folder `option`, else the one that the variable
  /// `ENGRAM_DATASETS` names, else the nearest folder `datasets` with a manifest in it, in one of
  /// `starts` or above.
  ///
  /// `starts` are folders such as the current one and that of the program. Where no folder is found, the
  /// catalog throws `no-dataset-folder` when it is asked for something. Throws the same for a named folder that
  /// is not there.
  package static func locate(
    option: String?, environment: [String: String], starts: [URL]
  ) throws -> DatasetCatalog {
    for asked in [option, environment["ENGRAM_DATASETS"]] {
      guard let asked, !asked.isEmpty else { continue }
      let catalog = DatasetCatalog(folder: URL(fileURLWithPath: asked, isDirectory: true))
      _ = try catalog.names()
      return catalog
    }
    for start in starts {
      var above = start.standardizedFileURL
      while true {
        let catalog = DatasetCatalog(
          folder: above.appendingPathComponent("datasets", isDirectory: true))
        if let names = try? catalog.names(), !names.isEmpty { return catalog }
        if above.path == "/" { break }
        above = above.deletingLastPathComponent().standardizedFileURL
      }
    }
    let here = starts.first ?? URL(fileURLWithPath: ".", isDirectory: true)
    return DatasetCatalog(
      here.appendingPathComponent("datasets", isDirectory: true), isLocated: false)
  }

  /// The names of the datasets, sorted: the folders that hold a manifest.
  package func names() throws -> [String] {
    guard isLocated else {
      throw DatasetError(
        .noCatalog, "there is no folder with datasets here or above",
        advice: "run inside the project, or name the folder with --datasets or ENGRAM_DATASETS")
    }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      throw DatasetError(
        .noCatalog, "there is no folder '\(folder.path)' with datasets", file: folder.path,
        advice: "choose one with --datasets or ENGRAM_DATASETS")
    }
    return names.filter { FileManager.default.fileExists(atPath: manifestFile(of: $0).path) }
      .sorted()
  }

  /// The dataset `name`.
  ///
  /// Throws `unknown-dataset` with the nearest name or all there are, or what is wrong with the
  /// manifest. A name is only ever compared, so none leads out of the folder.
  package func entry(named name: String) throws -> Entry {
    let names = try names()
    guard names.contains(name) else { throw unknown(name, known: names) }
    let file = manifestFile(of: name)
    let manifest = try DatasetManifest(contentsOf: file)
    guard manifest.name == name else {
      throw DatasetError(
        .invalidManifest,
        "'name' is '\(manifest.name)', and the folder's name is '\(name)'", file: file.path,
        advice: "rename the folder or correct the manifest")
    }
    return Entry(manifest: manifest, folder: folder.appendingPathComponent(name, isDirectory: true))
  }

  /// The error of a name that no dataset has.
  private func unknown(_ name: String, known: [String]) -> DatasetError {
    let advice =
      Wording.suggestion(for: name, among: known)
      ?? (known.isEmpty ? "the folder holds none" : "there are \(Wording.list(known))")
    return DatasetError(
      .unknownDataset, "there is no dataset '\(Wording.quotable(name))' in '\(folder.path)'",
      file: folder.path, advice: advice)
  }

  /// All datasets, sorted by name. Throws for the first manifest that is not valid.
  package func entries() throws -> [Entry] { try names().map(entry(named:)) }

  private func manifestFile(of name: String) -> URL {
    folder.appendingPathComponent(name, isDirectory: true).appendingPathComponent("manifest.json")
  }
}
