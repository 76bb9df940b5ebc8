import Export
import Foundation
import TestSupport
import Testing

@Suite("Notebooks")
struct NotebookTests {
  private struct Document: Decodable {
    struct Cell: Decodable {
      let cell_type: String
      let id: String
      let source: [String]
    }
    let nbformat: Int
    let cells: [Cell]
  }

  @Test("cells keep their text line by line; equal notebooks are equal bytes")
  func cells() throws {
    let notebook = Notebook([.markdown("# A\n\nb"), .code("x = 1\nprint(x)")])
    let document = try JSONDecoder().decode(Document.self, from: notebook.json())
    #expect(document.nbformat == 4)
    #expect(document.cells.map(\.cell_type) == ["markdown", "code"])
    #expect(document.cells.map(\.source) == [["# A\n", "\n", "b"], ["x = 1\n", "print(x)"]])
    #expect(Set(document.cells.map(\.id)).count == 2)
    #expect(
      try notebook.json() == Notebook([.markdown("# A\n\nb"), .code("x = 1\nprint(x)")]).json())
  }

  @Test("a notebook beside its store refers to it so; run names are quoted for Python")
  func places() throws {
    let folder = try TemporaryFolder()
    let template = try #require(NotebookTemplate.named("fig4"))
    func text(_ store: String, in notebooks: String = "notebooks") throws -> String {
      let file = try template.write(
        .run("a\"b"), store: URL(fileURLWithPath: store),
        to: folder.url.appendingPathComponent(notebooks))
      return try JSONDecoder().decode(Document.self, from: Data(contentsOf: file)).cells
        .flatMap(\.source).joined()
    }
    let beside = try text(folder.url.appendingPathComponent("store").path)
    #expect(beside.contains(#"STORE_FOLDER = "../store""#))
    #expect(beside.contains(#"RUN = "a\"b""#))
    let below = try text(folder.url.appendingPathComponent("store").path, in: "notebooks/mine")
    #expect(below.contains(#"STORE_FOLDER = "../../store""#))
    #expect(try text("/data/engram").contains(#"STORE_FOLDER = "/data/engram""#))
    #expect(NotebookTemplate.named("fig6") == nil)
  }
}
