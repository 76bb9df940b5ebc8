import Datasets
import Digests
import Foundation
import Testing

/// A small dataset in the IDX format, its manifest, and a web server that has many faults.
final class Mirror {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("engram-mirror-\(UUID().uuidString)", isDirectory: true)
  let contents: [String: [UInt8]] = [
    "train-images": [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 20, 0, 0, 0, 50]
      + (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 7) },
    "train-labels": [0, 0, 8, 1, 0, 0, 0, 3, 0, 1, 1],
    "test-images": [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 20, 0, 0, 0, 50]
      + [UInt8](repeating: 9, count: 1000),
    "test-labels": [0, 0, 8, 1, 0, 0, 0, 1, 1],
  ]
  private let server = Process()
  let port: Int

  init() throws {
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("served"), withIntermediateDirectories: true)
    for (name, bytes) in contents {
      try Data(bytes).write(to: folder.appendingPathComponent("served/\(name)"))
    }
    let output = Pipe()
    server.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    server.arguments = [
      "python3", "-u", "-c", Self.program, folder.appendingPathComponent("served").path,
    ]
    server.standardOutput = output
    server.standardError = FileHandle.nullDevice
    try server.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    port = try #require(Int(line.trimmingCharacters(in: .whitespacesAndNewlines)))
  }

  deinit {
    // `waitUntilExit` on another thread than `run` was called on can spin for ever on Linux.
    kill(server.processIdentifier, SIGKILL)
    try? FileManager.default.removeItem(at: folder)
  }

  /// The requests that the server has seen, as `path range`.
  func requests() throws -> [String] {
    try String(contentsOf: folder.appendingPathComponent("served/log"), encoding: .utf8)
      .split(separator: "\n").map(String.init)
  }

  func entry(_ sources: String...) throws -> DatasetCatalog.Entry {
    let files: [[String: Any]] = contents.map { name, bytes in
      let digest = SHA256.hexadecimal(of: Data(bytes))
      return [
        "role": name, "name": name, "archives": [[String: Any]](),
        "uncompressed": ["bytes": bytes.count, "sha256": digest],
      ]
    }
    let manifest: [String: Any] = [
      "schema_version": 1, "name": "small", "version": "1", "title": "t", "licence": "l",
      "citation": "c", "description": "d", "format": "idx", "classes": ["a", "b"],
      "image": ["height": 20, "width": 50, "channels": 1], "counts": ["train": 3, "test": 1],
      "files": files, "sources": sources.map { ["mirror": "http://127.0.0.1:\(port)/\($0)/"] },
    ]
    return DatasetCatalog.Entry(
      manifest: try DatasetManifest(
        json: JSONSerialization.data(withJSONObject: manifest), file: "manifest.json"),
      folder: folder.appendingPathComponent("small"))
  }

  func fetch(_ entry: DatasetCatalog.Entry, timeout: TimeInterval = 600) async throws
    -> VerifiedDataset
  {
    try await DatasetFetcher(
      entry, downloads: folder.appendingPathComponent("downloads"), timeout: timeout,
      pause: .milliseconds(10)
    ).fetch()
  }

  private static let program = """
    import http.server, os, sys, threading
    root = sys.argv[1]
    seen = {}
    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_): pass
        def do_GET(self):
            _, mode, name = self.path.split('/')
            wanted = self.headers.get('Range')
            with open(os.path.join(root, 'log'), 'a') as log: log.write(f'{self.path} {wanted}\\n')
            body = open(os.path.join(root, name), 'rb').read()
            seen[self.path] = seen.get(self.path, 0) + 1
            if mode == 'missing': return self.send_error(404)
            if mode == 'busy' and seen[self.path] == 1: return self.send_error(503)
            if mode == 'wrong': body = body[:-1] + bytes([body[-1] ^ 1])
            if mode == 'large': body = body * 9 + bytes(9000)
            if mode == 'slow': threading.Event().wait()
            if mode == 'absurd':
                self.send_response(206 if wanted else 200)
                self.send_header('Content-Length', str(2**63 - 1024)); self.end_headers(); return
            start = 0
            if wanted and mode in ('drop', 'mixed'): start = int(wanted[6:-1])
            self.send_response(206 if start else 200)
            if start: self.send_header('Content-Range', f'bytes {start}-{len(body)-1}/{len(body)}')
            self.send_header('Content-Length', str(len(body) - start))
            self.end_headers()
            if mode in ('drop', 'restart') and seen[self.path] == 1:
                self.wfile.write(body[:len(body) // 2]); self.wfile.flush(); self.connection.close(); return
            self.wfile.write(body[start:])
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
    print(server.server_port)
    server.serve_forever()
    """
}

@Suite("Fetching", .serialized)
struct FetchTests {
  private let mirror: Mirror

  init() throws { mirror = try Mirror() }

  @Test("files come from the mirror, and what arrived is what was declared")
  func good() async throws {
    let images = try await mirror.fetch(mirror.entry("good")).images()
    #expect(images.train.labels == [0, 1, 1])
    #expect(images.train.pixels.prefix(3) == [0, 7, 14])
    let left = try FileManager.default.contentsOfDirectory(
      atPath: mirror.folder.appendingPathComponent("downloads").path)
    #expect(left.isEmpty)
  }

