import Foundation

/// Users without names, for tests of what files let whom do. Only root can be somebody else.
package enum OtherUser {
  /// Whether this process may start others as another user.
  package static var isPossible: Bool {
    let words = wrapper(user: 2001, group: 3001, umask: "022") + ["true"]
    return geteuid() == 0 && (try? Command.run(words).status) == 0
  }

  /// What comes before a command that `user` of `group` starts.
  package static func wrapper(user: Int, group: Int, umask: String) -> [String] {
    [
      "sh", "-c",
      "umask \(umask); exec setpriv --reuid=\(user) --regid=\(group) --clear-groups -- \"$@\"",
      "sh",
    ]
  }
}
