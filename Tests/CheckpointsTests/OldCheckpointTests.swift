import Checkpoints
import Foundation
import HDF5
import Hypernetworks
import Learning
import Networks
import TestSupport
import Testing

/// A file that was written before there were regularizers with a memory, and dropout. The numbers were
/// read, and the weights generated, with h5py and NumPy.
@Suite("Checkpoints of version 1")
struct OldCheckpointTests {
  private let image: [UInt8]

  init() throws { image = try [UInt8](Data(contentsOf: Fixture.url("checkpoint-v1.h5"))) }

  @Test("the file is of version 1")
  func version() throws {
    let file = try HDF5File(image: image)
    #expect(try file.integer("format_version") == 1)
    #expect(HypernetworkCheckpoint.version > 1)
    #expect(try !file.string("config_json").contains("dropout"))
    #expect(try !file.exists("/regularizer"))
  }

  @Test("it is read: networks, tasks, and no memory or dropout")
  func description() throws {
    let (state, provenance) = try HypernetworkState.decode(image)
    #expect(state.network == Architecture(widths: [784, 6, 10], activation: .relu))
    #expect(state.network.layers == [.dense(6), .activation(.relu), .dense(10)])
    #expect(
      state.hypernetwork
        == Hypernetwork(
          targetCount: 4780, embeddingSize: 2, chunkSize: 400, chunkEmbeddingSize: 3, hidden: [4],
          activation: .relu))
    #expect(state.memory == RegularizerMemory() && state.memory.anchor.isEmpty)
    #expect(state.seed == 11)
    #expect(state.heads == [0..<2, 2..<4])
    #expect(
      state.scores.rows == [[0.9177304964539007], [0.8671394799054374, 0.49461312438785504]])
    #expect(state.metrics.isEmpty)
    #expect(
      provenance
        == HypernetworkCheckpoint.Provenance(
          dataset: "mnist", scenario: "CL1",
          tasks: [.init(head: 0..<2, classes: [0, 1]), .init(head: 2..<4, classes: [2, 3])]))
  }

  @Test("its numbers stand where they stood")
  func numbers() throws {
    let state = try HypernetworkState.decode(image).state
    let h = state.hypernetwork
    let p = state.parameters
    #expect(p.count == 2060)
    #expect(p[0] == 0.7729271650314331 && p[4] == -0.4044818878173828)
    #expect(p[3 * 5 + 2] == -0.6223783493041992)
    #expect(p[20 + 1] == 0.0059335860423743725 && p[20 + 3] == -0.0054139262065291405)
    // The file's weight [out, in] of the output layer is transposed, with the bias as last row.
    #expect(h.outputBlock.offset == 24)
    #expect(p[24 + 1 * 400] == 0.004759660921990871)
    #expect(p[24 + 2 * 400 + 17] == -0.11136770993471146)
    #expect(p[24 + 3 * 400 + 399] == -0.11795693635940552)
    #expect(p[24 + 4 * 400] == 0.0012196255847811699)
    #expect(p[24 + 4 * 400 + 399] == -0.0011692631524056196)
    #expect(p[2024 + 1] == -1.409224510192871 && p[2024 + 11 * 3 + 2] == -0.7664963006973267)
    #expect(
      state.taskEmbeddings
        == [[0.38938280940055847, 0.8586150407791138], [-1.1250592470169067, 0.1259118914604187]])
  }

  @Test("its tasks' weights come out as they did", arguments: [0, 1])
  func weights(task: Int) throws {
    let state = try HypernetworkState.decode(image).state
    var generator = Generator<Double>(state.hypernetwork)
    generator.generate(
      parameters: state.parameters.map(Double.init),
      embedding: state.taskEmbeddings[task].map(Double.init))
    let weights = Array(generator.weights[..<4780])
    let places = [0, 399, 400, 4703, 4704, 4709, 4779]
    let expected = [
      [
        -0.08963374048189596, 0.016382775870319746, 0.005230401893786461, 0.010369178805284242,
        0.01968438284376066, 0.07322690690387583, -0.051017214158651944,
      ],
      [
        0.0012196255847811699, -0.0011692631524056196, 0.005284699709231119, 0.009758704341948032,
        0.009094689041376114, -0.0033558711875230074, -0.005234879907220602,
      ],
    ][task]
    #expect(relativeError(places.map { weights[$0] }, expected) < 1e-13)
    let squares = weights.reduce(0) { $0 + $1 * $1 }
    #expect(abs(squares - [42.81474935900328, 30.680758075193243][task]) < 1e-11)
  }

  @Test("written again, it is of the present version, with the same content")
  func rewritten() throws {
    let old = try HypernetworkState.decode(image)
    let bytes = try old.state.encoded(of: old.provenance)
    #expect(try HDF5File(image: bytes).integer("format_version") == HypernetworkCheckpoint.version)
    let new = try HypernetworkState.decode(bytes)
    #expect(new.state == old.state && new.provenance == old.provenance)
  }
}

/// Files that were written while a network was a perceptron: the widths of its layers, one activation, dropout.
/// The numbers were read with h5py.
@Suite("Checkpoints of perceptrons")
struct PerceptronCheckpointTests {
  private func image(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: Fixture.url(name)))
  }

  private func sum(_ values: some Sequence<Float>) -> Double {
    values.reduce(0) { $0 + Double($1) }
  }

  @Test("a hypernetwork's, of version 2, is read whole and written in the present version")
  func hypernetwork() throws {
    let image = try image("checkpoint-v2.h5")
    #expect(try HDF5File(image: image).integer("format_version") == 2)
    let (state, provenance) = try HypernetworkState.decode(image)
    #expect(
      state.network
        == Architecture(
          inputs: 784, layers: [.dense(6), .activation(.tanh), .dropout(0.1), .dense(10)]))
    #expect(state.scores.rows == [[0.9976359338061466], [0.9971631205673759, 0.9476003917727718]])
    #expect(state.heads == [0..<2, 2..<4] && state.seed == 3)
    #expect(abs(sum(state.taskEmbeddings.joined()) + 2.9603236503899097) < 1e-12)
    let h = state.hypernetwork
    #expect(
      abs(sum(state.memory.importance[h.outputBlock.range]) - 22.23807819651072 - 4.630459710827873)
        < 1e-9)
    #expect(state.memory.anchor == state.parameters)
    let bytes = try state.encoded(of: provenance)
    #expect(try HDF5File(image: bytes).integer("format_version") == HypernetworkCheckpoint.version)
    #expect(try HypernetworkState.decode(bytes).state == state)
  }

  @Test(
    "a directly trained network's, of version 1, is read whole and written in the present version")
  func classifier() throws {
    let image = try image("classifier-v1.h5")
    #expect(try HDF5File(image: image).integer("format_version") == 1)
    let (state, provenance) = try ClassifierState.decode(image)
    #expect(state.network == Architecture(widths: [784, 6, 10]))
    #expect(provenance.method == "ewc" && provenance.experiment.scenario == "CL3")
    #expect(
      state.scores.rows == [[0.9929078014184397], [0.00047281323877068556, 0.5866797257590598]])
    #expect(state.weights[0] == -0.050901856273412704 && state.weights.count == 4780)
    let importance = try #require(state.memory["importance"]).values
    #expect(abs(sum(importance) - 29.900772486799156) < 1e-9)
    let bytes = try state.encoded(of: provenance)
    #expect(try HDF5File(image: bytes).integer("format_version") == ClassifierCheckpoint.version)
    #expect(try ClassifierState.decode(bytes).state == state)
  }
}
