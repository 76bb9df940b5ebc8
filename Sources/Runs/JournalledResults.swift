import Pipeline

/// The results that the events of a run name, in the order in which they were first begun or found.
struct JournalledResults {
  /// A result.
  struct Entry {
    let node: String
    /// Nil where an earlier program has begun it.
    let key: Fingerprint?
    /// Whether it was there at last: a result that is begun may have been found damaged before.
    let isThere: Bool
    /// Whether it was found at last, other than computed.
    let isHit: Bool
  }

  private(set) var entries: [Entry] = []

  /// What `events` name, in which several processes may have written.
  init(_ events: RunEvents) {
    var places: [String: Int] = [:]
    for event in events.events {
      let isThere = ["hit", "computed"].contains(event["event"])
      guard isThere || event["event"] == "start", let node = event["node"] else { continue }
      let key = event[isThere ? "key" : "result"].flatMap { Fingerprint(hex: $0) }
      let entry = Entry(
        node: node, key: key, isThere: isThere, isHit: event["event"] == "hit")
      if let place = places[node] {
        entries[place] = entry
      } else {
        places[node] = entries.count
        entries.append(entry)
      }
    }
  }

  /// The result that was begun last, of those that were not there afterwards.
  var open: Entry? { entries.last { !$0.isThere } }
}
