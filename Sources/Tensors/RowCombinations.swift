/// `output[s, owner(p)] += Σ_i coefficients[i, p] · basis[s, i, p]` over all columns `p`, after setting
/// `output` to zero: rows of a matrix that are known combinations of `terms` stored rows.
///
/// - `basis`: `[rows × terms × columns]`; `coefficients`: `[terms × columns]`.
/// - `owner`: the output column of each column, ascending.
///
/// Complexity: 2 · rows · terms · columns FLOPs, one pass over `basis`.
package func combineRows<S: Real>(
  basis: [S], rows: Int, terms: Int, coefficients: [S], owner: [Int32], into output: inout [S],
  outputColumns: Int
) {
  let columns = owner.count
  precondition(
    basis.count >= rows * terms * columns && coefficients.count == terms * columns
      && output.count >= rows * outputColumns && owner.allSatisfy { $0 < outputColumns },
    "\(rows)×\(terms)×\(columns) into \(outputColumns) columns")
  basis.withUnsafeBufferPointer { b0 in
    coefficients.withUnsafeBufferPointer { c0 in
      owner.withUnsafeBufferPointer { w0 in
        output.withUnsafeMutableBufferPointer { o0 in
          guard let b = b0.baseAddress, let c = c0.baseAddress, let w = w0.baseAddress,
            let o = o0.baseAddress
          else { return }
          parallelSlices(rows, width: 32) { _, range in
            combinationKernel(
              b, c, w, o, terms, columns, outputColumns, range.lowerBound, range.upperBound)
          }
        }
      }
    }
  }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func combinationKernel<S: Real>(
  _ basis: UnsafePointer<S>, _ coefficients: UnsafePointer<S>, _ owner: UnsafePointer<Int32>,
  _ output: UnsafeMutablePointer<S>, _ terms: Int, _ columns: Int, _ outputColumns: Int,
  _ low: Int, _ high: Int
) {
  for row in low..<high {
    let b = basis + row * terms * columns
    let o = output + row * outputColumns
    for i in 0..<outputColumns { o[i] = 0 }
    var p = 0
    while p + 8 <= columns {
      var sum = SIMD8<S>(repeating: 0)
      for i in 0..<terms {
        sum = multiplyAdd(load(coefficients + i * columns + p), load(b + i * columns + p), sum)
      }
      for lane in 0..<8 { o[Int(owner[p + lane])] += sum[lane] }
      p += 8
    }
    while p < columns {
      var sum: S = 0
      for i in 0..<terms { sum += coefficients[i * columns + p] * b[i * columns + p] }
      o[Int(owner[p])] += sum
      p += 1
    }
  }
}
