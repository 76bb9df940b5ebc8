import Networks
import Tasks
import Tensors

/// What generative replay does while a task is learned: it draws samples of earlier tasks at every step, and
/// chooses their targets. See `GenerativeReplay`.
package struct ReplayTraining: MethodTraining {
  private let targets: GenerativeReplay.Targets
  /// The logit that the teacher has for classes it does not know; nil where they have no probability.
  private let otherLogit: Float?
  private let index: Int
  private let batch: Int
  private let outputs: Int
  private let share: Float
  private var source: (any ReplaySource)?
  /// The classifier as it was before the task, and its pass.
  private let teacherWeights: [Float]
  private let teacherStatistics: [Float]
  private var teacher: NetworkPass<Float>
  /// Of each earlier task: the units that the teacher knows of, and those that compete now.
  private let known: [Range<Int>]
  private let scopes: [Range<Int>]
  /// One past task for each of these.
  private let distinctTasks: [Int]
  private var drawn: [ReplayedRows] = []
  /// Of the whole batch; those of the task's own samples are not used.
  private var labels: [Int]
  private var probabilities: [Float]

  init(_ task: ClassifierTask, _ method: GenerativeReplay) {
    targets = method.targets
    otherLogit = method.newClasses == .zeroLogit ? 0 : nil
    index = task.index
    (batch, outputs) = (task.training.batch, task.outputs)
    source = task.index > 0 ? task.replay : nil
    share = source == nil ? 1 : method.share == .half ? 0.5 : 1 / Float(task.index + 1)
    teacherWeights = task.state.weights
    teacherStatistics = task.state.statistics.last ?? []
    let rows = source?.rowCount(batch: task.training.batch) ?? 0
    teacher = NetworkPass(task.state.network, capacity: rows, backward: false)
    known = (0..<task.index).map { task.sequence.scope(ofTask: $0, learned: task.index) }
    let scopes = (0..<task.index).map { task.scope(ofTask: $0) }
    self.scopes = scopes
    distinctTasks = scopes.indices.filter { !scopes[..<$0].contains(scopes[$0]) }
    labels = [Int](repeating: 0, count: task.training.batch + rows)
    probabilities = [Float](repeating: 0, count: rows * task.outputs)
  }

  /// The rows that the source fills for a batch; 0 on the first task.
  package var extraRows: Int { teacher.capacity }
  /// The share that the method gives to the task's own samples; 1 on the first task.
  package var ownWeight: Float { share }

  /// Draws samples of earlier tasks, and has the copy of the classifier look at them where it says what they
  /// are.
  package mutating func fill(_ inputs: inout [Float], first: Int) {
    // Taken out, so that there is one of it: what is shared would be copied.
    guard var source = source.take() else { return }
    drawn = source.draw(batch: batch, into: &teacher.inputs, first: 0)
    self.source = source
    let width = teacher.network.inputCount
    copyRows(teacher.inputs, rows: 0..<extraRows, columns: width, into: &inputs, first: first)
    guard targets != .task else { return }
    teacher.forward(
      weights: teacherWeights, batch: extraRows, statistics: teacherStatistics)
  }

  /// Adds the loss of the drawn samples to their targets, `1 − ownWeight` in all.
  package mutating func addLoss(
    logits: [Float], first: Int, gradient: inout [Float]
  ) -> Float {
    var loss: Float = 0
    for rows in drawn {
      let weight = (1 - share) * Float(rows.rows.count) / Float(extraRows)
      if let task = rows.task {
        loss += addLoss(logits, first: first, rows.rows, task, weight, &gradient)
        continue
      }
      // Rows of an unknown task are told by every head there is, which counts once where all share it.
      for task in distinctTasks {
        loss += addLoss(
          logits, first: first, rows.rows, task, weight / Float(distinctTasks.count), &gradient)
      }
    }
    return loss
  }

  /// What the source of the samples lists.
  package mutating func saveOrRestore(_ parts: inout SavedParts) {
    // Taken out, so that there is one of it: what is shared would be copied.
    guard var source = source.take() else { return }
    source.saveOrRestore(&parts)
    self.source = source
  }

  /// The loss on `rows` of the replayed samples, as those of `task`.
  private mutating func addLoss(
    _ logits: [Float], first: Int, _ rows: Range<Int>, _ task: Int, _ weight: Float,
    _ gradient: inout [Float]
  ) -> Float {
    let (scope, known) = (scopes[task], known[task])
    let batchRows = first + rows.lowerBound..<first + rows.upperBound
    switch targets {
    case .probabilities(let temperature):
      Loss.softmax(
        logits: teacher.logits, outputs: outputs, rows: rows, scope: known, units: scope,
        otherLogit: otherLogit, temperature: Float(temperature), into: &probabilities)
      return Loss.softCrossEntropy(
        logits: logits, outputs: outputs, rows: batchRows, scope: scope,
        teacher: probabilities, temperature: Float(temperature), weight: weight,
        gradient: &gradient)
    case .labels:
      for (row, target) in zip(rows, batchRows) {
        labels[target] =
          Loss.prediction(logits: teacher.logits, outputs: outputs, row: row, scope: known)
          - scope.lowerBound
      }
    case .task:
      for row in batchRows { labels[row] = task }
    }
    return Loss.addCrossEntropy(
      logits: logits, outputs: outputs, rows: batchRows, scope: scope,
      labels: labels, weight: weight, gradient: &gradient
    ).loss
  }
}
