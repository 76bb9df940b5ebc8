import Foundation
import Pipeline
import Results
import Settings

/// What a store knows of its runs, from their descriptions alone: for questions that must not depend
/// on the database, which may be missing or behind.
package struct RunTrace: Sendable {
  private let store: Store

  /// The runs of `store`.
  package init(_ store: Store) { self.store = store }

  /// The identifiers of all runs, sorted.
  package func runs() throws -> [String] { try RunFolder.all(in: store) }

  /// Which run computed the result of a key, other than having found it; the first of them where
  /// several did.
  ///
  /// Complexity: the first question reads the descriptions of all runs, a few tenths of a second for
  /// a thousand.
  package func computingRun() -> (Fingerprint) -> String? {
    var index: Index?
    return { key in
      let known = index ?? Index(self)
      index = known
      if let run = known.computed[key] { return run.id }
      // A run that was interrupted and resumed has found what it had computed itself.
      return known.found[key]?.first { hasComputed(key, $0) }
    }
  }

  /// Which runs have which results.
  private struct Index {
    var computed: [Fingerprint: (startedAt: String, id: String)] = [:]
    var found: [Fingerprint: [String]] = [:]

    init(_ trace: RunTrace) {
      // No more of a description than is asked for: decoding all of it takes several times as long.
      struct Head: Decodable {
        struct Step: Decodable { let key: Fingerprint, isHit: Bool }
        let startedAt: String
        let steps: [Step]
      }
      for id in (try? trace.runs()) ?? [] {
        guard let folder = try? RunFolder(id, in: trace.store, creating: false),
          let run = try? folder.description(as: Head.self)
        else { continue }
        for step in run.steps {
          if step.isHit {
            found[step.key, default: []].append(id)
          } else if computed[step.key].map({ run.startedAt < $0.startedAt }) != false {
            computed[step.key] = (run.startedAt, id)
          }
        }
      }
    }
  }

  /// Whether the journal of `run` says so.
  private func hasComputed(_ key: Fingerprint, _ run: String) -> Bool {
    guard let folder = try? RunFolder(run, in: store, creating: false) else { return false }
    let line = "\"event\":\"computed\",\"key\":\"\(key.hex)\""
    return (try? folder.journalContains(line)) == true
  }

  /// Why the results of some steps of the run `id` are what they are, each beside the nearest result
  /// that there was before it.
  ///
  /// - Parameter name: a node of the run, or a stage: then all its nodes
  /// - Throws: `SettingError.unknown` for a name that the run does not have; `unknownName` where
  ///   the results are no longer there.
  package func explain(_ name: String, ofRun id: String) throws -> [Explanation] {
    guard let run = try RunDescription.stored(id, in: store) else {
      throw SettingError.unknown(what: "run", name: id, known: try runs())
    }
    let nodes = try Self.nodes(
      named: name, among: run.steps.map { (node: $0.node, stage: $0.stage) })
    let explanations = try store.explain(nodes, of: run.steps, run: computingRun())
    guard !explanations.isEmpty else {
      throw PipelineError(
        .unknownName, "the result of '\(name)' of the run '\(id)' is not in the store any more",
        advice: "run the experiment again")
    }
    return explanations
  }

  /// The nodes that `name` stands for: a node, or all those of a stage. Throws `SettingError.unknown`.
  static func nodes(
    named name: String, among steps: [(node: String, stage: String)]
  ) throws(SettingError) -> Set<String> {
    let nodes = steps.filter { name == $0.node || name == $0.stage }.map(\.node)
    guard !nodes.isEmpty else {
      var known = steps.map(\.node)
      for step in steps where !known.contains(step.stage) { known.append(step.stage) }
      throw .unknown(what: "node or stage", name: name, known: known)
    }
    return Set(nodes)
  }
}

extension ExperimentRunner {
  /// Why `run` would find or compute some steps of an experiment.
  ///
  /// Throws `SettingError.unknown` for a name that is no node and no stage of it.
  package func explain(_ name: String, of settings: ExperimentSettings) throws -> [Explanation] {
    let graph = try graph(settings).graph
    let nodes = try RunTrace.nodes(
      named: name, among: executor { _ in }.plan(graph).map { ($0.node, $0.stage) })
    return try executor { _ in }.explain(nodes, of: graph, run: RunTrace(store).computingRun())
  }
}
