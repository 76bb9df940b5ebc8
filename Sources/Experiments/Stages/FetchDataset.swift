import Datasets
import Foundation
import Pipeline

/// Gets a dataset's files from its folder, a local folder or a mirror; every byte is verified.
package struct FetchDataset: Stage {
  package struct Configuration: Codable, Hashable, Sendable {
    package let name: String
    /// What the manifest declares of the contents: not where they come from.
    package let content: String
  }

  package static let identifier = "fetch-dataset"
  package static let version = 1
  package let configuration: Configuration
  private let entry: DatasetCatalog.Entry
  private let downloads: URL

  /// Fetches `entry`; unfinished downloads stay in the folder `downloads`.
  package init(_ entry: DatasetCatalog.Entry, downloads: URL) {
    (self.entry, self.downloads) = (entry, downloads)
    configuration = Configuration(
      name: entry.manifest.name, content: entry.manifest.contentDigest)
  }

  package func run(_ input: Void, in context: StageContext) async throws -> DatasetArtifact {
    let fetcher = DatasetFetcher(entry, downloads: downloads) { progress in
      context.report(
        StageProgress(completed: progress.bytes, total: progress.total, unit: "bytes"))
    }
    let files = try await fetcher.fetch()
    // Files that agree with their digests and yet not with the manifest are no dataset.
    _ = try files.images()
    return DatasetArtifact(files)
  }
}
