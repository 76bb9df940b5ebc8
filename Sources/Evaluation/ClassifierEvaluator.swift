import Learning
import Networks
import Tasks
import Tensors

/// Tests a directly trained network on all tasks that it has learned, in large batches.
package struct ClassifierEvaluator<Method: ContinualMethod> {
  private let method: Method
  private let batch: Int

  /// Tests of networks that `method` has trained, `batch` samples at a time.
  package init(_ method: Method, batch: Int = 1000) { (self.method, self.batch) = (method, batch) }

  /// The output unit with the largest logit among those of `scope`, for each of the `samples`, by the network
  /// that classifies task `task`. Statistics are the latest task's, since no task is given.
  ///
  /// Complexity: 2 · samples · P FLOPs.
  package func predictions(
    _ state: ClassifierState, task: Int, on samples: TaskSamples, scope: Range<Int>
  ) -> [Int] {
    var units: [Int] = []
    forEachBatch(state, task: task, isGiven: false, of: samples) { range, logits, outputs in
      for row in 0..<range.count {
        units.append(Loss.prediction(logits: logits, outputs: outputs, row: row, scope: scope))
      }
    }
    return units
  }

  /// The outputs of the task's head for each of its `samples`, `[samples × head]`, with its statistics.
  ///
  /// Complexity: 2 · samples · P FLOPs.
  package func outputs(
    _ state: ClassifierState, task: Int, on samples: TaskSamples
  ) -> [Float] {
    var values: [Float] = []
    forEachBatch(state, task: task, isGiven: true, of: samples) { range, logits, count in
      for row in 0..<range.count { values += samples.head.map { logits[row * count + $0] } }
    }
    return values
  }

  /// Appends the rows of the latest task to the state's scores, and to its task inference where units of
  /// several tasks compete.
  ///
  /// - Parameter tests: of each task learned so far
  package func evaluate(
    _ state: inout ClassifierState, in sequence: TaskSequence, on tests: [TaskSamples]
  ) {
    precondition(tests.count == state.tasks, "\(tests.count) test sets")
    let isGiven = sequence.scenario == .taskIncremental
    var (scores, inference) = ([Double](), [Double]())
    for (task, samples) in tests.enumerated() {
      let scope = sequence.scope(ofTask: task, learned: state.tasks)
      var sum = ScoreSum(samples, scope: scope)
      forEachBatch(state, task: task, isGiven: isGiven, of: samples) { range, logits, outputs in
        sum.add(logits, count: outputs, of: range)
      }
      scores.append(sum.score)
      inference.append(Double(sum.told) / Double(samples.count))
    }
    state.scores = state.scores.adding(scores, of: tests)
    if sequence.scenario == .classIncremental {
      state.inference = state.inference.adding(inference)
    }
  }

  /// Calls `body` with the outputs of a task's network for the `samples`, a large batch at a time:
  /// `[batch × outputs]`.
  private func forEachBatch(
    _ state: ClassifierState, task: Int, isGiven: Bool, of samples: TaskSamples,
    _ body: (_ samples: Range<Int>, _ logits: [Float], _ outputs: Int) -> Void
  ) {
    let network = method.network(state.network, forTask: task)
    var pass = Method.Pass(network, capacity: batch, backward: false)
    let weights = method.testWeights(ofTask: task, in: state)
    let statistics = method.testStatistics(ofTask: task, isGiven: isGiven, in: state)
    for start in stride(from: 0, to: samples.count, by: batch) {
      let range = start..<min(samples.count, start + batch)
      samples.gather(Array(range), into: &pass.inputs)
      pass.forward(weights: weights, batch: range.count, statistics: statistics)
      body(range, pass.logits, network.outputCount)
    }
  }
}
