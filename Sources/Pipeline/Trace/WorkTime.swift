import Foundation

/// What an earlier result took, and how much work that was.
struct WorkTime: Sendable {
  /// The whole time.
  let seconds: Double
  /// The time of each unit of work, where it was measured.
  let unitSeconds: Double?
  /// The units of work; nil of a stage without.
  let units: Double?

  /// What `units` of the same work may take: as long as here, and the time of each further unit. What is
  /// done besides the work, such as reading a dataset and testing, takes as long whatever its amount.
  ///
  /// - Parameter unitSeconds: the time of a unit where it was not measured here
  func seconds(for units: Double?, unitSeconds usual: Double?) -> Double {
    guard let units, let own = self.units, own != units else { return seconds }
    guard let time = unitSeconds ?? usual else { return seconds * units / own }
    return max(seconds + (units - own) * time, units * time)
  }

  /// The median over those of `results` whose amount of work is the nearest to `units`; nil of none.
  static func expectation(
    _ results: [WorkTime], units: Double?, unit: String, differences: Int
  ) -> Expectation? {
    func ratio(_ result: WorkTime) -> Double {
      guard let units, let own = result.units else { return 0 }
      return abs(log(units / own))
    }
    guard let nearest = results.min(by: { ratio($0) < ratio($1) }) else { return nil }
    let usual = unitSeconds(of: results)
    let alike = results.filter { $0.units == nearest.units }
    let times = alike.map { $0.seconds(for: units, unitSeconds: usual) }
    var scale: Expectation.Scale?
    if let units, let own = nearest.units, own != units {
      scale = Expectation.Scale(before: own, now: units, unit: unit)
    }
    return Expectation(
      seconds: median(times), results: times.count, differences: differences, scale: scale)
  }

  /// The time of a unit by two amounts of work, for results of which it was not measured; nil where there
  /// are no two, or the greater one took no longer.
  private static func unitSeconds(of results: [WorkTime]) -> Double? {
    let amounts = Dictionary(grouping: results.filter { $0.units != nil }) { $0.units ?? 0 }
      .mapValues { median($0.map(\.seconds)) }.sorted { $0.key < $1.key }
    guard let least = amounts.first, let most = amounts.last, least.key < most.key,
      most.value > least.value
    else { return nil }
    return (most.value - least.value) / (most.key - least.key)
  }

  /// Traps for no values.
  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
