import Foundation

/// The clock of the file server that has a store: that of this machine may differ from it, and only times by
/// one clock can be compared.
struct Clock {
  private let folder: URL
  private let host: Host
  private var read: Int?

  /// The clock is read when its time is asked for first.
  init(of store: Store) {
    (folder, host) = (store.root.appendingPathComponent("tmp"), store.host)
  }

  /// Seconds since 1970: the time of a file just made; that of this machine where none can be made.
  var now: Int {
    mutating get {
      if let read { return read }
      let url = folder.appendingPathComponent(host.newName())
      let file = open(url.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
      defer {
        if file >= 0 {
          unlink(url.path)
          close(file)
        }
      }
      let now = FileStatus(of: file)?.written.seconds ?? time(nil)
      read = now
      return now
    }
  }
}
