import Networks
import Tasks

/// The classifier as it was before the task: it says what samples are in the eyes of the earlier tasks.
struct Teacher: Sendable {
  /// Earlier tasks, one for each set of units that their samples are classified among.
  let distinctTasks: [Int]
  /// The samples that it looks at, `[rows × inputCount]`.
  var inputs: [Float] {
    get { pass.inputs }
    _modify { yield &pass.inputs }
  }

  private let weights: [Float]
  private let statistics: [Float]
  private var pass: NetworkPass<Float>
  private let outputs: Int
  /// Of each earlier task: the units that it knows of, and those that compete now.
  private let known: [Range<Int>]
  private let scopes: [Range<Int>]
  /// The logit that it has for classes it does not know; nil where they have no probability.
  private let otherLogit: Float?
  private var probabilities: [Float]

  /// The classifier with which `task` begins.
  ///
  /// - Parameter rows: the samples that it is shown at a time
  init(_ task: ClassifierTask, rows: Int, newClasses: GenerativeReplay.NewClasses) {
    otherLogit = newClasses == .zeroLogit ? 0 : nil
    outputs = task.outputs
    weights = task.state.weights
    statistics = task.state.statistics.last ?? []
    pass = NetworkPass(task.state.network, capacity: rows, backward: false)
    known = (0..<task.index).map { task.sequence.scope(ofTask: $0, learned: task.index) }
    let scopes = (0..<task.index).map { task.scope(ofTask: $0) }
    self.scopes = scopes
    distinctTasks = scopes.indices.filter { !scopes[..<$0].contains(scopes[$0]) }
    probabilities = [Float](repeating: 0, count: rows * task.outputs)
  }

  /// The samples that it is shown at a time.
  var rows: Int { pass.capacity }
  /// The numbers of a sample.
  var inputCount: Int { pass.network.inputCount }

  /// Looks at all its `inputs`.
  mutating func look() { pass.forward(weights: weights, batch: rows, statistics: statistics) }

  /// The units among which samples of an earlier task are classified now.
  func scope(ofTask task: Int) -> Range<Int> { scopes[task] }

  /// The class that it takes row `row` for as a sample of `task`, counted in the task's scope.
  func label(ofRow row: Int, task: Int) -> Int {
    Loss.prediction(logits: pass.logits, outputs: outputs, row: row, scope: known[task])
      - scopes[task].lowerBound
  }

  /// Adds the gradient of the distillation loss on `rows`, taken for samples of `task`, with respect to `logits`:
  /// the cross-entropy to its probabilities at a temperature, times its square (Hinton et al. 2015).
  ///
  /// - Parameter first: the batch's row of its own row 0
  /// - Returns: the loss, times `weight`
  mutating func addLoss(
    logits: [Float], first: Int, rows: Range<Int>, task: Int, temperature: Double, weight: Float,
    gradient: inout [Float]
  ) -> Float {
    Loss.softmax(
      logits: pass.logits, outputs: outputs, rows: rows, scope: known[task], units: scopes[task],
      otherLogit: otherLogit, temperature: Float(temperature), into: &probabilities)
    return Loss.softCrossEntropy(
      logits: logits, outputs: outputs, rows: first + rows.lowerBound..<first + rows.upperBound,
      scope: scopes[task], teacher: probabilities, temperature: Float(temperature), weight: weight,
      gradient: &gradient)
  }
}
