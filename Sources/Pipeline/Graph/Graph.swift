import Foundation

/// Stages and what each takes from which: a pipeline before it runs.
///
/// A stage is joined to nodes whose types are those of its input, or the program does not compile.
/// Nodes come from earlier calls of `add`, so a graph has no cycles, and its steps in the order in
/// which they were added can run in that order.
///
///     var graph = Graph()
///     let images = graph.add(FetchDataset(…), named: "dataset")
///     let start = graph.add(InitializeHypernetwork(…), named: "initialize")
///     let first = graph.add(TrainHypernetwork(…), named: "train/task-01", start, images)
public struct Graph: Sendable {
  private let id = UUID()
  private(set) var steps: [Step] = []

  /// A graph without stages.
  public init() {}

  /// Adds a stage that takes the results of `inputs`.
  ///
  /// `name` is for people, unique in the graph: parts of letters, digits, `.`, `-` and `_`, joined by
  /// `/`. Traps for another name and for a node of another graph.
  public mutating func add<S: Stage, each I: Artifact>(
    _ stage: S, named name: String, _ inputs: repeat Node<each I>
  ) -> Node<S.Output> where S.Input == (repeat each I) {
    var indices: [Int] = []
    for node in repeat each inputs {
      precondition(
        node.graph == id && node.index < steps.count && steps[node.index].name == node.name,
        "the node '\(node.name)' is of another graph")
      indices.append(node.index)
    }
    precondition(
      name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
        isPlainName(String($0))
      } && !steps.contains { $0.name == name }, "'\(name)' cannot be a node's name here")
    let nodes = (repeat each inputs)
    steps.append(
      Step(
        name: name, stage: S.identifier, version: S.version, kind: S.Output.kind, inputs: indices,
        work: S.work,
        preimage: { inputs, numericClass in
          try Preimage(
            stage: S.identifier, version: S.version, configuration: stage.configuration,
            inputs: inputs, numericClass: S.isNumeric ? numericClass : nil)
        },
        run: { source, context in
          let input = (repeat try await source.value(of: each nodes))
          return try await stage.run(input, in: context)
        },
        read: { try S.Output(from: $0) }))
    return Node(name: name, index: steps.count - 1, graph: id)
  }

  /// What the graph will compute, known before anything runs: a digest over all steps, each of
  /// which is named by its stage, configuration and (recursively) those of its inputs.
  public func fingerprint(numericClass: String) throws -> Fingerprint {
    var builder = FingerprintBuilder(domain: "engram.pipeline.graph")
    var identities: [Fingerprint] = []
    for step in steps {
      let identity = try step.preimage(step.inputs.map { identities[$0] }, numericClass).key
      identities.append(identity)
      builder.append(step.name)
      builder.append(identity.hex)
    }
    return builder.finish()
  }

  /// The steps in their order: nodes with the stage of each and its version.
  package var stages: [(node: String, stage: String, version: Int)] {
    steps.map { ($0.name, $0.stage, $0.version) }
  }

  func index<Output>(of node: Node<Output>) -> Int {
    precondition(node.graph == id, "the node '\(node.name)' is of another graph")
    return node.index
  }
}

extension Graph {
  /// A stage with its types put away; `add` has checked that they fit.
  struct Step: Sendable {
    let name: String
    let stage: String
    let version: Int
    /// The kind of the output.
    let kind: String
    /// Indices of earlier steps.
    let inputs: [Int]
    /// What its time grows with.
    let work: StageWork?
    /// What determines the result, given the content of the inputs.
    let preimage: @Sendable ([Fingerprint], _ numericClass: String) throws -> Preimage
    let run: @Sendable (any ArtifactSource, StageContext) async throws -> any Artifact
    let read: @Sendable (ArtifactReader) throws -> any Artifact
  }

  /// Gives a stage its inputs.
  protocol ArtifactSource: Sendable {
    func value<A: Artifact>(of node: Node<A>) async throws -> A
  }
}
