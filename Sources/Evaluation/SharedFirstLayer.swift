import Hypernetworks
import Networks
import Tasks
import Tensors

/// The products of a test set with the first layer of the target network, for every embedding at once.
///
/// The weights of a chunk are always a combination of the output layer's `H + 1` rows. So the products of
/// the inputs with those rows are taken once. For each embedding the first layer's products then cost
/// `H + 1` multiplications per unit instead of one per input: 11 instead of 784 in the published network.
/// A unit whose weights lie in two chunks has a part in each.
package struct SharedFirstLayer: Sendable {
  /// The weights of unit `unit` that lie in chunk `chunk`: flat positions `range`.
  private struct Part: Sendable {
    let unit: Int
    let chunk: Int
    let range: Range<Int>
  }

  /// Larger tables than this many numbers are not worth their memory.
  private static let limit = 64_000_000

  private let parts: [Part]
  private let owner: [Int32]
  private let terms: Int
  private let units: Int
  /// `[samples × terms × parts]`, in batches.
  private let batches: [[Float]]
  /// The samples of each batch that the table is cut into; the last one may have fewer.
  package let batch: Int

  /// The table of `samples`, or nil where it would be too large, or the first layer is a convolution.
  ///
  /// Complexity: 2 (H + 1) · samples · inputs · units FLOPs.
  package init?(
    _ network: Architecture, _ hypernetwork: Hypernetwork, parameters: [Float],
    samples: TaskSamples, batch: Int
  ) {
    guard network.features == nil else { return nil }
    let (inputs, units) = (network.inputCount, network.widths[1])
    let chunkSize = hypernetwork.chunkSize
    let terms = hypernetwork.lastHiddenSize + 1
    (self.terms, self.units, self.batch) = (terms, units, batch)
    var parts: [Part] = []
    for unit in 0..<units {
      var start = unit * inputs
      while start < (unit + 1) * inputs {
        let chunk = start / chunkSize
        let end = min((unit + 1) * inputs, (chunk + 1) * chunkSize)
        parts.append(Part(unit: unit, chunk: chunk, range: start..<end))
        start = end
      }
    }
    self.parts = parts
    owner = parts.map { Int32($0.unit) }
    guard samples.count * terms * parts.count <= Self.limit else { return nil }

    let output = hypernetwork.outputBlock
    var rows = [Float](repeating: 0, count: parts.count * inputs)
    var pixels = [Float](repeating: 0, count: batch * inputs)
    var products = [Float](repeating: 0, count: batch * parts.count)
    let ranges = stride(from: 0, to: samples.count, by: batch).map {
      $0..<min(samples.count, $0 + batch)
    }
    var batches = ranges.map { [Float](repeating: 0, count: $0.count * terms * parts.count) }
    for term in 0..<terms {
      for (p, part) in parts.enumerated() {
        let first = output.offset + term * chunkSize - part.chunk * chunkSize
        for flat in part.range {
          rows[p * inputs + flat - part.unit * inputs] = parameters[first + flat]
        }
      }
      for (index, range) in ranges.enumerated() {
        samples.gather(Array(range), into: &pixels)
        multiply(
          pixels.matrix(rows: range.count, columns: inputs),
          rows.matrix(rows: parts.count, columns: inputs).transposed, into: &products,
          at: Block(rows: range.count, columns: parts.count))
        for s in 0..<range.count {
          let target = (s * terms + term) * parts.count
          batches[index].replaceSubrange(
            target..<target + parts.count,
            with: products[s * parts.count..<(s + 1) * parts.count])
        }
      }
    }
    self.batches = batches
  }

  /// What each part takes of each term, for the chunks' last hidden activations `[C × (H + 1)]`.
  func coefficients(_ activations: [Float]) -> [Float] {
    var result = [Float](repeating: 0, count: terms * parts.count)
    for (p, part) in parts.enumerated() {
      for i in 0..<terms { result[i * parts.count + p] = activations[part.chunk * terms + i] }
    }
    return result
  }

  /// Sets the products of batch number `index`, which has `count` samples.
  func products(ofBatch index: Int, count: Int, _ coefficients: [Float], into output: inout [Float])
  {
    combineRows(
      basis: batches[index], rows: count, terms: terms, coefficients: coefficients, owner: owner,
      into: &output, outputColumns: units)
  }
}
