import Foundation
import Pipeline
import Runs
import TestSupport
import Testing

/// Runs are made up here: a virtual clock, steps of known costs, several workers.
@Suite("The time left of several runs")
struct TimeLeftTests {
  private static let nodes =
    ["dataset", "initialize"] + (1...4).map { "train/task-0\($0)" } + ["evaluate"]

  /// What a node costs in seconds: later tasks cost more.
  private static func cost(_ node: String) -> Double {
    switch node {
    case "dataset": 2
    case "initialize", "evaluate": 0.1
    default: 20 + 5 * (node.last?.wholeNumberValue.map(Double.init) ?? 0)
    }
  }

  private func step(
    _ node: String, run: Int, expected: Double?, differences: Int = 0
  ) throws -> PlannedStep {
    // The dataset and the beginning are common to all runs.
    let identity =
      ["dataset", "initialize", "train/task-01"].contains(node) ? node : "\(node) \(run)"
    let expectation = expected.map {
      ["seconds": $0, "results": 1, "differences": Double(differences)]
    }
    let json = try JSONEncoder().encode(expectation)
    let text = """
      {"node": "\(node)", "stage": "s", "action": "unknown", \
      "expected": \(String(decoding: json, as: UTF8.self)), \
      "identity": "\(Fingerprint(of: Data(identity.utf8)).hex)"}
      """
    return try JSONDecoder().decode(PlannedStep.self, from: Data(text.utf8))
  }

  private func plans(
    _ runs: Int, differences: Int = 0, expected: (String) -> Double?
  ) throws -> [[PlannedStep]] {
    try (0..<runs).map { run in
      try Self.nodes.map {
        try step($0, run: run, expected: expected($0), differences: differences)
      }
    }
  }

  /// What was told at each moment, and what was left then.
  private func told(
    _ plans: [[PlannedStep]], jobs: Int, slowness: Double = 1
  ) -> [(told: Double?, left: Double)] {
    var timeLeft = TimeLeft(plans, jobs: jobs)
    var computed: Set<Fingerprint> = []
    var computing: Set<Fingerprint> = []
    struct Worker {
      let run: Int
      var step = 0
      var until: Double?
      var from = 0.0
    }
    var (waiting, time) = (Array(plans.indices.reversed()), 0.0)
    var workers: [Worker] = []
    var moments: [(told: Double?, time: Double)] = []
    while !workers.isEmpty || !waiting.isEmpty {
      while workers.count < jobs, let run = waiting.popLast() {
        workers.append(Worker(run: run))
      }
      for index in workers.indices {
        let step = plans[workers[index].run][workers[index].step]
        if let until = workers[index].until {
          let share = (time - workers[index].from) / (until - workers[index].from)
          timeLeft.note(share, ofRun: workers[index].run)
          guard time >= until else { continue }
          timeLeft.finish(
            step.node, ofRun: workers[index].run, seconds: Self.cost(step.node) * slowness)
          computed.insert(step.identity)
        } else if computed.contains(step.identity) {
          timeLeft.finish(step.node, ofRun: workers[index].run, seconds: nil)
        } else if computing.insert(step.identity).inserted {
          workers[index].from = time
          workers[index].until = time + Self.cost(step.node) * slowness
          continue
        } else {
          continue
        }
        workers[index].until = nil
        workers[index].step += 1
        if workers[index].step == Self.nodes.count { timeLeft.end(workers[index].run) }
      }
      workers.removeAll { $0.step == Self.nodes.count }
      moments.append((timeLeft.seconds(), time))
      time += 0.25
    }
    return moments.map { ($0.told, time - $0.time) }
  }

  private func neverRises(_ moments: [(told: Double?, left: Double)]) -> Bool {
    let told = moments.compactMap(\.told)
    return zip(told, told.dropFirst()).allSatisfy { $1 <= $0 }
  }

  @Test("never rises, and is right where the store knows what steps cost", arguments: [1, 2, 3])
  func known(jobs: Int) throws {
    let moments = told(try plans(6) { Self.cost($0) }, jobs: jobs)
    #expect(neverRises(moments))
    for moment in moments where moment.left > 30 {
      let told = try #require(moment.told)
      #expect(abs(told / moment.left - 1) < 0.2, "\(told) told, \(moment.left) left")
    }
    #expect(moments.last?.told == 0)
  }

  @Test("is not told before it is known; then the first run tells what the others cost")
  func unknown() throws {
    let moments = told(try plans(6) { _ in nil }, jobs: 1)
    let first = try #require(moments.firstIndex { $0.told != nil })
    // The whole first run is needed: 2.2 s and four tasks.
    #expect(abs(moments[0].left - moments[first].left - 132.2) < 3)
    #expect(neverRises(moments))
    for moment in moments[first...] where moment.left > 30 {
      #expect(abs((moment.told ?? 0) / moment.left - 1) < 0.1)
    }
    // What differs in many fields tells nothing.
    let foreign = told(try plans(6, differences: 4) { _ in 1 }, jobs: 1)
    #expect(foreign.prefix(first).allSatisfy { $0.told == nil })
  }

  @Test("is corrected by what steps take, also where they take half or twice the time")
  func corrected() throws {
    for slowness in [0.5, 2] {
      let moments = told(try plans(8) { Self.cost($0) }, jobs: 2, slowness: slowness)
      #expect(neverRises(moments))
      let late = try #require(moments.last { $0.left > 120 * slowness })
      #expect(abs((late.told ?? 0) / late.left - 1) < 0.4, "\(late)")
    }
  }

  @Test("of runs that end early, nothing is left; what is common counts once")
  func ends() throws {
    let plans = try plans(3) { Self.cost($0) }
    var timeLeft = TimeLeft(plans, jobs: 1)
    // 2 and 0.1 once, 25 once, 30 + 35 + 40 + 0.1 three times.
    #expect(abs((timeLeft.seconds() ?? 0) - 342.4) < 1e-9)
    timeLeft.end(1)
    #expect(abs((timeLeft.seconds() ?? 0) - 237.3) < 1e-9)
    timeLeft.end(0)
    timeLeft.end(2)
    #expect(timeLeft.seconds() == 0)
  }
}
