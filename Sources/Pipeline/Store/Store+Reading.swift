import Foundation

extension Store {
  /// What is under the name of a key's manifest.
  enum Look {
    /// Nothing.
    case missing
    /// No manifest that can be read, or one that contradicts itself.
    case unreadable
    /// A manifest that lists a file that is missing or of another size.
    case incomplete(Manifest)
    /// A manifest with all its files, as far as their sizes tell.
    case usable(Manifest)
  }

  /// The manifest of `key`, or nil where there is no usable one.
  ///
  /// A manifest that cannot be read, is absurdly large, contradicts itself or lists a file that is
  /// missing or of another size counts as missing. Changes nothing. Throws `storeTooNew` for one of a
  /// newer program, `inputOutput`. Complexity: reads one small file, and looks at the size of each
  /// output.
  public func manifest(of key: Fingerprint) throws -> Manifest? {
    guard case .usable(let manifest) = try look(at: key) else { return nil }
    return manifest
  }

  /// The manifest of `key` even where its files are lost; nil where it is gone or unreadable. Changes
  /// nothing. Throws as `manifest(of:)`.
  func peek(_ key: Fingerprint) throws -> Manifest? {
    switch try look(at: key) {
    case .missing, .unreadable: nil
    case .incomplete(let manifest), .usable(let manifest): manifest
    }
  }

  /// The manifest of `key`; what is there and not usable is moved to `quarantine`, so that the result
  /// can be computed anew.
  ///
  /// For holders of the key's lock, or of the collection's alone: others might move away what one of
  /// these has just put there. Throws as `manifest(of:)`.
  func manifestAfterClearing(_ key: Fingerprint) throws -> Manifest? {
    switch try look(at: key) {
    case .missing: break
    case .unreadable: quarantine(url(ofManifest: key))
    case .incomplete(let manifest): quarantine(manifest)
    case .usable(let manifest): return manifest
    }
    return nil
  }

  /// What is there of the result of `key`. Changes nothing. Throws as `manifest(of:)`.
  func look(at key: Fingerprint) throws -> Look {
    let url = url(ofManifest: key)
    let bytes: Data
    do throws(BoundedFile.Refusal) {
      bytes = try BoundedFile.read(url.path, atMost: Manifest.byteLimit, followsLink: false)
    } catch {
      switch error {
      case .missing: return .missing
      case .system(let number): throw PipelineError.system("read", url.path, number)
      case .notRegular, .tooLarge: return .unreadable
      }
    }
    let decoded = try? Manifest.decoded(from: bytes)
    // Decoding takes most of the time of reading a store: the schema is asked for by itself only
    // where there is no manifest that this program knows.
    struct Head: Decodable { let schema: Int }
    if let found = try? decoded?.schema ?? StoreJSON.decode(Head.self, from: bytes).schema,
      found > Manifest.schema
    {
      throw PipelineError(
        .storeTooNew,
        "the manifest '\(url.path)' has format \(found), this program knows formats up to "
          + "\(Manifest.schema)", advice: "use a newer engram, or another folder with --store")
    }
    guard let manifest = decoded, manifest.key == key,
      manifest.preimage.key == key,
      manifest.outputs.allSatisfy({
        isPlainName($0.name) && (0...Manifest.outputByteLimit).contains($0.bytes)
      })
    else { return .unreadable }
    let isWhole = manifest.outputs.allSatisfy {
      Files.size(of: self.url(ofBlob: $0.sha256)) == $0.bytes
    }
    return isWhole ? .usable(manifest) : .incomplete(manifest)
  }

  /// The bytes of a published file, checked. Throws `damagedBlob`, `inputOutput`.
  func read(_ output: Manifest.Output) throws -> Data {
    let url = url(ofBlob: output.sha256)
    let bytes: Data
    do throws(BoundedFile.Refusal) {
      bytes = try BoundedFile.read(url.path, atMost: output.bytes, followsLink: false)
    } catch {
      switch error {
      case .missing: throw damaged(output, found: "is missing")
      case .notRegular: throw damaged(output, found: "is no regular file")
      case .tooLarge(let found): throw damaged(output, found: "has \(found) bytes")
      case .system(let number): throw PipelineError.system("read", url.path, number)
      }
    }
    let found = Fingerprint(of: bytes)
    guard found == output.sha256 else {
      throw damaged(output, found: "has \(bytes.count) bytes of SHA-256 \(found)")
    }
    return bytes
  }

  func damaged(_ output: Manifest.Output, found: String) -> PipelineError {
    PipelineError(
      .damagedBlob,
      "the stored file '\(output.name)' (\(output.bytes) bytes, SHA-256 \(output.sha256)) \(found)",
      advice: "run again: it is quarantined and computed again")
  }

  /// Whether all files of a result are what its manifest says. Throws `inputOutput`.
  ///
  /// Complexity: reads all files.
  func isSound(_ manifest: Manifest) throws -> Bool {
    try manifest.outputs.allSatisfy { output in
      do {
        _ = try read(output)
        return true
      } catch let error as PipelineError where error.code == .damagedBlob {
        return false
      }
    }
  }

  /// Puts aside a manifest and those of its files that are damaged; the result counts as missing.
  ///
  /// For holders of the key's lock, or of the collection's alone.
  func quarantine(_ manifest: Manifest) {
    for output in manifest.outputs { quarantineUnlessIntact(output.sha256) }
    quarantine(url(ofManifest: manifest.key))
  }

  /// Puts aside a damaged file. Results of other keys may consist of it too, and their holders put a
  /// good one in its place between the look and the move: then that is put back.
  private func quarantineUnlessIntact(_ sha256: Fingerprint) {
    let place = url(ofBlob: sha256)
    if Self.isIntact(place, sha256) { return }
    if let aside = quarantine(place), Self.isIntact(aside, sha256) {
      try? Files.rename(aside, to: place)
    }
  }

  /// Whether a stored file is what its name says; other results may have it, whatever one manifest says.
  private static func isIntact(_ file: URL, _ sha256: Fingerprint) -> Bool {
    (try? BoundedFile.read(file.path, atMost: Manifest.outputByteLimit, followsLink: false))
      .map { Fingerprint(of: $0) == sha256 } ?? false
  }

  /// Moves a file to `quarantine` and returns its new place. Where the store cannot be written the
  /// file stays, and is found damaged again next time.
  @discardableResult
  private func quarantine(_ url: URL) -> URL? {
    let name = "\(url.lastPathComponent)-\(UUID().uuidString.prefix(8))"
    let aside = root.appendingPathComponent("quarantine/\(name)")
    return (try? Files.rename(url, to: aside)).map { aside }
  }
}
