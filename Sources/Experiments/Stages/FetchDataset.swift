import Datasets
import Foundation
import Pipeline

/// Gets a dataset's files from its folder, a local folder or a mirror; every byte is verified.
package struct FetchDataset: Stage {
  /// Which data are meant.
  package struct Configuration: Codable, Hashable, Sendable {
    /// The dataset's name.
    package let name: String
    /// The manifest's `contentDigest`: what the data are, whatever place they come from.
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

  /// Fetches the files, and checks that they are the declared images. Throws `DatasetError`.
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
