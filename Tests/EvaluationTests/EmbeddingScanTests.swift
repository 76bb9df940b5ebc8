import Datasets
import Evaluation
import Hypernetworks
import Learning
import Networks
import Tasks
import TestSupport
import Testing

@Suite("Embedding scans")
struct EmbeddingScanTests {
  @Test("The axes hold all embeddings with the margin, on a square", arguments: [0.0, 0.25, 1])
  func axes(margin: Double) {
    let embeddings: [[Float]] = [[-2, 0.5], [3, 1], [0, 0.75]]
    let (xs, ys) = EmbeddingScan.axes(around: embeddings, points: 5, margin: margin)
    #expect(xs.count == 5 && ys.count == 5)
    #expect(abs(xs[0] - (-2 - 5 * margin)) < 1e-12 && abs(xs[4] - (3 + 5 * margin)) < 1e-12)
    #expect(abs((ys[4] - ys[0]) - (xs[4] - xs[0])) < 1e-12)
    #expect(abs((ys[4] + ys[0]) / 2 - 0.75) < 1e-12)
    for axis in [xs, ys] {
      for i in 1..<5 { #expect(abs(axis[i] - axis[i - 1] - (axis[4] - axis[0]) / 4) < 1e-12) }
    }
  }

  @Test("A single embedding still gets a grid of some extent")
  func oneEmbedding() {
    let (xs, ys) = EmbeddingScan.axes(around: [[2, 3]], points: 3, margin: 0)
    #expect(xs == [1.5, 2, 2.5] && ys == [2.5, 3, 3.5])
  }

  @Test("The scan is the predictor's accuracy at every point, x running fastest")
  func measure() {
    let network = Architecture(widths: [4, 6, 4])
    let hypernetwork = Hypernetwork(
      targetCount: network.weightCount, embeddingSize: 2, chunkSize: 20, chunkEmbeddingSize: 2,
      hidden: [8], activation: .tanh)
    let state = HypernetworkState(network: network, hypernetwork: hypernetwork, seed: 1)
    let values: [Double] = uniformValues(400, seed: 2)
    let images = LabelledImages(
      pixels: values.map { UInt8(127 + 120 * $0) }, labels: (0..<100).map { UInt8($0 % 4) },
      count: 100, height: 2, width: 2, channels: 1)
    let sequence = TaskSequence.split(tasks: 2, classesPerTask: 2, scenario: .taskIncremental)
    let tests = [1, 0].map { (task: $0, samples: TaskSamples(sequence, task: $0, in: images)) }
    let (xs, ys) = ([-3.0, -1, 2], [-2.0, 0.5])
    var points: [Int] = []
    let scan = EmbeddingScan.measure(state, xs: xs, ys: ys, tests: tests) { points.append($0) }
    #expect(points == Array(1...6))
    #expect(scan.tasks == [1, 0] && scan.xs == xs && scan.ys == ys)
    var distinct: Set<Double> = []
    for (k, test) in tests.enumerated() {
      #expect(scan.accuracy[k].count == 6)
      for (iy, y) in ys.enumerated() {
        for (ix, x) in xs.enumerated() {
          var predictor = Predictor(network, hypernetwork, batch: 7)
          predictor.use(parameters: state.parameters, embedding: [Float(x), Float(y)])
          let expected = predictor.score(on: test.samples)
          #expect(scan.accuracy[k][iy * 3 + ix] == expected, "task \(test.task) at \(x), \(y)")
          distinct.insert(expected)
        }
      }
    }
    #expect(distinct.count > 2)
  }
}
