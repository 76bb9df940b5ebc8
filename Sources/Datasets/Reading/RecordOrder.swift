import Foundation

/// The order that makes records comparable: bytewise, whatever order they came in.
enum RecordOrder {
  /// Sorts the records of `contents` in place, each of `size` bytes.
  ///
  /// Numbers are sorted, then each record moves once: O(n log n) comparisons, memory for 4 bytes a record.
  /// Traps unless `contents` are whole records.
  static func sort(_ contents: inout Data, recordByteCount size: Int) {
    precondition(
      size > 0 && contents.count.isMultiple(of: size), "\(contents.count) bytes by \(size)")
    contents.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      func record(_ i: Int32) -> UnsafeMutableRawPointer { base + Int(i) * size }
      var order = [Int32](0..<Int32(bytes.count / size))
      order.sort { memcmp(record($0), record($1), size) < 0 }
      let spare = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
      defer { spare.deallocate() }
      // `order` is a permutation; each of its cycles is a chain of places that take from the next one.
      for start in order.indices.map(Int32.init) where order[Int(start)] != start {
        memcpy(spare, record(start), size)
        var place = start
        while order[Int(place)] != start {
          let source = order[Int(place)]
          memcpy(record(place), record(source), size)
          order[Int(place)] = place
          place = source
        }
        memcpy(record(place), spare, size)
        order[Int(place)] = place
      }
    }
  }
}
