/// A number over the seeds of one configuration: mean, standard error of the mean, and n.
package struct SeedStatistics: Codable, Hashable, Sendable {
  /// The mean, in the unit of the values.
  package let mean: Double
  /// The standard error of the mean, s / √n with the sample standard deviation s (n − 1 in its
  /// denominator); nil for a single seed.
  package let standardError: Double?
  /// The number of seeds.
  package let n: Int

  /// Statistics that were computed elsewhere. Traps unless there is a seed, and an error where there are
  /// several.
  package init(mean: Double, standardError: Double?, n: Int) {
    precondition(n > 0 && (n > 1) == (standardError != nil), "\(n) seeds, ± \(standardError ?? 0)")
    (self.mean, self.standardError, self.n) = (mean, standardError, n)
  }

  /// The statistics of `values`, one for each seed; nil without any. Two passes over them.
  package init?(_ values: some Collection<Double>) {
    guard !values.isEmpty else { return nil }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = values.count > 1 ? (squares / (count - 1) / count).squareRoot() : nil
    self.init(mean: mean, standardError: error, n: values.count)
  }

  /// The sample standard deviation, s = error · √n; nil for a single seed.
  package var deviation: Double? { standardError.map { $0 * Double(n).squareRoot() } }
}
