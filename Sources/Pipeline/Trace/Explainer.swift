import Foundation

/// Compares steps with what the store has, field by field and from input to input.
struct Explainer {
  private let store: Store
  private let steps: [TracedStep]
  private let history: StageHistory
  private let run: (Fingerprint) -> String?
  /// A step may be reached by several ways.
  private var known: [Pair: Explanation.Comparison] = [:]

  private struct Pair: Hashable {
    let step: Int
    let key: Fingerprint
  }

  /// - Parameter run: the run that computed the result of a key, where it is known
  init(
    _ steps: [TracedStep], explaining stages: Set<String>, in store: Store,
    run: @escaping (Fingerprint) -> String?
  ) {
    (self.store, self.steps, self.run) = (store, steps, run)
    history = StageHistory(of: stages, in: store)
  }

  mutating func explain(_ index: Int) throws -> Explanation {
    let step = steps[index]
    let nearest = history.nearest(
      to: step.fields, of: step.stage, unknownInputs: step.unknownInputs,
      before: step.manifest?.startedAt.storeText, except: step.key)
    let comparison = try nearest.flatMap { try store.manifest(of: $0) }.map {
      try compare(index, with: $0)
    }
    return Explanation(
      node: step.name, stage: step.stage, version: step.version, action: step.action,
      key: step.key, result: step.manifest.map { .init($0, run: run($0.key)) },
      nearest: comparison, causes: comparison?.causes() ?? [],
      missingInputs: step.unknownInputs.sorted().compactMap { step.inputs[$0] }
        .map { steps[$0].name })
  }

  /// Complexity: each step is compared once with each of its earlier counterparts.
  private mutating func compare(
    _ index: Int, with earlier: Manifest
  ) throws -> Explanation.Comparison {
    let pair = Pair(step: index, key: earlier.key)
    if let known = known[pair] { return known }
    let step = steps[index]
    let hidden = Set(step.unknownInputs.map(PreimageField.path(ofInput:)))
    let before = Preimage(sorted: earlier.preimage.fields.filter { !hidden.contains($0.path) })
    let differences = Preimage(sorted: step.fields).differences(from: before)
    let digests = Set(step.inputs.indices.map(PreimageField.path(ofInput:)))

    var inputs: [Explanation.InputChange] = []
    for input in step.inputs.indices {
      let path = PreimageField.path(ofInput: input)
      let difference = differences.first { $0.path == path }
      guard difference != nil || step.unknownInputs.contains(input) else { continue }
      let place = step.inputs[input]
      var because: Explanation.Comparison?
      if let place, earlier.inputKeys.indices.contains(input),
        let counterpart = try store.manifest(of: earlier.inputKeys[input])
      {
        because = try compare(place, with: counterpart)
      }
      inputs.append(
        Explanation.InputChange(
          input: input, node: place.map { steps[$0].name } ?? path,
          before: earlier.preimage.fields.first { $0.path == path }
            .flatMap { Fingerprint(hex: $0.value) },
          after: difference?.after.flatMap { Fingerprint(hex: $0.value) }, because: because))
    }
    let comparison = Explanation.Comparison(
      node: step.name, earlier: .init(earlier, run: run(earlier.key)),
      fields: differences.filter { !digests.contains($0.path) }.map {
        Explanation.FieldChange(
          field: $0.path, before: $0.before?.reading, after: $0.after?.reading)
      }, inputs: inputs)
    known[pair] = comparison
    return comparison
  }
}

extension Executor {
  /// Why the results of `nodes` are in the store, or are not: what each key differs in from the
  /// nearest one of the same stage, followed from input to input.
  ///
  /// - Parameters:
  ///   - nodes: which steps; names that the graph does not have are left out
  ///   - run: the run that computed the result of a key, where it is known
  /// - Complexity: reads every manifest of the store, a third of a second for ten thousand.
  public func explain(
    _ nodes: Set<String>, of graph: Graph, run: @escaping (Fingerprint) -> String? = { _ in nil }
  ) throws -> [Explanation] {
    try store.explain(nodes, of: trace(graph), run: run)
  }
}

extension Store {
  /// The same of steps that have run; steps whose results are gone are left out.
  public func explain(
    _ nodes: Set<String>, of records: [StepRecord],
    run: @escaping (Fingerprint) -> String? = { _ in nil }
  ) throws -> [Explanation] {
    try explain(nodes, of: trace(records), run: run)
  }

  fileprivate func explain(
    _ nodes: Set<String>, of steps: [TracedStep], run: @escaping (Fingerprint) -> String?
  ) throws -> [Explanation] {
    let indices = steps.indices.filter { nodes.contains(steps[$0].name) }
    var explainer = Explainer(
      steps, explaining: Set(indices.map { steps[$0].stage }), in: self, run: run)
    return try indices.map { try explainer.explain($0) }
  }
}
