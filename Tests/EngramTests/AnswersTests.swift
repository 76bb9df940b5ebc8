import Foundation
import TestSupport
import Testing

@Suite("engram export answers")
struct AnswersTests {
  private let store: TestStore
  init() throws { store = try TestStore(wholeDatasets: true) }

  private static let settings = [
    "run", "table1", "benchmark=split-mnist", "tasks=2", "steps=30", "target_hidden=30",
  ]

  @Test(
    "a line for each test sample; together they give the recorded accuracies",
    arguments: [("CL2", "hnet+ent"), ("CL3", "hnet+tir")])
  func answers(scenario: String, method: String) throws {
    let own = method == "hnet+tir" ? ["inference_hidden=20", "encoder_hidden=20"] : []
    let chosen = own + ["method=\(method)", "scenario=\(scenario)"]
    try store.succeed(Self.settings + chosen)
    // The latest run is none that infers tasks; the experiment still means the one that does, and not one
    // of images held out.
    try store.succeed(Self.settings + ["method=fine-tuning", "scenario=CL3"])
    try store.succeed(Self.settings + chosen + ["validation=1500"])
    let lines = try store.succeed(["export", "answers", "table1"]).split(separator: "\r\n")
    #expect(lines.first == "task,image,class,inferred_task,predicted_class")
    let rows = lines.dropFirst().map { $0.split(separator: ",").compactMap { Int($0) } }
    // Test images of 0 and 1, of 2 and 3.
    #expect(rows.count { $0[0] == 1 } == 2115 && rows.count { $0[0] == 2 } == 2042)
    #expect(rows.allSatisfy { [[0, 1], [2, 3]][$0[0] - 1].contains($0[2]) })
    #expect(rows.allSatisfy { [[0, 1], [2, 3]][$0[3] - 1].contains($0[4]) })
    for task in 1...2 {
      let own = rows.filter { $0[0] == task }
      let told = Double(own.count { $0[3] == task }) / Double(own.count)
      // With a shared head the place within a task's classes counts, whichever task it is.
      let right = Double(own.count { scenario == "CL2" ? $0[4] % 2 == $0[2] % 2 : $0[4] == $0[2] })
      // The shell prints fifteen digits.
      #expect(abs(try value("task inference", task) - told) < 1e-12)
      #expect(abs(try value("accuracy", task) - right / Double(own.count)) < 1e-12)
    }
    let file = store.url.appendingPathComponent("deep/answers.jsonl")
    let json = try store.run(["export", "answers", "table1", "--format", "jsonl", "-o", file.path])
    #expect(
      try String(contentsOf: file, encoding: .utf8).split(separator: "\n").count == rows.count)
    #expect(json.error.contains("method=\(method) tasks=2 scenario=\(scenario)"), "\(json.error)")
    let validated = try store.sqlite("SELECT run_id FROM run_setting WHERE key = 'validation'")[0]
    let others = try store.succeed(["export", "answers", validated]).split(separator: "\r\n")
    #expect(others.count > 100 && others.count < 1500)
  }

  @Test("of a run that came without checkpoints there are none: one error that says what to do")
  func withoutCheckpoints() throws {
    try store.succeed(
      Self.settings
        + ["method=hnet+ent", "scenario=CL2", "profile=quick", "steps=2"].filter {
          !$0.hasPrefix("steps")
        })
    let other = try TestStore(wholeDatasets: true)
    try other.unbundle(try store.bundle("table1", options: ["--without-checkpoints"]))
    let result = try other.run(["export", "answers"])
    #expect(result.status == 64 && result.output == "")
    #expect(
      result.error.contains(
        "came in a bundle without checkpoints, which lacks its answers; take a bundle with checkpoints, "
          + "or compute them: engram run table1 "), "\(result.error)")
    #expect(result.error.split(separator: "\n").count == 1)
    // The command that it names makes them.
    let command = try #require(result.error.firstMatch(of: /compute them: engram (.+)\n/)).1
    try other.succeed(command.split(separator: " ").map(String.init) + ["-q"])
    #expect(try other.succeed(["export", "answers"]).hasPrefix("task,image,class,"))
  }

  /// A score after the last task, as a fraction.
  private func value(_ metric: String, _ task: Int) throws -> Double {
    let found = try store.sqlite(
      """
      SELECT s.value / 100 FROM score s JOIN run_setting m USING (run_id)
      WHERE metric = '\(metric)' AND m.key = 'method' AND m.value LIKE 'hnet%' AND trained_task = 2
        AND evaluated_task = \(task)
        AND run_id NOT IN (SELECT run_id FROM run_setting WHERE key = 'validation')
      """
    )
    return try #require(found.first.flatMap(Double.init))
  }

  @Test("a run that infers no tasks is one clear error")
  func none() throws {
    try store.succeed(Self.settings + ["method=fine-tuning", "scenario=CL3"])
    let run = try store.sqlite("SELECT run_id FROM run")[0]
    let result = try store.run(["export", "answers", run])
    #expect(result.status == 64 && result.output == "")
    #expect(result.error.contains("choose one of the methods hnet+ent and hnet+tir"))
  }
}
