import Foundation
import TestSupport
import Testing

/// Paths with characters that mean something to shells, to Python or in addresses.
@Suite("Paths of any kind")
struct PathTests {
  private let folder: TemporaryFolder
  private let manager = FileManager.default
  private static let datasets = TestStore.project.appendingPathComponent("datasets").path

  init() throws { folder = try TemporaryFolder() }

  private static let names = [
    "a store", "100%", "a%20b", "what?mode=rwc", "one#two", "it's \"quoted\"",
    "$HOME `x` \\n {y} ~", "ü u\u{308} 日本 🙂", "-q", "file:store&cache=shared;*",
  ]

  private func run(
    _ arguments: [String], in place: URL? = nil, environment: [String: String] = [:],
    wrapper: [String] = []
  ) throws -> Command.Result {
    try Command.run(
      wrapper + [TestStore.program] + arguments,
      environment: ["ENGRAM_STORE": "", "ENGRAM_DATASETS": Self.datasets].merging(environment) {
        $1
      },
      in: place ?? folder.url)
  }

  /// Executes the cells of a notebook that read the database and a checkpoint.
  private func read(_ notebook: URL, environment: [String: String] = [:]) throws -> Command.Result {
    try Command.run(
      [
        Command.python ?? TestStore.project.appendingPathComponent(".venv/bin/python").path, "-c",
        """
        import json, sys
        cells = [c for c in json.load(open(sys.argv[1]))["cells"] if c["cell_type"] == "code"]
        for cell in cells[:5]:
            exec("".join(cell["source"]), globals())
        """, notebook.path,
      ],
      environment: ["MPLBACKEND": "agg", "ENGRAM_STORE": ""].merging(environment) { $1 },
      in: notebook.deletingLastPathComponent())
  }

  @Test("a store may have any name; its notebook finds it, and nothing appears beside it")
  func stores() throws {
    for name in Self.names {
      let place = folder.url.appendingPathComponent(UUID().uuidString, isDirectory: true)
      try manager.createDirectory(at: place, withIntermediateDirectories: true)
      // Once by a relative variable, once by an absolute option.
      let made = try run(TestStore.tiny + ["-q"], in: place, environment: ["ENGRAM_STORE": name])
      #expect(made.status == 0, "\(name): \(made.error)")
      let option = "--store=" + place.appendingPathComponent(name).path
      #expect(try run(["results", "list", "latest", option]).status == 0, "\(name)")
      let sound = try run(["verify", "-q", option])
      #expect(sound.status == 0, "\(name): \(sound.output)")
      let sweep = ["sweep"] + TestStore.tiny.dropFirst() + ["beta=0,1", "--jobs", "2", "-q"]
      #expect(try run(sweep + [option]).status == 0, "\(name)")
      for output in ["notebooks", "deep/\(name)"] {
        let exported = try run(
          ["export", "notebook", "fig4", "--output=" + output, option], in: place)
        #expect(exported.status == 0, "\(name): \(exported.error)")
        let notebook = place.appendingPathComponent("\(output)/fig4.ipynb")
        let shown = try read(notebook)
        #expect(shown.status == 0 && shown.output.contains("complete"), "\(name): \(shown.error)")
        // A notebook elsewhere is told the place as a variable.
        let told = try read(
          notebook, environment: ["ENGRAM_STORE": place.appendingPathComponent(name).path])
        #expect(told.status == 0, "\(name): \(told.error)")
      }
      let missing = try read(
        place.appendingPathComponent("notebooks/fig4.ipynb"), environment: ["ENGRAM_STORE": "none"])
      #expect(missing.error.contains("no results in '"), "\(name): \(missing.error)")
      let names = try manager.contentsOfDirectory(atPath: place.path).sorted()
      #expect(names == [name, "notebooks", "deep"].sorted(), "\(name)")
      #expect(try manager.contentsOfDirectory(atPath: place.path + "/notebooks") == ["fig4.ipynb"])
    }
  }

