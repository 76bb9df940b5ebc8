import Foundation
import Mistakes
import Pipeline
import Results

extension Pin {
  /// The pin of what a person names: a complete run, one node of a run, or a result by the beginning
  /// of its key.
  ///
  /// Without a `name` the pin is called after what it keeps. Throws `MistakenRequest`.
  package static func of(
    _ target: String, node: String?, name: String?, in store: Store
  ) throws -> Pin {
    if node == nil, target.count >= 8, target.allSatisfy(\.isHexDigit) {
      let keys = store.keys(beginningWith: target)
      if keys.count == 1 { return Pin(name: name ?? keys[0].abbreviated, keys: keys) }
      if keys.count > 1 {
        throw MistakenRequest(
          "\(keys.count) results have keys that begin with '\(target)'; give more digits")
      }
    }
    let run = try RunCatalog(of: store).resolve(target, isComplete: true)
    guard let node else {
      guard !run.steps.isEmpty else {
        throw MistakenRequest(
          "the run '\(run.id)' has no results yet; wait for its end, or run it again")
      }
      return Pin(name: name ?? run.id, keys: run.steps.map(\.key), run: run.id)
    }
    guard let step = run.steps.first(where: { $0.node == node }) else {
      throw MistakenRequest(
        unknown: "node", node, known: run.steps.map(\.node),
        listedBy: "engram log \(run.id)")
    }
    return Pin(
      name: name ?? "\(run.id)-\(node.replacing("/", with: "-"))", keys: [step.key], node: node)
  }
}
