import Networks

/// What is compared: settings that choose the values of others. They are set before those.
extension ExperimentSettings {
  /// The settings that the experiment has for what these choose: benchmark, profile, method and scenario, of
  /// Figure 5 also the network. Of all else the seed alone is theirs.
  package func selected() -> ExperimentSettings {
    Preset.of(experiment).settings(choosing: self)
  }

  /// The method, where it is one of the program's own.
  var declaration: MethodDeclaration? {
    MethodDeclaration.all.first { $0.name == method }
  }

  /// Whether a run's description tells `key`: what does not concern its method is left out, and so is what
  /// came later and is not used.
  package func records(_ key: SettingKey) -> Bool {
    key.isRecorded(self) && (taskKind == .functions ? fits(key) : concerns(key))
  }

  /// What a run's description tells of the settings: their texts by name.
  package var recorded: [String: String] {
    let settings = canonical
    return Dictionary(
      uniqueKeysWithValues: SettingKey.all.filter(settings.records).map {
        ($0.name, $0.read(settings))
      })
  }

  /// Checks the choice, and that nothing was set that does nothing.
  func checkSelection() throws(SettingError) {
    let method = try MethodDeclaration.named(method)
    guard scenario != .classIncremental || sequence.objective == .classification else {
      throw .invalid(
        key: "scenario", value: scenario.rawValue,
        allowed: "CL1 or CL2 where tasks are functions: they have no classes to tell apart")
    }
    guard method.scenarios.contains(scenario) else {
      let others = MethodDeclaration.all.filter { $0.scenarios.contains(scenario) }
      throw .invalid(
        key: "scenario", value: scenario.rawValue,
        allowed: method.scenarios.map(\.rawValue).joined(separator: " or ") + " where method is "
          + "\(method.name): \(scenario.rawValue) needs one of "
          + others.map(\.name).joined(separator: ", "))
    }
    let drops = networkLayers?.first { if case .dropout = $0 { true } else { false } }
    if let drops, method.unsupported.contains("target_dropout") {
      throw .invalid(
        key: "network", value: Layer.shortText(of: networkLayers),
        allowed: "layers without '\(drops.text)' where method is \(method.name)")
    }
    guard method.objectives.contains(sequence.objective) else {
      let others = MethodDeclaration.all.filter { $0.objectives.contains(sequence.objective) }
      throw .invalid(
        key: "method", value: method.name,
        allowed: "one that learns numbers where tasks are functions: "
          + others.map(\.name).joined(separator: ", "))
    }
    if experiment == Table1.name {
      // A table with a method that answers another question than the ones beside it would mislead.
      try Table1.checkCell(benchmark, scenario, method.name)
    }
    guard experiment == Table1.name || benchmark == .splitMNIST else {
      throw .invalid(
        key: "benchmark", value: benchmark.rawValue,
        allowed: "other values in the experiment \(Table1.name) only")
    }
    try checkProfile()
    try checkConditions()
  }

  /// The networks and the training of permuted MNIST with ten tasks.
  mutating func usePermutedMNIST10() {
    taskKind = .permuted
    padding = 2
    tasks = 10
    targetHidden = [1000, 1000]
    hyperHidden = [25, 25]
    hyperActivation = .elu
    taskEmbedding = 24
    chunkEmbedding = 8
    chunkSize = 78_000
    learningRate = 1e-4
    steps = 5000
    beta = 0.1
    encoderHidden = [1000, 1000]
    decoderHidden = [400, 400]
    replayBeta = 0.1
    replayHyperHidden = [25, 25]
    replayTaskEmbedding = 24
    replayChunkEmbedding = 8
    replayChunkSize = 85_000
    inferenceHidden = [1000, 1000]
  }

  /// Throws where the experiment does not have the profile.
  private func checkProfile() throws(SettingError) {
    let profiles = Preset.of(experiment).profiles
    guard !profiles.contains(profile) else { return }
    let others = Preset.all.filter { $0.profiles.contains(profile) }.map(\.name)
    throw .invalid(
      key: "profile", value: profile.rawValue,
      allowed: profiles.map(\.rawValue).joined(separator: " or ") + " in the experiment "
        + "\(experiment); \(others.joined(separator: " and ")) \(others.count == 1 ? "has" : "have") "
        + profile.rawValue)
  }

  /// Small networks and few steps: enough to see whether a method remembers.
  mutating func useQuickTable1() {
    steps = 250
    learningRate = 2e-3
    logInterval = 25
    targetHidden = [100, 100]
    chunkSize = 20_000
    encoderHidden = [100, 100]
    decoderHidden = [50, 100]
    // A hypernetwork that is too small for it replays blurs of all digits.
    latents = 8
    replayHyperHidden = [25, 25]
    replayChunkSize = 20_000
    inferenceHidden = [100, 100]
    if taskKind == .permuted { tasks = 3 }
  }
}
