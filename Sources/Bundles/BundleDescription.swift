import Foundation
import Pipeline

/// The first entry of a bundle, `bundle.json`: what the bundle is and what it holds.
package struct BundleDescription: Codable, Hashable, Sendable {
  /// What every bundle says first.
  package static let format = "engram-bundle"
  /// The newest version that this program reads. It writes the oldest that can say what the bundle holds: a
  /// bundle with unfinished runs has version 2, any other one has version 1.
  package static let newestVersion = 2
  /// The name of the entry.
  package static let name = "bundle.json"
  /// The most bytes of it that are read.
  static let byteLimit = 1 << 24

  /// A run in the bundle.
  package struct Run: Codable, Hashable, Sendable {
    /// The run's identifier.
    package let run: String
    /// The experiment's name.
    package let experiment: String
    /// The seed.
    package let seed: Int64
    /// The settings that differ from the experiment's own.
    package let settings: [String]
    /// True where only the first of its results are there; else nil.
    package let isUnfinished: Bool?

    /// A run of this name.
    package init(
      run: String, experiment: String, seed: Int64, settings: [String], isUnfinished: Bool = false
    ) {
      (self.run, self.experiment, self.seed, self.settings) = (run, experiment, seed, settings)
      self.isUnfinished = isUnfinished ? true : nil
    }
  }

  /// What the entries behind the description are.
  package struct Contents: Codable, Hashable, Sendable {
    /// How many there are.
    package let entries: Int
    /// The bytes of all.
    package let bytes: Int
    /// The digest of their names, sizes and SHA-256s.
    package let digest: Fingerprint
  }

  /// Always `engram-bundle`.
  package private(set) var format = BundleDescription.format
  /// The version of the format.
  package let version: Int
  /// The release of the program that wrote the bundle.
  package let program: String
  /// The numeric classes of the runs, sorted.
  package let numericClasses: [String]
  /// The versions of each stage that the runs have, ascending.
  package let stages: [String: [Int]]
  /// Whether the bundle has the results with all their files; images may be missing all the same.
  package let hasCheckpoints: Bool
  /// False where only the images of datasets are missing; else nil.
  package let hasImages: Bool?
  /// The runs, by identifier.
  package let runs: [Run]
  /// The pins, by name.
  package let pins: [String]
  /// The sweeps, by identifier.
  package let sweeps: [String]
  /// The keys of the results that unfinished runs have savepoints of, sorted; nil where no run is unfinished.
  package let savepoints: [Fingerprint]?
  /// What follows.
  package let contents: Contents

  /// The runs that may be unfinished.
  package var unfinished: Set<String> {
    version < 2 ? [] : Set(runs.filter { $0.isUnfinished == true }.map(\.run))
  }

  /// A description of these runs and entries.
  ///
  /// - Parameters:
  ///   - hasCheckpoints: whether states are in the bundle
  ///   - hasImages: whether images of datasets are; without checkpoints they never are
  package init(
    program: String, numericClasses: Set<String>, stages: [String: Set<Int>], hasCheckpoints: Bool,
    hasImages: Bool, runs: [Run], entries: [BundleEntry]
  ) {
    let isUnfinished = runs.contains { $0.isUnfinished == true }
    version = isUnfinished ? 2 : 1
    self.hasImages = hasCheckpoints && !hasImages ? false : nil
    savepoints =
      isUnfinished
      ? entries.compactMap { if case .savepoint(let key) = $0.path { key } else { nil } }.sorted()
      : nil
    self.program = program
    self.numericClasses = numericClasses.sorted()
    self.stages = stages.mapValues { $0.sorted() }
    self.hasCheckpoints = hasCheckpoints
    self.runs = runs.sorted { $0.run < $1.run }
    pins = entries.compactMap { if case .pin(let name) = $0.path { name } else { nil } }.sorted()
    sweeps = entries.compactMap { if case .sweep(let id) = $0.path { id } else { nil } }.sorted()
    var digest = EntriesDigest()
    for entry in BundleEntry.sorted(entries) {
      digest.add(entry.path, bytes: entry.bytes, sha256: entry.sha256)
    }
    contents = digest.finish()
  }
}

/// The digest of all entries of a bundle, in their order.
struct EntriesDigest: ~Copyable {
  private var digest = FingerprintBuilder(domain: "engram.bundle.entries")
  private(set) var entries = 0
  private(set) var bytes = 0

  mutating func add(_ path: StorePath, bytes: Int, sha256: Fingerprint) {
    digest.append(path.text)
    digest.append(bytes)
    digest.append(sha256.hex)
    entries += 1
    self.bytes += bytes
  }

  mutating func finish() -> BundleDescription.Contents {
    BundleDescription.Contents(entries: entries, bytes: bytes, digest: digest.finish())
  }
}
