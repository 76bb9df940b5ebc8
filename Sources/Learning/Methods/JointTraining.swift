import Networks
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
      let scope: Range<Int>
      var minibatches: Minibatches
    }

    private let outputs: Int
    private let width: Int
    private var parts: [Part]
    private var batch: [Int]
    /// Of the whole batch; those of the latest task's samples are not used.
    private var labels: [Int]
    private var partLabels: [Int]
    private var inputs: [Float]

    init(_ task: ClassifierTask) {
      outputs = task.outputs
      width = task.samples.inputCount
      parts = task.earlier.enumerated().map { index, samples in
        Part(
          samples: samples, scope: task.scope(ofTask: index),
          minibatches: Minibatches(
            count: samples.count,
            random: RandomStream(
              seed: task.state.seed, purpose: "joint minibatches",
              index: task.index * 1000 + index)))
      }
      batch = [Int](repeating: 0, count: task.training.batch)
      partLabels = batch
      labels = [Int](repeating: 0, count: batch.count * (parts.count + 1))
      inputs = [Float](repeating: 0, count: batch.count * width)
    }

    package var extraRows: Int { parts.count * batch.count }
    package var ownWeight: Float { 1 / Float(parts.count + 1) }

    package mutating func fill(_ inputs: inout [Float], first: Int) {
      for index in parts.indices {
        parts[index].minibatches.next(into: &batch)
        let (samples, scope) = (parts[index].samples, parts[index].scope)
        samples.gather(batch, into: &self.inputs)
        let start = first + index * batch.count
        copyRows(
          self.inputs, rows: 0..<batch.count, columns: width, into: &inputs, first: start)
        samples.labels(of: batch, into: &partLabels)
        for (i, label) in partLabels.enumerated() {
          labels[start + i] = label + samples.head.lowerBound - scope.lowerBound
        }
      }
    }

    package mutating func addLoss(
      logits: [Float], first: Int, gradient: inout [Float]
    ) -> Float {
      var loss: Float = 0
      for (index, part) in parts.enumerated() {
        let start = first + index * batch.count
        loss +=
          Loss.addCrossEntropy(
            logits: logits, outputs: outputs, rows: start..<start + batch.count, scope: part.scope,
            labels: labels, weight: ownWeight, gradient: &gradient
          ).loss
      }
      return loss
    }
  }
}
