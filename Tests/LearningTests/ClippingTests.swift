import Hypernetworks
import Learning
import TestSupport
import Testing

@Suite("Clipping in training")
struct ClippingTests {
  /// Two tasks of stripes, the second with a regularizer.
  private func train(
    _ clipping: GradientClipping, _ algorithm: OptimizerSettings.Algorithm = .adam()
  ) throws -> HypernetworkState {
    var settings = Stripes.settings(beta: 1, rate: 0.001, steps: 30)
    settings.optimizer.algorithm = algorithm
    settings.optimizer.clipping = clipping
    return try Stripes.train(seed: 1, settings)
  }

  private static let algorithms: [OptimizerSettings.Algorithm] = [
    .adam(), .sgd(momentum: 0.9), .rmsProp(),
  ]

  @Test("A limit that no norm reaches changes next to nothing", arguments: algorithms)
  func hugeNorm(algorithm: OptimizerSettings.Algorithm) throws {
    let (free, clipped) = (try train(.none, algorithm), try train(.norm(1e30), algorithm))
    #expect(moved(clipped, free) < 1e-5)
  }

  @Test(
    "A limit that no entry reaches changes nothing, an infinite one no bit", arguments: algorithms)
  func hugeValue(algorithm: OptimizerSettings.Algorithm) throws {
    let free = try train(.none, algorithm)
    #expect(try train(.value(.infinity), algorithm) == free)
    #expect(moved(try train(.value(1e30), algorithm), free) < 1e-6)
  }

  /// How different two states are, of what training has changed.
  private func moved(_ a: HypernetworkState, _ b: HypernetworkState) -> Double {
    func change(_ state: HypernetworkState) -> [Double] {
      zip(state.parameters, Stripes.start(seed: 1).parameters).map { Double($0) - Double($1) }
    }
    let embeddings = [a, b].map { $0.taskEmbeddings.joined().map(Double.init) }
    return max(relativeError(change(a), change(b)), relativeError(embeddings[0], embeddings[1]))
  }

  @Test("A small limit bounds the step of the parameters, and by itself that of the embedding")
  func smallNorm() throws {
    func step(_ clipping: GradientClipping) throws -> (parameters: [Double], embedding: [Double]) {
      let start = Stripes.start(seed: 1)
      var settings = Stripes.settings(beta: 0, rate: 1, steps: 1)
      settings.optimizer.algorithm = .sgd()
      settings.optimizer.clipping = clipping
      let state = try HypernetworkTrainer(settings).train(
        start, on: Stripes.samples(task: 0)
      ) { _ in }
      let embedding: [Float] = start.hypernetwork.initialEmbedding(task: 0, seed: 1)
      return (
        zip(state.parameters, start.parameters).map { Double($0) - Double($1) },
        zip(state.taskEmbeddings[0], embedding).map { Double($0) - Double($1) }
      )
    }
    func norm(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let free = try step(.none)
    #expect(norm(free.parameters) > 0.2 && norm(free.embedding) > 0.05)
    let byNorm = try step(.norm(0.05))
    for (clipped, free) in [
      (byNorm.parameters, free.parameters), (byNorm.embedding, free.embedding),
    ] {
      let expected = free.map { $0 * 0.05 / norm(free) }
      #expect(relativeError(clipped, expected) < 1e-3)
    }
    let byValue = try step(.value(0.01))
    for (clipped, free) in [
      (byValue.parameters, free.parameters), (byValue.embedding, free.embedding),
    ] {
      let expected = free.map { min(0.01, max(-0.01, $0)) }
      #expect(expected != free)
      #expect(relativeError(clipped, expected) < 1e-3)
    }
  }

  @Test("The log holds the norm of the gradient before it is clipped")
  func loggedNorm() throws {
    func norms(_ clipping: GradientClipping) throws -> [Double] {
      var settings = Stripes.settings(beta: 0, steps: 1)
      settings.optimizer.clipping = clipping
      return try HypernetworkTrainer(settings).train(
        Stripes.start(seed: 1), on: Stripes.samples(task: 0)
      ) { _ in }.metrics.filter { $0.name == "gradient_norm" }.map(\.value)
    }
    let free = try norms(.none)
    #expect(free.count == 1 && free[0] > 0)
    #expect(try norms(.norm(0.01)) == free)
    #expect(try norms(.value(0.01)) == free)
  }
}
