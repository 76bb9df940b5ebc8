/// How a picture is seen in one sample: perhaps mirrored, then moved.
package struct PictureView: Hashable, Sendable {
  /// Whether left and right change places.
  package var isMirrored = false
  /// How many rows and columns to the lower right of the picture's corner the view begins; negative for upper
  /// left. What lies outside the picture is black.
  package var rows = 0, columns = 0

  /// The picture as it is, unless told otherwise.
  package init(isMirrored: Bool = false, rows: Int = 0, columns: Int = 0) {
    (self.isMirrored, self.rows, self.columns) = (isMirrored, rows, columns)
  }
}

/// Writes pictures as rows of numbers, which a table of each channel has for its bytes.
///
/// Row `r` of `values` is picture number `pictures[chosen[r]]` of `pixels`, of `shape`, seen by `views[r]`; as it
/// is where there are no views. Complexity: one pass over the rows.
///
/// - Parameter table: `[channels × 256]`
package func lookUpPictures<S: Real>(
  _ pixels: [UInt8], shape: SampleShape, pictures: [Int32], chosen: [Int], table: [Float],
  views: [PictureView], into values: inout [S]
) {
  let size = shape.count
  let available = pixels.count / max(1, size)
  precondition(
    chosen.count * size <= values.count && table.count == 256 * shape.channels
      && (views.isEmpty || views.count == chosen.count)
      && chosen.allSatisfy {
        pictures.indices.contains($0) && (0..<available).contains(Int(pictures[$0]))
      },
    "\(chosen.count) pictures of \(shape) by \(table.count) numbers and \(views.count) views from "
      + "\(pixels.count) pixels into \(values.count) values")
  pixels.withUnsafeBufferPointer { p0 in
    table.withUnsafeBufferPointer { t0 in
      withMutablePointers(&values) { v in
        guard let p = p0.baseAddress, let t = t0.baseAddress else { return }
        parallelSlices(chosen.count, width: 8) { _, range in
          for row in range {
            let picture = p + Int(pictures[chosen[row]]) * size
            let view = views.isEmpty ? PictureView() : views[row]
            for channel in 0..<shape.channels {
              let plane = channel * shape.height * shape.width
              planeKernel(
                picture + plane, height: shape.height, width: shape.width, t + 256 * channel, view,
                v + row * size + plane)
            }
          }
        }
      }
    }
  }
}

/// One channel of a picture.
@specialized(where S == Float)
@specialized(where S == Double)
private func planeKernel<S: Real>(
  _ pixels: UnsafePointer<UInt8>, height: Int, width: Int, _ table: UnsafePointer<Float>,
  _ view: PictureView, _ values: UnsafeMutablePointer<S>
) {
  let black = S(table[0])
  // Columns of the view that lie in the picture.
  let first = min(max(0, -view.columns), width)
  let end = max(first, min(width, width - view.columns))
  for row in 0..<height {
    let target = values + row * width
    let source = row + view.rows
    guard source >= 0, source < height, first < end else {
      target.update(repeating: black, count: width)
      continue
    }
    let line = pixels + source * width
    for column in 0..<first { target[column] = black }
    if view.isMirrored {
      let last = width - 1 - view.columns
      for column in first..<end { target[column] = S(table[Int(line[last - column])]) }
    } else {
      for column in first..<end { target[column] = S(table[Int(line[column + view.columns])]) }
    }
    for column in end..<width { target[column] = black }
  }
}
