import Networks
import Tasks
import Tensors

/// Experience replay: a reservoir of real samples (Vitter 1985) is trained beside each task's own, with
/// equal weight.
package struct ExperienceReplay: ContinualMethod {
  package static let name = "er"

  /// The most samples that are kept, of all tasks together.
  package var capacity: Int

  package init(capacity: Int) { self.capacity = capacity }

  package func training(_ task: ClassifierTask) -> Training {
    Training(task, Reservoir(task.state, capacity: capacity))
  }

  /// Replays the reservoir, and at the task's end shows it the task's samples.
  package struct Training: MethodTraining {
    private let reservoir: Reservoir
    private let outputs: Int
    private let batch: Int
    /// The units among which the samples of each past task are classified.
    private let scopes: [Range<Int>]
    private var minibatches: Minibatches?
    private var chosen: [Int]
    /// How many of the replayed samples are of each past task.
    private var counts: [Int]
    /// Of the whole batch; those of the task's own samples are not used.
    private var labels: [Int]

    init(_ task: ClassifierTask, _ reservoir: Reservoir) {
      self.reservoir = reservoir
      (outputs, batch) = (task.outputs, task.training.batch)
      scopes = (0..<task.index).map { task.scope(ofTask: $0) }
      chosen = [Int](repeating: 0, count: batch)
      counts = [Int](repeating: 0, count: task.index)
      labels = [Int](repeating: 0, count: 2 * batch)
      guard reservoir.count > 0 else { return }
      minibatches = Minibatches(
        count: reservoir.count,
        random: RandomStream(
          seed: task.state.seed, purpose: "replay minibatches", index: task.index))
    }

    package var extraRows: Int { reservoir.count > 0 ? batch : 0 }
    package var ownWeight: Float { reservoir.count > 0 ? 0.5 : 1 }

    /// Rows are grouped by task.
    package mutating func fill(_ inputs: inout [Float], first: Int) {
      guard minibatches != nil else { return }
      minibatches?.next(into: &chosen)
      var row = first
      for task in counts.indices {
        let start = row
        for sample in chosen where reservoir.task(of: sample) == task {
          reservoir.copyInputs(of: sample, into: &inputs, row: row)
          labels[row] = reservoir.unit(of: sample) - scopes[task].lowerBound
          row += 1
        }
        counts[task] = row - start
      }
    }

    package mutating func addLoss(
      logits: [Float], first: Int, gradient: inout [Float]
    ) -> Float {
      var (loss, start): (Float, Int) = (0, first)
      for (task, count) in counts.enumerated() where count > 0 {
        loss +=
          Loss.addCrossEntropy(
            logits: logits, outputs: outputs, rows: start..<start + count, scope: scopes[task],
            labels: labels, weight: 0.5 * Float(count) / Float(batch), gradient: &gradient
          ).loss
        start += count
      }
      return loss
    }

    package mutating func finish(
      _ state: inout ClassifierState, _ task: ClassifierTask, report: () throws -> Void
    ) throws {
      var reservoir = reservoir
      try reservoir.show(task.samples, task: task.index, seed: state.seed, report: report)
      reservoir.write(to: &state)
    }
  }
}
