import Foundation
import Synchronization

/// All results of some stages that a store has, as far as finding similar ones needs them.
///
/// Read from the manifests themselves, so it is never behind and there is no index to keep.
struct StageHistory: Sendable {
  /// One stored result.
  struct Entry: Sendable {
    let key: Fingerprint
    let stage: String
    let version: Int
    /// ISO-8601 in UTC, so that it sorts.
    let startedAt: String
    /// How long the computation took.
    let seconds: Double
    /// How long each unit of the stage's work took of that, where it was measured.
    let unitSeconds: Double?
    /// How many units that were, where it was noted.
    let units: Int?
    /// The numbers at the paths that are counted, by the paths' hashes.
    let counts: [UInt64: Double]
    /// The fields of the preimage but for the inputs' digests, and these, each in the order of hashes.
    fileprivate let settings: [FieldHash]
    fileprivate let inputs: [FieldHash]

    /// Nil of a manifest that was not read with its fields, or does not tell its key.
    init?(_ manifest: ManifestSummary) {
      guard let key = manifest.key, !manifest.fields.isEmpty else { return nil }
      (self.key, stage, version) = (key, manifest.stage, manifest.version)
      (startedAt, seconds) = (manifest.startedAt, manifest.seconds)
      (unitSeconds, units, counts) = (manifest.unitSeconds, manifest.units, manifest.counts)
      (settings, inputs) = StageHistory.parts(manifest.fields)
    }

    /// How long one of so many rounds took, which have as many units as the inputs made of them.
    func secondsOfRound(of rounds: Double?) -> Double? {
      guard let rounds, let unitSeconds, let units else { return nil }
      return unitSeconds * Double(units) / rounds
    }
  }

  /// By stage.
  private let entries: [String: [Entry]]

  /// Reads the manifests of `stages`.
  ///
  /// A file that is no manifest, or one of a newer program, is passed over. Complexity: reads every
  /// manifest of the store, a third of a second for ten thousand.
  ///
  /// - Parameter works: what the times of these stages grow with
  init(of stages: Set<String>, in store: Store, counting works: Set<StageWork> = []) {
    let paths = Set(works.flatMap(\.paths).map { FieldHash.hash(ofPath: $0) })
    let actions = store.root.appendingPathComponent("actions", isDirectory: true)
    let folders = Files.names(in: actions).map {
      actions.appendingPathComponent($0, isDirectory: true)
    }
    let found = Mutex<[String: [Entry]]>([:])
    let threads = max(1, min(ProcessInfo.processInfo.activeProcessorCount, 8, folders.count))
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      var own: [String: [Entry]] = [:]
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      for folder in stride(from: thread, to: folders.count, by: threads).map({ folders[$0] }) {
        for name in Files.names(in: folder) where name.hasSuffix(".json") {
          guard
            let count = try? BoundedFile.read(
              "\(folder.path)/\(name)", atMost: Manifest.byteLimit, into: &buffer)
          else { continue }
          let entry = buffer.withUnsafeBytes {
            ManifestSummary(
              UnsafeRawBufferPointer(rebasing: $0[..<count]), reading: .fields, counting: paths
            ).flatMap(Entry.init)
          }
          // A manifest under another key's name is not one that the store would give.
          guard let entry, stages.contains(entry.stage), name == "\(entry.key.hex).json" else {
            continue
          }
          own[entry.stage, default: []].append(entry)
        }
      }
      let part = own
      found.withLock { $0.merge(part) { $0 + $1 } }
    }
    entries = found.withLock { $0 }
  }

  /// The result of `stage` whose preimage differs from `fields` in the fewest fields, the latest of
  /// those that differ in equally many.
  ///
  /// - Parameters:
  ///   - unknownInputs: indices of inputs whose content is not known, which count for nothing
  ///   - time: only results begun before it (ISO-8601), where given
  ///   - key: a result that is not meant
  /// - Complexity: linear in the number of the stage's results times that of fields.
  func nearest(
    to fields: [PreimageField], of stage: String, unknownInputs: Set<Int> = [],
    before time: String? = nil, except key: Fingerprint? = nil
  ) -> Fingerprint? {
    let (settings, inputs) = Self.parts(fields.map(FieldHash.init))
    let unknown = unknownInputs.map {
      FieldHash(PreimageField(path: PreimageField.path(ofInput: $0), type: .null, value: "")).path
    }
    var best: (entry: Entry, distance: Int)?
    for entry in entries[stage] ?? []
    where entry.key != key && time.map({ entry.startedAt < $0 }) != false {
      let distance =
        Self.distance(settings, entry.settings)
        + Self.distance(inputs, entry.inputs.filter { !unknown.contains($0.path) })
      if let best {
        if distance > best.distance { continue }
        // Equal times are told apart by the key, so that the answer does not depend on the order of
        // files in a folder.
        if distance == best.distance,
          (entry.startedAt, entry.key) < (best.entry.startedAt, best.entry.key)
        {
          continue
        }
      }
      best = (entry, distance)
    }
    return best?.entry.key
  }

  /// What running a step may take: the median over the results of the same stage and version whose
  /// settings differ in the fewest fields. Inputs' contents are not compared, nor the amount of work: what
  /// results of another amount took is scaled to the step's, those of the nearest amount.
  func expectation(for step: TracedStep) -> Expectation? {
    let count = step.work?.count(in: step.fields)
    let path = count.map { FieldHash.hash(ofPath: $0.path) }
    let settings = Self.parts(step.fields.map(FieldHash.init)).settings.filter { $0.path != path }
    var nearest: [Entry] = []
    var least = Int.max
    for entry in entries[step.stage] ?? [] where entry.version == step.version {
      let distance = Self.distance(settings, entry.settings.filter { $0.path != path })
      if distance > least { continue }
      if distance < least { (nearest, least) = ([], distance) }
      nearest.append(entry)
    }
    let results = nearest.map { entry in
      let units = path.flatMap { entry.counts[$0] }.flatMap { count?.units($0) }
      return WorkTime(
        seconds: entry.seconds,
        unitSeconds: count?.isOfRounds == true
          ? entry.secondsOfRound(of: units) : entry.unitSeconds,
        units: units)
    }
    return WorkTime.expectation(
      results, units: count?.units(in: step.fields), unit: count?.unit ?? "", differences: least)
  }

  /// Fields without and with the inputs, in the order of their paths' hashes.
  private static func parts(
    _ fields: [FieldHash]
  ) -> (settings: [FieldHash], inputs: [FieldHash]) {
    let sorted = fields.sorted { $0.path < $1.path }
    return (sorted.filter { !$0.isInput }, sorted.filter(\.isInput))
  }

  /// The number of paths whose values are not the same, or that one side lacks.
  private static func distance(_ left: [FieldHash], _ right: [FieldHash]) -> Int {
    var (i, j, count) = (0, 0, 0)
    while i < left.count, j < right.count {
      if left[i].path == right[j].path {
        if left[i].value != right[j].value { count += 1 }
        i += 1
        j += 1
      } else {
        count += 1
        if left[i].path < right[j].path { i += 1 } else { j += 1 }
      }
    }
    return count + left.count - i + right.count - j
  }
}
