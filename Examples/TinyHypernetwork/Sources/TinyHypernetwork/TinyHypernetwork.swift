import Checkpoints
import Evaluation
import Foundation
import Learning
import Pipeline
import Tensors

/// Trains a tiny hypernetwork on three tasks, keeps it in a file, and does the same by a pipeline.
@main
enum TinyHypernetwork {
  static func main() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }

    let state = try Learner.learn(Plane.tasks, beta: 0.1, seed: 1) { state in
      print("after task \(state.scores.tasks): accuracies \(text(state.scores.finalPerTask))")
    }
    let forgetful = try Learner.learn(Plane.tasks, beta: 0, seed: 1)
    print("without the regularizer: \(text(forgetful.scores.finalPerTask))")

    try keep(state, in: folder)
    let values = try await runPipeline(in: folder)
    check(values == state.scores.finalPerTask, "the pipeline has learned something else")
  }

  /// Writes a checkpoint, reads it back and tests what was read.
  private static func keep(_ state: HypernetworkState, in folder: URL) throws {
    let file = folder.appending(path: "tiny.h5")
    try HypernetworkCheckpoint.write(state, to: file, classes: [[0, 1], [0, 1], [0, 1]])
    let restored = try HypernetworkCheckpoint.read(file)
    check(
      restored.weights(ofTask: 0) == state.weights(ofTask: 0), "other weights in the checkpoint")

    // The network of task 3, the sign of x · y, answers a point of one's own.
    let outputs = restored.outputs(ofTask: 2, for: [[0.5, 0.5], [0.5, -0.5]])
    check(outputs[0][1] > outputs[0][0] && outputs[1][0] > outputs[1][1], "wrong answers")

    let accuracies = restored.testScores(on: Plane.tasks.tests(ofFirst: 3))
    check(accuracies == state.scores.finalPerTask, "the checkpoint has other accuracies")
    print("from the checkpoint: accuracies \(text(accuracies))")
  }

  /// Executes a graph of two stages twice; the second time both results are in the store.
  private static func runPipeline(in folder: URL) async throws -> [Double] {
    var graph = Graph()
    let learned = graph.add(
      LearnPlane(configuration: .init(beta: 0.1, seed: 1)), named: "learn")
    let tested = graph.add(TestPlane(), named: "test", learned)

    let executor = Executor(
      store: try Store(at: folder.appending(path: "store")), numericClass: NumericClass.current,
      program: Program(version: "1.0"))
    let first = try await executor.run(graph)
    let second = try await executor.run(graph)
    check(first.records.map(\.isHit) == [false, false], "a new store has results")
    check(second.records.map(\.isHit) == [true, true], "a result was computed twice")
    for record in second.records { print("\(record.node): cache hit \(record.key.hex.prefix(8))") }
    return try await second.output(of: tested).values
  }

  private static func text(_ accuracies: [Double]) -> String {
    accuracies.map { String(format: "%.3f", $0) }.joined(separator: " ")
  }

  private static func check(_ holds: Bool, _ message: String) {
    guard !holds else { return }
    print("TinyHypernetwork: \(message)")
    exit(1)
  }
}
