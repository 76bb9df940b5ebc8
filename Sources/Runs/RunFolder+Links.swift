import Experiments
import Pipeline

extension RunFolder {
  /// Gives the first file of a task's or a scan's result a readable name; does nothing for other steps,
  /// or where the result is not there.
  package func link(_ step: StepRecord, in store: Store) throws {
    guard step.role?.linkName != nil, let output = try store.manifest(of: step.key)?.outputs.first
    else { return }
    let suffix = output.name.split(separator: ".").last.map(String.init) ?? ""
    try link("\(step.linkName).\(suffix)", to: output.sha256)
  }

  /// Gives a file of a step's result a readable name, which keeps it where the result is not there whole.
  func link(_ file: Manifest.Output, of step: StepRecord) throws {
    try link("\(step.linkName)-\(file.name)", to: file.sha256)
  }
}

extension StepRecord {
  /// What links to files of the result are called, without what tells the kind of file: `task-05`, or the
  /// node's name where its role gives no name.
  var linkName: String { role?.linkName ?? node.replacing("/", with: "-") }
}
