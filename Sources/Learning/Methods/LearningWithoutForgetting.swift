import Networks
import Tasks
import Tensors

/// Learning without forgetting (Li & Hoiem 2017): what the classifier said of a task's own samples before it was
/// trained on them, it is to say of them still. No sample of an earlier task is needed.
///
/// The loss of the task counts 1 / tasks, the distillation the rest (van de Ven & Tolias 2019).
package struct LearningWithoutForgetting: ContinualMethod {
  package static let name = "lwf"
  package static let startsPlainly = true

  /// The temperature of the classifier's earlier probabilities.
  package var temperature: Double
  /// What it is taken to have said of the task's classes, where these compete with earlier ones.
  package var newClasses: GenerativeReplay.NewClasses

  /// Learning without forgetting at a temperature.
  package init(temperature: Double, newClasses: GenerativeReplay.NewClasses = .impossible) {
    (self.temperature, self.newClasses) = (temperature, newClasses)
  }

  /// Distills from the classifier of the state before.
  package func training(_ task: ClassifierTask) -> Training {
    Training(task, self)
  }

  /// The samples of each batch once more, with what the earlier classifier says of them.
  package struct Training: MethodTraining {
    private let temperature: Double
    private let share: Float
    private var teacher: Teacher

    init(_ task: ClassifierTask, _ method: LearningWithoutForgetting) {
      temperature = method.temperature
      share = 1 / Float(task.index + 1)
      teacher = Teacher(
        task, rows: task.index > 0 ? task.training.batch : 0, newClasses: method.newClasses)
    }

    /// As many as the batch has, or none on the first task.
    package var extraRows: Int { teacher.rows }
    /// 1 / tasks.
    package var ownWeight: Float { share }

    /// Repeats the task's own samples, the rows before `first`.
    package mutating func fill(_ inputs: inout [Float], first: Int) {
      let width = teacher.inputCount
      copyRows(inputs, rows: 0..<extraRows, columns: width, into: &teacher.inputs, first: 0)
      copyRows(teacher.inputs, rows: 0..<extraRows, columns: width, into: &inputs, first: first)
      teacher.look()
    }

    /// Adds the distillation loss of every earlier task's units, the same share for each.
    package mutating func addLoss(
      logits: [Float], first: Int, gradient: inout [Float]
    ) -> Float {
      let tasks = teacher.distinctTasks
      let weight = (1 - share) / Float(max(1, tasks.count))
      return tasks.reduce(0) { loss, task in
        loss
          + teacher.addLoss(
            logits: logits, first: first, rows: 0..<extraRows, task: task,
            temperature: temperature, weight: weight, gradient: &gradient)
      }
    }

    /// Lists nothing: no step changes anything here.
    package mutating func saveOrRestore(_ parts: inout SavedParts) {}
  }
}
