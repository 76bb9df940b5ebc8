import Networks

// A list of layers as a setting has it: all but the last one, a dense layer that has the outputs.

extension Layer {
  /// Such as `dense 400, relu, dense`; `perceptron` of nil.
  static func text(of layers: [Layer]?) -> String {
    layers.map { ($0.map(\.text) + ["dense"]).joined(separator: ", ") } ?? "perceptron"
  }

  /// The layers before the last one; nil where the text is none of these, or the layers are no network.
  static func layers(text: String) -> [Layer]? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0).split(separator: " ").joined(separator: " ")
    }
    guard parts.count <= 300, parts.last == "dense" else { return nil }
    let layers = parts.dropLast().compactMap { Layer(text: $0) }
    guard layers.count == parts.count - 1,
      // What depends on the samples is checked where these are known.
      Architecture.hasFeatures(layers)
        || Architecture.problem(inputs: 1, layers + [.dense(1)]) == nil,
      layers.allSatisfy({ if case .dense(let units) = $0 { units <= 100_000 } else { true } })
    else { return nil }
    return layers
  }
}
