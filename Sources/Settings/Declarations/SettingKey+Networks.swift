import Hypernetworks
import Networks

extension SettingKey {
  /// The target network and what generates it.
  static let networks: [SettingKey] = target + hypernetwork

  private static let target: [SettingKey] = [
    SettingKey(
      "network", \.networkLayers,
      "layers of the target network, such as 'dense 400, relu, dropout 0.2, dense 100, tanh, "
        + "dense': the last one has the outputs; perceptron: of the three settings below",
      in: .networks, on: .target, kind: .layers,
      allowed:
        "perceptron, or layers separated by commas: dense UNITS, then perhaps relu, elu, sigmoid or "
        + "tanh, then perhaps dropout RATE, and so on; the last one is dense, without units",
      text: { Layer.text(of: $0) },
      parse: { $0 == "perceptron" ? .some(nil) : Layer.layers(text: $0).map(Optional.some) }
    ).recorded { $0.networkLayers != nil },
    sizes(
      "target_hidden", \.targetHidden, "hidden layers of the target network", in: .networks,
      on: .target
    ).acting(where: .perceptron).recorded(where: SettingCondition.perceptron.holds),
    choice(
      "target_activation", \.targetActivation, "its nonlinearity: relu, elu, sigmoid or tanh",
      in: .networks, on: .target
    ).acting(where: .perceptron, .targetLayers).recorded(where: SettingCondition.perceptron.holds),
    fraction(
      "target_dropout", \.targetDropout, "probability of dropping a hidden unit", in: .networks,
      on: .target
    ).acting(where: .perceptron, .targetLayers).recorded(where: SettingCondition.perceptron.holds),
  ]

  private static let hypernetwork: [SettingKey] = [
    sizes(
      "hyper_hidden", \.hyperHidden, "hidden layers of the hypernetwork", in: .networks,
      on: .method
    ).concerning(.hypernetwork),
    choice(
      "hyper_activation", \.hyperActivation, "its nonlinearity, likewise", in: .networks,
      on: .method
    ).concerning(.hypernetwork).acting(
      where: SettingCondition("hyper_hidden has a layer") { !$0.hyperHidden.isEmpty }),
    integer(
      "task_embedding", \.taskEmbedding, 1...10_000, "size of a task embedding", in: .networks,
      on: .method
    ).concerning(.hypernetwork),
    integer(
      "chunk_embedding", \.chunkEmbedding, 1...10_000, "size of a chunk embedding", in: .networks,
      on: .method
    ).concerning(.hypernetwork).acting(
      where: SettingCondition("chunk_size is above 0") { $0.chunkSize > 0 }),
    integer(
      "chunk_size", \.chunkSize, 0...100_000_000,
      "target weights per call of the hypernetwork; 0: all at once", in: .networks, on: .method
    ).concerning(.hypernetwork),
    SettingKey(
      "initialization", \.initialization,
      "how the hypernetwork starts: xavier, kaiming, normal:DEVIATION, hyperfan-in, "
        + "hyperfan-out", in: .networks, on: .method,
      allowed: "xavier, kaiming, normal:DEVIATION, hyperfan-in or hyperfan-out",
      text: { $0.text }, parse: { HypernetworkInitialization(text: $0) }
    ).concerning(.hypernetwork),
    choice(
      "embedding_start", \.embeddingStart,
      "where a new task's embedding starts: random, previous, or mean of the past", in: .networks,
      on: .method
    ).concerning(.hypernetwork).acting(where: .laterTasks),
  ]
}
