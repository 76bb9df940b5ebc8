import Networks
import Tasks
import Tensors

/// What generative replay does while a task is learned: it draws samples of earlier tasks at every step, and
/// chooses their targets. See `GenerativeReplay`.
package struct ReplayTraining: MethodTraining {
  private let targets: GenerativeReplay.Targets
  private let batch: Int
  private let outputs: Int
  private let share: Float
  private var source: (any ReplaySource)?
  private var teacher: Teacher
  private var drawn: [ReplayedRows] = []
  /// Of the whole batch; those of the task's own samples are not used.
  private var labels: [Int]

  init(_ task: ClassifierTask, _ method: GenerativeReplay) {
    targets = method.targets
    (batch, outputs) = (task.training.batch, task.outputs)
    source = task.index > 0 ? task.replay : nil
    share = source == nil ? 1 : method.share == .half ? 0.5 : 1 / Float(task.index + 1)
    let rows = source?.rowCount(batch: task.training.batch) ?? 0
    teacher = Teacher(task, rows: rows, newClasses: method.newClasses)
    labels = [Int](repeating: 0, count: task.training.batch + rows)
  }

  /// The rows that the source fills for a batch; 0 on the first task.
  package var extraRows: Int { teacher.rows }
  /// The share that the method gives to the task's own samples; 1 on the first task.
  package var ownWeight: Float { share }

  /// Draws samples of earlier tasks, and has the copy of the classifier look at them where it says what they
  /// are.
  package mutating func fill(_ inputs: inout [Float], first: Int) {
    // Taken out, so that there is one of it: what is shared would be copied.
    guard var source = source.take() else { return }
    drawn = source.draw(batch: batch, into: &teacher.inputs, first: 0)
    self.source = source
    copyRows(
      teacher.inputs, rows: 0..<extraRows, columns: teacher.inputCount, into: &inputs, first: first)
    if targets != .task { teacher.look() }
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
      let tasks = teacher.distinctTasks
      for task in tasks {
        loss += addLoss(
          logits, first: first, rows.rows, task, weight / Float(tasks.count), &gradient)
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
    let batchRows = first + rows.lowerBound..<first + rows.upperBound
    switch targets {
    case .probabilities(let temperature):
      return teacher.addLoss(
        logits: logits, first: first, rows: rows, task: task, temperature: temperature,
        weight: weight, gradient: &gradient)
    case .labels:
      for (row, target) in zip(rows, batchRows) {
        labels[target] = teacher.label(ofRow: row, task: task)
      }
    case .task:
      for row in batchRows { labels[row] = task }
    }
    return Loss.addCrossEntropy(
      logits: logits, outputs: outputs, rows: batchRows, scope: teacher.scope(ofTask: task),
      labels: labels, weight: weight, gradient: &gradient
    ).loss
  }
}
