import Learning
import TestSupport
import Testing

@Suite("Learning-rate schedules")
struct LearningRateTests {
  private struct Case: Decodable {
    let name: String
    let kind: String
    let learningRate: Double
    let totalSteps: Int
    let rates: [Double]
    let interval: Int?
    let factor: Double?
    let milestones: [Int]?
    let multipliers: [Double]?
    let minimumFactor: Double?
    let window: Int?
    let patience: Int?
    let threshold: Double?
    let losses: [Double]?

    var schedule: LearningRateSchedule? {
      switch kind {
      case "constant": .constant
      case "step": .step(interval: interval ?? 0, factor: factor ?? 0)
      case "milestones":
        .milestones(
          zip(milestones ?? [], multipliers ?? []).map { .init(step: $0, factor: $1) })
      case "exponential": .exponential(factor: factor ?? 0)
      case "cosine": .cosine(minimum: minimumFactor ?? -1)
      case "plateau":
        .plateau(
          factor: factor ?? 0, patience: patience ?? 0, window: window ?? 0,
          threshold: threshold ?? -1, minimum: minimumFactor ?? -1)
      default: nil
      }
    }
  }

  @Test("The rate of every step equals the independent reference")
  func fixture() throws {
    let cases = try Fixture.cases(of: "schedules", as: Case.self)
    #expect(Set(cases.map(\.kind)).count == 6)
    for item in cases {
      var rate = LearningRate(
        try #require(item.schedule), base: item.learningRate, steps: item.totalSteps)
      var rates: [Double] = []
      for k in 0..<item.totalSteps {
        rates.append(rate.rate(atStep: k))
        rate.observe(loss: item.losses?[k] ?? 1)
      }
      #expect(relativeError(rates, item.rates) < 1e-12, "\(item.name)")
    }
  }
}
