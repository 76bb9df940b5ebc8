import Foundation
import Pipeline
import Results

extension BundleIntake {
  /// What of a run the store contradicts; nil where nothing does.
  func difference(
    of run: RunDescription, _ bundle: StagedBundle, _ contradictions: Contradictions
  ) throws -> String? {
    if let difference = try differenceOfDescription(run) { return difference }
    let manifests = try bundle.manifestsOrRecord(of: run)
    for step in run.steps {
      let there = manifests[step.key]
      if let here = contradictions.different[step.key] {
        return Self.told(step, here: here, there: there)
      }
      guard !bundle.staged.contains(step.key), let there,
        let here = try store.manifest(of: step.key)?.contentDigest, here != there
      else { continue }
      return Self.told(step, here: here, there: there)
    }
    guard let step = run.steps.first(where: { contradictions.contains($0.key) }) else { return nil }
    return "'\(step.node)' was computed from another result than the one in the store"
  }

  /// What the store's description of the run says that cannot be replaced.
  private func differenceOfDescription(_ run: RunDescription) throws -> String? {
    do {
      guard let here = try RunDescription.stored(run.id, in: store), here.status == .complete,
        !here.isAsFar(as: run)
      else { return nil }
      return "the run has other results in the store"
    } catch let error as PipelineError {
      switch error.code {
      case .storeTooNew: return error.message
      // Nobody can read it: what comes takes its place.
      case .undecodable: return nil
      default: throw error
      }
    }
  }

  static func told(
    _ step: StepRecord, here: Fingerprint, there: Fingerprint?
  ) -> String {
    "'\(step.node)' (key \(step.key.abbreviated)) has the content \(here) in the store"
      + (there.map { ", \($0) in the bundle" } ?? ", another one in the bundle")
  }
}

extension RunDescription {
  /// Whether it has all that `other`, a description of the same run, has: it stays as it is then.
  func isAsFar(as other: RunDescription) -> Bool {
    if other.status == .complete {
      return status == .complete && steps.map(\.key) == other.steps.map(\.key)
    }
    let keys = Dictionary(steps.map { ($0.node, $0.key) }) { $1 }
    return other.steps.allSatisfy { keys[$0.node] == $0.key }
  }
}

extension StagedBundle {
  /// The content of each result of a run.
  fileprivate func manifestsOrRecord(of run: RunDescription) throws -> [Fingerprint: Fingerprint] {
    var contents: [Fingerprint: Fingerprint] = [:]
    for stage in try KeptRecord.stored(of: run, in: staged)?.stages ?? [] {
      guard let key = Fingerprint(hex: stage.cacheKey), let result = stage.result else { continue }
      contents[key] = Fingerprint(hex: result.contentDigest)
    }
    for step in run.steps {
      if let manifest = try staged.manifest(of: step.key) {
        contents[step.key] = manifest.contentDigest
      }
    }
    return contents
  }
}
