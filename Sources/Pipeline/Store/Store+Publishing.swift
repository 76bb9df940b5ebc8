import Foundation

extension Store {
  /// Who computed a result, and how.
  struct Circumstances: Sendable {
    let program: Program
    let startedAt: Date
    let seconds: Double
    let work: WorkClock.Measurement?
  }

  /// Makes a stage's result part of the store: whole, or not at all.
  ///
  /// Files are written in `tmp`, flushed, and renamed into `blobs`; the manifest comes last, and with
  /// it the result exists. A file that is there already is kept if its bytes are right.
  ///
  /// - Returns: the manifest; that of an earlier result where one exists with the same content.
  /// - Throws: `nonDeterminism` where an earlier result of the key has another content: the earlier
  ///   one stays. `diskFull`, `inputOutput`: nothing is left behind.
  func publish(
    _ artifact: some Artifact, of step: Graph.Step, preimage: Preimage, inputKeys: [Fingerprint],
    _ circumstances: Circumstances
  ) throws -> Manifest {
    var writer = ArtifactWriter(kind: step.kind, key: preimage.key)
    try artifact.write(to: &writer)
    let outputs = writer.files.map {
      Manifest.Output(
        name: $0.name, kind: $0.kind, sha256: Fingerprint(of: $0.bytes), bytes: $0.bytes.count)
    }
    let content =
      writer.contentDigest
      ?? ArtifactWriter.contentDigest(of: outputs.map { ($0.name, $0.sha256) })
    let manifest = Manifest(
      schema: Manifest.schema, key: preimage.key, preimage: preimage, stage: step.stage,
      version: step.version, kind: step.kind, outputs: outputs, contentDigest: content,
      inputKeys: inputKeys, program: circumstances.program, host: ProcessInfo.processInfo.hostName,
      startedAt: circumstances.startedAt, seconds: circumstances.seconds,
      unitSeconds: circumstances.work?.secondsPerUnit, units: circumstances.work?.units)

    return try withTemporaryFolder { folder in
      for (file, output) in zip(writer.files, outputs) {
        if (try? read(output)) != nil { continue }
        let temporary = folder.appendingPathComponent(output.sha256.hex)
        try Files.write(file.bytes, to: temporary, mode: 0o444)
        try move(temporary, to: url(ofBlob: output.sha256))
      }
      let temporary = folder.appendingPathComponent("manifest.json")
      try Files.write(try manifest.encoded(), to: temporary, mode: 0o444)
      // Under the key's lock nobody else publishes it. Where locks do not reach from host to host (some
      // network folders) somebody may: the first one counts.
      for _ in 0..<Self.attempts {
        if let earlier = try manifestAfterClearing(manifest.key) {
          try Self.check(content, equals: earlier.contentDigest, step: step, key: manifest.key)
          return earlier
        }
        if try name(temporary, as: url(ofManifest: manifest.key)) { return manifest }
      }
      throw PipelineError.system("name", url(ofManifest: manifest.key).path, EEXIST)
    }
  }

  /// How often the name of a manifest may be taken by what cannot be read, and is put aside.
  private static let attempts = 5

  /// Throws `nonDeterminism` unless the two contents are one.
  static func check(
    _ content: Fingerprint, equals earlier: Fingerprint, step: Graph.Step, key: Fingerprint
  ) throws {
    guard content != earlier else { return }
    throw PipelineError(
      .nonDeterminism,
      "'\(step.name)' (stage \(step.stage), key \(key.abbreviated)) gave the content \(content), "
        + "before it gave \(earlier)",
      advice: "find what the stage depends on besides its configuration and inputs; the earlier "
        + "result stays")
  }

  /// Renames a file into a folder of two hexadecimal digits, and flushes the names.
  func move(_ file: URL, to target: URL) throws {
    let folder = try folder(of: target)
    try Files.rename(file, to: target)
    try Files.synchronizeFolder(folder)
  }

  /// Gives a file its name in a folder of two hexadecimal digits, and flushes the names; false where the name
  /// is taken.
  func name(_ file: URL, as target: URL) throws -> Bool {
    let folder = try folder(of: target)
    guard try Files.name(file, as: target) else { return false }
    try Files.synchronizeFolder(folder)
    return true
  }

  /// The folder of two hexadecimal digits, made if it is missing.
  private func folder(of file: URL) throws -> URL {
    let folder = file.deletingLastPathComponent()
    if Files.exists(folder) {
      try Files.requireFolder(folder)
    } else {
      try Files.makeFolder(folder)
      try Files.synchronizeFolder(folder.deletingLastPathComponent())
    }
    return folder
  }

  /// Runs `body` with a new folder in `tmp` that nobody reaps meanwhile, and removes the folder.
  func withTemporaryFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
    let lock = try makeTemporaryFolder()
    let folder = lock.url
    defer { try? FileManager.default.removeItem(at: folder) }
    let value = try body(folder)
    _ = consume lock
    return value
  }

  /// A new folder in `tmp`, held so that nobody reaps it.
  func makeTemporaryFolder() throws -> FileLock {
    var folder = root
    // Where clocks differ, another process may take the new folder for an old one and remove it
    // before it is held: then the next one.
    for _ in 0..<100 {
      folder = root.appendingPathComponent("tmp/\(host.newName())", isDirectory: true)
      try Files.makeFolder(folder)
      if let lock = FileLock.tryFolder(folder) { return lock }
    }
    throw PipelineError.system("hold", folder.path, errno)
  }

  /// Waits for the lock of `key`; `waiting` is called once if somebody else holds it.
  ///
  /// Throws `CancellationError` where the task is cancelled meanwhile.
  func lock(_ key: Fingerprint, waiting: () -> Void) async throws -> FileLock {
    let url = root.appendingPathComponent("locks/\(key.hex)")
    var hasWaited = false
    while true {
      if let lock = try FileLock.tryFile(url) { return lock }
      if !hasWaited { waiting() }
      hasWaited = true
      try await Task.sleep(for: .milliseconds(50))
    }
  }
}
