import Experiments
import Pipeline

extension RunFolder {
  /// Gives the first file of a task's or a scan's result a readable name; does nothing for other steps,
  /// or where the result is not there.
  package func link(_ step: StepRecord, in store: Store) throws {
    guard step.taskPart != nil || step.stage == ScanEmbeddings.identifier,
      let output = try store.manifest(of: step.key)?.outputs.first
    else { return }
    let suffix = output.name.split(separator: ".").last.map(String.init) ?? ""
    try link("\(step.linkName).\(suffix)", to: output.sha256)
  }
}

extension StepRecord {
  /// What a link to a file of the result is called, without what tells the kind of file.
  ///
  /// What classifies is the run's `task-05`; other parts say what they are: `replay-task-05`.
  package var linkName: String {
    node.split(separator: "/").filter { $0 != "train" }.joined(separator: "-")
  }
}
