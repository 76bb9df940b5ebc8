import Synchronization

/// Memory for packed matrices, which stays from product to product.
final class ScratchPool: Sendable {
  static let shared = ScratchPool()

  /// Unchecked, as a pointer is never `Sendable`: a piece is out of the list while somebody uses it, so one
  /// thread at a time has it.
  private struct Piece: @unchecked Sendable {
    let memory: UnsafeMutableRawPointer
    let bytes: Int
  }

  private let free = Mutex<[Piece]>([])

  /// Calls `body` with room for `count` numbers that nobody else has meanwhile; what is in it is undefined.
  func with<S, R>(_ type: S.Type, _ count: Int, _ body: (UnsafeMutablePointer<S>) -> R) -> R {
    let bytes = count * MemoryLayout<S>.stride
    var piece = free.withLock { $0.popLast() }
    if let small = piece, small.bytes < bytes {
      small.memory.deallocate()
      piece = nil
    }
    // A little more, so that growing batches do not allocate each time; a vector's boundary at its start.
    let mine =
      piece
      ?? Piece(
        memory: .allocate(byteCount: bytes + bytes / 4, alignment: 64), bytes: bytes + bytes / 4)
    defer { free.withLock { $0.append(mine) } }
    return body(mine.memory.bindMemory(to: S.self, capacity: count))
  }
}