  @Test("a notebook in a folder behind a link finds the store from where it really is")
  func linkedFolder() throws {
    let made = try run(TestStore.tiny + ["-q"], environment: ["ENGRAM_STORE": "store"])
    #expect(made.status == 0, "\(made.error)")
    try manager.createDirectory(
      at: folder.url.appendingPathComponent("far/away"), withIntermediateDirectories: true)
    try manager.createSymbolicLink(
      atPath: folder.url.appendingPathComponent("link").path, withDestinationPath: "far/away")
    let exported = try run(["export", "notebook", "fig4", "-o", "link", "--store", "store"])
    #expect(exported.status == 0, "\(exported.error)")
    let shown = try read(folder.url.appendingPathComponent("far/away/fig4.ipynb"))
    #expect(shown.status == 0, "\(shown.error)")
  }

  @Test("a command that a message shows can be typed as it stands")
  func commands() throws {
    for name in Self.names {
      let option = "--store=" + folder.url.appendingPathComponent(name).path
      let failed = try run(TestStore.tiny + ["learning_rate=1e30", "-q", option])
      #expect(failed.status == 1, "\(name): \(failed.error)")
      let status = try run(["status", option]).output
      let command = try #require(
        status.split(separator: "\n").last { $0.hasPrefix("  engram run ") }, "\(status)")
      let report = try run(["report", "table1", "scenario=CL1", option]).output
      let missing = report.split(separator: "\n").last { $0.contains("engram run table1") }
      let start = try #require(missing?.range(of: "engram run"), "\(report)").lowerBound
      let refused = String((missing ?? "")[start...]) + " beta=x"
      for (line, end) in [(String(command), Int32(1)), (refused, 64)] {
        let typed = try Command.run(
          ["sh", "-c", #"PATH="$(dirname "$0"):$PATH"; "# + line, TestStore.program],
          environment: ["ENGRAM_STORE": "", "ENGRAM_DATASETS": Self.datasets], in: folder.url)
        #expect(typed.status == end, "\(line): \(typed.error)")
      }
    }
    #expect(
      try manager.contentsOfDirectory(atPath: folder.url.path).sorted() == Self.names.sorted())
    let file = try run(["run", "my 'own' file.yaml"])
    #expect(file.status == 64)
    #expect(file.error.contains(#"show fig4 > 'my '\''own'\'' file.yaml'' would make one"#))
  }

  @Test("a path that the database cannot have is refused before work begins")
  func long() throws {
    let part = String(repeating: "long/", count: 90)
    let result = try run(TestStore.tiny, environment: ["ENGRAM_STORE": part + "store"])
    #expect(result.status == 64 && result.error.contains("SQLite takes at most"), "\(result.error)")
    #expect(try manager.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    let width = 460 - folder.url.path.utf8.count - "/results.sqlite".utf8.count
    let longest = String(repeating: "é/", count: width / 3 - 1) + "s"
    let possible = try run(TestStore.tiny + ["-q"], environment: ["ENGRAM_STORE": longest])
    #expect(possible.status == 0, "\(possible.error)")
    #expect(try run(["results", "rebuild", "--store", longest]).status == 0)
  }

  @Test("a name that is not UTF-8 is refused before work begins")
  func bytes() throws {
    let word = #"$(printf 'caf\351')"#
    for script in [#"exec "$@" --store "\#(word)""#, #"ENGRAM_STORE="\#(word)" exec "$@""#] {
      let result = try run(TestStore.tiny, wrapper: ["sh", "-c", script, "sh"])
      #expect(result.status == 64 && result.error.contains("is not UTF-8"), "\(result.error)")
    }
    #expect(try manager.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  @Test("a store without a name is refused")
  func empty() throws {
    let result = try run(TestStore.tiny + ["--store", ""])
    #expect(result.status == 64 && result.error.contains("--store is empty"), "\(result.error)")
    #expect(try manager.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }
}