  @Test("a good local file is not asked for, a damaged one is")
  func local() async throws {
    let entry = try mirror.entry("good")
    try FileManager.default.createDirectory(at: entry.folder, withIntermediateDirectories: true)
    for (name, bytes) in mirror.contents {
      let copy = name == "test-images" ? bytes.dropLast() : bytes[...]
      try Data(copy).write(to: entry.folder.appendingPathComponent(name))
    }
    let dataset = try await mirror.fetch(entry)
    #expect(try mirror.requests() == ["/good/test-images None"])
    let file = try #require(dataset.files.first { $0.name == "test-images" })
    #expect(file.origin.hasPrefix("http://127.0.0.1"))
    #expect(file.rejected.contains { $0.actual.contains("truncated") })
  }

  @Test("a dropped connection is resumed where the server allows, else begun anew")
  func resume() async throws {
    _ = try await mirror.fetch(mirror.entry("drop"))
    #expect(try mirror.requests().contains("/drop/train-images bytes=1508-"))
    _ = try await mirror.fetch(mirror.entry("restart"))
    #expect(try mirror.requests().contains("/restart/train-images bytes=1508-"))
  }

  @Test("a busy server is tried again; one without the file, or with another, is left")
  func otherMirrors() async throws {
    _ = try await mirror.fetch(mirror.entry("busy"))
    let dataset = try await mirror.fetch(mirror.entry("missing", "wrong", "large", "good"))
    let rejected = dataset.files[0].rejected.map(\.description)
    #expect(rejected.contains { $0.contains("/missing/") && $0.contains("404") })
    #expect(rejected.contains { $0.contains("/wrong/") && $0.contains("wrong-digest") })
    #expect(rejected.contains { $0.contains("/large/") && $0.contains("more than") })
  }

  @Test("an unfinished download of other bytes does not spoil the file")
  func mixed() async throws {
    let entry = try mirror.entry("mixed")
    let downloads = mirror.folder.appendingPathComponent("downloads")
    try FileManager.default.createDirectory(at: downloads, withIntermediateDirectories: true)
    let digest = entry.manifest.file(.trainImages).uncompressed.sha256
    try Data([1, 2, 3]).write(to: downloads.appendingPathComponent(digest + ".part"))
    _ = try await mirror.fetch(entry)
    #expect(
      try mirror.requests().prefix(2) == [
        "/mixed/train-images bytes=3-", "/mixed/train-images None",
      ])
  }

  @Test("an absurd length is refused, also for the rest of a file")
  func absurd() async throws {
    let entry = try mirror.entry("absurd", "good")
    let downloads = mirror.folder.appendingPathComponent("downloads")
    try FileManager.default.createDirectory(at: downloads, withIntermediateDirectories: true)
    let digest = entry.manifest.file(.trainImages).uncompressed.sha256
    try Data(count: 2000).write(to: downloads.appendingPathComponent(digest + ".part"))
    let dataset = try await mirror.fetch(entry)
    #expect(dataset.files.allSatisfy { $0.origin.contains("/good/") })
    #expect(dataset.files[0].rejected.contains { $0.actual.contains("more than the") })
  }

  @Test("a link in place of a download, or of the folder for them, is not followed")
  func links() async throws {
    let entry = try mirror.entry("good")
    let manager = FileManager.default
    let downloads = mirror.folder.appendingPathComponent("downloads")
    let victim = mirror.folder.appendingPathComponent("victim")
    try Data("mine".utf8).write(to: victim)
    try manager.createDirectory(at: downloads, withIntermediateDirectories: true)
    let digest = entry.manifest.file(.trainImages).uncompressed.sha256
    try manager.createSymbolicLink(
      at: downloads.appendingPathComponent(digest + ".part"), withDestinationURL: victim)
    let part = await #expect(throws: DatasetError.self) { try await mirror.fetch(entry) }
    #expect(part?.code == .inputOutput)
    #expect(try Data(contentsOf: victim) == Data("mine".utf8))

    try manager.removeItem(at: downloads)
    let elsewhere = mirror.folder.appendingPathComponent("elsewhere")
    try manager.createDirectory(at: elsewhere, withIntermediateDirectories: true)
    try manager.createSymbolicLink(at: downloads, withDestinationURL: elsewhere)
    let folder = await #expect(throws: DatasetError.self) { try await mirror.fetch(entry) }
    #expect(folder?.message.contains("is a link") == true)
    #expect(try manager.contentsOfDirectory(atPath: elsewhere.path).isEmpty)
  }

  @Test("with no usable source the error lists each with expected and actual")
  func nowhere() async throws {
    let entry = try mirror.entry("missing", "wrong")
    let error = await #expect(throws: DatasetError.self) { try await mirror.fetch(entry) }
    #expect(error?.code == .noUsableSource)
    let text = error?.description ?? ""
    #expect(text.contains("/missing/train-images") && text.contains("HTTP status 404"))
    #expect(text.contains(entry.manifest.file(.trainImages).uncompressed.sha256))
  }

  @Test("a silent server times out")
  func slow() async throws {
    let entry = try mirror.entry("slow")
    let error = await #expect(throws: DatasetError.self) {
      try await mirror.fetch(entry, timeout: 1)
    }
    #expect(error?.description.contains("after 3 attempts") == true)
  }
}
