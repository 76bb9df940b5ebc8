import Foundation
import Pipeline
import TestSupport
import Testing

/// A stage whose time grows with its steps.
private struct Train: Stage {
  struct Configuration: Codable, Hashable, Sendable {
    struct Training: Codable, Hashable, Sendable { var steps: Int, rate = 0.1 }
    var training: Training
    var width = 4
  }
  static let identifier = "train"
  static let version = 1
  static let work: StageWork? = StageWork("steps", field: "training.steps")
  var configuration: Configuration

  func run(_ input: Void, in context: StageContext) async throws -> Number {
    for step in 1...configuration.training.steps {
      context.report(
        StageProgress(completed: step, total: configuration.training.steps, unit: "steps"))
    }
    return Number(value: 1)
  }
}

/// One whose time grows with the square of its points.
private struct Scan: Stage {
  struct Configuration: Codable, Hashable, Sendable { var points: Int }
  static let identifier = "scan"
  static let version = 1
  static let work: StageWork? = StageWork("points", field: "points", isSquared: true)
  var configuration: Configuration

  func run(_ input: Void, in context: StageContext) async throws -> Number { Number(value: 1) }
}

/// One whose time grows with its epochs, each of as many steps as there are samples of its task.
private struct TrainByEpochs: Stage {
  struct Configuration: Codable, Hashable, Sendable {
    var epochs: Int?, steps = 0, task: Int
  }
  static let identifier = "train-by-epochs"
  static let version = 1
  static let work: StageWork? = StageWork(
    "steps", field: "steps", rounds: (unit: "epochs", field: "epochs"))
  var configuration: Configuration

  func run(_ input: Void, in context: StageContext) async throws -> Number {
    let steps = configuration.epochs.map { $0 * (configuration.task + 2) } ?? configuration.steps
    for step in 1...steps {
      context.report(StageProgress(completed: step, total: steps, unit: "steps"))
    }
    return Number(value: 1)
  }
}

@Suite("What a step may take")
struct ExpectationTests {
  private let store: ToyStore
  private let template: [StepRecord]

  init() async throws {
    store = try ToyStore()
    template = try await store.executor().run(Self.train(1)).records
  }

  private static func train(_ steps: Int, rate: Double = 0.1, width: Int = 4) -> Graph {
    var graph = Graph()
    _ = graph.add(
      Train(configuration: .init(training: .init(steps: steps, rate: rate), width: width)),
      named: "step")
    return graph
  }

  private static func scan(_ points: Int) -> Graph {
    var graph = Graph()
    _ = graph.add(Scan(configuration: .init(points: points)), named: "step")
    return graph
  }

  private static func epochs(_ epochs: Int?, steps: Int = 0, task: Int = 0) -> Graph {
    var graph = Graph()
    _ = graph.add(
      TrainByEpochs(configuration: .init(epochs: epochs, steps: steps, task: task)), named: "step")
    return graph
  }

  /// Makes an earlier result that took so long.
  private func put(
    _ graph: Graph, _ seconds: Double, unit: Double? = nil, units: Int? = nil
  ) throws {
    _ = try store.executor().simulate(
      graph, like: template, at: Date(timeIntervalSince1970: 1000), seconds: { _ in seconds },
      unitSeconds: { _ in unit }, units: { _ in units })
  }

  private func expectation(_ graph: Graph) throws -> Pipeline.Expectation {
    try #require(try store.executor().plan(graph, estimating: true)[0].expected)
  }

  /// The result of `init` took what it took; it is left out by another width.
  private static let width = 5

  @Test("twenty steps predict two thousand: the cost of each, and once what there is besides")
  func scaled() throws {
    // 0.6 s of reading and testing, 3 ms a step.
    try put(Self.train(20, width: Self.width), 0.66, unit: 0.003)
    let found = try expectation(Self.train(2000, width: Self.width))
    #expect(abs(found.seconds - 6.6) < 1e-9)
    #expect(found.differences == 0 && found.results == 1)
    #expect(found.scale?.before == 20 && found.scale?.now == 2000 && found.scale?.unit == "steps")
    // And two thousand predict twenty.
    try put(Self.train(2000, rate: 0.2, width: Self.width), 6.6, unit: 0.003)
    let fewer = try expectation(Self.train(30, rate: 0.2, width: Self.width))
    #expect(abs(fewer.seconds - 0.69) < 1e-9 && fewer.scale?.before == 2000)
  }

