import Bundles
import Foundation
import Pipeline
import Results

extension RunBundle {
  /// The entries, as they are collected.
  struct Parts {
    let store: Store
    let omission: BundleOmission
    var entries: [StorePath: BundleEntry] = [:]
    /// The results that are in the bundle with all their files.
    var whole: [Fingerprint: Manifest] = [:]

    mutating func add(_ run: RunDescription) throws {
      var isWhole = true
      for step in run.steps where whole[step.key] == nil {
        guard let manifest = try store.manifest(of: step.key),
          !manifest.outputs.contains(where: omission.omits)
        else {
          isWhole = false
          continue
        }
        let path = StorePath.manifest(step.key)
        whole[step.key] = manifest
        entries[path] = try BundleEntry(path) { [store] in try Self.bytes(of: path, in: store) }
        for output in manifest.outputs {
          entries[.blob(output.sha256)] = BundleEntry(output)
        }
      }
      let description = StorePath.run(run.id, .description)
      entries[description] =
        run.status == .complete
        ? try BundleEntry(description, Self.bytes(of: description, in: store))
        : try BundleEntry(description, StoreJSON.encode(run))
      let events = StorePath.run(run.id, .events)
      if let bytes = try store.bytes(of: events) { entries[events] = BundleEntry(events, bytes) }
      if !isWhole { try addRecord(of: run) }
    }

    /// What takes the place of results that are not carried whole, and those of their files that are.
    private mutating func addRecord(of run: RunDescription) throws {
      let record = try RunRecord(run, in: store)
      // What this store itself lacks, and the bundle would not go without.
      let lost = record.stages.filter { stage in
        omission != .checkpoints
          && (Fingerprint(hex: stage.cacheKey).map { !store.contains($0) } ?? true)
          && !stage.files.contains(where: omission.omits)
      }
      guard lost.isEmpty else { throw Self.incomplete(run, lost) }
      let path = StorePath.run(run.id, .record)
      entries[path] = try BundleEntry(path) { [store] in
        try StoreJSON.encode(KeptRecord(RunRecord(run, in: store)), isOneLine: true)
      }
      for stage in record.stages {
        guard let key = Fingerprint(hex: stage.cacheKey), whole[key] == nil else { continue }
        for output in stage.files where !omission.omits(output) && store.hasFile(output) {
          entries[.blob(output.sha256)] = BundleEntry(output)
        }
      }
    }

    private static func incomplete(
      _ run: RunDescription, _ lost: [RunRecord.StageExecution]
    ) -> PipelineError {
      let lacksImagesAlone = lost.allSatisfy {
        $0.files.contains(where: BundleOmission.images.omits)
      }
      let (what, option) =
        lacksImagesAlone
        ? ("images", "--without-images") : ("checkpoints", "--without-checkpoints")
      return PipelineError(
        .unknownName, "the store has the run '\(run.id)' without its \(what)",
        advice: "bundle it with \(option), or run it again")
    }

    private static func bytes(of path: StorePath, in store: Store) throws -> Data {
      guard let bytes = try store.bytes(of: path) else {
        throw PipelineError(
          .unknownName, "'\(path.text)' is not in the store any more",
          advice: "run the experiment again")
      }
      return bytes
    }
  }
}

extension RunRecord.StageExecution {
  /// The files of the result as manifests list them.
  var files: [Manifest.Output] {
    outputs.compactMap { output in
      Fingerprint(hex: output.sha256).map {
        Manifest.Output(name: output.name, kind: output.kind, sha256: $0, bytes: output.bytes)
      }
    }
  }
}
