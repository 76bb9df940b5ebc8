import Mistakes
import Networks

// A list of layers as a setting has it: all but the last one, a dense layer that has the outputs.

extension Layer {
  /// Why a text is no list of layers, in words that follow "allowed:".
  struct ListProblem: Error { let text: String }

  /// Such as `dense 400, relu, dense`; `perceptron` of nil. Identifiers and descriptions of runs have this text, so
  /// a network with a name is spelled out as well.
  static func text(of layers: [Layer]?) -> String {
    layers.map { ($0.map(\.text) + ["dense"]).joined(separator: ", ") } ?? "perceptron"
  }

  /// The same for people: a network that has a name by its name.
  static func shortText(of layers: [Layer]?) -> String {
    layers.flatMap(NamedNetwork.init(layers:))?.name ?? text(of: layers)
  }

  /// The layers before the last one, of a text or a name. Throws where the text is neither, or the layers are no
  /// network.
  static func layers(text: String) throws(ListProblem) -> [Layer] {
    if let network = NamedNetwork(name: text) { return network.layers }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0).split(separator: " ").joined(separator: " ")
    }
    guard parts.count > 1 || parts.last == "dense" else { throw problem(ofName: text) }
    guard parts.count <= 300 else { throw problem("at most 300 layers, and not \(parts.count)") }
    guard parts.last == "dense" else { throw problem(lastIsDense) }
    var layers: [Layer] = []
    for part in parts.dropLast() {
      guard let layer = Layer(text: part) else {
        throw problem("layers, and '\(Wording.quotable(part))' is none")
      }
      if case .dense(let units) = layer, units > 100_000 {
        throw problem("layers of at most 100000 units, and not '\(part)'")
      }
      layers.append(layer)
    }
    // What depends on the samples is checked where these are known.
    guard !Architecture.hasFeatures(layers) else { return layers }
    if let reason = Architecture.problem(inputs: 1, layers + [.dense(1)]) {
      throw problem("layers that follow each other: \(reason)")
    }
    return layers
  }

  /// Why `text` is no network, in words that follow "allowed:"; nil where it is one.
  static func problem(text: String) -> String? {
    do throws(ListProblem) {
      _ = try layers(text: text)
      return nil
    } catch { return error.text }
  }

  private static let lastIsDense = "layers of which the last one is dense, without units"

  private static func problem(
    _ reason: String, advice: String = "'engram experiments describe network' has the rules"
  ) -> ListProblem {
    ListProblem(text: "perceptron, a name, or \(reason); \(advice)")
  }

  /// Of a single word.
  private static func problem(ofName name: String) -> ListProblem {
    if let reason = NamedNetwork.problem(ofResNet: name) { return ListProblem(text: reason) }
    let names = NamedNetwork.all.map(\.name) + ["perceptron"]
    return Wording.suggestion(for: name, among: names).map { problem(lastIsDense, advice: $0) }
      ?? problem(lastIsDense)
  }
}
