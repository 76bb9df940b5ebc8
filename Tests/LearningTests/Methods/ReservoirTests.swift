import Learning
import Tasks
import TestSupport
import Testing

@Suite("A reservoir of samples")
struct ReservoirTests {
  private func shown(
    _ tasks: Int, capacity: Int, seed: UInt64, _ scenario: Scenario = .classIncremental
  ) -> Reservoir {
    var reservoir = Reservoir(capacity: capacity)
    for task in 0..<tasks {
      reservoir.show(CodedTasks.samples(task, scenario), task: task, seed: seed) {}
    }
    return reservoir
  }

  /// The numbers of the images that it holds.
  private func numbers(_ reservoir: Reservoir) -> [Int] {
    var row: [Float] = [0, 0]
    return (0..<reservoir.count).map {
      reservoir.copyInputs(of: $0, into: &row, row: 0)
      return CodedTasks.identity(row, row: 0).number
    }
  }

  @Test("It holds no sample twice and no more than its capacity, with their classes and tasks")
  func contents() {
    for (scenario, capacity) in [
      (Scenario.classIncremental, 20), (.taskIncremental, 7), (.domainIncremental, 1000),
    ] {
      let reservoir = shown(3, capacity: capacity, seed: 1, scenario)
      #expect(reservoir.count == min(capacity, CodedTasks.images.count))
      #expect(Set(numbers(reservoir)).count == reservoir.count)
      for (i, number) in numbers(reservoir).enumerated() {
        let name = Int(CodedTasks.images.labels[number])
        #expect(reservoir.task(of: i) == name / 2)
        #expect(reservoir.unit(of: i) == CodedTasks.unit(name, scenario))
      }
    }
  }

  @Test("Every sample is as likely to be held as any other, whichever task it is of")
  func uniform() {
    let (runs, capacity, total) = (4000, 12, CodedTasks.images.count)
    var held = [Int](repeating: 0, count: total)
    for seed in 0..<runs {
      for number in numbers(shown(3, capacity: capacity, seed: UInt64(seed))) { held[number] += 1 }
    }
    let expected = Double(runs * capacity) / Double(total)
    let chance = Double(capacity) / Double(total)
    // χ² of 53 degrees of freedom, drawn without replacement: 99 would be one case in 10,000.
    let deviations = held.map { (Double($0) - expected) * (Double($0) - expected) / expected }
    #expect(deviations.reduce(0, +) / (1 - chance) < 99)
    let byTask = (0..<3).map { task in
      held.indices.filter { $0 % 6 / 2 == task }.reduce(0) { $0 + held[$1] }
    }
    for count in byTask { #expect(abs(Double(count) / Double(runs * capacity) - 1 / 3) < 0.01) }
  }

  @Test("The same seed gives the same reservoir, another one another")
  func seeded() {
    #expect(shown(3, capacity: 10, seed: 4) == shown(3, capacity: 10, seed: 4))
    #expect(shown(3, capacity: 10, seed: 4) != shown(3, capacity: 10, seed: 5))
  }

  @Test("What a state remembers of it goes on as it would have")
  func remembered() throws {
    var state = CodedTasks.task(1, .classIncremental).state
    let whole = shown(2, capacity: 10, seed: 4)
    whole.write(to: &state)
    #expect(state.storedSamples == 10)
    #expect(try #require(state.memory["reservoir/inputs"]).shape == [10, 2])
    var restored = Reservoir(state, capacity: 10)
    #expect(restored == whole)
    restored.show(CodedTasks.samples(2, .classIncremental), task: 2, seed: 4) {}
    #expect(restored == shown(3, capacity: 10, seed: 4))
    #expect(Reservoir(CodedTasks.task(1, .classIncremental).state, capacity: 10).count == 0)
  }

  @Test("A training stops where it is told to")
  func stops() {
    struct Stop: Error {}
    var reservoir = Reservoir(capacity: 10)
    #expect(throws: Stop.self) {
      try reservoir.show(CodedTasks.samples(0, .taskIncremental), task: 0, seed: 1) {
        throw Stop()
      }
    }
  }
}
