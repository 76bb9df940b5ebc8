import Foundation

extension Store {
  /// What became of a result that another store had.
  package enum Adoption: Hashable, Sendable {
    /// It is part of this store now.
    case taken
    /// It was there already, with an equal content.
    case present
    /// This store has another content under the key, and keeps that.
    case differs(here: Fingerprint)
  }

  /// Moves a result from a staged store into this one: whole, or not at all.
  ///
  /// The files must have been verified. They come first, then the manifest as it is, with all that it
  /// tells of the result's origin. From then on the lease keeps the result.
  ///
  /// Waits where a process that computes the result holds something damaged under its key. Throws
  /// `unknownName` where the staged store has no such result, `diskFull`, `inputOutput`, `storeInUse`,
  /// `storeTooNew`, `CancellationError`.
  package func adopt(
    _ key: Fingerprint, from staged: Store, under lease: Lease
  ) async throws -> Adoption {
    while true {
      let pause = try await pauseCollections()
      if let present = try manifest(of: key) {
        try lease.keep(key)
        _ = consume pause
        let content = try staged.peek(key)?.contentDigest
        return content == nil || content == present.contentDigest
          ? .present : .differs(here: present.contentDigest)
      }
      // Files that it shares with another result may have been taken already.
      guard let manifest = try staged.peek(key) else {
        throw PipelineError(
          .unknownName, "the result \(key.abbreviated) is not there to be taken",
          advice: "take the bundle again")
      }
      var isTaken = false
      // Somebody who computes the result loses nothing if it appears: it is found at the end.
      if let lock = try FileLock.tryFile(root.appendingPathComponent("locks/\(key.hex)")) {
        _ = try manifestAfterClearing(key)
        isTaken = try publish(manifest, from: staged)
        _ = consume lock
      } else if case .missing = try look(at: key) {
        isTaken = try publish(manifest, from: staged)
      }
      if isTaken {
        try lease.keep(key)
        _ = consume pause
        return .taken
      }
      _ = consume pause
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// Whether the name of the manifest was free.
  private func publish(_ manifest: Manifest, from staged: Store) throws -> Bool {
    for output in manifest.outputs { try take(output, from: staged) }
    return try name(staged.url(ofManifest: manifest.key), as: url(ofManifest: manifest.key))
  }

  /// Makes a verified file of a staged store part of this one, unless this has it with the right bytes.
  package func take(_ output: Manifest.Output, from staged: Store) throws {
    let source = staged.url(ofBlob: output.sha256)
    guard Files.exists(source) else {
      // Another result has brought it.
      _ = try read(output)
      return
    }
    if (try? read(output)) != nil { return }
    try move(source, to: url(ofBlob: output.sha256))
  }

  /// What became of a savepoint that another store had.
  package enum SavepointAdoption: Hashable, Sendable {
    /// A run goes on from it.
    case taken
    /// The result is there, or a savepoint that is as far.
    case present
    /// A process computes the result.
    case atWork
  }

  /// Moves a savepoint from a staged store into this one, in the place of one that is less far or cannot be
  /// used.
  ///
  /// It must have been verified. Throws `diskFull`, `inputOutput`.
  package func adoptSavepoint(
    of key: Fingerprint, from staged: Store
  ) throws -> SavepointAdoption {
    guard let lock = try FileLock.tryFile(root.appendingPathComponent("locks/\(key.hex)")) else {
      return .atWork
    }
    let isFurther = try isFurther(staged, inSavepointOf: key)
    if isFurther { try move(staged.url(ofSavepoint: key), to: url(ofSavepoint: key)) }
    _ = consume lock
    return isFurther ? .taken : .present
  }

  /// Whether the savepoint of `staged` is of use here.
  private func isFurther(_ staged: Store, inSavepointOf key: Fingerprint) throws -> Bool {
    if contains(key) { return false }
    guard try usableSavepoint(of: key) != nil, let here = savepointStatus(of: key),
      let there = staged.savepointStatus(of: key)
    else { return true }
    return there.progress.completed > here.progress.completed
  }

  /// Takes the documents of a staged run into its folder: what was kept of its results, what happened,
  /// and its description, with which it is a run of this store. Events that are here stay, and so does the
  /// description of a run that is here.
  ///
  /// - Parameters:
  ///   - isPresent: whether the run is here
  ///   - withRecord: whether what was kept of its results is needed
  /// - Throws: `diskFull`, `inputOutput`, `unsafePath`
  package func adoptRun(
    _ id: String, from staged: Store, isPresent: Bool, withRecord: Bool
  ) throws {
    let folder = try RunFolder(id, in: self).url
    for document in [StorePath.RunDocument.record, .events, .description] {
      if document == .record, !withRecord { continue }
      let place = folder.appendingPathComponent(document.rawValue)
      if document == .description, isPresent { continue }
      if document == .events, Files.exists(place) { continue }
      guard let bytes = try staged.bytes(of: .run(id, document)) else { continue }
      try Files.publish(bytes, at: place, prefix: ".run-")
    }
  }
}
