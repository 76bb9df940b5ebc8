/// The pixels of one sample's maps that a pass goes over. The channels of a pixel lie side by side, and a
/// row's pixels as well; from row to row each operand has a distance of its own.
package struct MapPlane: Hashable, Sendable {
  /// The channels, a multiple of 16.
  package let channels: Int
  /// The pixels in a row.
  package let width: Int
  /// The rows.
  package let height: Int

  /// `height × width` pixels of so many channels.
  package init(channels: Int, width: Int, height: Int) {
    (self.channels, self.width, self.height) = (channels, width, height)
  }

  /// The numbers in a row.
  package var lineCount: Int { width * channels }
  /// The pixels.
  package var pixels: Int { width * height }
}

/// Maps that a pass reads.
package struct MapSource<S: LaneScalar> {
  /// The first pixel.
  package let start: UnsafePointer<S>
  /// From a row to the next.
  package let lineStride: Int

  /// Rows of pixels from `start` on.
  package init(_ start: UnsafePointer<S>, lineStride: Int) {
    (self.start, self.lineStride) = (start, lineStride)
  }
}

/// Maps that a pass writes.
package struct MapTarget<S: LaneScalar> {
  /// The first pixel.
  package let start: UnsafeMutablePointer<S>
  /// From a row to the next.
  package let lineStride: Int

  /// Rows of pixels from `start` on.
  package init(_ start: UnsafeMutablePointer<S>, lineStride: Int) {
    (self.start, self.lineStride) = (start, lineStride)
  }

  /// The same maps, to be read.
  package var source: MapSource<S> { MapSource(UnsafePointer(start), lineStride: lineStride) }
}

/// The passes over maps between two convolutions. Numbers for each channel are vectors of `channels` entries.
package struct MapPasses<S: LaneScalar>: Sendable {
  /// The sums of each channel, and of its squared distances from the channel's mean over these pixels.
  package let moments:
    @Sendable (
      MapPlane, MapSource<S>, _ means: UnsafeMutablePointer<S>, _ squares: UnsafeMutablePointer<S>
    ) -> Void
  /// `result = scale · y + shift + shortcut`, then negative entries become 0 if so asked. Without a scale
  /// there is no shift; nil is no shortcut.
  package let finish:
    @Sendable (
      MapPlane, MapSource<S>, _ scale: UnsafePointer<S>?, _ shift: UnsafePointer<S>?,
      _ shortcut: MapSource<S>?, _ rectifies: Bool, MapTarget<S>
    ) -> Void
  /// Sets a gradient to 0 where `outputs` are not positive, if those are given; then adds up each channel's
  /// gradient, and its products with the distance of `y` from its mean, if those are given.
  package let gradientSums:
    @Sendable (
      MapPlane, MapTarget<S>, _ outputs: MapSource<S>?, _ y: MapSource<S>?,
      _ mean: UnsafePointer<S>?, _ sums: UnsafeMutablePointer<S>,
      _ products: UnsafeMutablePointer<S>
    ) -> Void
  /// `result = a · gradient + (b · y + c)`.
  package let combine:
    @Sendable (
      MapPlane, MapSource<S>, MapSource<S>, _ a: UnsafePointer<S>, _ b: UnsafePointer<S>,
      _ c: UnsafePointer<S>, MapTarget<S>
    ) -> Void

  /// A table of these functions; each must give the bits that those of every other table give.
  package init(
    moments:
      @escaping @Sendable (
        MapPlane, MapSource<S>, UnsafeMutablePointer<S>, UnsafeMutablePointer<S>
      ) -> Void,
    finish:
      @escaping @Sendable (
        MapPlane, MapSource<S>, UnsafePointer<S>?, UnsafePointer<S>?, MapSource<S>?, Bool,
        MapTarget<S>
      ) -> Void,
    gradientSums:
      @escaping @Sendable (
        MapPlane, MapTarget<S>, MapSource<S>?, MapSource<S>?, UnsafePointer<S>?,
        UnsafeMutablePointer<S>, UnsafeMutablePointer<S>
      ) -> Void,
    combine:
      @escaping @Sendable (
        MapPlane, MapSource<S>, MapSource<S>, UnsafePointer<S>, UnsafePointer<S>,
        UnsafePointer<S>, MapTarget<S>
      ) -> Void
  ) {
    (self.moments, self.finish) = (moments, finish)
    (self.gradientSums, self.combine) = (gradientSums, combine)
  }
}
