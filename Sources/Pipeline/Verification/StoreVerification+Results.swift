import Foundation

extension StoreVerification {
  private static let again = "run again: damaged results are quarantined and computed again"

  /// Manifests that decode and agree with themselves, by key.
  mutating func checkManifests() -> [Fingerprint: Manifest] {
    checkNames(in: "actions") { $0.hasSuffix(".json") ? Fingerprint(hex: $0.dropLast(5)) : nil }
    var sound: [Fingerprint: Manifest] = [:]
    for item in StoreContents(store: store).manifests() {
      let place = "actions/\(item.digest.hex.prefix(2))/\(item.url.lastPathComponent)"
      do {
        // Nil: it was collected or put aside since its name was read.
        guard let bytes = try Files.contents(of: item.url, limit: Manifest.byteLimit) else {
          continue
        }
        counts.results += 1
        let manifest = try Manifest.decoded(from: bytes)
        if let problem = Self.contradiction(in: manifest, named: item.digest) {
          fault(place, problem, Self.again)
          if manifest.schema <= Manifest.schema { damaged.insert(item.digest) }
        } else {
          sound[item.digest] = manifest
        }
      } catch let error as PipelineError {
        fault(place, error.message, error.advice)
        if error.code == .undecodable { damaged.insert(item.digest) }
      } catch {
        fault(place, "is no manifest that this program can read", Self.again)
        damaged.insert(item.digest)
      }
    }
    return sound
  }

  /// What a manifest says twice and differently; nil where it is one with itself.
  static func contradiction(in manifest: Manifest, named key: Fingerprint) -> String? {
    func field(_ path: String) -> String? {
      manifest.preimage.fields.first { $0.path == path }?.value
    }
    if manifest.schema > Manifest.schema {
      return "has format \(manifest.schema), this program knows formats up to \(Manifest.schema)"
    }
    if manifest.key != key { return "is the manifest of \(manifest.key.abbreviated)" }
    if manifest.preimage.key != key { return "its preimage has the key \(manifest.preimage.key)" }
    if field("stage") != manifest.stage || field("version") != String(manifest.version) {
      return "names another stage than its preimage"
    }
    if field("inputs") != String(manifest.inputKeys.count) {
      return "has \(manifest.inputKeys.count) input keys, its preimage \(field("inputs") ?? "none")"
    }
    for output in manifest.outputs where !isPlainName(output.name) {
      return "lists a file '\(output.name)', which is no plain name"
    }
    return nil
  }

  /// Entries that neither are where they belong nor have a name that the store gives.
  private mutating func checkNames(in name: String, _ digest: (String) -> Fingerprint?) {
    let root = store.root.appendingPathComponent(name, isDirectory: true)
    for part in Files.names(in: root) {
      let folder = root.appendingPathComponent(part, isDirectory: true)
      guard Files.isFolder(folder) else {
        note("\(name)/\(part)", "does not belong here", "remove it")
        continue
      }
      for entry in Files.names(in: folder) where digest(entry)?.hex.hasPrefix(part) != true {
        note("\(name)/\(part)/\(entry)", "does not belong here", "remove it")
      }
    }
  }

  /// Reads every file of the results.
  mutating func checkFiles(
    of manifests: [Fingerprint: Manifest], _ observer: (StageProgress) -> Void
  ) throws {
    checkNames(in: "blobs/sha256") { Fingerprint(hex: $0) }
    var users: [Fingerprint: [(manifest: Manifest, output: Manifest.Output)]] = [:]
    for manifest in manifests.values {
      for output in manifest.outputs {
        users[output.sha256, default: []].append((manifest, output))
      }
    }
    let total = users.values.reduce(0) { $0 + ($1.first?.output.bytes ?? 0) }
    for digest in users.keys.sorted() {
      try Task.checkCancellation()
      guard let pairs = users[digest], let first = pairs.first else { continue }
      counts.files += 1
      counts.bytes += first.output.bytes
      observer(StageProgress(completed: counts.bytes, total: total, unit: "bytes"))
      guard let problem = problem(with: first.output, of: pairs.map(\.manifest)) else { continue }
      let names = Set(pairs.map { "'\($0.output.name)' of \($0.manifest.stage)" }).sorted()
      fault(
        Store.path(ofBlob: digest), "\(names.joined(separator: ", ")) \(problem)", Self.again)
      damaged.formUnion(pairs.map(\.manifest.key))
    }
    let linked = linkedFiles()
    counts.unusedFiles = StoreContents(store: store).blobs().count {
      users[$0.digest] == nil && !linked.contains($0.digest)
    }
  }

