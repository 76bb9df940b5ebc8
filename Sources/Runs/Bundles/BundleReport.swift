import Pipeline

/// What has become of a bundle's contents.
package struct BundleReport: Codable, Hashable, Sendable {
  /// What has become of a run, a savepoint, a pin or a sweep.
  package enum Outcome: String, Codable, Hashable, Sendable {
    /// It is part of the store now.
    case taken
    /// It was there already.
    case present
    /// The store has another one of that name, or other results; that stays.
    case differs
    /// A process is at work on it in the store; it stays that process's.
    case atWork = "at-work"
  }

  /// What a rerun of a run by this program and on this machine would do.
  package enum Rerun: String, Codable, Hashable, Sendable {
    /// It would find the results.
    case finds
    /// A stage has a later version now: its results would be computed anew.
    case olderStages = "older-stages"
    /// The results are of another kind of arithmetic: they would be computed anew.
    case otherClass = "other-class"
    /// That is not known: there are no datasets, or the settings are not those of this program.
    case unknown
  }

  /// A run.
  package struct Run: Codable, Hashable, Sendable {
    /// Its identifier.
    package let run: String
    /// The settings that differ from the experiment's own.
    package let settings: [String]
    /// Whether the bundle has only the first of its results.
    package let isUnfinished: Bool
    /// What has become of it.
    package var outcome: Outcome
    /// What differs, where something does.
    package var reason: String?
    /// What a rerun would do.
    package let rerun: Rerun
  }

  /// A savepoint, a pin or a sweep.
  package struct Item: Codable, Hashable, Sendable {
    /// Its name; of a savepoint, the key of the result that it leads to.
    package let name: String
    /// What has become of it.
    package let outcome: Outcome
  }

  /// How many results were taken and how many were there.
  package struct Results: Codable, Hashable, Sendable {
    /// Taken.
    package var taken = 0
    /// There already, with an equal content.
    package var present = 0
    /// In the store with another content, or computed from such a one.
    package var different = 0
  }

  /// The program that made the bundle.
  package let program: String
  /// Whether the bundle has the states of its results.
  package let hasCheckpoints: Bool
  /// Whether the bundle has the images of its datasets.
  package let hasImages: Bool
  /// The runs, by identifier.
  package internal(set) var runs: [Run] = []
  /// Their results.
  package internal(set) var results = Results()
  /// The savepoints that runs go on from, by key.
  package internal(set) var savepoints: [Item] = []
  /// The pins, by name.
  package internal(set) var pins: [Item] = []
  /// The sweeps, by identifier.
  package internal(set) var sweeps: [Item] = []
  /// Why the database lacks the runs, where it does.
  package internal(set) var databaseFailure: String?

  /// Whether something in the store contradicts the bundle.
  package var hasDifferences: Bool {
    (runs.map(\.outcome) + pins.map(\.outcome) + sweeps.map(\.outcome)).contains(.differs)
  }
}
