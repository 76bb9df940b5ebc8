import Foundation

/// A step with all that is known of its key: of a graph that has run, or may.
struct TracedStep: Sendable {
  /// The node's name.
  let name: String
  let stage: String
  let version: Int
  /// The fields of the preimage, without the digests of inputs that are not there yet.
  let fields: [PreimageField]
  /// The inputs that are not there yet, by their indices.
  let unknownInputs: Set<Int>
  /// What the stage's time grows with; nil also for steps that have run.
  let work: StageWork?
  /// A digest of the stage, its configuration and, recursively, those of its inputs: known before anything
  /// runs; of steps that have run the key.
  let identity: Fingerprint
  /// The inputs' places in the list of steps, nil where an input is none of them.
  let inputs: [Int?]
  /// The cache key, where it is known already.
  let key: Fingerprint?
  /// What the store has of the result.
  let manifest: Manifest?

  /// What executing the step would do.
  var action: PlannedStep.Action {
    manifest != nil ? .hit : unknownInputs.isEmpty ? .run : .unknown
  }
}

extension Executor {
  /// The steps of a graph and what the store has of them. Reads one manifest a step.
  func trace(_ graph: Graph) throws -> [TracedStep] {
    // Stands for a content that is not known, in a field that is taken out again.
    let placeholder = Fingerprint(of: Data())
    var steps: [TracedStep] = []
    var identities: [Fingerprint] = []
    for step in graph.steps {
      identities.append(try step.preimage(step.inputs.map { identities[$0] }, numericClass).key)
      let contents = step.inputs.map { steps[$0].manifest?.contentDigest }
      let unknown = Set(contents.indices.filter { contents[$0] == nil })
      let preimage = try step.preimage(contents.map { $0 ?? placeholder }, numericClass)
      let hidden = Set(unknown.map(PreimageField.path(ofInput:)))
      let key = unknown.isEmpty ? preimage.key : nil
      steps.append(
        TracedStep(
          name: step.name, stage: step.stage, version: step.version,
          fields: preimage.fields.filter { !hidden.contains($0.path) }, unknownInputs: unknown,
          work: step.work, identity: identities[steps.count],
          inputs: step.inputs, key: key, manifest: try key.flatMap { try store.manifest(of: $0) }))
    }
    return steps
  }
}

extension Store {
  /// The steps of a run, from their manifests; those whose results are gone are left out.
  func trace(_ records: [StepRecord]) throws -> [TracedStep] {
    let manifests = try records.compactMap { record in
      try manifest(of: record.key).map { (record, $0) }
    }
    let places = Dictionary(
      manifests.enumerated().map { ($0.element.0.key, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    return manifests.map { record, manifest in
      TracedStep(
        name: record.node, stage: manifest.stage, version: manifest.version,
        fields: manifest.preimage.fields, unknownInputs: [], work: nil, identity: manifest.key,
        inputs: manifest.inputKeys.map { places[$0] }, key: manifest.key, manifest: manifest)
    }
  }
}
