import Hypernetworks
import Networks
import Tensors
import TestSupport
import Testing

@Suite("Output regularizer")
struct OutputRegularizerTests {
  private struct Case: Decodable {
    struct Evaluation: Decodable {
      let pastCount: Int
      let beta: Double
      let value: Double
      let gradients: ParameterTree
    }
    let name: String
    let activation: Activation
    let taskEmbeddingSize: Int
    let chunkEmbeddingSize: Int
    let hiddenSizes: [Int]
    let chunkSize: Int
    let generatedCount: Int
    let snapshot: ParameterTree
    let lookahead: ParameterTree
    let pastEmbeddings: Fixture.Matrix
    let evaluations: [Evaluation]
  }

  @Test("Value and gradient equal the independent reference")
  func fixture() throws {
    let cases = try Fixture.cases(of: "regularizer", as: Case.self)
    #expect(cases.count >= 11)
    for item in cases {
      let h = Hypernetwork(
        targetCount: item.generatedCount, embeddingSize: item.taskEmbeddingSize,
        chunkSize: item.chunkSize, chunkEmbeddingSize: item.chunkEmbeddingSize,
        hidden: item.hiddenSizes, activation: item.activation)
      for evaluation in item.evaluations {
        var regularizer = OutputRegularizer<Double>(
          h, snapshot: item.snapshot.flat,
          embeddings: Array(
            item.pastEmbeddings.values.prefix(evaluation.pastCount * h.embeddingSize)))
        var gradient = [Double](repeating: 0, count: h.parameterCount)
        let value = regularizer.evaluate(
          parameters: item.lookahead.flat, strength: evaluation.beta, gradient: &gradient)
        let name = "\(item.name), \(evaluation.pastCount) past tasks"
        #expect(abs(value - evaluation.value) < 1e-9 * evaluation.value, "\(name)")
        #expect(relativeError(gradient, evaluation.gradients.flat) < 1e-9, "\(name)")
      }
    }
  }

  /// The definition, with every past weight generated: R and its gradient.
  private func direct(
    _ h: Hypernetwork, snapshot: [Double], embeddings: [Double], parameters: [Double], beta: Double
  ) -> (value: Double, gradient: [Double]) {
    let tasks = embeddings.count / h.embeddingSize
    var generator = Generator<Double>(h)
    var value = 0.0
    var gradient = [Double](repeating: 0, count: h.parameterCount)
    for t in 0..<tasks {
      let embedding = Array(embeddings[t * h.embeddingSize..<(t + 1) * h.embeddingSize])
      generator.generate(parameters: snapshot, embedding: embedding)
      let before = generator.weights
      generator.generate(parameters: parameters, embedding: embedding)
      var upstream = [Double](repeating: 0, count: h.generatedCount)
      for i in 0..<h.targetCount {
        let difference = generator.weights[i] - before[i]
        value += beta / Double(tasks) * difference * difference
        upstream[i] = 2 * beta / Double(tasks) * difference
      }
      var part = gradient
      generator.backward(
        parameters: parameters, embedding: embedding, weightGradient: upstream, gradient: &part)
      for i in part.indices { gradient[i] += part[i] }
    }
    return (value, gradient)
  }

  @Test(
    "The factored form equals the definition, and adds to the gradient it is given",
    arguments: Shape.all, [1, 2, 5])
  func definition(shape: Shape, tasks: Int) {
    let h = shape.hypernetwork
    let seed = UInt64(tasks)
    let snapshot: [Double] = uniformValues(h.parameterCount, seed: seed)
    let step: [Double] = uniformValues(h.parameterCount, seed: seed + 10)
    let embeddings: [Double] = uniformValues(tasks * h.embeddingSize, seed: seed + 20)
    let start: [Double] = uniformValues(h.parameterCount, seed: seed + 30)
    for scale in [0.5, 1e-4] {
      let parameters = zip(snapshot, step).map { $0 + scale * $1 }
      let expected = direct(
        h, snapshot: snapshot, embeddings: embeddings, parameters: parameters, beta: 0.7)
      var regularizer = OutputRegularizer<Double>(h, snapshot: snapshot, embeddings: embeddings)
      var gradient = [Double](repeating: 0, count: h.parameterCount)
      let value = regularizer.evaluate(parameters: parameters, strength: 0.7, gradient: &gradient)
      #expect(abs(value - expected.value) < 1e-10 * expected.value, "step \(scale)")
      #expect(relativeError(gradient, expected.gradient) < 1e-10, "step \(scale)")
      var added = start
      _ = regularizer.evaluate(parameters: parameters, strength: 0.7, gradient: &added)
      #expect(relativeError(added, zip(start, gradient).map { $0 + $1 }) < 1e-12, "step \(scale)")
    }
  }

