import Foundation
import TestSupport
import Testing

/// What help says, and in which form.
@Suite("Help", .serialized)
struct HelpTests {
  private let store: TestStore

  init() throws { store = try TestStore() }

  /// All verbs that help lists, each as the words that name it, the groups of others included.
  private func verbs(of group: [String] = []) throws -> [(words: [String], help: String)] {
    let help = try store.succeed(group + ["--help"])
    guard let start = help.range(of: "\nSUBCOMMANDS:\n") else { return [(group, help)] }
    let names = help[start.upperBound...].split(separator: "\n").compactMap {
      $0.prefixMatch(of: #/  ([a-z0-9]+)/#).map { String($0.1) }
    }
    return [(group, help)] + (try names.flatMap { try verbs(of: group + [$0]) })
  }

  /// The lines of a block that begins with `heading`, up to an empty line.
  private func block(_ heading: String, of help: String) -> [Substring] {
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(of: heading[...]) else { return [] }
    return Array(lines[(start + 1)...].prefix { !$0.isEmpty })
  }

  /// The long options, in the order of the help.
  private func options(_ help: String) -> [String] {
    block("OPTIONS:", of: help).compactMap { line in
      line.firstMatch(of: #/^  (?:-\w, )?--([a-z-]+)/#).map { String($0.1) }
    }
  }

  @Test("every verb has an example of itself, 80 columns are enough, and no example is broken")
  func texts() throws {
    let verbs = try verbs()
    #expect(verbs.count >= 30, "\(verbs.map(\.words))")
    for (words, help) in verbs {
      let name = words.joined(separator: " ")
      let examples = block("EXAMPLES", of: help)
      #expect(help.contains("OVERVIEW:"), "\(name)")
      #expect(
        examples.contains { $0.hasPrefix((["  engram"] + words).joined(separator: " ")) },
        "\(name) shows no example of itself")
      for example in examples { #expect(example.hasPrefix("  engram "), "\(name): \(example)") }
      for line in help.split(separator: "\n") { #expect(line.count <= 80, "\(name): \(line)") }
    }
  }

  @Test("options that verbs share come last, in one order; whoever has --json has --format")
  func order() throws {
    let shared = ["store", "datasets", "kernels", "format", "json", "quiet", "version", "help"]
    // They write files, or one line about what they did.
    let silent = [
      "datasets fetch", "export notebook", "export snakemake", "results backup", "unpin",
    ]
    for (words, help) in try verbs() where !help.contains("\nSUBCOMMANDS:\n") {
      let name = words.joined(separator: " ")
      let found = options(help)
      #expect(Array(found.suffix(found.count { shared.contains($0) })).allSatisfy(shared.contains))
      #expect(found.filter(shared.contains) == shared.filter(found.contains), "\(name)")
      #expect(found.contains("json") == found.contains("format"), "\(name)")
      #expect(found.contains("json") == !silent.contains(name), "\(name)")
    }
  }

  @Test("one form is asked for, not two; --json is short for --format json")
  func forms() throws {
    for verb in [
      ["status"], ["experiments"], ["report", "fig2"], ["graph", "fig4"], ["run", "fig4"],
      ["export", "table", "run"],
    ] {
      let other = verb[0] == "graph" ? "dot" : verb[0] == "export" ? "csv" : "table"
      let result = try store.run(verb + ["--json", "--format", other])
      #expect(
        result.status == 64
          && result.error.hasPrefix("engram: --json and '--format \(other)' contradict each other"),
        "\(verb): \(result.error)")
    }
    let list = ["experiments", "list"]
    #expect(
      try store.succeed(list + ["--json"]) == store.succeed(list + ["--format", "json"]))
    #expect(
      try store.succeed(list + ["--json", "--format", "json"]) == store.succeed(list + ["--json"]))
  }

  @Test("the help of run lists every experiment and setting")
  func settings() throws {
    let text = try store.succeed(["run", "--help"])
    for name in ["fig4", "split-mnist", "permuted-mnist-10", "learning_rate", "groups", "margin"] {
      #expect(text.contains("\n  \(name) "), "\(name)")
    }
  }
}
