import Tensors

extension Loss {
  /// The output unit of the largest logit of a row among those of `scope`; the first of equals.
  ///
  /// - Parameter logits: `[batch × outputs]`
  @inline(__always)
  package static func prediction<S: Real>(
    logits: [S], outputs: Int, row: Int, scope: Range<Int>
  ) -> Int {
    let line = row * outputs
    var best = scope.lowerBound
    for unit in scope where logits[line + unit] > logits[line + best] { best = unit }
    return best
  }
}
