import Foundation

/// What the file system says of a file. Equal as long as nothing has been done to the file.
package struct FileStatus: Hashable, Sendable {
  /// Which file it is: equal for two names of one file.
  package struct Identity: Hashable, Sendable {
    fileprivate let device: UInt64
    fileprivate let number: UInt64
  }

  /// A time in seconds and nanoseconds since 1970.
  package struct Time: Hashable, Sendable {
    /// Whole seconds since 1970.
    package let seconds: Int
    /// Nanoseconds beyond these, below 10⁹.
    package let nanoseconds: Int

    fileprivate init(_ time: timespec) {
      (seconds, nanoseconds) = (Int(time.tv_sec), Int(time.tv_nsec))
    }
  }

  /// Which file it is.
  package let identity: Identity
  /// The kind of file, such as `S_IFREG`.
  package let kind: mode_t
  /// The twelve bits of the mode that are not the kind, such as `0o644`.
  package let permissions: mode_t
  let owner: uid_t
  let group: gid_t
  /// How many names the file has.
  let names: Int
  /// The size of the content.
  package let bytes: Int
  /// When the content was last written.
  package let written: Time
  /// When anything was last changed, the name and the permissions included.
  package let changed: Time

  /// The status of the file at `path`; nil where there is none.
  ///
  /// - Parameter followingLinks: whether a link's target is meant, and not the link
  package init?(at path: String, followingLinks: Bool = true) {
    var status = stat()
    guard (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
    self.init(status)
  }

  /// Of an open file; nil where the descriptor is closed.
  init?(of descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    identity = Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
    (kind, permissions) = (status.st_mode & S_IFMT, status.st_mode & 0o7777)
    (owner, group, names) = (status.st_uid, status.st_gid, Int(status.st_nlink))
    bytes = Int(status.st_size)
    (written, changed) = (Time(status.st_mtim), Time(status.st_ctim))
  }

  /// Whether the permissions let anybody write.
  var isWritable: Bool { permissions & 0o222 != 0 }

  /// Whether this process may give a file of its own this owner and group.
  var canBeGiven: Bool {
    if geteuid() == 0 { return true }
    var groups = [gid_t](repeating: 0, count: max(0, Int(getgroups(0, nil))))
    let count = max(0, Int(getgroups(Int32(groups.count), &groups)))
    return owner == geteuid() && (group == getegid() || groups.prefix(count).contains(group))
  }

  /// Gives another open file this owner and these permissions.
  func apply(to file: Int32) throws(Descriptor.Failure) {
    guard let other = FileStatus(of: file) else { throw Descriptor.Failure(errno) }
    if other.owner != owner || other.group != group {
      guard fchown(file, owner, group) == 0 else { throw Descriptor.Failure(errno) }
    }
    guard other.permissions == permissions || fchmod(file, permissions) == 0 else {
      throw Descriptor.Failure(errno)
    }
  }
}