  @Test("The gradient fits central differences of the value", arguments: Shape.all)
  func differences(shape: Shape) {
    let h = shape.hypernetwork
    let snapshot: [Double] = uniformValues(h.parameterCount, seed: 1)
    let step: [Double] = uniformValues(h.parameterCount, seed: 2)
    let parameters = zip(snapshot, step).map { $0 + 0.3 * $1 }
    var regularizer = OutputRegularizer<Double>(
      h, snapshot: snapshot, embeddings: uniformValues(3 * h.embeddingSize, seed: 3))
    var gradient = [Double](repeating: 0, count: h.parameterCount)
    _ = regularizer.evaluate(parameters: parameters, strength: 0.5, gradient: &gradient)
    var copy = regularizer
    let numerical = numericalGradient(at: parameters) { x in
      var unused = [Double](repeating: 0, count: h.parameterCount)
      return copy.evaluate(parameters: x, strength: 0.5, gradient: &unused)
    }
    #expect(relativeError(gradient, numerical) < 1e-7)
  }

  @Test("Value and gradient are zero at the snapshot", arguments: Shape.all)
  func snapshotIsTheMinimum(shape: Shape) {
    let h = shape.hypernetwork
    let snapshot: [Float] = h.initialParameters(seed: 1)
    var regularizer = OutputRegularizer<Float>(
      h, snapshot: snapshot, embeddings: uniformValues(2 * h.embeddingSize, seed: 4))
    var gradient = [Float](repeating: 0, count: h.parameterCount)
    let value = regularizer.evaluate(parameters: snapshot, strength: 1, gradient: &gradient)
    #expect(value == 0)
    #expect(gradient.allSatisfy { $0 == 0 })
  }

  @Test("Weights that truncation cuts off do not count")
  func truncatedRows() {
    let h = Shape("one chunk, cut", target: 9, chunk: 13, hidden: [4]).hypernetwork
    let snapshot: [Double] = uniformValues(h.parameterCount, seed: 5)
    var parameters = snapshot
    let output = h.outputBlock
    for row in 0..<output.rows {
      for column in 9..<13 { parameters[output.offset + row * 13 + column] += 1 }
    }
    var regularizer = OutputRegularizer<Double>(
      h, snapshot: snapshot, embeddings: uniformValues(2 * h.embeddingSize, seed: 6))
    var gradient = [Double](repeating: 0, count: h.parameterCount)
    #expect(regularizer.evaluate(parameters: parameters, strength: 1, gradient: &gradient) == 0)
    #expect(gradient.allSatisfy { $0 == 0 })
  }

  @Test("A column beyond the last chunk's end counts for the other chunks alone")
  func lastChunkIsShorter() {
    // Two chunks of five; the second keeps two. The output bias of the last column moves by one, so
    // one weight per task moves by one.
    let h = Shape("two chunks", target: 7, chunk: 5, hidden: [4]).hypernetwork
    let snapshot: [Double] = uniformValues(h.parameterCount, seed: 7)
    func value(movingBias column: Int) -> Double {
      var parameters = snapshot
      parameters[h.outputBlock.range.upperBound - 5 + column] += 1
      var regularizer = OutputRegularizer<Double>(
        h, snapshot: snapshot, embeddings: uniformValues(3 * h.embeddingSize, seed: 8))
      var gradient = [Double](repeating: 0, count: h.parameterCount)
      return regularizer.evaluate(parameters: parameters, strength: 1, gradient: &gradient)
    }
    #expect(abs(value(movingBias: 4) - 1) < 1e-12)
    #expect(abs(value(movingBias: 1) - 2) < 1e-12)
  }

  @Test("A small step does not cancel in single precision", arguments: Shape.all)
  func singlePrecision(shape: Shape) {
    let h = shape.hypernetwork
    let snapshot: [Float] = uniformValues(h.parameterCount, seed: 9)
    let step: [Float] = uniformValues(h.parameterCount, seed: 10)
    let embeddings: [Float] = uniformValues(2 * h.embeddingSize, seed: 11)
    let parameters = zip(snapshot, step).map { $0 + 1e-3 * $1 }
    let expected = direct(
      h, snapshot: snapshot.map(Double.init), embeddings: embeddings.map(Double.init),
      parameters: parameters.map(Double.init), beta: 1)
    var regularizer = OutputRegularizer<Float>(h, snapshot: snapshot, embeddings: embeddings)
    var gradient = [Float](repeating: 0, count: h.parameterCount)
    let value = regularizer.evaluate(parameters: parameters, strength: 1, gradient: &gradient)
    #expect(abs(Double(value) - expected.value) < 5e-3 * expected.value)
    #expect(relativeError(gradient.map(Double.init), expected.gradient) < 5e-3)
  }
}
