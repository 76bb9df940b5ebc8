import Foundation
import TestSupport
import Testing

/// Names of what is in a store, and of files, mistyped: what is said, word for word, and code 64.
@Suite("Mistyped names")
struct MistypedNameTests {
  let store: TestStore

  init() throws { store = try TestStore() }

  private func check(
    _ words: [String], _ message: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let result = try store.run(words)
    #expect(result.error == "engram: \(message)\n", sourceLocation: sourceLocation)
    #expect(result.status == 64 && result.output == "", "\(words)", sourceLocation: sourceLocation)
  }

  @Test("runs, nodes, views, columns and pins")
  func names() throws {
    let first = try store.summaries(TestStore.tiny + ["grid=0"])[0].run
    let second = try store.summaries(TestStore.tiny + ["grid=0", "steps=4"])[0].run
    for words in [
      ["results"], ["checkpoints"], ["log"], ["pin"], ["export", "answers"], ["gc", "--forget"],
      ["export", "notebook", "fig4", "--run"],
    ] {
      try check(words + ["fig44"], "there is no run 'fig44'; did you mean 'fig4'?")
      let both = [first, second].sorted()
      let beginning = String(first.prefix("fig4-seed3-".count))
      let candidates = try store.run(words + [beginning])
      #expect(candidates.status == 64, "\(words)")
      #expect(
        candidates.error.hasPrefix("engram: several runs begin with '\(beginning)': ")
          && both.allSatisfy(candidates.error.contains), "\(candidates.error)")
    }
    try check(["results", "list", "xyzzy"], "there is no run 'xyzzy'; 'engram results' lists them")
    try check(["log", "xyzzy"], "there is no run 'xyzzy'; 'engram status' lists them")
    try check(["results", "format=json"], "'format' is an option: write '--format json'")
    try check(["log", "follow=yes"], "'follow' is an option: write '--follow'")
    try check(
      ["results", "quer"], "there is no verb 'results quer'; did you mean 'results query'?")
    try check(
      ["export", "answers", "fig4"],
      "no run of 'fig4' has inferred the task of test images, as method=hnet+ent and method=hnet+tir "
        + "do; 'engram status' lists the runs")
    try check(
      ["why", "fig44", "scan"], "there is no run or experiment 'fig44'; did you mean 'fig4'?")
    try check(
      ["why", "latest", "train/task-3"],
      "there is no node or stage 'train/task-3'; did you mean 'train/task-01' or 'train/task-02'?")
    try check(
      ["pin", first, "train/task-3"],
      "there is no node 'train/task-3'; did you mean 'train/task-01' or 'train/task-02'?")
    try check(
      ["export", "table", "finl_accuracy"],
      "there is no table or view 'finl_accuracy'; did you mean 'final_accuracy'?")
    try check(
      ["export", "table", "xyzzy"],
      "there is no table or view 'xyzzy'; 'engram help results' lists them")
    let help = try store.succeed(["help", "results"])
    let listed = help.matches(of: #/[a-z0-9_]+/#).map { String($0.output) }
    let schema = try store.sqlite(
      """
      SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'grdb%'
      """)
    #expect(schema.count > 30 && Set(schema).isSubset(of: Set(listed)))
    try check(
      ["results", "query", "select * from finl_accuracy"],
      "there is no table or view 'finl_accuracy'; did you mean 'final_accuracy'?")
    try check(
      ["results", "query", "select metrc from summary"],
      "there is no column 'metrc'; did you mean 'metric'?")
    try check(["unpin", "xyzzy"], "there is no pin 'xyzzy'; there is none yet")
    try store.succeed(["pin", first, "--name", "mine"])
    try check(["unpin", "mien"], "there is no pin 'mien'; did you mean 'mine'?")
    try check(
      ["pin", second, "--name", "a/b"],
      "'a/b' cannot be a pin's name; use letters, digits, '.', '-' and '_'")
  }

