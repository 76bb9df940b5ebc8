import Foundation
import TestSupport
import Testing

@Suite("engram experiments describe network")
struct NetworkTableTests {
  private let store: TestStore
  private static let figure5 = [
    "split-mnist", "dataset=cifar-10+cifar-100",
    "groups=0-9/10-19/20-29/30-39/40-49/50-59",
  ]

  init() throws { store = try TestStore() }

  private func describe(_ arguments: [String]) throws -> String {
    try store.succeed(["experiments", "describe", "network"] + arguments)
  }

  @Test("without an experiment: the rules, and the networks that have a name")
  func rules() throws {
    let text = try describe([])
    #expect(text.contains("  allowed   perceptron, a name (resnetD"))
    #expect(text.contains("  value     resnetD: ResNet of D = 6n + 2 layers (He et al. 2015"))
    #expect(text.contains("  value     zenke: Zenke et al. 2017: conv 32, relu, conv 32 valid"))
    #expect(text.contains("  layers    engram experiments describe network EXPERIMENT"))
  }

  @Test("a perceptron and its hypernetwork, line by line")
  func perceptron() throws {
    #expect(
      try describe(["fig4"]) == """
        layer      output       weights  statistics  multiply-adds
        ---------  -----------  -------  ----------  -------------
        input      1 × 28 × 28
        dense 400  400           314000           0         313600
        relu       400                0           0              0
        dense 400  400           160400           0         160000
        relu       400                0           0              0
        dense 10   10              4010           0           4000
        total                    478410           0         477600

        hypernetwork       12 chunks of 42000 weights
        its weights        464252
        task embeddings    10 numbers of 5 tasks
        trainable weights  464262
        compression ratio  0.9704

        """)
    let direct = try describe(["fig2", "method=fine-tuning"])
    #expect(direct.hasSuffix("\n\nmethod fine-tuning: trained directly\n"), "\(direct)")
    #expect(direct.contains("\ninput     1\n"), "\(direct)")
  }

  private struct Description: Decodable {
    struct Row: Decodable {
      let layer: String, output: [Int], weights: Int, statistics: Int, multiplyAdds: Int
    }
    struct Hypernetwork: Decodable {
      let chunks: Int, trainableWeights: Int, taskEmbeddings: Int, compressionRatio: Double
    }
    let network: String, input: [Int], layers: [Row], weights: Int, statistics: Int
    let hypernetwork: Hypernetwork?
  }

  private func decoded(_ arguments: [String]) throws -> Description {
    try JSONDecoder().decode(
      Description.self, from: Data(describe(arguments + ["--json"]).utf8))
  }

  @Test("the networks of Figure 5 have the published sizes; their data are not needed")
  func figure5() throws {
    let resNet = try decoded(
      Self.figure5 + [
        "network=resnet32", "hyper_hidden=", "task_embedding=32", "chunk_embedding=32",
        "chunk_size=7000",
      ])
    #expect(resNet.network == "resnet32" && resNet.weights == 468_540)
    #expect(resNet.hypernetwork?.chunks == 67)
    #expect(resNet.hypernetwork?.trainableWeights == 457_336)
    #expect(resNet.input == [3, 32, 32] && resNet.layers.count == 20)
    #expect(resNet.layers[8].layer == "block 32 stride 2")
    #expect(resNet.layers[8].output == [32, 16, 16])
    #expect(resNet.layers[8].weights == 9 * (16 * 32 + 32 * 32) + 2 * 32 + 4 * 32)
    // Means and variances of 31 batch norms.
    #expect(resNet.statistics == 2 * (11 * 16 + 10 * 32 + 10 * 64))
    let zenke = try decoded(
      Self.figure5 + [
        "network=zenke", "hyper_hidden=100,150,200", "task_embedding=48", "chunk_embedding=80",
        "chunk_size=5500",
      ])
    #expect(zenke.weights == 1_276_508 && zenke.hypernetwork?.trainableWeights == 1_182_678)
    let ratio = try #require(zenke.hypernetwork?.compressionRatio)
    #expect(abs(ratio - 1_182_678 / 1_276_508) < 1e-9)
  }

  @Test("a file is an experiment, too")
  func file() throws {
    let file = store.folder.url.appendingPathComponent("mine.yaml")
    try Data("experiment: split-mnist\nmethod: ewc\nnetwork: [dense 7, tanh, dense]\n".utf8)
      .write(to: file)
    let network = try decoded([file.path])
    #expect(network.layers.map(\.layer) == ["dense 7", "tanh", "dense 10"])
    #expect(network.weights == 785 * 7 + 80 && network.hypernetwork == nil)
  }

  @Test("a network that does not fit, and words in the wrong place, are one error with code 64")
  func refused() throws {
    for (arguments, message) in [
      (
        ["network", "split-mnist", "network=conv 4, maxpool 30, dense"],
        "layers that fit samples of 28 × 28: 'maxpool 30' has no pixels left of maps of 4 × 28 × 28"
      ),
      (
        ["network", "split-mnist", "network=dense 5, relu, relu, dense"],
        "'relu' cannot follow 'relu'"
      ),
      (
        ["network", "network=resnet8"],
        "an experiment is needed before 'network=resnet8', as in 'engram experiments describe network "
          + "split-mnist network=resnet8'"
      ), (["beta", "fig4"], "only 'network' takes an experiment"),
      (["network", "fig6"], "there is no experiment 'fig6'; did you mean 'fig4'"),
    ] {
      let result = try store.run(["experiments", "describe"] + arguments)
      #expect(result.status == 64 && result.error.contains(message), "\(result.error)")
      #expect(result.output == "" && result.error.split(separator: "\n").count == 1)
    }
  }
}
