import Foundation
import TestSupport
import Testing

@Suite("Joining stages")
struct TypeCheckTests {
  private static let declarations = """
    import Pipeline
    struct Images: CodableArtifact { static let kind = "images" }
    struct Learner: CodableArtifact { static let kind = "learner" }
    struct Fetch: Stage {
      struct Configuration: Codable, Hashable, Sendable {}
      static let identifier = "fetch"
      static let version = 1
      let configuration = Configuration()
      func run(_ input: Void, in context: StageContext) async throws -> Images { Images() }
    }
    struct Train: Stage {
      struct Configuration: Codable, Hashable, Sendable {}
      static let identifier = "train"
      static let version = 1
      let configuration = Configuration()
      func run(_ input: (Learner, Images), in context: StageContext) async throws -> Learner {
        input.0
      }
    }
    struct Start: Stage {
      struct Configuration: Codable, Hashable, Sendable {}
      static let identifier = "start"
      static let version = 1
      let configuration = Configuration()
      func run(_ input: Images, in context: StageContext) async throws -> Learner { Learner() }
    }
    var graph = Graph()
    let images = graph.add(Fetch(), named: "fetch")
    let start = graph.add(Start(), named: "start", images)

    """

  private func compile(_ line: String) throws -> Command.Result {
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("main.swift")
    try Data((Self.declarations + line + "\n").utf8).write(to: file)
    return try Command.run([
      "swiftc", "-typecheck", "-swift-version", "6", "-I",
      Command.products.appendingPathComponent("Modules").path, file.path,
    ])
  }

  @Test("rightly joined stages compile")
  func good() throws {
    let result = try compile("let trained = graph.add(Train(), named: \"t\", start, images)")
    #expect(result.status == 0, "\(result.error)")
  }

  @Test(
    "wrongly joined stages do not",
    arguments: [
      "graph.add(Train(), named: \"t\", images, start)",  // the wrong way round
      "graph.add(Train(), named: \"t\", start)",  // one too few
      "graph.add(Train(), named: \"t\", start, images, images)",  // one too many
      "graph.add(Start(), named: \"s\", start)",  // the wrong type
      "graph.add(Start(), named: \"s\")",  // none
      "graph.add(Fetch(), named: \"f\", images)",  // one where none is taken
    ])
  func bad(line: String) throws {
    let result = try compile("let joined = " + line)
    #expect(result.status != 0)
    #expect(result.error.contains("error:") && !result.error.contains("no such module"))
  }
}
