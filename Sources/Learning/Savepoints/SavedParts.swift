import Foundation
import Tensors

/// What goes on after its process has died, by parts that a savepoint holds.
package protocol Resumable {
  /// Lists all that changes from step to step and that the next step needs. The same list serves to write
  /// the parts, to check what was read, and to take it over.
  mutating func saveOrRestore(_ parts: inout SavedParts)
}

/// The parts of a training that is at work, each by name: on the way into a savepoint, or out of it.
///
/// A part is a name, the kind of its numbers, how many there are, and their bytes in the machine's order; the
/// numeric class in a result's key tells machines apart.
package struct SavedParts {
  /// Why saved bytes cannot be taken over.
  package struct Mismatch: Error, Hashable, CustomStringConvertible {
    package let description: String
  }

  private enum Purpose { case saving, checking, restoring }
  private struct Part {
    let kind: Kind
    let count: Int
    let bytes: Range<Int>
  }
  private enum Kind: UInt8 { case float = 1, double, integer, text }

  private let purpose: Purpose
  private var bytes: Data
  private var parts: [String: Part] = [:]
  /// The names that were listed.
  private var listed: Set<String> = []
  private var prefix = ""
  private var mismatch: Mismatch?

  private init(_ purpose: Purpose, _ bytes: Data = Data()) {
    (self.purpose, self.bytes) = (purpose, bytes)
  }

  /// The bytes of the parts that `list` lists.
  package static func saved(_ list: (inout SavedParts) -> Void) -> Data {
    var parts = SavedParts(.saving)
    list(&parts)
    return parts.bytes
  }

  /// Takes the parts that `list` lists from bytes that `saved` gave.
  ///
  /// Throws `Mismatch` where the bytes hold other parts; then nothing was taken over.
  package static func restore(
    from bytes: Data, _ list: (inout SavedParts) -> Void
  ) throws(Mismatch) {
    var check = SavedParts(.checking, bytes)
    try check.readNames()
    list(&check)
    if let mismatch = check.mismatch { throw mismatch }
    if let other = check.parts.keys.filter({ !check.listed.contains($0) }).min() {
      throw Mismatch(description: "it has '\(other)', which this training lacks")
    }
    var restoring = SavedParts(.restoring, bytes)
    restoring.parts = check.parts
    list(&restoring)
  }

  /// Whether the listed values have just been taken over: then whatever is computed of them must follow.
  package var isRestoring: Bool { purpose == .restoring }

  // MARK: Kinds of parts
  //
  // What is read may come from somebody else: a number that no training has would lead out of bounds later. It
  // makes the savepoint one that cannot be used.

  /// More steps, samples or random words than any training counts.
  package static let counts = 0...1 << 60

  /// A part of several parts, whose names begin with `name`.
  package mutating func group(_ name: String, _ part: inout some Resumable) {
    let outer = prefix
    prefix += name + "/"
    part.saveOrRestore(&self)
    prefix = outer
  }

  /// Finite numbers, as many as there are before they are restored.
  package mutating func numbers<S: Real>(_ name: String, _ values: inout [S]) {
    pass(name, MemoryLayout<S>.size == 4 ? .float : .double, &values, count: values.count) {
      $0.allSatisfy(\.isFinite)
    }
  }

  /// A number of `range`.
  package mutating func number(
    _ name: String, _ value: inout Double, in range: ClosedRange<Double> = -.infinity ... .infinity
  ) {
    var values = [value]
    pass(name, .double, &values, count: 1) { $0.allSatisfy(range.contains) }
    value = values[0]
  }

  /// A whole number of `range`.
  package mutating func integer(
    _ name: String, _ value: inout Int, in range: ClosedRange<Int> = counts
  ) {
    integer(name, &value, where: range.contains)
  }

  /// A whole number that `isRight` accepts.
  package mutating func integer(
    _ name: String, _ value: inout Int, where isRight: (Int) -> Bool
  ) {
    var values = [value]
    pass(name, .integer, &values, count: 1) { $0.allSatisfy(isRight) }
    value = values[0]
  }

  /// Any number of numbers.
  package mutating func list(
    _ name: String, _ values: inout [Double], where isRight: ([Double]) -> Bool = { _ in true }
  ) {
    pass(name, .double, &values, count: nil, isRight)
  }

  /// Any number of whole numbers.
  package mutating func list(
    _ name: String, _ values: inout [Int], where isRight: ([Int]) -> Bool = { _ in true }
  ) {
    pass(name, .integer, &values, count: nil, isRight)
  }

  /// A text of any length.
  package mutating func text(
    _ name: String, _ value: inout String, where isRight: (String) -> Bool = { _ in true }
  ) {
    var values = Array(value.utf8)
    pass(name, .text, &values, count: nil) { isRight(String(decoding: $0, as: UTF8.self)) }
    value = String(decoding: values, as: UTF8.self)
  }

  // MARK: Bytes

  /// Writes, checks or takes over `values`, which are of a type without pointers.
  ///
  /// - Parameters:
  ///   - count: how many there must be; nil for any number
  ///   - isRight: whether a training can have these
  private mutating func pass<T>(
    _ name: String, _ kind: Kind, _ values: inout [T], count: Int?, _ isRight: ([T]) -> Bool
  ) {
    let name = prefix + name
    precondition(listed.insert(name).inserted, "two parts have the name '\(name)'")
    switch purpose {
    case .saving:
      append(UInt32(name.utf8.count))
      bytes.append(contentsOf: name.utf8)
      bytes.append(kind.rawValue)
      append(UInt64(values.count))
      values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    case .checking:
      guard let part = parts[name], part.kind == kind else {
        return note("it lacks '\(name)'")
      }
      if let count, part.count != count {
        note("'\(name)' has \(part.count) numbers instead of \(count)")
      } else if !isRight(read(part)) {
        note("'\(name)' is what no training has")
      }
    case .restoring:
      guard let part = parts[name] else { return }
      values = read(part)
    }
  }

  /// The numbers of a part, which are of the type `T`.
  private func read<T>(_ part: Part) -> [T] {
    [T](unsafeUninitializedCapacity: part.count) { buffer, filled in
      bytes[part.bytes].withUnsafeBytes {
        UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0)
      }
      filled = part.count
    }
  }

  private mutating func note(_ problem: String) {
    if mismatch == nil { mismatch = Mismatch(description: problem) }
  }

  private mutating func append(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
  }

  /// Finds the parts in the bytes; takes no memory for what is not there.
  private mutating func readNames() throws(Mismatch) {
    var place = bytes.startIndex
    func take(_ count: Int) throws(Mismatch) -> Range<Int> {
      guard count >= 0, count <= bytes.endIndex - place else {
        throw Mismatch(description: "it ends within a part")
      }
      defer { place += count }
      return place..<place + count
    }
    func number(_ size: Int) throws(Mismatch) -> Int {
      let digits = bytes[try take(size)].enumerated().reduce(UInt64(0)) {
        $0 | UInt64($1.element) << (8 * UInt64($1.offset))
      }
      return Int(clamping: digits)
    }
    while place < bytes.endIndex {
      let name = String(decoding: bytes[try take(number(4))], as: UTF8.self)
      guard let kind = Kind(rawValue: UInt8(try number(1))) else {
        throw Mismatch(description: "'\(name)' is of an unknown kind")
      }
      let count = try number(8)
      let size = kind == .float ? 4 : kind == .text ? 1 : 8
      let (length, overflows) = count.multipliedReportingOverflow(by: size)
      let range = try take(overflows ? -1 : length)
      parts[name] = Part(kind: kind, count: count, bytes: range)
    }
  }
}
