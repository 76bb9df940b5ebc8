import Foundation
import TestSupport
import Testing

/// The notebook of runs that are not those of the figure; executing one takes some seconds.
@Suite("The notebook of embedding spaces", .serialized)
struct Fig4NotebookTests {
  private let store: TestStore

  init() throws { store = try TestStore(wholeDatasets: true) }

  /// Exports the notebook of a run and executes it; returns what its cells print.
  private func execute(_ run: String) throws -> (output: String, figure: String) {
    let folder = store.folder.url.appendingPathComponent("notebooks")
    try store.succeed(["export", "notebook", "fig4", "--run", run, "-o", folder.path])
    let notebook = folder.appendingPathComponent("fig4.ipynb")
    let execution = try NotebookExecution.run(notebook)
    #expect(execution.status == 0, "\(execution.error)")
    let script = """
      import nbformat, sys
      cells = nbformat.read(sys.argv[1], 4).cells
      print("".join(o.get("text", "") for c in cells for o in c.get("outputs", [])))
      """
    let output = try Command.run([NotebookExecution.python, "-c", script, notebook.path]).output
    let figure = try String(
      contentsOf: folder.appendingPathComponent("fig4.svg"), encoding: .utf8)
    return (output, figure)
  }

  /// Expects that every accuracy that the notebook computes is the stored one.
  private func expectRegenerated(_ output: String, tasks: [Int]) throws {
    for task in tasks {
      let stored = try store.sqlite(
        """
        SELECT printf('%.4f', value) FROM score
        WHERE metric = 'accuracy' AND trained_task = 2 AND evaluated_task = \(task)
        """)[0]
      #expect(
        output.contains("task \(task): computed \(stored) %, stored \(stored) %"), "\(output)")
    }
  }

  @Test(
    "of held-out images and of four classes a task, it tells and tests these")
  func heldOut() throws {
    let run = try store.summaries(
      TestStore.small + [
        "validation=500", "groups=0,1,2,3/4,5,6,7,8",
      ])[0].run
    let (output, figure) = try execute(run)
    #expect(output.contains("fig4 on mnist, seed 7, complete"))
    #expect(output.contains("accuracies are of 500 training images held out"))
    try expectRegenerated(output, tasks: [1, 2])
    #expect(figure.contains("(a) task 1: classes 0, 1, 2 and 3"))
    #expect(figure.contains("(b) task 2: 5 of 10 classes"))
    #expect(figure.contains("accuracy on images held out (%)"))
    // So is the scan: of the 500 images, not of the 10,000 of the test set.
    let scanned = try store.sqlite("SELECT accuracy_percent FROM embedding_accuracy WHERE task = 1")
      .compactMap(Double.init)
    #expect(Set(scanned).count > 2)
    #expect(
      (1...500).contains { count in
        scanned.allSatisfy { abs($0 * Double(count) - ($0 * Double(count)).rounded()) < 1e-6 }
      })
  }

  @Test("of permuted images, it permutes them")
  func permuted() throws {
    let run = try store.summaries([
      "run", "permuted-mnist-10", "tasks=2", "steps=60", "target_hidden=40", "hyper_hidden=10",
      "chunk_size=5000", "task_embedding=2", "grid=2", "padding=1", "learning_rate=1e-3",
      "validation=300",
    ])[0].run
    let (output, figure) = try execute(run)
    try expectRegenerated(output, tasks: [1, 2])
    #expect(figure.contains("(b) task 2: all classes"))
    // A permutation that is forgotten gives next to nothing.
    let last = try store.sqlite(
      "SELECT value FROM score WHERE trained_task = 2 AND evaluated_task = 2")
    #expect(try #require(Double(last[0])) > 30)
  }
}
