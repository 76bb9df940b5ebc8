/// What the two passes over an output layer take and give for the regularizer.
extension OutputLayer {
  /// The step that is looked ahead to, and what the layer is then compared with.
  package struct Lookahead {
    let rule: UpdateRule<S>
    let first: [S]
    let second: [S]
    let snapshot: [S]?

    /// The step of `rule` with the optimizer's state.
    ///
    /// - Parameter snapshot: the vector that holds W* where `W` lies; nil if W* is `W` itself
    package init(_ rule: UpdateRule<S>, first: [S], second: [S], snapshot: [S]?) {
      (self.rule, self.first, self.second, self.snapshot) = (rule, first, second, snapshot)
    }
  }

  /// Gram matrices `[w × w]`, one for each segment, over its columns; the segments' lie one after another.
  package struct Grams: Sendable {
    /// `D Dᵀ`, the difference with itself.
    package internal(set) var ofDifference: [S] = []
    /// `D W*ᵀ`, the difference with the snapshot.
    package internal(set) var withSnapshot: [S] = []
    /// `W* W*ᵀ`, set only where W* is `W` itself and so changes with each step.
    package internal(set) var ofSnapshot: [S] = []
  }

  /// What the regularizer adds to the gradient: `c₁ D + c₂ W*`. Both factors are matrices `[w × w]`, one for
  /// each segment, and the segments' lie one after another.
  package struct Coefficients: Sendable {
    /// `c₁`, which `D` is multiplied by.
    package var ofDifference: [S]
    /// `c₂`, which `W*` is multiplied by.
    package var ofSnapshot: [S]

    /// The two factors; a pass traps unless both have `segments · w²` numbers.
    package init(ofDifference: [S], ofSnapshot: [S]) {
      (self.ofDifference, self.ofSnapshot) = (ofDifference, ofSnapshot)
    }
  }
}
