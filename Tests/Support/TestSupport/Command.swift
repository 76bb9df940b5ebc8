import Foundation

/// A spawned process and what it wrote.
package struct Command {
  /// How a process ended.
  package struct Result: Sendable {
    /// The exit code, or the signal that ended it.
    package let status: Int32
    /// Whether a signal ended it.
    package let wasKilled: Bool
    /// Standard output.
    package let output: String
    /// Standard error.
    package let error: String
  }

  private let process = Process()
  private let files: URL

  /// Starts `arguments` (the first is a path, or a name on the path) with these variables added.
  package init(
    _ arguments: [String], environment: [String: String] = [:], in folder: URL? = nil
  ) throws {
    files = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    if let folder { process.currentDirectoryURL = folder }
    process.standardInput = FileHandle.nullDevice
    for name in ["output", "error"] {
      _ = FileManager.default.createFile(
        atPath: files.appendingPathComponent(name).path, contents: nil)
    }
    process.standardOutput = try FileHandle(
      forWritingTo: files.appendingPathComponent("output"))
    process.standardError = try FileHandle(forWritingTo: files.appendingPathComponent("error"))
    try process.run()
  }

  /// Sends a signal.
  package func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// The process's number.
  package var identifier: Int32 { process.processIdentifier }

  /// Whether it still runs.
  package var isRunning: Bool { process.isRunning }

  /// Waits for the end. To be called by the thread that started it.
  package func wait() throws -> Result {
    process.waitUntilExit()
    defer { try? FileManager.default.removeItem(at: files) }
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: files.appendingPathComponent(name)), as: UTF8.self)
    }
    return Result(
      status: process.terminationStatus,
      wasKilled: process.terminationReason == .uncaughtSignal, output: try text("output"),
      error: try text("error"))
  }

  /// Starts a process and waits for its end.
  package static func run(
    _ arguments: [String], environment: [String: String] = [:], in folder: URL? = nil
  ) throws -> Result {
    try Command(arguments, environment: environment, in: folder).wait()
  }

  /// The Python that the variable `ENGRAM_PYTHON` names; empty counts as unset.
  package static var python: String? {
    ProcessInfo.processInfo.environment["ENGRAM_PYTHON"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The folder with the products of this build: the tests, the modules, the command.
  package static var products: URL {
    let executable = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    // The tests run in a helper on some systems; then the bundle names the folder.
    for candidate in [executable, Bundle.main.executablePath].compactMap(\.self) {
      var folder = URL(fileURLWithPath: candidate).deletingLastPathComponent()
      while folder.path != "/" {
        if FileManager.default.fileExists(atPath: folder.appendingPathComponent("Modules").path) {
          return folder
        }
        folder = folder.deletingLastPathComponent()
      }
    }
    preconditionFailure("no folder 'Modules' beside \(executable ?? "the tests")")
  }
}

/// A new empty folder, removed with the value.
package final class TemporaryFolder: Sendable {
  /// The folder.
  package let url: URL

  package init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "engram-test-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }
}
