import Foundation

/// What happened in a run: the lines of `events.jsonl`.
public struct RunEvents: Sendable {
  /// One line: what happened (`event`), when (`time`), and details such as `node` and `key`.
  public typealias Event = [String: String]

  /// The events, in the order in which they were written.
  public let events: [Event]
  /// How many lines are no events: a process that is killed while it writes leaves half a line, which
  /// may have the next one's text behind it.
  public let damagedLines: Int
  /// Whether the beginning was left out, the file being larger than what was read.
  public let isCut: Bool

  init(_ bytes: Data, isWhole: Bool) {
    var lines = bytes.split(separator: UInt8(ascii: "\n"))[...]
    if !isWhole { lines = lines.dropFirst() }
    let decoder = JSONDecoder()
    events = lines.compactMap { try? decoder.decode(Event.self, from: Data($0)) }
    damagedLines = lines.count - events.count
    isCut = !isWhole
  }
}

extension RunFolder {
  /// The events of the run; of a long file the last ones, `limit` bytes of them. Empty where there are
  /// none. Throws `undecodable` where the file is a link, `inputOutput`.
  public func events(limit: Int = RunFolder.eventsLimit) throws -> RunEvents {
    let tail = try Files.tail(of: url.appendingPathComponent("events.jsonl"), limit: limit)
    return RunEvents(tail?.bytes ?? Data(), isWhole: tail?.isWhole ?? true)
  }

  /// Whether the end of the journal that `events` reads has `text` somewhere: many times quicker than
  /// decoding its lines. Throws as `events`.
  package func journalContains(_ text: String) throws -> Bool {
    let tail = try Files.tail(
      of: url.appendingPathComponent("events.jsonl"), limit: RunFolder.eventsLimit)
    return tail?.bytes.firstRange(of: Data(text.utf8)) != nil
  }

  /// How much of a run's events is read unless said otherwise, in bytes.
  public static var eventsLimit: Int { sizeLimit }

  /// What a run needs of the store.
  struct References {
    var keys: Set<Fingerprint> = []
    /// Results that were begun; they may have savepoints.
    var begun: Set<Fingerprint> = []
    var blobs: Set<Fingerprint> = []
  }

  /// The results and files that the run needs: the keys of its description's `steps` and of its
  /// events, and what its links lead to.
  ///
  /// The events name the results of a run that was killed before it could describe them. Throws
  /// `undecodable` for a description that cannot be read: nobody knows what such a run needs.
  func references() throws -> References {
    struct Step: Decodable { let key: Fingerprint }
    struct Description: Decodable { let steps: [Step]? }
    var references = References()
    if let steps = try description(as: Description.self)?.steps {
      references.keys.formUnion(steps.map(\.key))
    }
    let events = try events().events
    references.keys.formUnion(events.compactMap { $0["key"].flatMap { Fingerprint(hex: $0) } })
    references.begun.formUnion(events.compactMap { $0["result"].flatMap { Fingerprint(hex: $0) } })
    references.blobs.formUnion(links().compactMap(\.blob))
    return references
  }

  /// A symbolic link in the folder.
  struct Link {
    let name: String
    let target: String
    /// The file of the store that it leads to; nil where it leads elsewhere.
    let blob: Fingerprint?
  }

  /// The links in the folder, by name; none is followed.
  func links() -> [Link] {
    Files.names(in: url).compactMap { name in
      let path = url.appendingPathComponent(name).path
      guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else {
        return nil
      }
      let blob = target.split(separator: "/").last.flatMap { Fingerprint(hex: $0) }
        .flatMap { target == "../../\(Store.path(ofBlob: $0))" ? $0 : nil }
      return Link(name: name, target: target, blob: blob)
    }
  }
}
