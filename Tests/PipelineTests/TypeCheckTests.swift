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

  private func compile(_ lines: [String]) throws -> Command.Result {
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("main.swift")
    try Data((Self.declarations + lines.joined(separator: "\n") + "\n").utf8).write(to: file)
    let crypto = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/CCrypto").standardizedFileURL
    return try Command.run([
      "swiftc", "-typecheck", "-swift-version", "6", "-I", crypto.path, "-I",
      Command.products.appendingPathComponent("Modules").path, file.path,
    ])
  }

  @Test("rightly joined stages compile")
  func good() throws {
    let result = try compile(["let trained = graph.add(Train(), named: \"t\", start, images)"])
    #expect(result.status == 0, "\(result.error)")
  }

  @Test("wrongly joined stages do not")
  func bad() throws {
    let calls = [
      "Train(), named: \"t\", images, start",  // the wrong way round
      "Train(), named: \"t\", start",  // one too few
      "Train(), named: \"t\", start, images, images",  // one too many
      "Start(), named: \"s\", start",  // the wrong type
      "Start(), named: \"s\"",  // none
      "Fetch(), named: \"f\", images",  // one where none is taken
      "Fetch(), named: \"f\"",  // right, to see that each line is judged by itself
    ]
    let result = try compile(
      calls.enumerated().map { "let joined\($0) = graph.add(\($1))" })
    let first = Self.declarations.count { $0 == "\n" } + 1
    let lines = result.error.matches(of: /main\.swift:(\d+):\d+: error:/).compactMap {
      Int($0.1).map { $0 - first }
    }
    #expect(result.status != 0 && Set(lines) == Set(0..<6), "\(result.error)")
  }
}
