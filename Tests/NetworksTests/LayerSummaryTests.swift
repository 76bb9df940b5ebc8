import Networks
import Tensors
import Testing

@Suite("Summaries of layers")
struct LayerSummaryTests {
  private static let networks: [Architecture] =
    NamedNetwork.all.map {
      Architecture(
        input: SampleShape(channels: 3, height: 32, width: 32), layers: $0.layers + [.dense(60)])
    } + [
      Architecture(widths: [784, 40, 30, 10], dropout: 0.2), Architecture(widths: [1, 1]),
      Architecture(
        input: SampleShape(channels: 2, height: 9, width: 7),
        layers: [
          .convolution(channels: 5, side: 2, stride: 2, isPadded: false), .batchNorm,
          .activation(.tanh), .residualBlock(channels: 7, stride: 2), .averagePooling(2),
          .dense(4), .dropout(0.5), .dense(3),
        ]),
    ]

  @Test("weights and statistics add up to the network's", arguments: networks)
  func sums(network: Architecture) {
    let rows = network.summaries
    #expect(rows.map(\.layer) == network.layers)
    #expect(rows.reduce(0) { $0 + $1.weights } == network.weightCount)
    let statistics: [Float] = network.initialStatistics()
    #expect(rows.reduce(0) { $0 + $1.statistics } == statistics.count)
    #expect(rows.last?.output == SampleShape(count: network.outputCount))
  }

  @Test("shapes and multiplications are those that a person counts")
  func rows() throws {
    let network = try #require(Self.networks.last)
    let rows = network.summaries
    #expect(
      rows.map(\.output.description) == [
        "5 × 4 × 3", "5 × 4 × 3", "5 × 4 × 3", "7 × 2 × 2", "7 × 1", "4", "4", "3",
      ])
    #expect(
      rows.map(\.weights) == [
        5 * 2 * 4 + 5, 10, 0, 7 * 9 * (5 + 7) + 14 + 28, 0, 7 * 4 + 4, 0, 4 * 3 + 3,
      ])
    #expect(rows.map(\.statistics) == [0, 10, 0, 28, 0, 0, 0, 0])
    #expect(
      rows.map(\.multiplyAdds) == [40 * 12, 0, 0, 7 * 9 * 12 * 4, 0, 28, 0, 12])
  }
}
