import Foundation
import Statistics
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
    struct Seeds: Decodable {
      let error: Double?, n: Int, spread: Double, referenceN: Int, margin: Double, needed: Int?
    }
    let values: [Value]
    let quantiles: [Value]
    let cases: [Difference]
    let needed: [Seeds]
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

  @Test("the seeds that make an interval narrow enough equal those found one after another")
  func neededSeeds() throws {
    let items = try Fixture.file("statistics", as: Reference.self).needed
    #expect(items.count == 10 && items.contains { $0.needed == nil })
    #expect(items.contains { $0.n == 1 })
    for item in items {
      let measured = SeedStatistics(mean: 90, standardError: item.error, n: item.n)
      let reference = SeedStatistics(mean: 91, standardError: item.spread, n: item.referenceN)
      let found = MeanDifference.seeds(for: item.margin, measured: measured, over: reference)
      #expect(found == item.needed, "\(item)")
      let least = MeanDifference.leastHalfWidth(over: reference)
      #expect((found == nil) == (least > item.margin), "\(item) \(least)")
    }
    // t(0.975, 19) · 0.8, as the published standard error alone has it.
    let alone = MeanDifference.leastHalfWidth(
      over: SeedStatistics(mean: 0, standardError: 0.8, n: 20))
    #expect(abs(alone - 2.093 * 0.8) < 1e-3)
  }

  @Test("intervals get narrower with every seed, so the first that is enough is found by halving")
  func widthsFall() {
    for (deviation, spread) in [(12.0, 0.8), (0.5, 0.5), (0.01, 2.0), (2.0, 2.0), (0.0, 1.0)] {
      let reference = SeedStatistics(mean: 0, standardError: spread, n: 20)
      let widths = (2...400).map { n in
        MeanDifference(
          SeedStatistics(mean: 0, standardError: deviation / Double(n).squareRoot(), n: n),
          over: reference
        ).halfWidth
      }
      let falls = zip(widths, widths.dropFirst()).allSatisfy { $0 >= $1 - 1e-9 }
      #expect(falls, "\(deviation) \(spread)")
    }
  }
}
