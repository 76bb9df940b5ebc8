/// Settings that belong together, under one heading of an experiment file and of the documentation.
package struct SettingSection: Sendable {
  /// What they are about.
  package let title: String
  /// The settings' names.
  package let names: [String]

  /// The settings.
  package var keys: [SettingKey] { SettingKey.all.filter { names.contains($0.name) } }

  /// All sections; every setting is in one of them.
  package static let all = [
    SettingSection(title: "What is compared", names: ["benchmark", "method", "profile"]),
    SettingSection(
      title: "Tasks",
      names: ["dataset", "validation", "tasks", "scenario", "groups", "heads", "padding"]),
    SettingSection(
      title: "Training",
      names: [
        "steps", "batch", "optimizer", "learning_rate", "schedule", "beta1", "beta2", "momentum",
        "nesterov", "weight_decay", "optimizer_state", "clip_norm", "clip_value",
      ]),
    SettingSection(
      title: "What keeps past tasks",
      names: [
        "beta", "regularizer", "lookahead", "regularizer_targets", "regularized_tasks", "own_head",
        "fisher", "importance_samples", "importance_decay", "damping",
      ]),
    SettingSection(
      title: "Replay of past tasks",
      names: [
        "buffer", "temperature", "new_classes", "encoder_hidden", "decoder_hidden", "latents",
        "replay_beta",
        "replay_hyper_hidden", "replay_hyper_activation", "replay_task_embedding",
        "replay_chunk_embedding", "replay_chunk_size", "inference_hidden",
      ]),
    SettingSection(
      title: "Networks",
      names: [
        "network", "target_hidden", "target_activation", "target_dropout", "hyper_hidden",
        "hyper_activation",
        "task_embedding", "chunk_embedding", "chunk_size", "initialization", "embedding_start",
      ]),
    SettingSection(
      title: "Log and embedding scan", names: ["log_interval", "grid", "margin", "scan"]),
    SettingSection(title: "Randomness", names: ["seed"]),
  ]
}
