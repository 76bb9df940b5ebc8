import Tensors

/// Which generated weights a regularizer counts for which past tasks, seen from the output layer.
///
/// Weights beyond P count for no task. Where tasks have heads of their own, and only these are to be kept,
/// the weights of an output unit count for the tasks whose head holds the unit, if there are any. All
/// other weights count for every task. The columns of the output layer are cut into segments, within each
/// of which the same rows (chunk, task) count.
package struct RegularizedWeights: Sendable {
  /// Consecutive ranges of columns of the output layer, which together are `0 ..< N`.
  package let segments: [Range<Int>]
  /// For the chunks in which not every weight counts for every task: the tasks that count, segment by
  /// segment; nil for all of them.
  private let restricted: [Int: [Set<Int>?]]
  private let chunks: Int

  /// A range of the generated weights that counts for some past tasks only.
  package struct Restriction: Sendable {
    let range: Range<Int>
    let tasks: Set<Int>

    /// The flat positions `range` of the generated vector count for `tasks`, and for no other task.
    package init(_ range: Range<Int>, tasks: Set<Int>) { (self.range, self.tasks) = (range, tasks) }
  }

  /// All weights below P, but for the restricted ones.
  ///
  /// - Parameter restrictions: disjoint ranges below P; what is in none of them counts for all tasks
  package init(_ hypernetwork: Hypernetwork, restrictions: [Restriction] = []) {
    let h = hypernetwork
    let ordered = restrictions.map(\.range).sorted { $0.lowerBound < $1.lowerBound }
    precondition(
      zip(ordered, ordered.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }
        && ordered.last?.upperBound ?? 0 <= h.targetCount, "restrictions \(ordered)")
    chunks = h.chunks
    let beyond = Restriction(h.targetCount..<h.generatedCount, tasks: [])
    var pieces: [(chunk: Int, columns: Range<Int>, tasks: Set<Int>)] = []
    for restriction in restrictions + [beyond] {
      var start = restriction.range.lowerBound
      while start < restriction.range.upperBound {
        let chunk = start / h.chunkSize
        let end = min(restriction.range.upperBound, (chunk + 1) * h.chunkSize)
        let origin = chunk * h.chunkSize
        pieces.append((chunk, start - origin..<end - origin, restriction.tasks))
        start = end
      }
    }
    let bounds = Set(
      [0, h.chunkSize] + pieces.flatMap { [$0.columns.lowerBound, $0.columns.upperBound] }
    ).sorted()
    let segments = zip(bounds, bounds.dropFirst()).map { $0..<$1 }
    self.segments = segments
    var restricted: [Int: [Set<Int>?]] = [:]
    for piece in pieces {
      var sets = restricted[piece.chunk] ?? [Set<Int>?](repeating: nil, count: segments.count)
      for (index, segment) in segments.enumerated() where piece.columns.contains(segment.lowerBound)
      {
        sets[index] = piece.tasks
      }
      restricted[piece.chunk] = sets
    }
    self.restricted = restricted
  }

  /// Consecutive rows of a hidden pass that count in the same segments.
  struct RowGroup {
    let rows: Range<Int>
    let segments: [Int]
  }

  /// The rows `k · m + j` of chunk `k` and the `j`-th of the past tasks `tasks`, in groups.
  func rowGroups(of tasks: [Int]) -> [RowGroup] {
    let all = Array(segments.indices)
    let m = tasks.count
    var groups: [RowGroup] = []
    var next = 0
    for chunk in restricted.keys.sorted() {
      guard let sets = restricted[chunk] else { continue }
      if chunk > next { groups.append(RowGroup(rows: next * m..<chunk * m, segments: all)) }
      next = chunk + 1
      if sets.allSatisfy({ $0 == nil || $0 == [] }) {
        groups.append(
          RowGroup(rows: chunk * m..<next * m, segments: all.filter { sets[$0] == nil }))
      } else {
        for (j, task) in tasks.enumerated() {
          groups.append(
            RowGroup(
              rows: chunk * m + j..<chunk * m + j + 1,
              segments: all.filter { sets[$0]?.contains(task) ?? true }))
        }
      }
    }
    if chunks > next { groups.append(RowGroup(rows: next * m..<chunks * m, segments: all)) }
    return groups.filter { !$0.segments.isEmpty }
  }

  /// The flat positions below P that count for `task`: what the direct form leaves in.
  func mask(task: Int, of hypernetwork: Hypernetwork) -> [Bool] {
    let size = hypernetwork.chunkSize
    var mask = [Bool](repeating: true, count: hypernetwork.generatedCount)
    for (chunk, sets) in restricted {
      for (segment, tasks) in zip(segments, sets) where tasks.map({ !$0.contains(task) }) ?? false {
        for column in segment { mask[chunk * size + column] = false }
      }
    }
    return mask
  }
}
