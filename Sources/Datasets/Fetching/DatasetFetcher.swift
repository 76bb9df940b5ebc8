import Foundation

/// Gets a dataset's files from where they are nearest: its own folder, the local folders its
/// manifest names, then the mirrors in order. Whatever the source, the digest decides.
package struct DatasetFetcher: Sendable {
  /// How far a download is.
  package struct Progress: Sendable {
    /// The name of the file.
    package let file: String
    /// The mirror's address of the file.
    package let address: URL
    /// The bytes that are there.
    package let bytes: Int
    /// The bytes of the usual compressed copy; a mirror's copy may differ a little.
    package let total: Int
  }

  private let dataset: DatasetCatalog.Entry
  private let downloads: URL
  private let timeout: TimeInterval
  private let attempts: Int
  private let pause: Duration
  private let progress: @Sendable (Progress) -> Void

  /// A fetcher of `dataset`.
  ///
  /// - Parameters:
  ///   - downloads: the folder for unfinished downloads, which a later fetch continues.
  ///   - timeout: seconds without a byte after which a connection counts as lost.
  ///   - attempts: how often a mirror is tried when it fails in a way that may pass.
  ///   - pause: the time before the second attempt; it doubles with each further one.
  ///   - progress: called from a background queue as bytes arrive.
  package init(
    _ dataset: DatasetCatalog.Entry, downloads: URL, timeout: TimeInterval = 30, attempts: Int = 3,
    pause: Duration = .seconds(1), progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) {
    self.dataset = dataset
    self.downloads = downloads
    self.timeout = timeout
    self.attempts = max(1, attempts)
    self.pause = pause
    self.progress = progress
  }

  /// All files, verified.
  ///
  /// - Throws: `DatasetError` with the code `no-usable-source` that lists what was wrong with each
  ///   source, or `CancellationError`.
  package func fetch() async throws -> VerifiedDataset {
    var files: [VerifiedDataset.File] = []
    for role in DatasetFile.Role.allCases {
      try Task.checkCancellation()
      files.append(try await fetch(dataset.manifest.file(role)))
    }
    return VerifiedDataset(manifest: dataset.manifest, files: files)
  }

  /// The files as far as they are on this machine; nothing is downloaded.
  ///
  /// - Throws: as `fetch`, when a file is not on this machine.
  package func local() throws -> VerifiedDataset {
    let files = try DatasetFile.Role.allCases.map { role in
      let file = dataset.manifest.file(role)
      var rejected: [SourceFailure] = []
      guard let found = local(file, &rejected) else { throw unusable(file, rejected) }
      return found
    }
    return VerifiedDataset(manifest: dataset.manifest, files: files)
  }

  private func fetch(_ file: DatasetFile) async throws -> VerifiedDataset.File {
    var rejected: [SourceFailure] = []
    if let found = local(file, &rejected) { return found }
    for case .mirror(let base) in dataset.manifest.sources {
      let address = base.appendingPathComponent(file.name)
      if let found = try await download(file, from: address, &rejected) { return found }
    }
    throw unusable(file, rejected)
  }

  private func local(
    _ file: DatasetFile, _ rejected: inout [SourceFailure]
  ) -> VerifiedDataset.File? {
    var folders = [dataset.folder]
    for case .folder(let path) in dataset.manifest.sources {
      folders.append(URL(fileURLWithPath: path, isDirectory: true))
    }
    for folder in folders {
      let copies = file.localNames.map { folder.appendingPathComponent($0) }
        .filter { FileManager.default.fileExists(atPath: $0.path) }
      if copies.isEmpty {
        rejected.append(.absent(file, at: folder.appendingPathComponent(file.name).path))
      }
      for url in copies {
        if let found = verified(url, file, origin: url.path, &rejected) { return found }
      }
    }
    return nil
  }

  private func download(
    _ file: DatasetFile, from address: URL, _ rejected: inout [SourceFailure]
  ) async throws -> VerifiedDataset.File? {
    try makeDownloadsFolder()
    let part = downloads.appendingPathComponent(file.uncompressed.sha256 + ".part")
    let total = file.archives.first?.bytes ?? file.uncompressed.bytes
    for attempt in 0..<attempts {
      if attempt > 0 { try await Task.sleep(for: pause * (1 << (attempt - 1))) }
      let continued =
        (try? FileManager.default.attributesOfItem(atPath: part.path)[.size] as? Int) ?? 0
      let progress = progress
      let transfer = Download(address, to: part, byteLimit: file.storedByteLimit) { bytes in
        progress(Progress(file: file.name, address: address, bytes: bytes, total: total))
      }
      do {
        try await transfer.run(timeout: timeout)
      } catch Download.Failure.transient(let reason) {
        if attempt == attempts - 1 {
          rejected.append(unreachable(file, address, reason + ", after \(attempts) attempts"))
        }
        continue
      } catch Download.Failure.permanent(let reason) {
        try? FileManager.default.removeItem(at: part)
        rejected.append(unreachable(file, address, reason))
        return nil
      }
      defer { try? FileManager.default.removeItem(at: part) }
      let before = rejected
      if let found = verified(part, file, origin: address.absoluteString, &rejected) {
        return found
      }
      // A file put together from two transfers may be of two sources: once more, from its start.
      guard continued > 0 else { return nil }
      rejected = before
    }
    return nil
  }

  /// Makes the folder for unfinished downloads; throws where there is a link or a file in its place.
  private func makeDownloadsFolder() throws {
    do {
      try FileManager.default.createDirectory(
        at: downloads.deletingLastPathComponent(), withIntermediateDirectories: true)
    } catch {
      throw DatasetError(
        .inputOutput, "cannot make the folder for downloads: \(error.localizedDescription)",
        file: downloads.path, advice: "check that the store can be written")
    }
    guard mkdir(downloads.path, 0o775) != 0 else { return }
    guard errno == EEXIST else { throw DatasetError.system("make folder", downloads.path, errno) }
    var status = stat()
    guard lstat(downloads.path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw DatasetError(
        .inputOutput, "the folder for downloads is a link or a file", file: downloads.path,
        advice: "remove it")
    }
  }

  private func verified(
    _ url: URL, _ file: DatasetFile, origin: String, _ rejected: inout [SourceFailure]
  ) -> VerifiedDataset.File? {
    do {
      let copy = try FileVerifier.verify(url, as: file)
      return VerifiedDataset.File(
        declaration: file, contents: copy.contents, origin: origin, archive: copy.archive,
        rejected: rejected)
    } catch let error as DatasetError {
      rejected.append(.refused(file, at: origin, error))
    } catch {
      rejected.append(unreachable(file, url, "\(error)"))
    }
    return nil
  }

  private func unreachable(_ file: DatasetFile, _ url: URL, _ reason: String) -> SourceFailure {
    SourceFailure(
      source: url.absoluteString, expected: "\(file.uncompressed)", actual: reason,
      isAbsence: false)
  }

  private func unusable(_ file: DatasetFile, _ rejected: [SourceFailure]) -> DatasetError {
    DatasetError(
      .noUsableSource,
      "no source has a good copy of '\(file.name)'"
        + rejected.map { "\n  \($0)" }.joined(),
      file: dataset.folder.path,
      advice: "\n  put the file there by hand, or check the network")
  }
}
