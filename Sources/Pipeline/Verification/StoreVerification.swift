import Foundation

/// Looks whether all that a store holds is what it should be. Changes nothing, takes no lock.
///
/// Manifests must decode, agree with their names, their preimages and the results that they were
/// computed from as far as these are there, and have all their files; files must have the size and the
/// SHA-256 that the manifest says; links in runs' folders must lead to files of the store; pins must
/// have their results; nothing may be writable by everybody. What dead processes left is counted and
/// is no fault: every crash may leave some.
///
/// Others may work in the store meanwhile: a result that appears is whole when its manifest is there,
/// and one that is collected loses its manifest first, so a file counts as missing only while its
/// manifest is there.
public struct StoreVerification: Sendable {
  /// What was looked at.
  public struct Counts: Codable, Hashable, Sendable {
    /// Manifests.
    public var results = 0
    /// Files of results.
    public var files = 0
    /// Bytes of these files.
    public var bytes = 0
    /// Runs' folders.
    public var runs = 0
    /// Pins.
    public var pins = 0
    /// Processes at work.
    public var leases = 0
    /// Files that belong to no result.
    public var unusedFiles = 0
    /// Damaged files that were put aside.
    public var quarantined = 0
    /// What stages at work, or of processes that died, go on from.
    public var savepoints = 0
    /// Unfinished work in `tmp`, of processes that are at work or died.
    public var unfinished = 0
  }

  /// What is wrong, in the order in which it was found.
  public internal(set) var findings: [StoreFinding] = []
  /// What was looked at.
  public internal(set) var counts = Counts()

  let store: Store
  /// The results that a repair puts aside.
  var damaged: Set<Fingerprint> = []
  /// The content of each sound result.
  var contents: [Fingerprint: Fingerprint] = [:]

  /// Looks at everything. O(bytes of the store).
  ///
  /// - Parameter observer: told how many bytes were read of how many, now and then.
  /// - Throws: nothing but `CancellationError`; whatever else goes wrong is a finding.
  public init(of store: Store, observer: (StageProgress) -> Void = { _ in }) throws {
    self.store = store
    for name in ["blobs", "actions", "locks", "tmp", "quarantine", "runs"]
    where !Files.isFolder(store.root.appendingPathComponent(name)) {
      fault(name, "is missing or no folder", "make an empty folder of that name")
    }
    checkModes(store.root, "")
    let manifests = checkManifests()
    try checkFiles(of: manifests, observer)
    checkInputs(of: manifests)
    checkRunFolders()
    checkPins()
    checkSavepoints()
    countRest()
  }

  /// Adds a fault.
  mutating func fault(_ place: String, _ message: String, _ advice: String) {
    findings.append(StoreFinding(.fault, place, message, advice: advice))
  }

  /// Adds a note.
  mutating func note(_ place: String, _ message: String, _ advice: String) {
    findings.append(StoreFinding(.note, place, message, advice: advice))
  }

  private mutating func checkModes(_ folder: URL, _ path: String) {
    for name in [""] + Files.names(in: folder) {
      if name.isEmpty && !path.isEmpty { continue }
      let url = name.isEmpty ? folder : folder.appendingPathComponent(name)
      let place = name.isEmpty ? "." : path + name
      guard let status = FileStatus(at: url.path, followingLinks: false), status.kind != S_IFLNK
      else { continue }
      if status.permissions & S_IWOTH != 0 {
        fault(place, "can be written by everybody", "take that right away: chmod o-w '\(url.path)'")
      }
      if !name.isEmpty, status.kind == S_IFDIR { checkModes(url, place + "/") }
    }
  }

  private mutating func checkPins() {
    let pins: [Pin]
    do {
      pins = try store.pins()
    } catch {
      return fault("pins", "\(error)", "until then nothing can be collected")
    }
    counts.pins = pins.count
    for pin in pins {
      for key in pin.keys where !Files.exists(store.url(ofManifest: key)) {
        fault(
          "pins/\(pin.name).json", "its result \(key.abbreviated) is not in the store",
          "run the experiment again, or 'engram unpin \(pin.name)'")
      }
    }
  }

  /// A savepoint that cannot be used costs time and no result.
  private mutating func checkSavepoints() {
    let names = store.savepointNames()
    counts.savepoints = names.keys.count
    for name in names.others { note("savepoints/\(name)", "does not belong here", "remove it") }
    for key in names.keys {
      guard let problem = store.fault(inSavepointOf: key) else { continue }
      note(
        "savepoints/\(key.hex)", problem,
        "the next run begins that task from the start; 'engram gc' removes the file")
    }
  }

  private mutating func countRest() {
    func count(_ name: String) -> Int {
      Files.names(in: store.root.appendingPathComponent(name)).count
    }
    counts.quarantined = count("quarantine")
    counts.unfinished = count("tmp")
    do {
      counts.leases = try store.liveLeases().count
    } catch {
      note("leases", "\(error)", "until then nothing can be collected")
    }
  }
}
