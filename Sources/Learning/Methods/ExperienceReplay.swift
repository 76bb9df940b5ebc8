import Networks
import Tasks
import Tensors

/// Experience replay: samples of a reservoir of real ones (Vitter 1985) are trained beside each task's
/// own: `⌈batch / t⌉` of every one of `t` earlier tasks, with half of the loss.
package struct ExperienceReplay: ContinualMethod {
  package static let name = "er"
  package static let version = 2

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
    /// The past tasks of which it has samples.
    private var past: [PastTask] = []
    /// Samples of each of them in a batch.
    private let share: Int
    private var chosen: [Int]
    /// Of the whole batch; those of the task's own samples are not used.
    private var labels: [Int]

    private struct PastTask: Sendable {
      /// The units among which its samples are classified.
      let scope: Range<Int>
      /// Its samples in the reservoir.
      let samples: [Int]
      var minibatches: Minibatches
    }

    init(_ task: ClassifierTask, _ reservoir: Reservoir) {
      self.reservoir = reservoir
      outputs = task.outputs
      let held = Dictionary(grouping: 0..<reservoir.count, by: reservoir.task)
      for (earlier, samples) in held.sorted(by: { $0.key < $1.key }) {
        past.append(
          PastTask(
            scope: task.scope(ofTask: earlier), samples: samples,
            minibatches: Minibatches(
              count: samples.count,
              random: RandomStream(
                seed: task.state.seed, purpose: "replay minibatches",
                index: task.index * 1000 + earlier))))
      }
      let batch = task.training.batch
      share = past.isEmpty ? 0 : (batch + past.count - 1) / past.count
      chosen = [Int](repeating: 0, count: share)
      labels = [Int](repeating: 0, count: batch + share * past.count)
    }

    package var extraRows: Int { past.count * share }
    package var ownWeight: Float { past.isEmpty ? 1 : 0.5 }

    /// Rows are grouped by task.
    package mutating func fill(_ inputs: inout [Float], first: Int) {
      var row = first
      for i in past.indices {
        past[i].minibatches.next(into: &chosen)
        for position in chosen {
          let sample = past[i].samples[position]
          reservoir.copyInputs(of: sample, into: &inputs, row: row)
          labels[row] = reservoir.unit(of: sample) - past[i].scope.lowerBound
          row += 1
        }
      }
    }

    package mutating func addLoss(
      logits: [Float], first: Int, gradient: inout [Float]
    ) -> Float {
      var (loss, start): (Float, Int) = (0, first)
      for task in past {
        loss +=
          Loss.addCrossEntropy(
            logits: logits, outputs: outputs, rows: start..<start + share, scope: task.scope,
            labels: labels, weight: 0.5 / Float(past.count), gradient: &gradient
          ).loss
        start += share
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
