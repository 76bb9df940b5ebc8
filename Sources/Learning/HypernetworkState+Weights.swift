import Hypernetworks

extension HypernetworkState {
  /// Θ_trgt of a task: the target network's flat weight vector, as the hypernetwork generates it.
  ///
  /// Each dense layer of `network` has its matrix `[out × in]` there, row by row, then its bias `[out]`. Traps
  /// for a task that was not learned. Complexity: 2 · C · N · H FLOPs.
  public func weights(ofTask t: Int) -> [Float] {
    precondition(taskEmbeddings.indices.contains(t), "task \(t) of \(taskEmbeddings.count)")
    var generator = Generator<Float>(hypernetwork)
    generator.generate(parameters: parameters, embedding: taskEmbeddings[t])
    return Array(generator.weights[..<network.weightCount])
  }
}
