import Foundation
import Synchronization

/// A spawned process, the leader of a group of its own, and what it wrote.
///
/// With the value ends the process, and what it has started, if they are still there: a test that
/// fails on its way leaves nobody halted or at work.
package final class Command: Sendable {
  /// How a process ended.
  package struct Result: Sendable {
    /// The exit code, or the signal that ended it.
    package let status: Int32
    /// Whether a signal ended it.
    package let wasKilled: Bool
    /// Standard output.
    package let output: String
    /// Standard error.
    package let error: String
  }

  /// The process's number.
  package let identifier: pid_t
  private let arguments: [String]
  private let files: TemporaryFolder
  /// The status that the system gave when the process was buried.
  private let end = Mutex<Int32?>(nil)

  /// Starts `arguments` (the first is a path, or a name on the path) with these variables added.
  ///
  /// It reads nothing and inherits no other open file.
  package init(
    _ arguments: [String], environment: [String: String] = [:], in folder: URL? = nil
  ) throws {
    self.arguments = arguments
    files = try TemporaryFolder()
    identifier = try Self.spawn(
      ["/usr/bin/env"] + (folder.map { ["-C", $0.path] } ?? []) + arguments,
      ProcessInfo.processInfo.environment.merging(environment) { $1 },
      output: files.url.appendingPathComponent("output").path,
      error: files.url.appendingPathComponent("error").path)
  }

  deinit {
    guard end.withLock({ $0 }) == nil else { return }
    kill(-identifier, SIGKILL)
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) == -1, errno == EINTR {}
  }

  /// Sends a signal, unless its end has been waited for.
  package func signal(_ number: Int32) {
    end.withLock { if $0 == nil { _ = kill(identifier, number) } }
  }

  /// Whether it has not ended yet.
  package var isRunning: Bool { change(WEXITED) == 0 }

  /// Whether a signal has halted it.
  package var isHalted: Bool { change(WSTOPPED) == CLD_STOPPED }

  /// Waits until a signal has halted it or it has ended; returns whether it is halted.
  package func waitForHalt() throws -> Bool {
    try waitUntil("'\(name)' is halted or has ended") { change(WEXITED | WSTOPPED) != 0 }
    return isHalted
  }

  /// What it has written to standard error so far.
  package var errorSoFar: String { (try? text("error")) ?? "" }

  /// Waits for the end.
  ///
  /// Throws `NeverHappened` where it does not come in half an hour; the process ends with the value.
  package func wait() throws -> Result {
    if end.withLock({ $0 }) == nil {
      try waitUntil("'\(name)' has ended", patience: .seconds(1800)) { !isRunning }
    }
    let status = end.withLock { end in
      if let end { return end }
      var status: Int32 = 0
      while waitpid(identifier, &status, 0) == -1, errno == EINTR {}
      end = status
      return status
    }
    let signal = status & 0x7F
    return Result(
      status: signal == 0 ? status >> 8 & 0xFF : signal, wasKilled: signal != 0,
      output: try text("output"), error: try text("error"))
  }

  /// Starts a process and waits for its end.
  package static func run(
    _ arguments: [String], environment: [String: String] = [:], in folder: URL? = nil
  ) throws -> Result {
    try Command(arguments, environment: environment, in: folder).wait()
  }

  /// What is said of it.
  private var name: String { arguments.joined(separator: " ") }

  private func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: files.url.appendingPathComponent(name)), as: UTF8.self)
  }

  /// How it has come into one of `states`, such as `CLD_STOPPED`; 0 while it is in none of them.
  private func change(_ states: Int32) -> Int32 {
    var info = siginfo_t()
    let found = waitid(P_PID, id_t(identifier), &info, states | WNOHANG | WNOWAIT)
    // Nobody is left to ask where its end has been waited for.
    if found == -1 { return errno == EINTR ? 0 : Int32(CLD_EXITED) }
    return info.si_signo == 0 ? 0 : info.si_code
  }

  /// Not by Foundation's `Process`, whose wait for the end looks twenty times a second only.
  private static func spawn(
    _ arguments: [String], _ environment: [String: String], output: String, error: String
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    for (descriptor, path) in [(STDOUT_FILENO, output), (STDERR_FILENO, error)] {
      posix_spawn_file_actions_addopen(
        &actions, descriptor, path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    }
    // A file that a test holds locked would else stay so as long as the process lives.
    for name in (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd")) ?? [] {
      if let open = Int32(name), open > STDERR_FILENO {
        posix_spawn_file_actions_addclose(&actions, open)
      }
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
    var words = arguments.map { strdup($0) } + [nil]
    var settings = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + settings { free(word) } }
    var child = pid_t()
    let failure = posix_spawn(&child, arguments[0], &actions, &attributes, &words, &settings)
    guard failure == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EAGAIN)
    }
    return child
  }
}
