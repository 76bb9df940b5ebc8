/// Writes rows of a table of numbers one after another.
///
/// Row `r` of `values` (`width` long) is row number `rows[chosen[r]]` of `table`. Traps for rows that there
/// are not, and where they do not fit. Complexity: one pass over the rows.
@specialized(where S == Float)
@specialized(where S == Double)
package func copyRows<S: Real>(
  _ table: [Float], width: Int, rows: [Int32], chosen: [Int], into values: inout [S]
) {
  precondition(
    chosen.count * width <= values.count,
    "\(chosen.count) rows of \(width) into \(values.count) values")
  for (row, sample) in chosen.enumerated() {
    let start = Int(rows[sample]) * width
    for i in 0..<width { values[row * width + i] = S(table[start + i]) }
  }
}
