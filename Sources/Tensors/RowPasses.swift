/// Small passes over the rows of matrices.

/// Copies `rows × columns` numbers to rows that are `stride` apart.
package func copyRows<S: Real>(
  _ source: [S], rows: Int, columns: Int, into target: inout [S], stride: Int
) {
  precondition(
    rows * columns <= source.count && (rows == 0 || (rows - 1) * stride + columns <= target.count),
    "\(rows)×\(columns) by \(stride)")
  withPointers(source) { s in
    withMutablePointers(&target) { t in
      parallelSlices(rows, width: 256) { _, range in
        for row in range { (t + row * stride).update(from: s + row * columns, count: columns) }
      }
    }
  }
}

/// Copies some rows of a matrix to the rows of another from `first` on; both have `columns` numbers a row.
package func copyRows<S: Real>(
  _ source: [S], rows: Range<Int>, columns: Int, into target: inout [S], first: Int
) {
  precondition(
    rows.upperBound * columns <= source.count && (first + rows.count) * columns <= target.count,
    "rows \(rows) of \(columns) to row \(first)")
  withPointers(source) { s in
    withMutablePointers(&target) { t in
      parallelSlices(rows.count * columns, width: passWidth) { _, range in
        (t + first * columns + range.lowerBound).update(
          from: s + rows.lowerBound * columns + range.lowerBound, count: range.count)
      }
    }
  }
}

/// Copies a vector into one of the same length.
package func copy<S: Real>(_ source: [S], into target: inout [S]) {
  precondition(source.count == target.count, "\(source.count) entries into \(target.count)")
  withPointers(source) { s in
    withMutablePointers(&target) { t in
      parallelSlices(source.count, width: passWidth) { _, range in
        (t + range.lowerBound).update(from: s + range.lowerBound, count: range.count)
      }
    }
  }
}

/// Sets the first `count` entries to 0.
package func clear<S: Real>(_ values: inout [S], count: Int) {
  precondition(count <= values.count, "\(count) of \(values.count) values")
  withMutablePointers(&values) { v in
    parallelSlices(count, width: passWidth) { _, range in
      (v + range.lowerBound).update(repeating: 0, count: range.count)
    }
  }
}

/// `result[i · rowsB + j] = a[i] + b[j]`, row by row, for all pairs of a row of `a` and one of `b`.
package func addPairs<S: Real>(
  _ a: [S], rows rowsA: Int, _ b: [S], rows rowsB: Int, columns: Int, into result: inout [S]
) {
  precondition(
    rowsA * columns <= a.count && rowsB * columns <= b.count
      && rowsA * rowsB * columns <= result.count, "\(rowsA), \(rowsB) rows of \(columns)")
  withPointers(a, b) { a, b in
    withMutablePointers(&result) { result in
      parallelSlices(rowsA, width: 64) { _, range in
        pairsKernel(a, range, b, rowsB, columns, result)
      }
    }
  }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func pairsKernel<S: Real>(
  _ a: UnsafePointer<S>, _ rowsA: Range<Int>, _ b: UnsafePointer<S>, _ rowsB: Int, _ columns: Int,
  _ result: UnsafeMutablePointer<S>
) {
  for i in rowsA {
    for j in 0..<rowsB {
      let line = result + (i * rowsB + j) * columns
      for n in 0..<columns { line[n] = a[i * columns + n] + b[j * columns + n] }
    }
  }
}

/// The way back of `addPairs`: `a[i] = Σ_j pairs[i · tasks + j]`, `b[j] = Σ_i pairs[i · tasks + j]`.
package func sumPairs<S: Real>(
  _ pairs: [S], chunks: Int, tasks: Int, columns: Int, _ a: inout [S], _ b: inout [S]
) {
  precondition(
    chunks * tasks * columns <= pairs.count && chunks * columns <= a.count
      && tasks * columns <= b.count, "\(chunks), \(tasks) rows of \(columns)")
  withPointers(pairs) { p in
    withMutablePointers(&a, &b) { a, b in sumPairsKernel(p, chunks, tasks, columns, a, b) }
  }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func sumPairsKernel<S: Real>(
  _ pairs: UnsafePointer<S>, _ chunks: Int, _ tasks: Int, _ columns: Int,
  _ a: UnsafeMutablePointer<S>, _ b: UnsafeMutablePointer<S>
) {
  a.update(repeating: 0, count: chunks * columns)
  b.update(repeating: 0, count: tasks * columns)
  for i in 0..<chunks {
    for j in 0..<tasks {
      let line = pairs + (i * tasks + j) * columns
      for n in 0..<columns {
        a[i * columns + n] += line[n]
        b[j * columns + n] += line[n]
      }
    }
  }
}

/// Writes a one-hot code to the columns from `column` to the end of some rows that are `stride` long: 1 at
/// `condition`, counted from `column`, and 0 elsewhere; nothing but zeros if nil.
package func setCondition<S: Real>(
  _ condition: Int?, rows: Range<Int>, from column: Int, of stride: Int, in values: inout [S]
) {
  precondition(
    column <= stride && rows.upperBound * stride <= values.count
      && condition.map { (0..<stride - column).contains($0) } ?? true,
    "condition \(condition ?? -1) of \(stride - column) in rows \(rows) of \(values.count) values")
  withMutablePointers(&values) { v in
    for row in rows {
      let code = v + row * stride + column
      code.update(repeating: 0, count: stride - column)
      if let condition { code[condition] = 1 }
    }
  }
}
