import Hypernetworks
import Networks

extension SettingKey {
  /// The target network and what generates it.
  static let networks: [SettingKey] = target + hypernetwork

  private static let target: [SettingKey] = [
    SettingKey(
      "network", \.networkLayers,
      "layers of the target network, such as 'dense 400, relu, dropout 0.2, dense 100, tanh, dense' or "
        + "'conv 16, batchnorm, relu, block 16, block 32 stride 2, avgpool, dense', or a network's name, "
        + "such as resnet32 or zenke; the last layer has the outputs; perceptron: the layers that "
        + "target_hidden, target_activation and target_dropout describe",
      in: .networks, on: .target, kind: .layers,
      allowed:
        "perceptron, a name (resnetD with D = 6n + 2, such as resnet32; zenke), or layers separated by "
        + "commas: dense UNITS, then perhaps relu, elu, sigmoid or "
        + "tanh, then perhaps dropout RATE, and so on; the last layer is dense, without units; before "
        + "the first dense layer conv CHANNELS [size SIDE] [stride STRIDE] [valid], then perhaps "
        + "batchnorm and a nonlinearity; block CHANNELS [stride STRIDE]; maxpool [SIDE], avgpool [SIDE], "
        + "dropout RATE [channels]",
      text: { Layer.text(of: $0) }, shown: { Layer.shortText(of: $0) },
      parse: { $0 == "perceptron" ? .some(nil) : (try? Layer.layers(text: $0)).map(Optional.some) }
    ).explaining(Layer.problem).selecting(in: [PanelFigure.figure5.name])
      .recorded { $0.networkLayers != nil },
    sizes(
      "target_hidden", \.targetHidden, "hidden layers of the target network", in: .networks,
      on: .target
    ).acting(where: .perceptron).recorded(where: SettingCondition.perceptron.holds),
    choice(
      "target_activation", \.targetActivation,
      "nonlinearity of the target network's hidden layers: relu, elu, sigmoid or tanh",
      in: .networks, on: .target
    ).acting(where: .perceptron, .targetLayers).recorded(where: SettingCondition.perceptron.holds),
    fraction(
      "target_dropout", \.targetDropout,
      "probability of dropping a hidden unit of the target network", in: .networks,
      on: .target
    ).acting(where: .perceptron, .targetLayers).recorded(where: SettingCondition.perceptron.holds),
  ]

  private static let hypernetwork: [SettingKey] = [
    sizes(
      "hyper_hidden", \.hyperHidden, "hidden layers of the hypernetwork", in: .networks,
      on: .method
    ).concerning(.hypernetwork),
    choice(
      "hyper_activation", \.hyperActivation,
      "nonlinearity of the hypernetwork's hidden layers: relu, elu, sigmoid or tanh", in: .networks,
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
      "number of target weights that one call of the hypernetwork generates; 0: all, without chunks",
      in: .networks, on: .method
    ).concerning(.hypernetwork),
    SettingKey(
      "initialization", \.initialization,
      "initialization of the hypernetwork: xavier, kaiming, normal:DEVIATION, hyperfan-in, "
        + "hyperfan-out", in: .networks, on: .method,
      allowed: "xavier, kaiming, normal:DEVIATION, hyperfan-in or hyperfan-out",
      text: { $0.text }, parse: { HypernetworkInitialization(text: $0) }
    ).concerning(.hypernetwork),
    choice(
      "embedding_start", \.embeddingStart,
      "start of a new task's embedding: random, previous (the last one) or mean (of all earlier ones)",
      in: .networks,
      on: .method
    ).concerning(.hypernetwork).acting(where: .laterTasks),
  ]
}
