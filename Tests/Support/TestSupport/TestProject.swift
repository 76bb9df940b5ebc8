import Foundation

/// The project's folders.
package enum TestProject {
  /// The package itself.
  package static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  /// The datasets with their manifests.
  package static let datasets = root.appending(path: "datasets")
}
