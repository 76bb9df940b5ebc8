import Evaluation
import Foundation
import TestSupport
import Testing

@Suite("Statistics over seeds")
struct SeedStatisticsTests {
  private struct Metrics: Decodable {
    struct Summary: Decodable {
      let values: [Double]
      let count: Int
      let mean: Double
      let standardError: Double?
    }
    let summaries: [Summary]
  }

  private struct Reference: Decodable {
    struct Value: Decodable { let freedom: Double, t: Double, probability: Double }
    struct Difference: Decodable {
      let mean: Double, error: Double?, n: Int
      let reference: Double, spread: Double, referenceN: Int
      let difference: Double, standardError: Double, degreesOfFreedom: Double
      let lower: Double, upper: Double
    }
    let values: [Value]
    let quantiles: [Value]
    let cases: [Difference]
  }

  @Test("mean and standard error equal the independent reference; no seed, no statistics")
  func means() throws {
    let summaries = try Fixture.file("metrics", as: Metrics.self).summaries
    #expect(summaries.count >= 3)
    for summary in summaries {
      let statistics = try #require(SeedStatistics(summary.values))
      #expect(statistics.n == summary.count)
      #expect(abs(statistics.mean - summary.mean) < 1e-14)
      #expect((statistics.standardError == nil) == (summary.standardError == nil))
      #expect(abs((statistics.standardError ?? 0) - (summary.standardError ?? 0)) < 1e-14)
    }
    #expect(SeedStatistics([Double]()) == nil)
  }

  @Test("Student's t: probabilities and quantiles equal those of an integration")
  func studentT() throws {
    let reference = try Fixture.file("statistics", as: Reference.self)
    #expect(reference.values.count == 36 && reference.quantiles.count == 36)
    for value in reference.values {
      let found = StudentT(degreesOfFreedom: value.freedom).cumulative(value.t)
      #expect(abs(found - value.probability) < 1e-10, "\(value) \(found)")
    }
    for value in reference.quantiles {
      let found = StudentT(degreesOfFreedom: value.freedom).quantile(value.probability)
      #expect(abs(found - value.t) < 1e-8 * (1 + value.t), "\(value) \(found)")
      #expect(
        StudentT(degreesOfFreedom: value.freedom).quantile(1 - value.probability) < -found + 1e-6)
    }
    // Two numbers of every printed table.
    #expect(abs(StudentT(degreesOfFreedom: 19).quantile(0.975) - 2.093) < 5e-4)
    #expect(abs(StudentT(degreesOfFreedom: 2).quantile(0.975) - 4.303) < 5e-4)
  }

  @Test("Welch's interval, of several seeds and of one, equals the independent reference")
  func differences() throws {
    let cases = try Fixture.file("statistics", as: Reference.self).cases
    var signs: Set<MeanDifference.Sign> = []
    for item in cases {
      let found = MeanDifference(
        SeedStatistics(mean: item.mean, standardError: item.error, n: item.n),
        over: SeedStatistics(
          mean: item.reference, standardError: item.spread, n: item.referenceN))
      for (value, expected) in [
        (found.difference, item.difference), (found.standardError, item.standardError),
        (found.degreesOfFreedom, item.degreesOfFreedom), (found.lower, item.lower),
        (found.upper, item.upper),
      ] { #expect(abs(value - expected) < 1e-8 * (1 + abs(expected)), "\(item)") }
      signs.insert(found.sign)
    }
    #expect(signs == [.zeroIsInside, .isPositive, .isNegative])
  }
}
