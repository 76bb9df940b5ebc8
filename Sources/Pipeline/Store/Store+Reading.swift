import Foundation

extension Store {
  /// The manifest of `key`, or nil where there is no usable one.
  ///
  /// A manifest that cannot be read, is absurdly large, contradicts itself or lists a file that is missing or of another
  /// size is moved to `quarantine`, and the result counts as missing. Throws `storeTooNew` for one of
  /// a newer program. Complexity: reads one small file, and looks at the size of each output.
  public func manifest(of key: Fingerprint) throws -> Manifest? {
    let url = url(ofManifest: key)
    let bytes: Data
    do throws(BoundedFile.Refusal) {
      bytes = try BoundedFile.read(url.path, atMost: Manifest.byteLimit, followsLink: false)
    } catch {
      switch error {
      case .missing: return nil
      case .system(let number): throw PipelineError.system("read", url.path, number)
      case .notRegular, .tooLarge:
        quarantine(url)
        return nil
      }
    }
    struct Head: Decodable { let schema: Int }
    if let found = (try? StoreJSON.decode(Head.self, from: bytes))?.schema, found > Manifest.schema
    {
      throw PipelineError(
        .storeTooNew,
        "the manifest '\(url.path)' has format \(found), this program knows formats up to "
          + "\(Manifest.schema)", advice: "use a newer engram, or another folder with --store")
    }
    guard let manifest = try? Manifest.decoded(from: bytes), manifest.key == key,
      manifest.preimage.key == key,
      manifest.outputs.allSatisfy({
        isPlainName($0.name) && (0...Manifest.outputByteLimit).contains($0.bytes)
      })
    else {
      quarantine(url)
      return nil
    }
    guard
      manifest.outputs.allSatisfy({ Files.size(of: self.url(ofBlob: $0.sha256)) == $0.bytes })
    else {
      quarantine(manifest)
      return nil
    }
    return manifest
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

  private func damaged(_ output: Manifest.Output, found: String) -> PipelineError {
    PipelineError(
      .damagedBlob,
      "the stored file '\(output.name)' (\(output.bytes) bytes, SHA-256 \(output.sha256)) \(found)",
      advice: "run again: it is put aside and computed anew")
  }

  /// Puts aside a manifest and those of its files that are damaged; the result counts as missing.
  func quarantine(_ manifest: Manifest) {
    for output in manifest.outputs where !isIntact(output.sha256) {
      quarantine(url(ofBlob: output.sha256))
    }
    quarantine(url(ofManifest: manifest.key))
  }

  /// Whether a stored file is what its name says; other results may have it, whatever one manifest says.
  private func isIntact(_ sha256: Fingerprint) -> Bool {
    let path = url(ofBlob: sha256).path
    return (try? BoundedFile.read(path, atMost: Manifest.outputByteLimit, followsLink: false))
      .map { Fingerprint(of: $0) == sha256 } ?? false
  }

  /// Where the store cannot be written the file stays, and is found damaged again next time.
  private func quarantine(_ url: URL) {
    let name = "\(url.lastPathComponent)-\(UUID().uuidString.prefix(8))"
    try? Files.rename(url, to: root.appendingPathComponent("quarantine/\(name)"))
  }
}
