import Foundation

extension Executor {
  /// Makes the store look as if `graph` had been executed: its steps get the files of the steps of the
  /// same names in `template`, which has been executed. For measuring stores of many results.
  ///
  /// Only benchmarks and tests call it. It stays here because it writes manifests, which nobody else may: from
  /// outside, preimages, manifests and their places would all have to be visible.
  ///
  /// Every key is the right one, and every content another, as of real results. Nothing is flushed to
  /// the disk. Steps that are there already are found. Throws `inputOutput`, `diskFull`.
  ///
  /// - Parameters:
  ///   - seconds: how long a step of that name took
  ///   - unitSeconds: and each unit of its work
  ///   - units: how many units there were
  package func simulate(
    _ graph: Graph, like template: [StepRecord], at time: Date, seconds: (String) -> Double,
    unitSeconds: (String) -> Double? = { _ in nil }, units: (String) -> Int? = { _ in nil }
  ) throws -> [StepRecord] {
    let files = try Dictionary(
      uniqueKeysWithValues: template.map { ($0.node, try store.manifest(of: $0.key)) })
    var manifests: [Manifest] = []
    return try graph.steps.map { step in
      let preimage = try step.preimage(
        step.inputs.map { manifests[$0].contentDigest }, numericClass)
      let known = try store.manifest(of: preimage.key)
      guard let source = known ?? files[step.name] ?? nil else {
        preconditionFailure("the template has no step '\(step.name)'")
      }
      let manifest =
        known
        ?? Manifest(
          schema: Manifest.schema, key: preimage.key, preimage: preimage, stage: step.stage,
          version: step.version, kind: step.kind, outputs: source.outputs,
          contentDigest: Fingerprint(of: Data(preimage.key.hex.utf8)),
          inputKeys: step.inputs.map { manifests[$0].key }, program: program,
          host: source.host, startedAt: time, seconds: seconds(step.name),
          unitSeconds: unitSeconds(step.name), units: units(step.name))
      if known == nil {
        let url = store.url(ofManifest: preimage.key)
        try Files.makeFolder(url.deletingLastPathComponent())
        try manifest.encoded().write(to: url)
      }
      manifests.append(manifest)
      return StepRecord(node: step.name, manifest: manifest, isHit: known != nil)
    }
  }
}
