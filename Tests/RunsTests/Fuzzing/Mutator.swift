import Tensors

/// Changes real inputs as damage and ill will would.
struct Mutator {
  private var random: RandomStream

  init(seed: UInt64, target: String, index: Int) {
    random = RandomStream(seed: seed, purpose: target, index: index)
  }

  mutating func below(_ bound: Int) -> Int { random.integer(below: bound) }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

  /// One to four changes, few more often than many.
  mutating func mutate(_ bytes: [UInt8], isText: Bool) -> [UInt8] {
    var bytes = bytes
    for _ in 0...below(1 + below(4)) { change(&bytes, isText: isText) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8], isText: Bool) {
    guard !bytes.isEmpty else { return bytes.append(UInt8(below(256))) }
    // Half of the changes to a text keep it a text: those get further into a reader.
    if isText, below(2) == 0 { return changeText(&bytes) }
    let place = below(bytes.count)
    switch below(8) {
    case 0: bytes[place] ^= 1 << UInt8(below(8))
    case 1: bytes[place] = pick([0, 0x7F, 0x80, 0xFF, 0x0A, 0x22])
    case 2: bytes.removeLast(bytes.count - place)
    case 3: bytes.insert(contentsOf: (0...below(40)).map { _ in UInt8(below(256)) }, at: place)
    case 4: bytes.insert(contentsOf: part(bytes, at: place), at: below(bytes.count + 1))
    case 5: bytes.removeSubrange(place..<place + part(bytes, at: place).count)
    case 6: bytes.append(contentsOf: bytes)
    default:
      // An extreme number of two, four or eight bytes, in either byte order.
      let number: UInt64 = pick([0, 1, .max, 1 << 63, 1 << 31, 1 << 32, (1 << 63) - 1, 0xFFFF_FFFF])
      let count = pick([2, 4, 8])
      for i in 0..<count where place + i < bytes.count {
        bytes[place + i] = UInt8(truncatingIfNeeded: number >> UInt64(8 * i))
      }
      if below(2) == 0, place + count <= bytes.count { bytes[place..<place + count].reverse() }
    }
  }

  /// Some bytes from `place` on, at least one.
  private mutating func part(_ bytes: [UInt8], at place: Int) -> [UInt8] {
    Array(bytes[place..<min(bytes.count, place + 1 + below(200))])
  }

  private static let numbers = [
    "0", "-1", "1", "2147483648", "4294967296", "9223372036854775807", "-9223372036854775808",
    "18446744073709551616", "1e308", "1e400", "-1e400", "1e-400", "0.1", "nan", "inf", ".inf",
    "0x10",
    "1_000", "null", "true", "\"\"", "[]", "{}", "[[[]]]", "99999999999999999999999999", "00", "+1",
  ]
  private static let words = [
    "..", "/", "../../etc/passwd", "/dev/zero", "&a", "*a", "!!binary", "<<", "---", "...", "%YAML",
    "\u{0}", "\u{FEFF}", "\u{1B}[31m", "\u{2028}", "é", "\"", "'", "{", "}", "[", "]", ":", ",",
    "#",
    "\t", "\r\n", "\n\n", "=", "|", ">", "? ",
  ]

  /// Replaces a number or a name by another one, or swaps two.
  private mutating func changeText(_ bytes: inout [UInt8]) {
    let isNumber = below(3) > 0
    let tokens = Self.tokens(of: bytes, isNumber: isNumber)
    guard !tokens.isEmpty else { return bytes.append(contentsOf: pick(Self.words).utf8) }
    let token = pick(tokens)
    let replacement: [UInt8]
    switch below(4) {
    case 0: replacement = Array(pick(Self.words).utf8)
    case 1: replacement = Array(bytes[pick(tokens)])
    case 2: replacement = Array(String(repeating: pick(Self.words), count: 1 + below(3000)).utf8)
    default: replacement = Array(pick(Self.numbers).utf8)
    }
    bytes.replaceSubrange(token, with: replacement)
  }

  /// The runs of digits, or of letters.
  private static func tokens(of bytes: [UInt8], isNumber: Bool) -> [Range<Int>] {
    var tokens: [Range<Int>] = []
    var start: Int?
    for (index, byte) in bytes.enumerated() {
      let isDigit = (0x30...0x39).contains(byte) || byte == 0x2E || byte == 0x2D
      let isLetter = (0x61...0x7A).contains(byte | 0x20) || byte == 0x5F
      if isNumber ? isDigit : isLetter {
        start = start ?? index
      } else if let first = start {
        tokens.append(first..<index)
        start = nil
      }
    }
    if let start { tokens.append(start..<bytes.count) }
    return tokens
  }
}
