import Tensors

/// Losses of some rows of a batch, for batches of which the parts have different losses: real beside
/// replayed samples, or samples of several tasks with a head each.
///
/// They *add* to the gradient: the caller clears it before the first part (`clear`), and the sum of the
/// parts' losses is the loss of the batch.
extension Loss {
  /// Adds the gradient of `weight` times the softmax cross-entropy over the units of `scope`, mean over
  /// `rows`.
  ///
  /// - Parameters:
  ///   - logits: `[batch × outputs]`
  ///   - labels: of the whole batch: `labels[row]` is the class of row `row`, counted within `scope`; those
  ///     of other rows are not read
  ///   - gradient: `[batch × outputs]`; other rows and units stay as they are
  /// - Returns: `weight` times the loss, in nats, and the number of rows whose largest logit is right.
  ///
  /// Complexity: O(rows · scope), no allocation. Traps when the shapes do not fit or a label is none.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package static func addCrossEntropy<S: Real>(
    logits: [S], outputs: Int, rows: Range<Int>, scope: Range<Int>, labels: [Int], weight: S = 1,
    gradient: inout [S]
  ) -> (loss: S, correct: Int) {
    checkShapes(logits, outputs, rows, scope)
    precondition(
      rows.upperBound * outputs <= gradient.count && rows.upperBound <= labels.count,
      "rows \(rows): \(labels.count) labels, \(gradient.count) derivatives for \(outputs) outputs")
    let share = weight / S(rows.count)
    var total: S = 0
    var correct = 0
    for row in rows {
      let (start, label) = (row * outputs + scope.lowerBound, labels[row])
      precondition(label >= 0 && label < scope.count, "label \(label) of row \(row) in \(scope)")
      let best = largest(logits, start, scope.count)
      let peak = logits[start + best]
      let sum = exponentialSum(logits, start, scope.count, peak, 1)
      for k in 0..<scope.count {
        gradient[start + k] += share * (S.exponential(logits[start + k] - peak) / sum)
      }
      gradient[start + label] -= share
      total += S.logarithm(sum) + peak - logits[start + label]
      correct += best == label ? 1 : 0
    }
    return (share * total, correct)
  }

  /// Adds the gradient of `weight` times the squared error of the units of `scope`, mean over these and over
  /// `rows`.
  ///
  /// - Parameters:
  ///   - values: what the network gives, `[batch × outputs]`
  ///   - targets: of the whole batch, `[batch × scope]`; those of other rows are not read
  ///   - gradient: `[batch × outputs]`; other rows and units stay as they are
  /// - Returns: `weight` times the loss, in the square of the targets' unit.
  ///
  /// Complexity: O(rows · scope), no allocation. Traps when the shapes do not fit.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package static func addSquaredError<S: Real>(
    values: [S], outputs: Int, rows: Range<Int>, scope: Range<Int>, targets: [S], weight: S = 1,
    gradient: inout [S]
  ) -> S {
    checkShapes(values, outputs, rows, scope)
    precondition(
      rows.upperBound * outputs <= gradient.count
        && rows.upperBound * scope.count <= targets.count,
      "rows \(rows): \(targets.count) targets, \(gradient.count) derivatives for \(outputs) outputs"
    )
    let share = weight / S(rows.count * scope.count)
    var total: S = 0
    for row in rows {
      for (k, unit) in scope.enumerated() {
        let error = values[row * outputs + unit] - targets[row * scope.count + k]
        gradient[row * outputs + unit] += 2 * share * error
        total += error * error
      }
    }
    return share * total
  }

  /// Adds the gradient of `weight` times the distillation loss (Hinton, Vinyals, Dean 2015)
  /// `−T² Σ_k p_k log softmax(z / T)_k`, the sum over the units of `scope`, mean over `rows`.
  ///
  /// T² makes up for the gradient's 1 / T², so that the loss weighs the same at every temperature T.
  ///
  /// - Parameters:
  ///   - logits: z, `[batch × outputs]`
  ///   - teacher: p, `[rows × scope]`: its first row belongs to the first of `rows`; may be longer
  ///   - gradient: `[batch × outputs]`; other rows and units stay as they are
  /// - Returns: `weight` times the loss, in nats.
  ///
  /// Complexity: O(rows · scope), no allocation. Traps when the shapes do not fit.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package static func softCrossEntropy<S: Real>(
    logits: [S], outputs: Int, rows: Range<Int>, scope: Range<Int>, teacher: [S], temperature: S,
    weight: S = 1, gradient: inout [S]
  ) -> S {
    checkShapes(logits, outputs, rows, scope)
    precondition(
      rows.upperBound * outputs <= gradient.count && rows.count * scope.count <= teacher.count,
      "rows \(rows): \(teacher.count) probabilities, \(gradient.count) derivatives")
    precondition(temperature > 0, "temperature \(temperature)")
    let share = weight * temperature / S(rows.count)
    let slope = 1 / temperature
    var total: S = 0
    for row in rows {
      let start = row * outputs + scope.lowerBound
      let wanted = (row - rows.lowerBound) * scope.count
      let peak = logits[start + largest(logits, start, scope.count)]
      let sum = exponentialSum(logits, start, scope.count, peak, slope)
      let logarithm = S.logarithm(sum)
      // One, but for rounding and for what a narrower teacher may leave out.
      var mass: S = 0
      for k in 0..<scope.count {
        mass += teacher[wanted + k]
        total += teacher[wanted + k] * (logarithm - slope * (logits[start + k] - peak))
      }
      for k in 0..<scope.count {
        let probability = S.exponential(slope * (logits[start + k] - peak)) / sum
        gradient[start + k] += share * (mass * probability - teacher[wanted + k])
      }
    }
    return share * temperature * total
  }

  /// A teacher's probabilities `softmax(z / T)` over the units of `scope`, for `softCrossEntropy`.
  ///
  /// - Parameters:
  ///   - logits: z, `[batch × outputs]`
  ///   - units: what a row of the result stands for, `scope` unless given: a student may have more classes
  ///     than its teacher
  ///   - otherLogit: what the teacher is taken to say of those, whatever its logits are; their
  ///     probability is 0 unless it is given
  ///   - probabilities: `[rows × units]`, overwritten from its start; may be longer
  ///
  /// Complexity: O(rows · units), no allocation. Traps when the shapes do not fit.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package static func softmax<S: Real>(
    logits: [S], outputs: Int, rows: Range<Int>, scope: Range<Int>, units: Range<Int>? = nil,
    otherLogit: S? = nil, temperature: S, into probabilities: inout [S]
  ) {
    let units = units ?? scope
    checkShapes(logits, outputs, rows, scope)
    precondition(
      units.lowerBound <= scope.lowerBound && units.upperBound >= scope.upperBound
        && rows.count * units.count <= probabilities.count,
      "units \(units) for \(scope), \(rows.count) rows into \(probabilities.count) probabilities")
    precondition(temperature > 0, "temperature \(temperature)")
    let (slope, before) = (1 / temperature, scope.lowerBound - units.lowerBound)
    for row in rows {
      let start = row * outputs + scope.lowerBound
      let first = (row - rows.lowerBound) * units.count
      var peak = logits[start + largest(logits, start, scope.count)]
      if let otherLogit, units.count > scope.count { peak = max(peak, otherLogit) }
      let other = otherLogit.map { S.exponential(slope * ($0 - peak)) } ?? 0
      for k in 0..<units.count { probabilities[first + k] = other }
      var sum = S(units.count - scope.count) * other
      for k in 0..<scope.count {
        let e = S.exponential(slope * (logits[start + k] - peak))
        probabilities[first + before + k] = e
        sum += e
      }
      for k in 0..<units.count { probabilities[first + k] /= sum }
    }
  }

  /// `Σ_k exp((z_k − peak) · slope)` of `count` logits from `start` on.
  @inline(__always)
  private static func exponentialSum<S: Real>(
    _ logits: [S], _ start: Int, _ count: Int, _ peak: S, _ slope: S
  ) -> S {
    var sum: S = 0
    for k in 0..<count { sum += S.exponential(slope * (logits[start + k] - peak)) }
    return sum
  }

  @inline(__always)
  private static func checkShapes<S: Real>(
    _ logits: [S], _ outputs: Int, _ rows: Range<Int>, _ scope: Range<Int>
  ) {
    precondition(
      !rows.isEmpty && rows.lowerBound >= 0 && rows.upperBound * outputs <= logits.count,
      "rows \(rows) of \(logits.count) logits, \(outputs) each")
    precondition(
      !scope.isEmpty && scope.lowerBound >= 0 && scope.upperBound <= outputs,
      "units \(scope) of \(outputs)")
  }
}
