import CVectors
import Kernels

/// Asks for memory piece by piece, beside other work.
struct Fetching<S: LaneScalar> {
  private let upcoming: Upcoming<S>?
  /// The numbers of a cache line, and those of a piece.
  private let line = 64 / MemoryLayout<S>.stride
  private let piece: Int
  private var index = 0
  private var place: Int

  /// Asks for `upcoming`, if there is anything, in so many pieces.
  @inline(__always)
  init(_ upcoming: Upcoming<S>?, pieces: Int) {
    self.upcoming = upcoming
    piece = ((upcoming?.count ?? 0) / max(1, pieces) / line + 1) * line
    place = upcoming?.ranges.first?.lowerBound ?? 0
  }

  /// Asks for the next piece.
  @inline(__always)
  mutating func advance() {
    guard let upcoming else { return }
    var left = piece
    while left > 0, index < upcoming.ranges.count {
      cvectors_prefetch(upcoming.start + place)
      left &-= line
      place &+= line
      if place >= upcoming.ranges[index].upperBound {
        index &+= 1
        place = index < upcoming.ranges.count ? upcoming.ranges[index].lowerBound : 0
      }
    }
  }
}