  @Test("an epoch predicts ten, by the steps that the task's own samples make of it")
  func epochs() throws {
    // 0.6 s besides, 3 ms a step; the first task has ten times as many samples.
    try put(Self.epochs(1, task: 0), 2.1, unit: 0.003, units: 500)
    try put(Self.epochs(1, task: 1), 0.75, unit: 0.003, units: 50)
    let first = try expectation(Self.epochs(10, task: 0))
    #expect(abs(first.seconds - 15.6) < 1e-9 && first.differences == 0)
    #expect(first.scale?.before == 1 && first.scale?.now == 10 && first.scale?.unit == "epochs")
    #expect(abs(try expectation(Self.epochs(10, task: 1)).seconds - 2.1) < 1e-9)
    // Where the steps were not noted, the whole time is scaled.
    try put(Self.epochs(2, task: 2), 3, unit: 0.003)
    #expect(abs(try expectation(Self.epochs(10, task: 2)).seconds - 15) < 1e-9)
    // A training by steps is not taken for one by epochs.
    try put(Self.epochs(nil, steps: 80, task: 3), 0.84, unit: 0.003, units: 80)
    #expect(abs(try expectation(Self.epochs(nil, steps: 280, task: 3)).seconds - 1.44) < 1e-9)
    #expect(try expectation(Self.epochs(1, task: 3)).differences > 0)
  }

  @Test("the points of a scan count by the square of its side")
  func points() throws {
    try put(Self.scan(5), 1.25, unit: 0.01)
    let found = try expectation(Self.scan(51))
    #expect(abs(found.seconds - (1 + 26.01)) < 1e-9)
    #expect(found.scale?.before == 25 && found.scale?.now == 2601 && found.scale?.unit == "points")
  }

  @Test("results of the same amount are not scaled; of others the nearest amount counts")
  func nearest() throws {
    try put(Self.train(20, width: Self.width), 9, unit: 0.003)
    try put(Self.train(1000, width: Self.width), 3.6, unit: 0.003)
    let near = try expectation(Self.train(2000, width: Self.width))
    #expect(abs(near.seconds - 6.6) < 1e-9 && near.scale?.before == 1000)
    try put(Self.train(2000, rate: 0.2, width: Self.width), 7, unit: 0.003)
    // The amount comes after the settings.
    #expect(try expectation(Self.train(2000, width: Self.width)).scale?.before == 1000)
    let same = try expectation(Self.train(2000, rate: 0.3, width: Self.width))
    #expect(same.seconds == 7 && same.scale == nil && same.differences == 1)
  }

  @Test("where no unit was measured, two amounts tell what one costs; of one alone, its share does")
  func unmeasured() throws {
    try put(Self.train(20, width: Self.width), 0.66)
    #expect(abs(try expectation(Self.train(40, width: Self.width)).seconds - 1.32) < 1e-9)
    try put(Self.train(220, width: Self.width), 1.26)
    #expect(abs(try expectation(Self.train(2000, width: Self.width)).seconds - 6.6) < 1e-9)
  }

  @Test("a stage that tells how far it is has its units measured, one that does not has none")
  func measured() async throws {
    let record = try await store.executor().run(Self.train(50, width: 9)).records[0]
    let manifest = try #require(try Store(at: store.url).manifest(of: record.key))
    let unit = try #require(manifest.unitSeconds)
    #expect(unit > 0 && 49 * unit <= manifest.seconds && manifest.units == 50)
    let epochs = try await store.executor().run(Self.epochs(3, task: 4)).records[0]
    #expect(try Store(at: store.url).manifest(of: epochs.key)?.units == 18)
    let scan = try await store.executor().run(Self.scan(3)).records[0]
    #expect(try Store(at: store.url).manifest(of: scan.key)?.unitSeconds == nil)
    // The text of a manifest without it is that of a program which did not know it.
    let file = store.url.appendingPathComponent(
      "actions/\(scan.key.hex.prefix(2))/\(scan.key.hex).json")
    #expect(try !String(contentsOf: file, encoding: .utf8).contains("\"unit"))
  }

  @Test("steps that would compute the same have one identity, known before anything runs")
  func identity() throws {
    let plans = try store.executor().plan(
      [Self.train(7), Self.train(7), Self.train(8)], estimating: true)
    let identities = plans.map { $0[0].identity }
    #expect(identities[0] == identities[1] && identities[0] != identities[2])
  }
}
