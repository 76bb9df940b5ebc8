import Networks
import Tasks
import Tensors

/// Tests a classifier on all tasks that it has learned, in large batches.
package struct ClassifierTests<Method: ContinualMethod> {
  private let method: Method
  private let batch: Int

  package init(_ method: Method, batch: Int = 1000) { (self.method, self.batch) = (method, batch) }

  /// The output unit that each of the `samples` is told to be, among those of `scope`.
  ///
  /// Complexity: 2 · samples · P FLOPs.
  package func predictions(
    _ state: ClassifierState, task: Int, on samples: TaskSamples, scope: Range<Int>
  ) -> [Int] {
    let network = method.network(state.network, forTask: task)
    var pass = Method.Pass(network, capacity: batch, backward: false)
    let weights = method.testWeights(ofTask: task, in: state)
    let statistics: [Float] = network.initialStatistics()
    let outputs = network.outputCount
    var units: [Int] = []
    for start in stride(from: 0, to: samples.count, by: batch) {
      let range = start..<min(samples.count, start + batch)
      samples.gather(Array(range), into: &pass.inputs)
      pass.forward(weights: weights, batch: range.count, statistics: statistics)
      let logits = pass.logits
      for row in 0..<range.count {
        units.append(Loss.prediction(logits: logits, outputs: outputs, row: row, scope: scope))
      }
    }
    return units
  }

  /// Appends the rows of the latest task to the state's accuracies, and to its task inference where units
  /// of several tasks compete.
  ///
  /// - Parameter tests: of each task learned so far
  package func evaluate(
    _ state: inout ClassifierState, in sequence: TaskSequence, on tests: [TaskSamples]
  ) {
    precondition(tests.count == state.tasks, "\(tests.count) test sets")
    var (accuracy, inference) = ([Double](), [Double]())
    for (task, samples) in tests.enumerated() {
      let scope = sequence.scope(ofTask: task, learned: state.tasks)
      let units = predictions(state, task: task, on: samples, scope: scope)
      let (head, count) = (samples.head, Double(samples.count))
      let correct = units.indices.count { units[$0] == head.lowerBound + samples.label($0) }
      accuracy.append(Double(correct) / count)
      inference.append(Double(units.count { head.contains($0) }) / count)
    }
    state.accuracy.append(accuracy)
    if sequence.scenario == .classIncremental { state.inference.append(inference) }
  }
}