  @Test("a list of candidates says when it is cut")
  func cut() throws {
    try store.succeed(
      TestStore.tiny + ["grid=0", "tasks=1", "--seeds", "10..16", "--json", "--quiet"])
    for words in [["results", "list"], ["log"]] {
      let result = try store.run(words + ["fig4-seed1"])
      #expect(result.status == 64)
      let names = result.error.matches(of: #/fig4-seed1(\d)-/#).map { String($0.1) }
      #expect(names == ["0", "1", "2", "3", "4"], "\(result.error)")
      #expect(result.error.hasSuffix(" and 2 more; type more of the name\n"), "\(result.error)")
    }
  }

  @Test("experiment files: their names, and the keys in them")
  func files() throws {
    let folder = store.folder.url
    let path = { (name: String) in folder.appendingPathComponent(name).path }
    for (name, text) in [
      ("mine.yaml", "experiment: fig4\n"), ("key.yaml", "experiment: fig4\nstpes: 3\n"),
      ("value.yaml", "experiment: fig4\noptimizer: adma\n"),
      ("hyphen.yaml", "experiment: fig4\nchunk-size: 3\n"), ("preset.yaml", "experiment: fig44\n"),
    ] {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    for (name, message) in [
      ("mine.yml", ": there is no such file; did you mean '\(path("mine.yaml"))'?"),
      ("key.yaml", ":2:1: there is no setting 'stpes'; did you mean 'steps'?"),
      ("hyphen.yaml", ":2:1: there is no setting 'chunk-size'; did you mean 'chunk_size'?"),
      ("value.yaml", ":2:12: invalid value optimizer=adma; did you mean 'adam'?"),
      ("preset.yaml", ":1:13: there is no experiment 'fig44'; did you mean 'fig4'?"),
    ] {
      for verb in ["run", "plan"] { try check([verb, path(name)], "\(path(name))\(message)") }
    }
    #expect(!FileManager.default.fileExists(atPath: store.url.path))
  }

  @Test("groups and tasks that do not fit say which setting to set, and propose values that do")
  func groups() throws {
    let manifest = TestStore.project.appendingPathComponent("datasets/mnist/manifest.json")
    let text = try String(contentsOf: manifest, encoding: .utf8)
    let classes = try #require(text.firstMatch(of: /"classes": \[[^\]]*\]/)).output
    let own = store.folder.url.appendingPathComponent("datasets")
    let four = own.appendingPathComponent("four")
    try FileManager.default.createDirectory(at: four, withIntermediateDirectories: true)
    try Data(
      text.replacing(classes, with: "\"classes\": [\"a\", \"b\", \"c\", \"d\"]")
        .replacing("\"name\": \"mnist\"", with: "\"name\": \"four\"").utf8
    ).write(to: four.appendingPathComponent("manifest.json"))
    let usual = "0,1/2,3/4,5/6,7/8,9"
    for (settings, message) in [
      (
        ["dataset=four"],
        "invalid value dataset=four; allowed: one of 10 classes or more, as groups is "
          + "\(usual), and four has 4; set groups too, such as groups=0,1/2,3"
      ),
      (
        ["dataset=four", "groups=0,1/2,4"],
        "invalid value groups=0,1/2,4; allowed: classes from 0 to 3, those of four, "
          + "such as groups=0,1/2,3"
      ),
      (
        ["tasks=6"],
        "invalid value tasks=6; allowed: at most 5 where groups is \(usual); set tasks=5, or "
          + "groups to 6 groups of classes"
      ),
    ] {
      try check(["plan", "fig4"] + settings + ["--datasets", own.path], message)
    }
    // What is proposed is possible.
    try store.succeed(["plan", "fig4", "dataset=four", "groups=0,1/2,3", "--datasets", own.path])
    try check(
      ["plan", "permuted-mnist-10", "tasks=12"],
      "invalid value tasks=12; allowed: at most 10 where heads is 10; set heads=12 too")
  }
}
