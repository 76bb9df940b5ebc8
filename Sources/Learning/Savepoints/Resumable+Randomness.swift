import Tasks
import Tensors

extension RandomStream: Resumable {
  /// How many words were taken.
  package mutating func saveOrRestore(_ parts: inout SavedParts) {
    var words = Int(wordsTaken)
    parts.integer("words", &words)
    if parts.isRestoring { wordsTaken = UInt64(words) }
  }
}

extension Minibatches: Resumable {
  /// The place in the pass, whose order is drawn again.
  package mutating func saveOrRestore(_ parts: inout SavedParts) {
    var start = place.start.map(Int.init) ?? -1
    var (position, given) = (place.position, place.given)
    parts.integer("pass_start", &start, in: -1...SavedParts.counts.upperBound)
    parts.integer("position", &position, in: 0...count)
    parts.integer("given", &given)
    guard parts.isRestoring else { return }
    place = Place(start: start < 0 ? nil : UInt64(start), position: position, given: given)
  }
}
