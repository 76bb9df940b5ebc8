import Foundation
import Pipeline

/// How long several runs will still take, some of them side by side: what is left of the cost of their
/// steps, which is a time.
///
/// A step costs what earlier results of the store tell, corrected by what the runs' own steps have taken
/// so far; where the store tells nothing, what the step of the same name has taken in one of the runs. As
/// long as the cost of a step is not known, neither is the time. What several runs have in common counts
/// once, since one of them computes it. No clock is read: time passes as steps get further.
package struct TimeLeft: Sendable {
  /// Results that differ in more fields than this tell little of what a step costs.
  private static let mostDifferences = 3

  private struct Step {
    let node: String
    let identity: Fingerprint
    let expected: Double?
  }
  /// A run and what is left of it.
  private struct Run {
    var steps: [Step]
    var share = 0.0
    var hasEnded = false
  }
  /// What steps took, beside what was expected of them.
  private struct Cost {
    var seconds = 0.0
    var expected = 0.0
    var count = 0.0
  }

  private let jobs: Int
  private var runs: [Run]
  /// Of steps whose time was expected, all together. It begins with the mean run as expected, so that a
  /// step of a moment corrects little.
  private var correction = Cost()
  /// Of all steps, by node.
  private var costs: [String: Cost] = [:]
  private var least: Double?

  /// Runs that begin now, each with what a plan says of its steps.
  ///
  /// - Parameter jobs: how many run side by side
  package init(_ plans: [[PlannedStep]], jobs: Int) {
    self.jobs = max(1, jobs)
    runs = plans.map { steps in
      Run(
        steps: steps.filter { $0.action != .hit }.map { step in
          let isAlike = (step.expected?.differences ?? .max) <= Self.mostDifferences
          return Step(
            node: step.node, identity: step.identity,
            expected: isAlike ? step.expected?.seconds : nil)
        })
    }
    let expected = runs.flatMap(\.steps).compactMap(\.expected).reduce(0, +)
    correction.expected = expected / Double(max(1, runs.count))
    correction.seconds = correction.expected
  }

  /// Notes how far the step at work in a run is, from 0 to 1.
  package mutating func note(_ share: Double, ofRun run: Int) {
    runs[run].share = min(1, max(runs[run].share, share))
  }

  /// Notes that a step of a run is done, by this run or another.
  ///
  /// - Parameter seconds: what it took; nil where it was found
  package mutating func finish(_ node: String, ofRun run: Int, seconds: Double?) {
    runs[run].share = 0
    guard let index = runs[run].steps.firstIndex(where: { $0.node == node }) else { return }
    let step = runs[run].steps.remove(at: index)
    guard let seconds else { return }
    costs[node, default: Cost()].seconds += seconds
    costs[node, default: Cost()].count += 1
    if let expected = step.expected, expected > 0 {
      correction.seconds += seconds
      correction.expected += expected
    }
    // Nobody else has to compute it.
    for other in runs.indices where other != run {
      if runs[other].steps.first?.identity == step.identity { runs[other].share = 0 }
      runs[other].steps.removeAll { $0.identity == step.identity }
    }
  }

  /// Notes that a run has ended, in whatever way.
  package mutating func end(_ run: Int) { runs[run].hasEnded = true }

  /// The time left in seconds. It never rises: where a step takes longer than expected, the time that was
  /// told last stands until the estimate is below it again. Nil as long as the cost of a step is not known.
  package mutating func seconds() -> Double? {
    guard let left = estimate else { return least }
    least = min(least ?? left, left)
    return least
  }

  private var estimate: Double? {
    let factor = correction.expected > 0 ? correction.seconds / correction.expected : 1
    var (sum, longest) = (0.0, 0.0)
    var counted: Set<Fingerprint> = []
    let working = runs.filter { !$0.hasEnded && $0.share > 0 }
    let shares = Dictionary(
      working.compactMap { run in run.steps.first.map { ($0.identity, run.share) } },
      uniquingKeysWith: max)
    for run in runs where !run.hasEnded {
      var left = 0.0
      for step in run.steps {
        guard counted.insert(step.identity).inserted else { continue }
        guard let cost = cost(of: step, factor) else { return nil }
        left += cost * (1 - (shares[step.identity] ?? 0))
      }
      sum += left
      longest = max(longest, left)
    }
    return max(sum / Double(jobs), longest)
  }

  private func cost(of step: Step, _ factor: Double) -> Double? {
    if let expected = step.expected { return expected * factor }
    return costs[step.node].map { $0.seconds / $0.count }
  }
}
