import Foundation
import Synchronization
import TestSupport
import Testing

/// Stores that many tests begin with. Each is made once, by the first that asks for it.
final class PreparedStores: Sendable {
  static let shared = PreparedStores()

  /// One store; who asks for it while it is made waits.
  private final class Place: Sendable {
    let made = Mutex<Prepared?>(nil)
  }

  /// A store, not to be changed, and the run that was the last in it.
  struct Prepared {
    let store: TestStore
    let run: String
  }

  private let places = Mutex<[[[String]]: Place]>([:])

  private init() {
    // Nobody lets go of what is shared before the process ends.
    atexit { PreparedStores.shared.places.withLock { $0 = [:] } }
  }

  /// The store in which these commands have been run one after another.
  func store(holding commands: [[String]]) throws -> Prepared {
    let place = places.withLock { places in
      let place = places[commands] ?? Place()
      places[commands] = place
      return place
    }
    return try place.made.withLock { made in
      if let made { return made }
      let store = try TestStore()
      for command in commands { try store.succeed(command) }
      let runs = try store.sqlite("SELECT run_id FROM run ORDER BY confirmed_at DESC LIMIT 1")
      let prepared = Prepared(store: store, run: try #require(runs.first))
      made = prepared
      return prepared
    }
  }
}
