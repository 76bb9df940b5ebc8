import Learning
import Networks

extension PanelFigure {
  /// The curves of Figure 5, then methods that the paper does not show on these tasks.
  static let pictures = [
    Panel("hnet", "hypernetwork", ["method=hnet"]),
    Panel("scratch", "from scratch", ["method=scratch"]),
    Panel("fine-tuning", "fine-tuning", ["method=fine-tuning"]),
    Panel("joint", "joint training", ["method=joint"], isExtra: true),
    Panel("er", "experience replay", ["method=er"], isExtra: true),
    Panel("ewc", "EWC", ["method=ewc"], isExtra: true),
    Panel("online-ewc", "online EWC", ["method=online-ewc"], isExtra: true),
    Panel("si", "SI", ["method=si"], isExtra: true),
    Panel("mas", "MAS", ["method=mas"], isExtra: true),
  ]
}

extension ExperimentSettings {
  /// The tasks of Figure 5: all of CIFAR-10, then five times ten classes of CIFAR-100.
  mutating func useTasksOfFigure5() {
    dataset = "cifar-10+cifar-100"
    groups = (0..<6).map { Array(10 * $0..<10 * $0 + 10) }
    tasks = groups.count
    normalization = .imagenet
    logInterval = 100
  }

  /// Figure 5 with ResNet-32, or with any other network but that of Zenke et al.
  private mutating func useResidualTraining() {
    augmentation = .flipCrop
    hyperHidden = []
    (taskEmbedding, chunkEmbedding, chunkSize) = (32, 32, 7000)
    (batch, epochs, learningRate) = (32, 200, 1e-3)
    schedule = .epochs([
      .init(epoch: 80, factor: 0.1), .init(epoch: 120, factor: 0.01),
      .init(epoch: 160, factor: 0.001), .init(epoch: 180, factor: 0.0005),
    ])
    beta = 0.05
  }

  /// Figure 5 with the network of Zenke et al. 2017.
  private mutating func useZenkeTraining() {
    hyperHidden = [100, 150, 200]
    (taskEmbedding, chunkEmbedding, chunkSize) = (48, 80, 5500)
    (batch, epochs, learningRate, beta1) = (256, 80, 1e-4, 0.5)
    beta = 0.01
  }

  /// The training of Figure 5 with the network and the method that these settings name.
  mutating func useTrainingOfFigure5() {
    if networkLayers == NamedNetwork.zenke.layers {
      useZenkeTraining()
    } else {
      useResidualTraining()
    }
    ownHead = scenario != .domainIncremental
    // A replay model generates values from 0 to 1.
    if declaration?.groups.contains(.autoencoder) == true { normalization = .plain }
  }

  /// A tenth of the training, on the same tasks, with the schedule drawn together.
  mutating func shortenFigure5() {
    epochs = max(1, epochs / 10)
    if case .epochs(let milestones) = schedule {
      schedule = .epochs(milestones.map { .init(epoch: $0.epoch / 10, factor: $0.factor) })
    }
  }

  /// A few steps of each task with a small network of the same kind: enough to see that everything works.
  mutating func useQuickFigure5() {
    (epochs, steps, schedule, logInterval) = (0, 100, .constant, 10)
    if networkLayers == NamedNetwork.resNet32.layers { networkLayers = NamedNetwork.resNet8.layers }
  }
}
