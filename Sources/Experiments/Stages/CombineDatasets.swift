import Pipeline

/// Makes one dataset of two: the classes of the second are counted on from those of the first.
///
/// The store keeps the files of both once, since it names files by their content.
package struct CombineDatasets: Stage {
  /// Nothing: the result follows from the datasets alone.
  package struct Configuration: Codable, Hashable, Sendable {}

  package static let identifier = "combine-datasets"
  package static let version = 1
  package let configuration = Configuration()

  /// Puts the second dataset behind the first one.
  package func run(
    _ input: (DatasetArtifact, DatasetArtifact), in context: StageContext
  ) async throws -> DatasetArtifact {
    input.0.joined(with: input.1)
  }
}
