import Networks
import TestSupport
import Testing

@Suite("Losses of some rows of a batch")
struct RowLossTests {
  private struct Part: Decodable {
    let rows: [Int]
    let scope: [Int]
    let weight: Double
    let labels: [Int]?
    let correct: Int?
    let temperature: Double?
    let teacherScope: [Int]?
    let teacherLogits: Fixture.Matrix?
    let otherLogit: Double?
    let probabilities: Fixture.Matrix?
    let loss: Double
  }

  private struct Case: Decodable {
    let name: String
    let logits: Fixture.Matrix
    let parts: [Part]
    let gradient: Fixture.Matrix
  }

  private func range(_ bounds: [Int]) -> Range<Int> { bounds[0]..<bounds[1] }

  @Test("Losses, probabilities and the summed gradient equal the independent reference")
  func fixture() throws {
    var kinds = (hard: 0, soft: 0, other: 0)
    for item in try Fixture.cases(of: "row_losses", as: Case.self) {
      let (batch, outputs) = (item.logits.shape[0], item.logits.shape[1])
      var gradient = [Double](repeating: 0, count: batch * outputs)
      for part in item.parts {
        let (rows, scope) = (range(part.rows), range(part.scope))
        if let labels = part.labels {
          // Labels before the rows are not read.
          let result = Loss.addCrossEntropy(
            logits: item.logits.values, outputs: outputs, rows: rows, scope: scope,
            labels: [Int](repeating: -1, count: rows.lowerBound) + labels, weight: part.weight,
            gradient: &gradient)
          #expect(abs(result.loss - part.loss) < 1e-13, "\(item.name)")
          #expect(result.correct == part.correct, "\(item.name)")
          kinds.hard += 1
        } else {
          let teacher = try #require(part.teacherLogits)
          let temperature = try #require(part.temperature)
          let expected = try #require(part.probabilities).values
          var probabilities = [Double](repeating: 9, count: expected.count + 1)
          Loss.softmax(
            logits: teacher.values, outputs: outputs, rows: 0..<rows.count,
            scope: range(try #require(part.teacherScope)), units: scope,
            otherLogit: part.otherLogit, temperature: temperature, into: &probabilities)
          #expect(probabilities.last == 9)
          #expect(relativeError(Array(probabilities.dropLast()), expected) < 1e-14, "\(item.name)")
          let loss = Loss.softCrossEntropy(
            logits: item.logits.values, outputs: outputs, rows: rows, scope: scope,
            teacher: probabilities, temperature: temperature, weight: part.weight,
            gradient: &gradient)
          #expect(abs(loss - part.loss) < 1e-13, "\(item.name)")
          kinds.soft += 1
          if part.otherLogit != nil { kinds.other += 1 }
        }
      }
      #expect(relativeError(gradient, item.gradient.values) < 1e-13, "\(item.name)")
    }
    #expect(kinds.hard > 1 && kinds.soft > 1 && kinds.other > 1)
  }

  private let batch = 5
  private let outputs = 6
  private let rows = 1..<4
  private let scope = 2..<6

  /// Both losses of overlapping rows; the teacher's probabilities need not sum to 1.
  private func loss(_ logits: [Double], _ gradient: inout [Double]) -> Double {
    let teacher: [Double] = uniformValues(3 * 4, seed: 2).map { abs($0) }
    let hard = Loss.addCrossEntropy(
      logits: logits, outputs: outputs, rows: rows, scope: scope, labels: [7, 3, 0, 2, 7],
      weight: 0.3, gradient: &gradient)
    return hard.loss
      + Loss.softCrossEntropy(
        logits: logits, outputs: outputs, rows: rows, scope: scope, teacher: teacher,
        temperature: 2, weight: 0.7, gradient: &gradient)
  }

  @Test("Gradients fit central differences, and are added to what is there")
  func gradient() {
    let logits: [Double] = uniformValues(batch * outputs, seed: 1).map { 3 * $0 }
    var gradient = [Double](repeating: 0, count: batch * outputs)
    _ = loss(logits, &gradient)
    let numerical = numericalGradient(at: logits) {
      var scratch = gradient
      return loss($0, &scratch)
    }
    #expect(relativeError(gradient, numerical) < 1e-8)
    for i in gradient.indices {
      let isInside = rows.contains(i / outputs) && scope.contains(i % outputs)
      #expect((gradient[i] == 0) == !isInside)
    }
    var added = [Double](repeating: 9, count: batch * outputs)
    _ = loss(logits, &added)
    #expect(relativeError(added.map { $0 - 9 }, gradient) < 1e-13)
  }

  @Test("The whole batch in one part is the loss of a batch")
  func wholeBatch() {
    let logits: [Double] = uniformValues(batch * outputs, seed: 3)
    let labels = [0, 3, 1, 2, 1]
    var gradient = [Double](repeating: 0, count: batch * outputs)
    var expected = gradient
    let part = Loss.addCrossEntropy(
      logits: logits, outputs: outputs, rows: 0..<batch, scope: scope, labels: labels,
      gradient: &gradient)
    let whole = Loss.crossEntropy(
      logits: logits, outputs: outputs, head: scope, labels: labels, gradient: &expected)
    #expect(abs(part.loss - whole.loss) < 1e-14 && part.correct == whole.correct)
    #expect(relativeError(gradient, expected) < 1e-14)
  }

  @Test("Logits of ±10⁴ give finite losses, gradients and probabilities")
  func extremeLogits() {
    let logits: [Float] = [1e4, -1e4, 0, -1e4, 1e4, 0]
    var gradient = [Float](repeating: 0, count: 6)
    let hard = Loss.addCrossEntropy(
      logits: logits, outputs: 3, rows: 0..<2, scope: 0..<3, labels: [0, 0], gradient: &gradient)
    #expect(hard.loss == 1e4 && hard.correct == 1)
    #expect(gradient == [0, 0, 0, -0.5, 0.5, 0])
    var probabilities = [Float](repeating: .nan, count: 6)
    Loss.softmax(
      logits: logits, outputs: 3, rows: 0..<2, scope: 0..<3, temperature: 2, into: &probabilities)
    #expect(probabilities == [1, 0, 0, 0, 1, 0])
    Loss.softmax(
      logits: [-1e4, -1e4, 1e4, -1e4], outputs: 2, rows: 0..<2, scope: 0..<2, units: 0..<3,
      otherLogit: 0, temperature: 2, into: &probabilities)
    #expect(probabilities == [0, 0, 1, 1, 0, 0])
    gradient = [Float](repeating: 0, count: 6)
    let soft = Loss.softCrossEntropy(
      logits: logits, outputs: 3, rows: 0..<2, scope: 0..<3, teacher: [1, 0, 0, 1, 0, 0],
      temperature: 2, gradient: &gradient)
    #expect(soft == 2e4)
    #expect(gradient == [0, 0, 0, -1, 1, 0])
  }

  @Test("Squared errors of some rows and units, and their gradient, by central differences")
  func squaredErrors() {
    let (batch, outputs, rows, scope) = (5, 4, 1..<4, 1..<3)
    let values: [Double] = uniformValues(batch * outputs, seed: 1)
    let targets: [Double] = uniformValues(batch * scope.count, seed: 2)
    func loss(_ values: [Double], _ gradient: inout [Double]) -> Double {
      Loss.addSquaredError(
        values: values, outputs: outputs, rows: rows, scope: scope, targets: targets, weight: 0.3,
        gradient: &gradient)
    }
    var gradient = [Double](repeating: 0.25, count: batch * outputs)
    let found = loss(values, &gradient)
    var expected = 0.0
    for row in rows {
      for unit in scope {
        let error = values[row * outputs + unit] - targets[row * 2 + unit - 1]
        expected += 0.3 * error * error / 6
      }
    }
    #expect(abs(found - expected) < 1e-15)
    for i in values.indices {
      var (up, down, unused) = (values, values, gradient)
      (up[i], down[i]) = (up[i] + 1e-5, down[i] - 1e-5)
      let slope = (loss(up, &unused) - loss(down, &unused)) / 2e-5
      // It is added to what is there.
      #expect(abs(gradient[i] - 0.25 - slope) < 1e-9, "\(i)")
    }
  }
}
