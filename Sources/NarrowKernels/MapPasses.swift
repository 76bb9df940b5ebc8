import Kernels

/// A channel's sum is made of four: of every fourth pixel of a row. They are added in order at the end, so
/// that additions need not wait for each other.
private struct PixelSums<S: LaneScalar> {
  var parts = InlineArray<4, Vector<S>>(repeating: .zero)

  @inline(__always)
  var total: Vector<S> { (parts[0] + parts[1]) + (parts[2] + parts[3]) }
}

/// Calls `body(line, offset in a line, part)` for all pixels of the channels from `channel` on.
@inline(__always)
private func forEachPixel(_ plane: MapPlane, _ channel: Int, _ body: (Int, Int, Int) -> Void) {
  for line in 0..<plane.height {
    var (pixel, place) = (0, channel)
    while pixel &+ 4 <= plane.width {
      forEach(4) { part in body(line, place &+ part &* plane.channels, part) }
      pixel &+= 4
      place &+= 4 &* plane.channels
    }
    while pixel < plane.width {
      body(line, place, 0)
      pixel &+= 1
      place &+= plane.channels
    }
  }
}

/// The mean of each channel, and the sum of the squared distances from it.
@specialized(where S == Float)
@specialized(where S == Double)
func moments<S: LaneScalar>(
  _ plane: MapPlane, _ y: MapSource<S>, _ means: UnsafeMutablePointer<S>,
  _ squares: UnsafeMutablePointer<S>
) {
  let share = 1 / S(plane.pixels)
  for channel in stride(from: 0, to: plane.channels, by: lanes) {
    let mean = sum(plane, y, channel) * share
    store(mean, means + channel)
    store(squaredDistances(plane, y, channel, from: mean), squares + channel)
  }
}

// A function for each loop over pixels: of two in one, the optimizer inlines neither.

@inline(__always)
private func sum<S: LaneScalar>(_ plane: MapPlane, _ y: MapSource<S>, _ channel: Int) -> Vector<S> {
  var sums = PixelSums<S>()
  forEachPixel(plane, channel) { line, place, part in
    sums.parts[part] += load(y.start + (line &* y.lineStride &+ place))
  }
  return sums.total
}

@inline(__always)
private func squaredDistances<S: LaneScalar>(
  _ plane: MapPlane, _ y: MapSource<S>, _ channel: Int, from mean: Vector<S>
) -> Vector<S> {
  var distances = PixelSums<S>()
  forEachPixel(plane, channel) { line, place, part in
    let distance = load(y.start + (line &* y.lineStride &+ place)) - mean
    distances.parts[part] = multiplyAdd(distance, distance, distances.parts[part])
  }
  return distances.total
}

@specialized(where S == Float)
@specialized(where S == Double)
func finish<S: LaneScalar>(
  _ plane: MapPlane, _ y: MapSource<S>, _ scale: UnsafePointer<S>?, _ shift: UnsafePointer<S>?,
  _ shortcut: MapSource<S>?, _ rectifies: Bool, _ result: MapTarget<S>
) {
  for line in 0..<plane.height {
    let source = y.start + line * y.lineStride
    let other = shortcut.map { $0.start + line * $0.lineStride }
    let target = result.start + line * result.lineStride
    for channel in stride(from: 0, to: plane.channels, by: lanes) {
      let factor = scale.map { load($0 + channel) } ?? Vector(repeating: 1)
      let term = shift.map { load($0 + channel) } ?? Vector(repeating: 0)
      for place in stride(from: channel, to: plane.lineCount, by: plane.channels) {
        var value = load(source + place)
        if scale != nil { value = multiplyAdd(factor, value, term) }
        if let other { value += load(other + place) }
        if rectifies { value = rectified(value) }
        store(value, target + place)
      }
    }
  }
}

@specialized(where S == Float)
@specialized(where S == Double)
func gradientSums<S: LaneScalar>(
  _ plane: MapPlane, _ gradient: MapTarget<S>, _ outputs: MapSource<S>?, _ y: MapSource<S>?,
  _ mean: UnsafePointer<S>?, _ sums: UnsafeMutablePointer<S>, _ products: UnsafeMutablePointer<S>
) {
  for channel in stride(from: 0, to: plane.channels, by: lanes) {
    let center = mean.map { load($0 + channel) } ?? Vector(repeating: 0)
    var (total, dot) = (PixelSums<S>(), PixelSums<S>())
    forEachPixel(plane, channel) { line, place, part in
      let target = gradient.start + (line &* gradient.lineStride &+ place)
      var slope = load(target)
      if let outputs {
        let output = load(outputs.start + (line &* outputs.lineStride &+ place))
        slope = kept(slope, output)
        store(slope, target)
      }
      total.parts[part] += slope
      if let y {
        let distance = load(y.start + (line &* y.lineStride &+ place)) - center
        dot.parts[part] = multiplyAdd(slope, distance, dot.parts[part])
      }
    }
    store(total.total, sums + channel)
    store(dot.total, products + channel)
  }
}

@specialized(where S == Float)
@specialized(where S == Double)
func combine<S: LaneScalar>(
  _ plane: MapPlane, _ gradient: MapSource<S>, _ y: MapSource<S>, _ a: UnsafePointer<S>,
  _ b: UnsafePointer<S>, _ c: UnsafePointer<S>, _ result: MapTarget<S>
) {
  for line in 0..<plane.height {
    let (slopes, values) = (
      gradient.start + line * gradient.lineStride, y.start + line * y.lineStride
    )
    let target = result.start + line * result.lineStride
    for channel in stride(from: 0, to: plane.channels, by: lanes) {
      let (slope, factor, term) = (load(a + channel), load(b + channel), load(c + channel))
      for place in stride(from: channel, to: plane.lineCount, by: plane.channels) {
        let rest = multiplyAdd(factor, load(values + place), term)
        store(multiplyAdd(slope, load(slopes + place), rest), target + place)
      }
    }
  }
}
