import Foundation

/// Where this process sees a store: the machine, from one start of its kernel to the next, and the mounted file
/// system.
///
/// What a process makes for itself in a store, a lease or a folder in `tmp`, has a UUID for a name. The name's
/// first 48 bits tell the host, so that nobody needs to read or lock the file to know whose it is. Locks by
/// `flock` cannot tell: on some network folders each host has locks of its own, on some also each of the mounts of
/// a host, and on others there are none.
struct Host {
  /// Where the process ran that chose a name.
  enum Origin {
    /// On this host, since it started, by way of the same mounted file system: its locks are seen.
    case here
    /// Elsewhere, or before this host started.
    case elsewhere
    /// The name tells nothing: a program chose it that is older than this rule, or its host has no mark.
    case unknown
  }

  /// 48 bits of the number that Linux draws when it starts and of the file system's; nil where there is none of the
  /// former. Containers of one kernel share both, and they share the kernel's locks.
  private let mark: [UInt8]?

  /// The number that Linux draws when it starts.
  private static let boot: UUID? = {
    let file = "/proc/sys/kernel/random/boot_id"
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
    return UUID(uuidString: text.trimmingCharacters(in: .whitespacesAndNewlines))
  }()

  /// This host as it sees a folder.
  init(seeing folder: URL) {
    var status = stat()
    guard let boot = Self.boot, stat(folder.path, &status) == 0 else {
      mark = nil
      return
    }
    let digest = Fingerprint(of: Data("\(boot.uuidString) \(status.st_dev)".utf8)).hex
    mark = (0..<6).compactMap { UInt8(digest.dropFirst(2 * $0).prefix(2), radix: 16) }
  }

  /// A new name: a UUID of version 8 (RFC 9562) with the host's mark, or of version 4 without.
  func newName() -> String {
    guard let mark else { return UUID().uuidString }
    var bytes = UUID().uuid
    withUnsafeMutableBytes(of: &bytes) { bytes in
      bytes.copyBytes(from: mark)
      bytes[6] = bytes[6] & 0x0F | 0x80
    }
    return UUID(uuid: bytes).uuidString
  }

  /// Where a name comes from; nil for one that no process has chosen for itself.
  func origin(of name: String) -> Origin? {
    guard let name = UUID(uuidString: name) else { return nil }
    return withUnsafeBytes(of: name.uuid) { bytes in
      guard bytes[6] >> 4 == 8 else { return .unknown }
      return bytes.prefix(6).elementsEqual(mark ?? []) ? .here : .elsewhere
    }
  }
}

extension Store {
  /// Where this process sees the store.
  var host: Host { Host(seeing: root) }
}
