import Tasks

/// Experience replay: a reservoir (Vitter 1985) keeps real samples of all tasks. Each step has, beside the
/// task's own samples, `⌈batch / t⌉` stored ones of each of `t` earlier tasks, with half of the loss.
package struct ExperienceReplay: ContinualMethod {
  package static let name = "er"
  package static let version = 2

  /// The most samples that are kept, of all tasks together.
  package var capacity: Int

  /// Experience replay with room for so many samples.
  package init(capacity: Int) { self.capacity = capacity }

  /// Replays what the reservoir of the state before holds.
  package func training(_ task: ClassifierTask) -> Training {
    Training(task, Reservoir(task.state, capacity: capacity))
  }

  /// Replays the reservoir, and at the task's end shows it the task's samples.
  package struct Training: MethodTraining {
    private let reservoir: Reservoir
    /// The earlier tasks of which it has samples.
    private var past: [PastTask]
    private var rows: PastTaskRows
    private var chosen: [Int]

    private struct PastTask: Sendable {
      /// Its samples in the reservoir.
      let samples: [Int]
      var minibatches: Minibatches
    }

    init(_ task: ClassifierTask, _ reservoir: Reservoir) {
      self.reservoir = reservoir
      let held = Dictionary(grouping: 0..<reservoir.count, by: reservoir.task)
        .sorted { $0.key < $1.key }
      past = held.map { earlier, samples in
        PastTask(
          samples: samples,
          minibatches: task.minibatches(
            samples.count, ofTask: earlier, purpose: "replay minibatches"))
      }
      let tasks = max(1, held.count)
      rows = PastTaskRows(
        task, of: held.map(\.key), share: (task.training.batch + tasks - 1) / tasks)
      chosen = [Int](repeating: 0, count: rows.share)
    }

    /// `t · ⌈batch / t⌉`, for the `t` earlier tasks of which the reservoir has samples.
    package var extraRows: Int { rows.count }
    /// ½, or 1 where there is nothing to replay.
    package var ownWeight: Float { past.isEmpty ? 1 : 0.5 }

    /// Draws stored samples of each earlier task, in shuffled passes over them.
    package mutating func fill(_ inputs: inout [Float], first: Int) {
      var row = first
      for i in past.indices {
        past[i].minibatches.next(into: &chosen)
        for position in chosen {
          let sample = past[i].samples[position]
          reservoir.copyInputs(of: sample, into: &inputs, row: row)
          if let unit = reservoir.unit(of: sample) {
            rows.setUnit(unit, ofRow: row, task: i)
          } else {
            rows.setValues(reservoir.values(of: sample), ofRow: row)
          }
          row += 1
        }
      }
    }

    /// Adds the loss of the stored samples, ½ in all and the same share for each earlier task.
    package mutating func addLoss(
      logits: [Float], first: Int, gradient: inout [Float]
    ) -> Float {
      rows.addLoss(
        logits: logits, first: first, weight: 0.5 / Float(past.count), gradient: &gradient)
    }

    /// The passes over the stored samples of each earlier task.
    package mutating func saveOrRestore(_ parts: inout SavedParts) {
      for i in past.indices { parts.group("past_\(i)", &past[i].minibatches) }
    }

    /// Shows the task's samples to the reservoir, which stays a uniform sample of all that it was shown.
    package mutating func finish(
      _ state: inout ClassifierState, _ task: ClassifierTask, report: () throws -> Void
    ) throws {
      var reservoir = reservoir
      try reservoir.show(task.samples, task: task.index, seed: state.seed, report: report)
      reservoir.write(to: &state)
    }
  }
}
