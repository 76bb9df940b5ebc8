import Foundation

/// What the command needs of standard input, output and error, whoever started it.
package enum StandardStreams {
  /// Opens those that are closed, and makes of a pipe without a reader an error like others.
  ///
  /// To be called before anything is opened: a file that got the number of standard output would be
  /// written all over.
  package static func prepare() {
    for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
    where fcntl(number, F_GETFD) == -1 {
      // The other way round than they are used: reading and writing fail as if they were closed.
      let way = number == STDIN_FILENO ? O_WRONLY : O_RDONLY
      if open("/dev/null", way) == -1 { _ = open("/", O_RDONLY) }
    }
    signal(SIGPIPE, SIG_IGN)
    // Beyond a limit on file sizes a write then fails with an error that says so.
    signal(SIGXFSZ, SIG_IGN)
  }
}
