/// Settings that go together, for methods to say what concerns them.
extension Set<String> {
  /// Of a hypernetwork and what keeps its tasks.
  static let hypernetwork: Self = [
    "beta", "regularizer", "lookahead", "regularizer_targets", "regularized_tasks", "own_head",
    "fisher", "importance_samples", "importance_decay", "damping", "hyper_hidden",
    "hyper_activation", "task_embedding", "chunk_embedding", "chunk_size", "initialization",
    "embedding_start",
  ]
  /// Of the scan over task embeddings.
  static let scan: Self = ["grid", "margin", "scan"]
  /// Of a network whose weights are trained themselves, the same ones in all tasks.
  static let directTraining: Self = ["optimizer_state"]
  /// Of a variational autoencoder.
  static let autoencoder: Self = ["encoder_hidden", "decoder_hidden", "latents"]
  /// Of a hypernetwork that generates a decoder.
  static let protectedDecoder: Self = [
    "replay_beta", "replay_hyper_hidden", "replay_hyper_activation", "replay_task_embedding",
    "replay_chunk_embedding", "replay_chunk_size",
  ]
}
