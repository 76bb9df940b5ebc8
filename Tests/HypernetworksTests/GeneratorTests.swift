import Hypernetworks
import Networks
import Tensors
import TestSupport
import Testing

@Suite("Generated weights")
struct GeneratorTests {
  private struct Case: Decodable {
    struct Task: Decodable {
      struct Gradients: Decodable {
        let layers: [ParameterTree.Layer]
        let output: ParameterTree.Layer
        let chunkEmbeddings: Fixture.Matrix?
        let taskEmbedding: [Double]
        var parameters: ParameterTree {
          ParameterTree(layers: layers, output: output, chunkEmbeddings: chunkEmbeddings)
        }
      }
      let generatedWeights: [Double]
      let upstream: [Double]
      let loss: Double
      let gradients: Gradients
    }
    let name: String
    let kind: String
    let activation: Activation
    let taskEmbeddingSize: Int
    let chunkEmbeddingSize: Int
    let hiddenSizes: [Int]
    let chunkSize: Int
    let chunkCount: Int
    let generatedCount: Int
    let parameters: ParameterTree
    let taskEmbeddings: Fixture.Matrix
    let tasks: [Task]
  }

  @Test("Weights and gradients equal the independent reference")
  func fixture() throws {
    let cases = try Fixture.cases(of: "hypernetwork", as: Case.self)
    #expect(cases.count >= 9)
    for item in cases {
      let h = Hypernetwork(
        targetCount: item.generatedCount, embeddingSize: item.taskEmbeddingSize,
        chunkSize: item.chunkSize, chunkEmbeddingSize: item.chunkEmbeddingSize,
        hidden: item.hiddenSizes, activation: item.activation)
      #expect(h.chunks == item.chunkCount, "\(item.name)")
      let parameters = item.parameters.flat
      try #require(parameters.count == h.parameterCount, "\(item.name)")
      for (t, task) in item.tasks.enumerated() {
        let e = item.taskEmbeddingSize
        let embedding = Array(item.taskEmbeddings.values[t * e..<(t + 1) * e])
        var generator = Generator<Double>(h)
        generator.generate(parameters: parameters, embedding: embedding)
        let weights = Array(generator.weights.prefix(h.targetCount))
        #expect(relativeError(weights, task.generatedWeights) < 1e-13, "\(item.name) \(t)")
        let padding = [Double](repeating: 0, count: h.generatedCount - h.targetCount)
        var gradient = [Double](repeating: 9, count: h.parameterCount)
        generator.backward(
          parameters: parameters, embedding: embedding, weightGradient: task.upstream + padding,
          gradient: &gradient)
        #expect(
          relativeError(gradient, task.gradients.parameters.flat) < 1e-12, "\(item.name) \(t)")
        #expect(
          relativeError(generator.embeddingGradient, task.gradients.taskEmbedding) < 1e-12,
          "\(item.name) \(t)")
      }
    }
  }

  @Test("Gradients fit central differences", arguments: Shape.all)
  func gradients(shape: Shape) {
    let h = shape.hypernetwork
    let parameters: [Double] = uniformValues(h.parameterCount, seed: 1)
    let embedding: [Double] = uniformValues(h.embeddingSize, seed: 2)
    let upstream: [Double] =
      uniformValues(h.targetCount, seed: 3)
      + [Double](repeating: 0, count: h.generatedCount - h.targetCount)
    func value(_ parameters: [Double], _ embedding: [Double]) -> Double {
      var generator = Generator<Double>(h)
      generator.generate(parameters: parameters, embedding: embedding)
      return zip(generator.weights, upstream).reduce(0) { $0 + $1.0 * $1.1 }
    }
    var generator = Generator<Double>(h)
    generator.generate(parameters: parameters, embedding: embedding)
    var gradient = [Double](repeating: 9, count: h.parameterCount)
    generator.backward(
      parameters: parameters, embedding: embedding, weightGradient: upstream, gradient: &gradient)
    #expect(
      relativeError(gradient, numericalGradient(at: parameters) { value($0, embedding) }) < 1e-7)
    #expect(
      relativeError(
        generator.embeddingGradient, numericalGradient(at: embedding) { value(parameters, $0) })
        < 1e-7)
  }

  @Test("Single precision gives what double precision gives", arguments: Shape.all)
  func precision(shape: Shape) {
    let h = shape.hypernetwork
    var double = Generator<Double>(h)
    var single = Generator<Float>(h)
    double.generate(
      parameters: h.initialParameters(seed: 5), embedding: h.initialEmbedding(task: 0, seed: 5))
    single.generate(
      parameters: h.initialParameters(seed: 5), embedding: h.initialEmbedding(task: 0, seed: 5))
    #expect(relativeError(single.weights.map(Double.init), double.weights) < 1e-5)
  }
}
