import Settings
import Tasks
import Testing

@Suite("The order of the classes of split tasks")
struct ClassOrderTests {
  private func settings(_ overrides: [String]) throws -> ExperimentSettings {
    try ExperimentSource("split-mnist").settings(changing: overrides)
  }

  private func classes(_ overrides: [String]) throws -> [[Int]] {
    let sequence = try settings(overrides).sequence
    return (0..<sequence.count).map { sequence.classes(ofTask: $0) }
  }

  @Test("shuffled classes are drawn from the seed, into groups of the same sizes")
  func shuffled() throws {
    let drawn = try (0..<20).map { try classes(["class_order=shuffled", "seed=\($0)"]) }
    #expect(drawn.allSatisfy { $0.map(\.count) == [2, 2, 2, 2, 2] })
    #expect(drawn.allSatisfy { $0.joined().sorted() == Array(0..<10) })
    #expect(Set(drawn).count == 20)
    #expect(try classes(["class_order=shuffled", "seed=3"]) == drawn[3])
    // Any digit may come first, at about the same rate.
    let first = (0..<400).compactMap { seed in
      try? classes(["class_order=shuffled", "seed=\(seed)"]).first?.first
    }
    for digit in 0..<10 { #expect((15...70).contains(first.count { $0 == digit }), "\(digit)") }

    let uneven = try classes(["class_order=shuffled", "groups=0,1,2/7,8"])
    #expect(uneven.map(\.count) == [3, 2] && uneven.joined().sorted() == [0, 1, 2, 7, 8])
    #expect(try classes([]) == [[0, 1], [2, 3], [4, 5], [6, 7], [8, 9]])
  }

  @Test("only an order that was asked for is part of a run's name")
  func recorded() throws {
    #expect(try settings([]).recorded["class_order"] == nil)
    #expect(try settings(["class_order=shuffled"]).recorded["class_order"] == "shuffled")
  }
}
