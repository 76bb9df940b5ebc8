import Foundation
import TestSupport
import Testing

/// Checkpoints of the command, tested again by PyTorch.
@Suite("Checkpoints in PyTorch", .enabled(if: Torch.isInstalled))
struct TorchTests {
  private let store: TestStore

  init() throws {
    store = try TestStore(
      pictures: [("small-10", 10, 1), ("small-20", 20, 2)].map { name, classes, labelBytes in
        SmallPictures(
          name, classes: classes, labelBytes: labelBytes, trainPerClass: 30, testPerClass: 50,
          isNoisy: true)
      })
  }

  /// Trains on both datasets; returns the checkpoint of the last task.
  private func checkpoint(_ settings: [String]) throws -> String {
    try store.succeed(
      [
        "run", "split-mnist", "dataset=small-10+small-20", "groups=0-9/10-14/15-19", "steps=60",
        "batch=16", "learning_rate=0.003", "normalization=imagenet", "augmentation=flip_crop",
      ] + settings)
    let rows = try store.succeed(["checkpoints", "split-mnist", "--format", "csv"])
      .split(separator: "\r\n")
    return try #require(rows.last?.split(separator: ",").dropFirst().first.map(String.init))
  }

  /// The accuracies of a checkpoint by PyTorch.
  private func test(_ checkpoint: String) throws -> Command.Result {
    try Command.run([
      NotebookExecution.python,
      TestStore.project.appendingPathComponent("Tests/Support/torch_checkpoint.py").path,
      checkpoint, store.datasets.path, "imagenet",
    ])
  }

  @Test(
    "the stored accuracies come out from the file alone",
    arguments: [
      ["network=resnet8", "hyper_hidden=", "task_embedding=8", "chunk_size=5000"],
      [
        "network=conv 6 valid, relu, maxpool, dropout 0.25 channels, conv 8 size 5 stride 2, "
          + "batchnorm, elu, block 9, dense 20, tanh, dropout 0.2, dense", "chunk_size=1500",
      ], ["network=dense 30, sigmoid, dense", "chunk_size=0", "hyper_activation=tanh"],
      ["network=resnet8", "method=fine-tuning"],
      ["network=conv 6, batchnorm, avgpool 2, dense", "method=ewc"],
    ])
  func accuracies(settings: [String]) throws {
    let result = try test(checkpoint(settings))
    #expect(result.status == 0, "\(result.output)\(result.error)")
    #expect(result.output.split(separator: "\n").count == 3, "\(result.output)")
  }

  @Test("another task's statistics or weights give other accuracies")
  func changed() throws {
    let file = try checkpoint([
      "network=resnet8", "hyper_hidden=", "task_embedding=8", "chunk_size=5000",
    ])
    for name in ["statistics", "hypernetwork/task_embeddings"] {
      let copy = store.folder.url.appendingPathComponent("changed.h5")
      try Data(contentsOf: URL(fileURLWithPath: file)).write(to: copy)
      let script = """
        import h5py, numpy, sys
        with h5py.File(sys.argv[1], "r+") as file:
            file[sys.argv[2]][...] = numpy.roll(file[sys.argv[2]][:], 1, axis=0)
        """
      let changed = try Command.run([NotebookExecution.python, "-c", script, copy.path, name])
      try #require(changed.status == 0, "\(changed.error)")
      let result = try test(copy.path)
      #expect(result.status == 1 && result.error.contains("differ"), "\(name): \(result.output)")
    }
  }
}

private enum Torch {
  /// Whether Python has PyTorch: `make test-all` sees to that.
  static let isInstalled: Bool = {
    let found = try? Command.run([
      NotebookExecution.python, "-c",
      "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)",
    ])
    return found?.status == 0
  }()
}
