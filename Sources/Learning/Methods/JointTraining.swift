import Tasks
import Tensors

/// Every step has samples of all tasks so far, as many of each: what no method can be expected to surpass.
package struct JointTraining: ContinualMethod {
  package static let name = "joint"
  package static let readsAllTasks = true
  package static let startsPlainly = true

  package init() {}

  package func training(_ task: ClassifierTask) -> Training { Training(task) }

  /// The samples of the earlier tasks.
  package struct Training: MethodTraining {
    private struct Part {
      let samples: TaskSamples
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
          samples: samples,
          minibatches: task.minibatches(
            samples.count, ofTask: index, purpose: "joint minibatches"))
      }
      rows = PastTaskRows(task, of: parts.indices, share: task.training.batch)
      batch = [Int](repeating: 0, count: task.training.batch)
      inputs = [Float](repeating: 0, count: batch.count * width)
    }

    package var extraRows: Int { rows.count }
    package var ownWeight: Float { 1 / Float(parts.count + 1) }

    package mutating func fill(_ inputs: inout [Float], first: Int) {
      for index in parts.indices {
        parts[index].minibatches.next(into: &batch)
        let samples = parts[index].samples
        samples.gather(batch, into: &self.inputs)
        let start = first + index * batch.count
        copyRows(
          self.inputs, rows: 0..<batch.count, columns: width, into: &inputs, first: start)
        rows.setTargets(of: batch, samples, task: index, row: start)
      }
    }

    package mutating func addLoss(
      logits: [Float], first: Int, gradient: inout [Float]
    ) -> Float {
      rows.addLoss(logits: logits, first: first, weight: ownWeight, gradient: &gradient)
    }
  }
}
