import Foundation
import TestSupport
import Testing

/// What an empty variable sets: nothing.
@Suite("Empty variables and marked files")
struct VariableTests {
  private let store: TestStore
  private let manager = FileManager.default
  init() throws { store = try TestStore(wholeDatasets: true) }

  private static let empty = [
    "ENGRAM_STORE": "", "ENGRAM_DATASETS": "", "ENGRAM_THREADS": "", "ENGRAM_DATABASE_TIMEOUT": "",
    "ENGRAM_STOP_AT": "", "OPENBLAS_CORETYPE": "", "OPENBLAS_NUM_THREADS": "", "TMPDIR": "",
    "HOME": "", "NO_COLOR": "", "COLUMNS": "", "http_proxy": "",
  ]

  @Test("with every variable empty the results are those with none")
  func results() throws {
    // What OpenBLAS chooses of its own, whatever this test was started with.
    let unset = ["env", "-u", "OPENBLAS_CORETYPE"]
    for arguments in [TestStore.tiny, TestStore.tiny + ["--seeds", "0..1", "--jobs", "2"]] {
      let usual = try store.run(arguments + ["-q"], wrapper: unset)
      #expect(usual.status == 0, "\(usual.error)")
      try manager.createSymbolicLink(
        atPath: store.folder.url.path + "/datasets",
        withDestinationPath: TestStore.project.path + "/datasets")
      let result = try Command.run(
        [TestStore.program] + arguments + ["-q", "--json"], environment: Self.empty,
        in: store.folder.url)
      #expect(result.status == 0 && result.error == "", "\(result.error)")
      // In the store that is meant where no variable names one, with the same kernels.
      let summaries = try JSONDecoder().decode(
        [TestStore.Summary].self, from: Data(result.output.utf8))
      #expect(!summaries.isEmpty && summaries.allSatisfy { $0.computedStages == 0 })
      try manager.removeItem(atPath: store.folder.url.path + "/datasets")
    }
  }

  @Test(
    "a value that is not possible is refused by every verb",
    arguments: [
      ["run", "fig4"], ["results", "rebuild"], ["status"], ["verify"], ["gc"],
    ])
  func impossible(arguments: [String]) throws {
    for (name, value, allowed) in [
      ("ENGRAM_THREADS", "0", "a whole number from 1"),
      ("ENGRAM_DATABASE_TIMEOUT", "soon", "a number of seconds from 0 to 86400"),
    ] {
      let result = try store.run(arguments, wrapper: ["env", "\(name)=\(value)"])
      #expect(result.status == 64 && result.output == "", "\(arguments)")
      #expect(result.error == "engram: the variable \(name) is '\(value)'; it takes \(allowed)\n")
    }
    #expect(!manager.fileExists(atPath: store.url.path))
  }

  @Test("make takes an empty variable as unset, and any path")
  func make() throws {
    for (value, folder) in [
      ("", "/store"), ("rel", "/rel"), ("it's 100% #1 $x", #"/it'\''s 100% #1 $x"#),
    ] {
      let shown = try Command.run(
        ["make", "--dry-run", "notebooks"],
        environment: ["ENGRAM_STORE": value, "PYTHON": "", "MAKEFLAGS": "", "MAKELEVEL": ""],
        in: TestStore.project)
      #expect(shown.status == 0, "\(shown.error)")
      #expect(
        shown.output.contains("export ENGRAM_STORE='\(TestStore.project.path)\(folder)'\n"),
        "\(shown.output)")
    }
  }

  @Test("an experiment file and a dataset's manifest may begin with a byte order mark")
  func byteOrderMarks() throws {
    let file = store.folder.url.appendingPathComponent("mine.yaml")
    let text = "experiment: fig4\ntarget_hidden: [50, 50]\n"
    for mark in ["", "\u{FEFF}"] {
      for lines in [text, text.replacing("\n", with: "\r\n")] {
        try Data((mark + lines).utf8).write(to: file)
        #expect(
          try store.succeed(["plan", file.path] + TestStore.tiny.dropFirst(2))
            == store.succeed(["plan"] + TestStore.tiny.dropFirst()))
      }
    }
    try Data("\u{FEFF}experiment: fig4\nbetta: 1\n".utf8).write(to: file)
    #expect(try store.run(["run", file.path]).error.contains("mine.yaml:2:1: "))
    let datasets = store.folder.url.appendingPathComponent("datasets")
    try manager.copyItem(at: TestStore.project.appendingPathComponent("datasets"), to: datasets)
    let manifest = datasets.appendingPathComponent("mnist/manifest.json")
    try (Data("\u{FEFF}".utf8) + Data(contentsOf: manifest)).write(to: manifest)
    try store.succeed(["datasets", "--datasets", datasets.path])
    try store.succeed(TestStore.tiny + ["--datasets", datasets.path])
  }
}
