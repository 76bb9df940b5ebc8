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
    for package in dataset.manifest.packages {
      try Task.checkCancellation()
      files += try await fetch(package)
    }
    return verified(files)
  }

  /// The files as far as they are on this machine; nothing is downloaded.
  ///
  /// - Throws: as `fetch`, when a file is not on this machine.
  package func local() throws -> VerifiedDataset {
    verified(
      try dataset.manifest.packages.flatMap { package in
        var rejected: [SourceFailure] = []
        guard let found = local(package, &rejected) else { throw unusable(package, rejected) }
        return found
      })
  }

  /// The dataset of files that come in the order of their packages.
  private func verified(_ files: [VerifiedDataset.File]) -> VerifiedDataset {
    VerifiedDataset(
      manifest: dataset.manifest,
      files: dataset.manifest.format.roles.compactMap { role in files.first { $0.role == role } })
  }

  private func fetch(_ package: DatasetPackage) async throws -> [VerifiedDataset.File] {
    var rejected: [SourceFailure] = []
    if let found = local(package, &rejected) { return found }
    for case .mirror(let base) in dataset.manifest.sources {
      let address = base.appendingPathComponent(package.name)
      if let found = try await download(package, from: address, &rejected) { return found }
    }
    throw unusable(package, rejected)
  }

  private func local(
    _ package: DatasetPackage, _ rejected: inout [SourceFailure]
  ) -> [VerifiedDataset.File]? {
    var folders = [dataset.folder]
    // An archive may be unpacked beside the folder, too: archives bring folders of their own names.
    if package.recordByteCount != nil { folders.append(dataset.folder.deletingLastPathComponent()) }
    for case .folder(let path) in dataset.manifest.sources {
      folders.append(URL(fileURLWithPath: path, isDirectory: true))
    }
    for folder in folders {
      let copies = package.copies(in: folder)
      if copies.isEmpty {
        rejected.append(.absent(package, at: folder.appendingPathComponent(package.name).path))
      }
      for copy in copies {
        if let found = verified(copy, package, origin: copy.url.path, &rejected) { return found }
      }
    }
    return nil
  }

  private func download(
    _ package: DatasetPackage, from address: URL, _ rejected: inout [SourceFailure]
  ) async throws -> [VerifiedDataset.File]? {
    try makeDownloadsFolder()
    let part = downloads.appendingPathComponent(package.identifier + ".part")
    let total = package.usualByteCount
    for attempt in 0..<attempts {
      if attempt > 0 { try await Task.sleep(for: pause * (1 << (attempt - 1))) }
      let continued =
        (try? FileManager.default.attributesOfItem(atPath: part.path)[.size] as? Int) ?? 0
      let progress = progress
      let transfer = Download(address, to: part, byteLimit: package.storedByteLimit) { bytes in
        progress(Progress(file: package.name, address: address, bytes: bytes, total: total))
      }
      do {
        try await transfer.run(timeout: timeout)
      } catch Download.Failure.transient(let reason) {
        if attempt == attempts - 1 {
          rejected.append(unreachable(package, address, reason + ", after \(attempts) attempts"))
        }
        continue
      } catch Download.Failure.permanent(let reason) {
        try? FileManager.default.removeItem(at: part)
        rejected.append(unreachable(package, address, reason))
        return nil
      }
      defer { try? FileManager.default.removeItem(at: part) }
      let before = rejected
      if let found = verified(.file(part), package, origin: address.absoluteString, &rejected) {
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
    _ copy: DatasetPackage.Copy, _ package: DatasetPackage, origin: String,
    _ rejected: inout [SourceFailure]
  ) -> [VerifiedDataset.File]? {
    do {
      return zip(package.files, try FileVerifier.verify(copy, as: package)).map { [rejected] in
        VerifiedDataset.File(
          declaration: $0, contents: $1.contents, origin: origin, archive: $1.archive,
          rejected: rejected)
      }
    } catch let error as DatasetError {
      rejected.append(.refused(package, at: origin, error))
    } catch {
      rejected.append(unreachable(package, copy.url, "\(error)"))
    }
    return nil
  }

  private func unreachable(_ package: DatasetPackage, _ url: URL, _ reason: String) -> SourceFailure
  {
    SourceFailure(
      source: url.absoluteString, expected: package.expected, actual: reason,
      isAbsence: false)
  }

  private func unusable(_ package: DatasetPackage, _ rejected: [SourceFailure]) -> DatasetError {
    DatasetError(
      .noUsableSource,
      "no source has a good copy of '\(package.name)'"
        + rejected.map { "\n  \($0)" }.joined(),
      file: dataset.folder.path,
      advice:
        "\n  put the file there by hand\(package.recordByteCount == nil ? "" : ", unpacked or not"), or "
        + "check the network")
  }
}
