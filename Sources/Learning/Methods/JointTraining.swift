import Tasks
import Tensors

/// Joint training: every step has samples of all tasks so far, as many of each. It is the usual upper bound
/// of what methods reach.
package struct JointTraining: ContinualMethod {
  package static let name = "joint"
  package static let readsAllTasks = true
  package static let startsPlainly = true

  /// Joint training, which has no settings.
  package init() {}

  /// Trains on the samples of the task and of all earlier ones.
  package func training(_ task: ClassifierTask) -> Training { Training(task) }

  /// The samples of the earlier tasks.
  package struct Training: MethodTraining {
    private struct Part {
      let inputs: TrainingInputs
      var minibatches: Minibatches
    }

    private let width: Int
    private var parts: [Part]
    private var rows: PastTaskRows
    private var batch: [Int]
    private var inputs: [Float]

    init(_ task: ClassifierTask) {
      width = task.samples.inputCount
      parts = task.earlier.enumerated().map { index, samples in
        Part(
          inputs: task.inputs(samples, ofTask: index, purpose: "joint augmentation"),
          minibatches: task.minibatches(
            samples.count, ofTask: index, purpose: "joint minibatches"))
      }
      rows = PastTaskRows(task, of: parts.indices, share: task.training.batch)
      batch = [Int](repeating: 0, count: task.training.batch)
      inputs = [Float](repeating: 0, count: batch.count * width)
    }

    /// A batch of each earlier task.
    package var extraRows: Int { rows.count }
    /// The share of one task among all so far.
    package var ownWeight: Float { 1 / Float(parts.count + 1) }

    /// Draws a batch of each earlier task, in shuffled passes over its samples.
    package mutating func fill(_ inputs: inout [Float], first: Int) {
      for index in parts.indices {
        let number = parts[index].minibatches.given
        parts[index].minibatches.next(into: &batch)
        parts[index].inputs.gather(batch, from: number, into: &self.inputs)
        let start = first + index * batch.count
        copyRows(
          self.inputs, rows: 0..<batch.count, columns: width, into: &inputs, first: start)
        rows.setTargets(of: batch, parts[index].inputs.samples, task: index, row: start)
      }
    }

    /// The passes over the samples of each earlier task.
    package mutating func saveOrRestore(_ parts: inout SavedParts) {
      for i in self.parts.indices { parts.group("past_\(i)", &self.parts[i].minibatches) }
    }

    /// Adds the loss of each earlier task, with the weight of the task's own.
    package mutating func addLoss(
      logits: [Float], first: Int, gradient: inout [Float]
    ) -> Float {
      rows.addLoss(logits: logits, first: first, weight: ownWeight, gradient: &gradient)
    }
  }
}
