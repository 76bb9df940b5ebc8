import Tensors

/// Losses over the logits of one output head, and what they say of a batch.
package enum Loss {
  /// Softmax cross-entropy over the head's columns, mean over the batch, with its gradient.
  ///
  /// - Parameters:
  ///   - logits: `[batch × outputs]`
  ///   - labels: the class of each sample, counted within the head
  ///   - gradient: `[batch × outputs]`, overwritten; columns outside the head become zero
  /// - Returns: the loss in nats and the number of samples whose largest logit is right.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package static func crossEntropy<S: Real>(
    logits: [S], outputs: Int, head: Range<Int>, labels: [Int], gradient: inout [S]
  ) -> (loss: S, correct: Int) {
    let batch = labels.count
    precondition(batch > 0 && head.upperBound <= outputs && !head.isEmpty, "head \(head)")
    precondition(labels.allSatisfy { $0 >= 0 && $0 < head.count }, "labels outside \(head)")
    var total: S = 0
    var correct = 0
    for i in 0..<batch * outputs { gradient[i] = 0 }
    for (row, label) in labels.enumerated() {
      let start = row * outputs + head.lowerBound
      let best = largest(logits, start, head.count)
      let peak = logits[start + best]
      var sum: S = 0
      for k in 0..<head.count {
        let e = S.exponential(logits[start + k] - peak)
        gradient[start + k] = e
        sum += e
      }
      let scale = 1 / (sum * S(batch))
      for k in 0..<head.count { gradient[start + k] *= scale }
      gradient[start + label] -= 1 / S(batch)
      total += S.logarithm(sum) + peak - logits[start + label]
      correct += best == label ? 1 : 0
    }
    return (total / S(batch), correct)
  }

  /// Mean squared error over all entries, with its gradient.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package static func meanSquaredError<S: Real>(
    outputs: [S], targets: [S], gradient: inout [S]
  ) -> S {
    let count = targets.count
    precondition(count > 0 && outputs.count >= count && gradient.count >= count, "\(count) targets")
    var total: S = 0
    for i in 0..<count {
      let difference = outputs[i] - targets[i]
      total += difference * difference
      gradient[i] = 2 * difference / S(count)
    }
    return total / S(count)
  }

  /// Appends, for each of `count` rows, the entropy of the softmax over the head in nats, and the class
  /// of the largest logit, counted within the head.
  ///
  /// `H = log Σ e^z − Σ p z` with `z` the logits less the largest: probabilities that vanish add nothing.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package static func entropies<S: Real>(
    logits: [S], outputs: Int, head: Range<Int>, count: Int, into entropies: inout [Double],
    classes: inout [Int]
  ) {
    precondition(
      head.upperBound <= outputs && !head.isEmpty && count * outputs <= logits.count,
      "head \(head) of \(outputs), \(count) rows")
    for row in 0..<count {
      let start = row * outputs + head.lowerBound
      let best = largest(logits, start, head.count)
      let peak = logits[start + best]
      var (sum, mean) = (0.0, 0.0)
      for k in 0..<head.count {
        let z = Double(logits[start + k] - peak)
        let e = Double.exponential(z)
        sum += e
        if e > 0 { mean += e * z }
      }
      entropies.append(Double.logarithm(sum) - mean / sum)
      classes.append(best)
    }
  }

  /// Which of `count` logits from `start` on is the largest; the first of equals.
  @inline(__always)
  static func largest<S: Real>(_ logits: [S], _ start: Int, _ count: Int) -> Int {
    var best = 0
    for k in 1..<max(1, count) where logits[start + k] > logits[start + best] { best = k }
    return best
  }
}
