import Datasets
import Foundation
import TestSupport

/// A dataset of a few images in a folder of its own, of which one file is compressed.
struct SmallDataset {
  private let folder: TemporaryFolder
  private let entry: DatasetCatalog.Entry
  /// The compressed file and its bytes.
  let file: URL
  let compressed: [UInt8]

  init() throws {
    folder = try TemporaryFolder()
    let images: [UInt8] =
      [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 20, 0, 0, 0, 50]
      + (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 7 / 3) }
    let contents: [(name: String, bytes: [UInt8])] = [
      ("train-images", images), ("train-labels", [0, 0, 8, 1, 0, 0, 0, 3, 0, 1, 1]),
      (
        "test-images",
        [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 20, 0, 0, 0, 50] + [UInt8](repeating: 9, count: 1000)
      ),
      ("test-labels", [0, 0, 8, 1, 0, 0, 0, 1, 1]),
    ]
    var files: [[String: Any]] = []
    for (name, bytes) in contents {
      let place = folder.url.appendingPathComponent(name)
      try Data(bytes).write(to: place)
      let digest = try Command.run(["sha256sum", place.path]).output.prefix(64)
      files.append([
        "role": name, "name": name + (name == "train-images" ? ".gz" : ""),
        "archives": [[String: Any]](),
        "uncompressed": ["bytes": bytes.count, "sha256": String(digest)],
      ])
    }
    _ = try Command.run(["gzip", "-9n", folder.url.appendingPathComponent("train-images").path])
    file = folder.url.appendingPathComponent("train-images.gz")
    compressed = [UInt8](try Data(contentsOf: file))
    let manifest: [String: Any] = [
      "schema_version": 1, "name": "small", "version": "1", "title": "t", "licence": "l",
      "citation": "c", "description": "d", "format": "idx", "classes": ["a", "b"],
      "image": ["height": 20, "width": 50, "channels": 1], "counts": ["train": 3, "test": 1],
      "files": files, "sources": [[String: String]](),
    ]
    entry = DatasetCatalog.Entry(
      manifest: try DatasetManifest(
        json: JSONSerialization.data(withJSONObject: manifest), file: "manifest.json"),
      folder: folder.url)
  }

  /// The images to train on, as they are in the folder now.
  func local() throws -> LabelledImages {
    try DatasetFetcher(entry, downloads: folder.url).local().images().train
  }
}
