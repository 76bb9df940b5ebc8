extension SettingKey {
  /// What replays earlier tasks, and what infers tasks from it.
  static let replay: [SettingKey] = [
    integer(
      "buffer", \.buffer, 1...1_000_000, "number of samples that experience replay stores",
      in: .replay,
      on: .method
    ).concerning(.reservoir)
      .needing { 4 * Double($0.buffer) * Double($1) }
      .needing(isStored: true) { 4 * Double($0.buffer) * Double($1) },
    number(
      "temperature", \.temperature, positive: true, "temperature of the teacher in distillation",
      in: .replay,
      on: .method
    ).concerning(.distillation).acting(where: .laterTasks),
    choice(
      "new_classes", \.newClasses,
      "the teacher's output for classes that it has not learned: impossible (probability 0) or "
        + "zero-logit (logit 0)", in: .replay, on: .method
    ).concerning(.distillation).acting(where: .classIncremental, .laterTasks),
    sizes(
      "encoder_hidden", \.encoderHidden, "hidden layers of a replay model's encoder", in: .replay,
      on: .method
    ).concerning(.autoencoder),
    sizes(
      "decoder_hidden", \.decoderHidden, "hidden layers of a replay model's decoder", in: .replay,
      on: .method
    ).concerning(.autoencoder),
    integer(
      "latents", \.latents, 1...10_000, "size of a replay model's latent vector",
      in: .replay, on: .method
    ).concerning(.autoencoder),
    number(
      "replay_beta", \.replayBeta, positive: false,
      "strength of the regularizer of a replay model's hypernetwork", in: .replay, on: .method
    ).concerning(.protectedDecoder).acting(where: .laterTasks),
    sizes(
      "replay_hyper_hidden", \.replayHyperHidden, "hidden layers of a replay model's hypernetwork",
      in: .replay, on: .method
    ).concerning(.protectedDecoder),
    choice(
      "replay_hyper_activation", \.replayHyperActivation,
      "nonlinearity of a replay model's hypernetwork: relu, elu, sigmoid or tanh", in: .replay,
      on: .method
    ).concerning(.protectedDecoder).acting(
      where: SettingCondition("replay_hyper_hidden has a layer") {
        !$0.replayHyperHidden.isEmpty
      }),
    integer(
      "replay_task_embedding", \.replayTaskEmbedding, 1...10_000,
      "size of the task embeddings of a replay model's hypernetwork",
      in: .replay, on: .method
    ).concerning(.protectedDecoder),
    integer(
      "replay_chunk_embedding", \.replayChunkEmbedding, 1...10_000,
      "size of the chunk embeddings of a replay model's hypernetwork", in: .replay, on: .method
    ).concerning(.protectedDecoder),
    integer(
      "replay_chunk_size", \.replayChunkSize, 1...100_000_000,
      "number of decoder weights that one call of a replay model's hypernetwork generates",
      in: .replay, on: .method
    ).concerning(.protectedDecoder),
    sizes(
      "inference_hidden", \.inferenceHidden, "hidden layers of the network that infers tasks",
      in: .replay, on: .method
    ).concerning(.taskInference),
  ]
}
