import Hypernetworks
import Networks
import TestSupport
import Testing

@Suite("Hypernetwork shapes and initial values")
struct HypernetworkTests {
  @Test("The published experiments have their published sizes")
  func publishedSizes() {
    let split = Architecture(widths: [784, 400, 400, 10])
    #expect(split.weightCount == 478_410)
    let ofSplit = Hypernetwork(
      targetCount: split.weightCount, embeddingSize: 96, chunkSize: 42_000, chunkEmbeddingSize: 96,
      hidden: [10, 10], activation: .relu)
    #expect(ofSplit.trainableCount(tasks: 5) == 465_672)
    let permuted10 = Architecture(widths: [1024, 1000, 1000, 100])
    #expect(permuted10.weightCount == 2_126_100)
    let ofPermuted10 = Hypernetwork(
      targetCount: permuted10.weightCount, embeddingSize: 24, chunkSize: 78_000,
      chunkEmbeddingSize: 8, hidden: [25, 25], activation: .elu)
    #expect(ofPermuted10.trainableCount(tasks: 10) == 2_029_939)
    let permuted100 = Architecture(widths: [1024, 1000, 1000, 1000])
    #expect(permuted100.weightCount == 3_027_000)
    let ofPermuted100 = Hypernetwork(
      targetCount: permuted100.weightCount, embeddingSize: 128, chunkSize: 7500,
      chunkEmbeddingSize: 12, hidden: [200, 250, 350], activation: .relu)
    #expect(ofPermuted100.trainableCount(tasks: 100) == 2_816_448)
  }

  @Test("Blocks follow each other without gap or overlap", arguments: Shape.all)
  func layout(shape: Shape) {
    let h = shape.hypernetwork
    let blocks =
      h.hiddenBlocks.flatMap { [$0.weight, $0.bias] } + [h.outputBlock, h.chunkEmbeddingBlock]
    #expect(blocks.flatMap { Array($0.range) } == Array(0..<h.parameterCount))
    #expect((1...h.chunkSize).contains(h.targetCount - (h.chunks - 1) * h.chunkSize))
  }

  @Test("Initial biases are zero, matrices within Xavier's limit, chunk embeddings normal")
  func initialParameters() {
    let h = Hypernetwork(
      targetCount: 4000, embeddingSize: 5, chunkSize: 40, chunkEmbeddingSize: 20, hidden: [10],
      activation: .relu)
    let values: [Double] = h.initialParameters(seed: 1)
    let hidden = h.hiddenBlocks[0]
    #expect(hidden.bias.range.allSatisfy { values[$0] == 0 })
    let output = h.outputBlock.range
    #expect(values[output].suffix(40).allSatisfy { $0 == 0 })
    let hiddenLimit = (6.0 / 35).squareRoot()
    let outputLimit = (6.0 / 50).squareRoot()
    let hiddenPeak = hidden.weight.range.map { abs(values[$0]) }.max() ?? 0
    let outputPeak = values[output].map(abs).max() ?? 0
    #expect(hiddenPeak <= hiddenLimit && hiddenPeak > 0.9 * hiddenLimit)
    #expect(outputPeak <= outputLimit && outputPeak > 0.9 * outputLimit)
    let chunks = values[h.chunkEmbeddingBlock.range]
    #expect(chunks.count == 2000)
    #expect(abs(chunks.reduce(0, +) / 2000) < 0.12)
    #expect(abs(chunks.reduce(0) { $0 + $1 * $1 } / 2000 - 1) < 0.17)
  }

  @Test("The seed alone decides the initial values; a task's embedding has its own stream")
  func seeds() {
    let h = Shape.all[0].hypernetwork
    let values: [Float] = h.initialParameters(seed: 1)
    #expect(values == h.initialParameters(seed: 1))
    #expect(values != h.initialParameters(seed: 2))
    // Task 3's embedding alone, and after those of tasks 0…2.
    let alone: [Float] = h.initialEmbedding(task: 3, seed: 1)
    let inOrder: [[Float]] = (0..<6).map { h.initialEmbedding(task: $0, seed: 1) }
    #expect(inOrder[3] == alone)
    #expect(Set(inOrder).count == 6)
    #expect(alone != h.initialEmbedding(task: 3, seed: 2))
  }
}