  /// The files that runs' folders name, which no collection removes.
  private func linkedFiles() -> Set<Fingerprint> {
    let ids = (try? RunFolder.all(in: store)) ?? []
    return Set(
      ids.flatMap { id in
        (try? RunFolder(id, in: store, creating: false))?.links().compactMap(\.blob) ?? []
      })
  }

  /// What is wrong with a file; nil where it is sound, or its results were removed meanwhile.
  private func problem(with output: Manifest.Output, of manifests: [Manifest]) -> String? {
    let url = store.url(ofBlob: output.sha256)
    // A result may be collected and computed again between two looks, but hardly thrice.
    for _ in 0..<3 {
      do {
        if let found = try Self.digest(of: url, bytes: output.bytes) {
          return found == output.sha256 ? nil : "has the SHA-256 \(found)"
        }
      } catch let error as WrongSize {
        return "has \(error.found) bytes instead of \(output.bytes)"
      } catch let error as PipelineError {
        return "cannot be read: \(error.message)"
      } catch {
        return "cannot be read: \(error)"
      }
      if !manifests.contains(where: { Files.exists(store.url(ofManifest: $0.key)) }) { return nil }
    }
    return "is missing"
  }

  private struct WrongSize: Error { let found: Int }

  /// The SHA-256 of a file, read a megabyte at a time; nil where there is none.
  private static func digest(of url: URL, bytes: Int) throws -> Fingerprint? {
    try Files.reading(url) { file, size in
      guard size == bytes else { throw WrongSize(found: size) }
      var builder = FingerprintBuilder()
      var offset = 0
      while offset < size {
        let piece = try Files.read(
          file, from: offset, count: min(1 << 20, size - offset), path: url.path)
        if piece.isEmpty { break }
        piece.withUnsafeBytes { builder.update($0) }
        offset += piece.count
      }
      return builder.finish()
    }
  }

  /// Results whose inputs, where these are there, have another content than the key was made of.
  mutating func checkInputs(of manifests: [Fingerprint: Manifest]) {
    for key in manifests.keys.sorted() {
      guard let manifest = manifests[key] else { continue }
      for (index, inputKey) in manifest.inputKeys.enumerated() {
        guard let input = manifests[inputKey],
          Self.content(ofInput: index, in: manifest) != input.contentDigest.hex
        else { continue }
        fault(
          "actions/\(key.hex.prefix(2))/\(key.hex).json",
          "its input \(inputKey.abbreviated) (\(input.stage)) has another content than the key "
            + "was made of", Self.again)
        damaged.insert(key)
      }
    }
    contents = manifests.mapValues(\.contentDigest)
  }

  /// The content of an input that the key was made of.
  private static func content(ofInput index: Int, in manifest: Manifest) -> String? {
    manifest.preimage.fields.first { $0.path == "inputs[\(index)]" }?.value
  }

  /// Whether the inputs that are in the store have the contents that the key was made of.
  func inputsAgree(_ manifest: Manifest) -> Bool {
    manifest.inputKeys.enumerated().allSatisfy { index, key in
      (try? store.peek(key)).flatMap { $0 }.map {
        Self.content(ofInput: index, in: manifest) == $0.contentDigest.hex
      } ?? true
    }
  }

  /// Links that leave the store or lead nowhere.
  mutating func checkRunFolders() {
    for id in (try? RunFolder.all(in: store)) ?? [] {
      guard let folder = try? RunFolder(id, in: store, creating: false) else { continue }
      counts.runs += 1
      for link in folder.links() where !link.name.hasPrefix(".") {
        let place = "runs/\(id)/\(link.name)"
        if let blob = link.blob {
          guard Files.size(of: store.url(ofBlob: blob)) == nil, Files.exists(folder.url) else {
            continue
          }
          note(place, "leads to a file that is not in the store", "run the experiment again")
        } else {
          fault(
            place, "leads to '\(link.target)', which is no file of the store",
            "remove that link, and run the experiment again")
        }
      }
    }
  }
}
