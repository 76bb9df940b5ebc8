import Networks

/// A named experiment with the settings that its published results were obtained with.
package struct Preset: Sendable {
  /// The name that `engram run` takes, such as `fig4`.
  package let name: String
  /// What the experiment is, in a line of help.
  package let summary: String
  /// The settings that it has unless others are given.
  package let settings: ExperimentSettings
  /// What the experiment has whatever is chosen.
  private let base: ExperimentSettings
  /// Sets what follows from the benchmark or the network.
  private let choose: Change
  /// What profiles with less to compute change.
  private let shorter: [(profile: ExperimentSettings.Profile, change: Change)]

  private typealias Change = @Sendable (inout ExperimentSettings) -> Void

  /// - Parameters:
  ///   - change: sets what the experiment has whatever is chosen
  ///   - choose: sets what follows from the benchmark or the network
  ///   - shorter: what profiles with less to compute change
  private init(
    _ name: String, _ summary: String,
    shorter: [(profile: ExperimentSettings.Profile, change: Change)] = [],
    choosing choose: @escaping Change = { _ in }, _ change: Change = { _ in }
  ) {
    var settings = ExperimentSettings(experiment: name)
    change(&settings)
    (self.name, self.summary, self.shorter) = (name, summary, shorter)
    (base, self.choose) = (settings, choose)
    choose(&settings)
    self.settings = settings
  }

  /// How much of it can be computed.
  package var profiles: [ExperimentSettings.Profile] { [.full] + shorter.map(\.profile) }

  /// The settings for what `chosen` choose: benchmark, profile, method, scenario, perhaps the network. Of all else
  /// they have the seed alone.
  func settings(choosing chosen: ExperimentSettings) -> ExperimentSettings {
    var settings = base
    for key in SettingKey.all where key.isSelector(in: name) { key.copy(chosen, &settings) }
    settings.seed = chosen.seed
    choose(&settings)
    settings.declaration?.configure(&settings)
    shorter.first { $0.profile == settings.profile }?.change(&settings)
    return settings
  }

  /// The preset of an experiment; one that sets nothing where there is none of that name.
  static func of(_ experiment: String) -> Preset {
    all.first { $0.name == experiment } ?? Preset(experiment, "")
  }

  /// All experiments, in the order in which help shows them.
  package static let all = [
    Preset(
      "fig4", "Figure 4: split MNIST with two-dimensional embeddings, and a scan of their plane"
    ) {
      $0.taskEmbedding = 2
      $0.grid = 51
      // How accuracy on the last task decays away from its embedding is chance, and differs from seed
      // to seed; the paper, too, shows one of them.
      $0.seed = 3
    },
    Preset(PanelFigure.figure2.name, "Figure 2: regression of three functions in one dimension") {
      $0.taskKind = .functions
      $0.tasks = 3
      $0.targetHidden = [10, 10]
      $0.targetActivation = .sigmoid
      $0.hyperHidden = [10, 10]
      $0.hyperActivation = .sigmoid
      $0.taskEmbedding = 2
      $0.chunkSize = 0
      $0.learningRate = 1e-2
      $0.batch = 32
      $0.steps = 4001
      $0.beta = 0.005
    },
    Preset(
      PanelFigure.figure5.name, "Figure 5: CIFAR-10 and fifty classes of CIFAR-100 with ResNet-32",
      shorter: [
        (.short, { $0.shortenFigure5() }), (.quick, { $0.useQuickFigure5() }),
      ], choosing: { $0.useTrainingOfFigure5() }
    ) {
      $0.networkLayers = NamedNetwork.resNet32.layers
      $0.useTasksOfFigure5()
    },
    Preset("split-mnist", "split MNIST: five tasks of two digits"),
    Preset("permuted-mnist-10", "permuted MNIST: ten tasks") {
      $0.usePermutedMNIST10()
    },
    Preset("permuted-mnist-100", "permuted MNIST: a hundred tasks") {
      $0.taskKind = .permuted
      $0.padding = 2
      $0.tasks = 100
      $0.heads = 100
      $0.targetHidden = [1000, 1000]
      $0.hyperHidden = [200, 250, 350]
      $0.taskEmbedding = 128
      $0.chunkEmbedding = 12
      $0.chunkSize = 7500
      $0.learningRate = 1e-4
      $0.steps = 5000
      $0.beta = 0.01
    },
    Preset(
      Table1.name, "Table 1: every method in every scenario, on split MNIST and permuted MNIST-10",
      shorter: [(.quick, { $0.useQuickTable1() })],
      choosing: { if $0.benchmark == .permutedMNIST10 { $0.usePermutedMNIST10() } }),
  ]

  /// The preset of that name, or an error that names the nearest one.
  package static func named(_ name: String) throws(SettingError) -> Preset {
    if let preset = all.first(where: { $0.name == name }) { return preset }
    throw .unknown(what: "experiment", name: name, known: all.map(\.name))
  }
}
