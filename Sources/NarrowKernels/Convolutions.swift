import Kernels

/// The panels of so many output channels: two vectors wide.
@inline(__always)
private func panels(of channels: Int) -> Int { (channels + 2 * lanes - 1) / (2 * lanes) }

/// About how many tiles make so many rows.
@inline(__always)
private func tiles(of rows: Int) -> Int { (rows + 7) / 8 }

/// Computes the plane, panel by panel of output channels, row by row of pixels.
func convolve<S: LaneScalar>(_ plane: ConvolutionPlane<S>) {
  var channel = 0
  var fetching = Fetching(
    plane.upcoming, pieces: panels(of: plane.channels) * plane.height * tiles(of: plane.width))
  while channel < plane.channels {
    let vectors = min(2, (plane.channels - channel) / lanes)
    let filters = plane.filters + channel * plane.runs * plane.inner
    for line in 0..<plane.height {
      var pixel = 0
      while pixel < plane.width {
        let rows = RunTile<S>.rows(of: plane.width - pixel)
        fetching.advance()
        plane.tile(filters, channel, vectors, line, pixel).compute(rows: rows, vectors: vectors)
        pixel += rows
      }
    }
    channel += vectors * lanes
  }
}

extension ConvolutionPlane {
  /// The tile whose first output is `channel` of this pixel.
  @inline(__always)
  fileprivate func tile(
    _ filters: UnsafePointer<S>, _ channel: Int, _ vectors: Int, _ line: Int, _ pixel: Int
  ) -> RunTile<S> {
    let place = line &* outputLineStride &+ pixel &* outputPixelStride &+ channel
    return RunTile(
      spread: MatrixSide(
        input + line &* lineStride + pixel &* pixelStride, lineStride: pixelStride, innerStride: 1),
      spreadRunStride: runStride, vectors: filters, vectorStride: vectors &* lanes,
      vectorRunStride: inner &* vectors &* lanes, inner: inner, runs: runs,
      before: addend.map { $0 + place } ?? bias.map { $0 + channel },
      beforeStride: addend == nil ? 0 : outputPixelStride, result: output + place,
      resultStride: outputPixelStride)
  }
}

/// Adds the sample's part to the sums. Some rows of pixels at a time stay in the level-1 cache for all tiles.
func addFilterGradient<S: LaneScalar>(_ gradient: FilterGradient<S>) {
  let block = max(1, 128 / gradient.width)
  var fetching = Fetching(
    gradient.upcoming,
    pieces: (gradient.height + block - 1) / block * gradient.runs * panels(of: gradient.channels)
      * tiles(of: gradient.inner))
  var line = 0
  while line < gradient.height {
    let lines = min(block, gradient.height - line)
    for run in 0..<gradient.runs {
      var channel = 0
      while channel < gradient.channels {
        let vectors = min(2, (gradient.channels - channel) / lanes)
        var entry = 0
        while entry < gradient.inner {
          let rows = RunTile<S>.rows(of: gradient.inner - entry)
          fetching.advance()
          gradient.tile(run, entry, channel, line, lines).compute(rows: rows, vectors: vectors)
          entry += rows
        }
        channel += vectors * lanes
      }
    }
    line += lines
  }
}

extension FilterGradient {
  /// The tile of the entries of a row of taps from `entry` on, summed over some rows of pixels.
  @inline(__always)
  fileprivate func tile(_ run: Int, _ entry: Int, _ channel: Int, _ line: Int, _ lines: Int)
    -> RunTile<S>
  {
    let target = sums + (run &* inner + entry) &* channels + channel
    return RunTile(
      spread: MatrixSide(
        input + run &* runStride + line &* lineStride + entry, lineStride: 1,
        innerStride: pixelStride),
      spreadRunStride: lineStride, vectors: gradient + line &* gradientLineStride + channel,
      vectorStride: gradientPixelStride, vectorRunStride: gradientLineStride, inner: width,
      runs: lines, before: isFirst && line == 0 ? nil : UnsafePointer(target),
      beforeStride: channels, result: target,
      resultStride: channels)
  }
}
