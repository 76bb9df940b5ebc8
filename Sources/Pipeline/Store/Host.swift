import Foundation

/// The machine that this process runs on, from one start of its kernel to the next.
///
/// What a process makes for itself in a store, a lease or a folder in `tmp`, has a UUID for a name. The name's
/// first 48 bits tell the host, so that nobody needs to read or lock the file to know whose it is. Locks by
/// `flock` cannot tell: on some network folders each host has locks of its own, and on others there are none.
enum Host {
  /// Where the process ran that chose a name.
  enum Origin {
    /// On this host, since it started.
    case here
    /// On another host, or on this one before it started.
    case elsewhere
    /// The name tells nothing: a program chose it that is older than this rule, or its host has no mark.
    case unknown
  }

  /// The first 48 bits of the number that Linux draws when it starts; nil where the system has none.
  /// Containers of one kernel share it, and they share the kernel's locks.
  private static let mark: [UInt8]? = {
    let file = "/proc/sys/kernel/random/boot_id"
    guard let text = try? String(contentsOfFile: file, encoding: .utf8),
      let boot = UUID(uuidString: text.trimmingCharacters(in: .whitespacesAndNewlines))
    else { return nil }
    return withUnsafeBytes(of: boot.uuid) { Array($0.prefix(6)) }
  }()

  /// A new name: a UUID of version 8 (RFC 9562) with the host's mark, or of version 4 without.
  static func newName() -> String {
    guard let mark else { return UUID().uuidString }
    var bytes = UUID().uuid
    withUnsafeMutableBytes(of: &bytes) { bytes in
      bytes.copyBytes(from: mark)
      bytes[6] = bytes[6] & 0x0F | 0x80
    }
    return UUID(uuid: bytes).uuidString
  }

  /// Where a name comes from; nil for one that no process has chosen for itself.
  static func origin(of name: String) -> Origin? {
    guard let name = UUID(uuidString: name) else { return nil }
    return withUnsafeBytes(of: name.uuid) { bytes in
      guard bytes[6] >> 4 == 8 else { return .unknown }
      return bytes.prefix(6).elementsEqual(mark ?? []) ? .here : .elsewhere
    }
  }
}
