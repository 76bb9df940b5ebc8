import Foundation
import TestSupport
import Testing

/// A Snakefile of the command, and Snakemake running it.
@Suite("Runs by Snakemake", .serialized)
struct SnakemakeTests {
  private let store: TestStore
  private let folder: URL
  private static let arguments = [
    "split-mnist", "tasks=2", "steps=20", "target_hidden=20", "chunk_size=5000", "--seeds", "0..2",
  ]
  /// Where `make test-all` installs it.
  private static let program = URL(fileURLWithPath: NotebookExecution.python)
    .deletingLastPathComponent().appendingPathComponent("snakemake").path

  init() throws {
    store = try TestStore()
    folder = store.folder.url.appendingPathComponent("work")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try store.succeed(
      ["export", "snakemake"] + Self.arguments + [
        "--store", store.url.path, "--datasets", store.datasets.path, "-o",
        folder.appendingPathComponent("Snakefile").path,
      ])
  }

  @Test(
    "a rule for each run, with the command that runs it; the time is left out where nothing tells it"
  )
  func text() throws {
    let text = try String(
      contentsOf: folder.appendingPathComponent("Snakefile"), encoding: .utf8)
    #expect(text.components(separatedBy: "\nrule split_mnist_seed").count == 4)
    #expect(text.contains("  shell: \"ENGRAM_THREADS={threads} engram run split-mnist "))
    #expect(text.contains("seed=2") && !text.contains("runtime="))
    #expect(!FileManager.default.fileExists(atPath: store.url.path), "nothing is made")
    try store.succeed(["run"] + Self.arguments + ["-q"])
    let again = try store.succeed(["export", "snakemake"] + Self.arguments)
    #expect(again.contains("  resources: runtime=10\n"))
  }

  @Test(
    "Snakemake runs all, and gives the bytes of the command itself; a second time nothing runs",
    .enabled(if: FileManager.default.isExecutableFile(atPath: program), "needs Snakemake"))
  func run() throws {
    let path =
      URL(fileURLWithPath: TestStore.program).deletingLastPathComponent().path + ":"
      + (ProcessInfo.processInfo.environment["PATH"] ?? "")
    let words = [Self.program, "--cores", "2", "--directory", folder.path, "-s", "Snakefile"]
    let result = try Command.run(
      words, environment: store.variables.merging(["PATH": path]) { $1 }, in: folder)
    #expect(result.status == 0, "\(result.error)")
    let whole = try TestStore()
    try whole.succeed(["run"] + Self.arguments + ["-q"])
    try store.expect(equal: whole)
    let again = try Command.run(
      words, environment: store.variables.merging(["PATH": path]) { $1 }, in: folder)
    #expect(again.status == 0 && again.error.contains("Nothing to be done"), "\(again.error)")
  }
}
