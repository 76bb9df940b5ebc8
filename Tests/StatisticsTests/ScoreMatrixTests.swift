import Foundation
import Statistics
import TestSupport
import Testing

@Suite("Accuracy matrices")
struct ScoreMatrixTests {
  private struct Case: Decodable {
    struct Matrix: Decodable {
      let shape: [Int]
      let values: [Double?]
    }
    let name: String
    let accuracy: Matrix
    let final: Double
    let during: Double
    let forgetting: Double?
    let backwardTransfer: Double?
  }

  private func isClose(_ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return abs(a - b) < 1e-12
  }

  @Test("Summaries equal the independent reference")
  func fixture() throws {
    let cases = try Fixture.cases(of: "metrics", as: Case.self)
    #expect(cases.count >= 5)
    for item in cases {
      let tasks = item.accuracy.shape[0]
      let matrix = ScoreMatrix(
        (0..<tasks).map { i in (0...i).compactMap { item.accuracy.values[i * tasks + $0] } })
      #expect(isClose(matrix.final, item.final), "\(item.name)")
      #expect(isClose(matrix.during, item.during), "\(item.name)")
      #expect(isClose(matrix.forgetting, item.forgetting), "\(item.name)")
      #expect(isClose(matrix.backwardTransfer, item.backwardTransfer), "\(item.name)")
    }
  }

  @Test("A matrix by hand: forgetting counts from the best, transfer from the diagonal")
  func byHand() {
    let matrix = ScoreMatrix([[0.5], [0.75, 1], [0.25, 0.5, 1]])
    #expect(matrix.tasks == 3)
    #expect(matrix.finalPerTask == [0.25, 0.5, 1])
    #expect(matrix.duringPerTask == [0.5, 1, 1])
    #expect(isClose(matrix.final, 1.75 / 3))
    #expect(isClose(matrix.during, 2.5 / 3))
    #expect(isClose(matrix.forgetting, 0.5))
    #expect(isClose(matrix.backwardTransfer, -0.375))
  }

  @Test("What is not defined is nil, not a number")
  func undefined() {
    #expect(ScoreMatrix([]).final == nil && ScoreMatrix([]).during == nil)
    let one = ScoreMatrix([[0.5]])
    #expect(one.final == 0.5 && one.forgetting == nil && one.backwardTransfer == nil)
  }

  @Test("A matrix survives its JSON form")
  func codable() throws {
    let matrix = ScoreMatrix([[0.5], [0.1, 1]])
    let data = try JSONEncoder().encode(matrix)
    #expect(try JSONDecoder().decode(ScoreMatrix.self, from: data) == matrix)
  }
}

@Suite("Scores that are errors")
struct ErrorMatrixTests {
  @Test("Less is better: forgetting is how much worse the error is than its best")
  func errors() {
    let matrix = ScoreMatrix([[0.5], [0.25, 1], [2, 3, 0.125]], metric: .meanSquaredError)
    #expect(matrix.final == 5.125 / 3.0)
    #expect(matrix.during == 1.625 / 3.0)
    // The best of task 1 was 0.25, of task 2 it was 1: 1.75 and 2 worse in the end.
    #expect(matrix.forgetting == 1.875)
    #expect(matrix.backwardTransfer == -1.75)
    #expect(matrix.adding([1, 1, 1, 1]).tasks == 4)
  }

  @Test("A metric takes the numbers that it can have, and comes back with its matrix")
  func metrics() throws {
    #expect(Metric.accuracy.allows(1) && !Metric.accuracy.allows(1.5))
    #expect(Metric.meanSquaredError.allows(1.5) && !Metric.meanSquaredError.allows(-1))
    #expect(!Metric.meanSquaredError.allows(.infinity) && !Metric.accuracy.allows(.nan))
    let matrix = ScoreMatrix([[1.5]], metric: .meanSquaredError)
    let data = try JSONEncoder().encode(matrix)
    #expect(try JSONDecoder().decode(ScoreMatrix.self, from: data) == matrix)
    let text = String(decoding: data, as: UTF8.self).replacing(
      "mean squared error", with: "accuracy")
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(ScoreMatrix.self, from: Data(text.utf8))
    }
  }
}
