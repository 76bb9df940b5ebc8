import Datasets
import Learning
import Networks
import Tensors

extension ExperimentSettings {
  /// Checks what the settings ask of the machine's memory, and of the datasets of `catalog` that they name,
  /// where their tasks are of images.
  package func check(in catalog: DatasetCatalog) throws {
    if taskKind == .functions {
      try check(SampleShape.numbers)
    } else {
      try check(against: manifests(in: catalog))
    }
  }

  /// Checks what the settings ask of the datasets that they name, of which there is at least one, and of the
  /// machine's memory.
  package func check(against manifests: [DatasetManifest]) throws(SettingError) {
    try checkDatasets(manifests)
    let fitted = fitted(to: manifests)
    try fitted.checkClasses()
    try fitted.check(shape(of: manifests[0].image))
  }

  /// Checks what the settings ask of the machine for samples of this shape.
  private func check(_ shape: SampleShape) throws(SettingError) {
    try checkNetwork(on: shape)
    let network = network(shape, outputs: sequence.outputCount)
    let weights = network.weightCount
    guard !uses(.hypernetwork) || chunkSize <= 10 * weights else {
      throw .invalid(
        key: "chunk_size", value: "\(chunkSize)",
        allowed: "at most ten times the \(weights) weights of the target network: "
          + "chunk_size=\(weights) makes one chunk of them")
    }
    try checkMemory(inputs: shape.count, besides: maps(network))
  }

  /// What a batch's feature maps need, with what the way back needs of them.
  private func maps(_ network: Architecture) -> [MemoryPart] {
    network.features.map {
      [MemoryPart(key: "batch", bytes: 4 * Double(batch) * Double($0.plan.numbersPerSample))]
    } ?? []
  }

  /// Checks that the layers fit the samples and the method.
  private func checkNetwork(on shape: SampleShape) throws(SettingError) {
    guard let networkLayers else { return }
    let layers = networkLayers + [.dense(sequence.outputCount)]
    func refusal(_ allowed: String) -> SettingError {
      .invalid(key: "network", value: Layer.shortText(of: networkLayers), allowed: allowed)
    }
    if let problem = Architecture.problem(input: shape, layers) {
      throw refusal("layers that fit samples of \(shape): \(problem)")
    }
    let isPlain = layers.allSatisfy {
      switch $0 {
      case .dense, .activation: true
      default: false
      }
    }
    guard isPlain || method != MethodDeclaration.progressive.name else {
      throw refusal("dense layers and nonlinearities where method is progressive")
    }
  }

  /// Checks that the datasets, which these settings are fitted to, have the classes of all tasks.
  private func checkClasses() throws(SettingError) {
    let classes = imageClasses
    guard taskKind == .split, let last = groups.flatMap({ $0 }).max(), last >= classes else {
      return
    }
    let (text, usual) = (Self.text(of: groups), selected().groups)
    let possible = "such as groups=\(Self.text(of: Self.pairs(of: classes, atMost: usual.count)))"
    guard groups != usual else {
      // Nobody has set them: they are those of the experiment.
      throw .invalid(
        key: "dataset", value: dataset,
        allowed:
          "one of \(last + 1) classes or more, as groups is \(text), and \(dataset) has "
          + "\(classes); set groups too, \(possible)")
    }
    throw .invalid(
      key: "groups", value: text,
      allowed: "classes from 0 to \(classes - 1), those of \(dataset), \(possible)")
  }

  /// At most `count` groups of two of `classes` classes.
  private static func pairs(of classes: Int, atMost count: Int) -> [[Int]] {
    (0..<max(1, min(count, classes / 2))).map { [2 * $0, 2 * $0 + 1] }
  }

  /// Groups as a setting has them.
  package static func text(of groups: [[Int]]) -> String {
    groups.map { $0.map(String.init).joined(separator: ",") }.joined(separator: "/")
  }

  /// The same for people: four or more classes that follow each other by the first and the last.
  static func shortText(of groups: [[Int]]) -> String {
    groups.map { group in
      var runs: [ClosedRange<Int>] = []
      for number in group {
        if let last = runs.last, last.upperBound + 1 == number {
          runs[runs.count - 1] = last.lowerBound...number
        } else {
          runs.append(number...number)
        }
      }
      return runs.map { run in
        run.count < 4
          ? run.map(String.init).joined(separator: ",") : "\(run.lowerBound)-\(run.upperBound)"
      }.joined(separator: ",")
    }.joined(separator: "/")
  }

  /// What no single setting can tell.
  func check() throws(SettingError) {
    let possible = sequence.count
    guard tasks <= possible else {
      let reason =
        switch taskKind {
        case .split:
          " where groups is \(Self.text(of: groups)); set tasks=\(possible), or groups to \(tasks) "
            + "groups of classes"
        case .permuted: " where heads is \(heads); set heads=\(tasks) too"
        case .functions: ": there are no more functions"
        }
      throw .invalid(key: "tasks", value: "\(tasks)", allowed: "at most \(possible)" + reason)
    }
    try checkSelection()
    guard grid != 1 else {
      throw .invalid(
        key: "grid", value: "1", allowed: "0 for no scan, or at least 2 points per side")
    }
    guard grid == 0 || taskEmbedding == 2 else {
      throw .invalid(
        key: "grid", value: "\(grid)",
        allowed:
          "0 unless task_embedding=2: only a plane can be scanned; grid=0 leaves the scan out")
    }
    guard clipNorm == 0 || clipValue == 0 else {
      throw .invalid(
        key: "clip_value", value: "\(clipValue)",
        allowed: "0 where clip_norm is above 0; set only one of them")
    }
    if case .epochs = schedule, epochs == 0 {
      throw .invalid(
        key: "schedule", value: schedule.text,
        allowed:
          "a schedule in steps, such as milestones:STEP:FACTOR,…, where epochs=0; or set epochs")
    }
    guard lookahead != .none || regularizerTargets != .current else {
      throw .invalid(
        key: "lookahead", value: "none",
        allowed: "optimizer or sgd where regularizer_targets=current: the difference would always "
          + "be 0")
    }
  }
}
