import Learning
import Networks
import Tasks

extension HypernetworkState {
  /// The outputs of a task's head for each of the `inputs`: `[samples][head]`.
  ///
  /// They are logits where the task's targets are classes: the largest one tells the class. Traps for a task
  /// that was not learned, and for inputs of another number than the network's. Complexity: 2 · samples · P
  /// FLOPs besides generating the weights.
  public func outputs(ofTask t: Int, for inputs: [[Float]]) -> [[Float]] {
    precondition(taskEmbeddings.indices.contains(t), "task \(t) of \(taskEmbeddings.count)")
    guard !inputs.isEmpty else { return [] }
    // A sample has targets; nothing reads these.
    let head = heads[t]
    let nothing = [Float](repeating: 0, count: head.count)
    let samples = TaskSamples(
      Samples(inputs: inputs, targets: inputs.map { _ in nothing }), head: head)
    precondition(
      samples.inputCount == network.inputCount,
      "samples of \(samples.inputCount) inputs for a network of \(network.inputCount)")
    var predictor = Predictor(network, hypernetwork)
    predictor.use(self, task: t)
    let values = predictor.outputs(on: samples)
    return stride(from: 0, to: values.count, by: head.count).map {
      Array(values[$0..<$0 + head.count])
    }
  }
}
