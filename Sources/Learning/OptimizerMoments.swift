/// The state of an optimizer after some steps: enough to go on as if it had not stopped.
package struct OptimizerMoments: Hashable, Sendable {
  /// Steps taken.
  package let steps: Int
  /// Adam's first moment, or the velocity, in the order of the weights; empty where there is none.
  package let first: [Float]
  /// The second moment in the same order; empty where there is none.
  package let second: [Float]

  /// A state after so many steps.
  package init(steps: Int, first: [Float], second: [Float]) {
    (self.steps, self.first, self.second) = (steps, first, second)
  }

  /// Numbers that are kept from task to task.
  package var numbers: Int { first.count + second.count }
}
