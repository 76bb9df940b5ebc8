/// How long a task is trained.
package enum TrainingLength: Hashable, Sendable {
  /// A number of steps, whatever the number of samples.
  case steps(Int)
  /// Passes over the task's samples, each of `⌈samples / batch⌉` steps. Minibatches are full ones also there:
  /// the last one of an epoch takes the first samples of the next pass (as in the program of von Oswald et
  /// al. 2020).
  case epochs(Int)

  /// The number of steps in all.
  package func steps(samples: Int, batch: Int) -> Int {
    switch self {
    case .steps(let steps): steps
    case .epochs(let epochs): epochs * Self.stepsPerEpoch(samples: samples, batch: batch)
    }
  }

  /// `⌈samples / batch⌉`
  static func stepsPerEpoch(samples: Int, batch: Int) -> Int { (samples + batch - 1) / batch }
}
