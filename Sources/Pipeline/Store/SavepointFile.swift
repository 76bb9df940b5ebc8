import Foundation

/// A savepoint as a file: who wrote it, how far the stage was, and what it needs to go on.
///
///     engram-savepoint 1 <SHA-256 of all that follows the first line>
///     {"completed":1200,"key":"…","seconds":93.5,"stage":"train-task","total":2000,"unit":"steps"}
///     bytes of the stage
struct SavepointFile: Sendable {
  /// The format that this program writes, and the only one that it reads.
  static let version = 1
  private static let marker = "engram-savepoint"
  /// The most bytes that the first two lines have.
  private static let headLimit = 4096
  /// More units of work than any stage has, and few enough to be multiplied by 100.
  private static let unitLimit = 1 << 40

  /// What the second line says.
  struct Head: Codable, Hashable, Sendable {
    /// The result that the stage works on.
    let key: Fingerprint
    let stage: String
    let completed: Int
    let total: Int
    let unit: String
    /// Time that the work has taken so far, in seconds.
    let seconds: Double
  }

  /// Why a file is no savepoint that this program can use.
  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  let head: Head
  /// What the stage saved.
  let payload: Data

  /// What a stage saved at this place.
  init(_ head: Head, _ payload: Data) { (self.head, self.payload) = (head, payload) }

  /// The file's bytes.
  func encoded() throws -> Data {
    var rest = try StoreJSON.encode(head, isOneLine: true)
    rest.append(payload)
    return Data("\(Self.marker) \(Self.version) \(Fingerprint(of: rest).hex)\n".utf8) + rest
  }

  /// Reads the bytes of a file of the savepoint of `key`. Throws `Fault` where they are damaged, of another
  /// format, or of another key.
  init(_ bytes: Data, of key: Fingerprint) throws(Fault) {
    let (digest, rest) = try Self.split(bytes)
    guard Fingerprint(of: rest) == digest else {
      throw Fault(description: "is truncated or damaged: its bytes do not fit its SHA-256")
    }
    (head, payload) = try Self.head(of: rest)
    guard head.key == key else {
      throw Fault(description: "is the savepoint of \(head.key.abbreviated)")
    }
  }

  /// What the first bytes of a file say, whose digest is not checked; nil where they are no savepoint's.
  static func head(ofFileBeginning bytes: Data) -> Head? {
    guard let (_, rest) = try? split(bytes) else { return nil }
    return try? head(of: rest).head
  }

  /// The digest of the first line, and what follows that line.
  private static func split(_ bytes: Data) throws(Fault) -> (digest: Fingerprint, rest: Data) {
    let newline = UInt8(ascii: "\n")
    guard let end = bytes.prefix(headLimit).firstIndex(of: newline) else {
      throw Fault(description: "is no savepoint")
    }
    let words = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ")
    guard words.count >= 2, words[0] == marker else { throw Fault(description: "is no savepoint") }
    guard words[1] == "\(version)", words.count == 3, let digest = Fingerprint(hex: words[2]) else {
      throw Fault(description: "has format \(words[1]), this program knows format \(version)")
    }
    return (digest, bytes[(end + 1)...])
  }

  private static func head(of rest: Data) throws(Fault) -> (head: Head, payload: Data) {
    guard let end = rest.prefix(headLimit).firstIndex(of: UInt8(ascii: "\n")),
      let head = try? StoreJSON.decode(Head.self, from: rest[..<end]),
      (1...Self.unitLimit).contains(head.total), (0...head.total).contains(head.completed),
      (0...1e12).contains(head.seconds)
    else { throw Fault(description: "does not say how far its stage was") }
    return (head, rest[(end + 1)...])
  }
}

/// How far a savepoint is, without what is in it.
public struct SavepointStatus: Hashable, Sendable {
  /// How far the stage was.
  public let progress: StageProgress
  /// When it was written, by the clock of the file system.
  public let savedAt: Date
  /// The size of its file.
  public let bytes: Int
}
