import Foundation
import Pipeline
import Synchronization

/// This program in a process of its own that works for this one and does not outlive it.
///
/// The worker's standard input is a pipe whose other end only this process has. When that end is
/// closed, by `stop` or by the kernel when this process dies in whatever way, the worker ends.
///
/// swift-subprocess could say the same, in a task for each worker; but it and swift-system, which it needs,
/// are far more to compile than this file.
final class WorkerProcess: Sendable {
  private let child: pid_t
  private let output: Int32
  private let lifeline: Mutex<Int32?>

  /// Guards the moment between making pipes and marking them as not inherited, in which no other
  /// worker may start: it would keep its sibling's lifeline open.
  private static let birth = Mutex(())

  /// Starts the program with these arguments and variables besides the present ones.
  ///
  /// Throws `inputOutput` where the system has no room for another process.
  init(_ arguments: [String], environment: [String: String]) throws {
    let (child, output, lifeline) = try Self.birth.withLock { _ in
      try Self.start(arguments, environment)
    }
    (self.child, self.output) = (child, output)
    self.lifeline = Mutex(lifeline)
  }

  /// Tells the worker to end. It stops at the next step of its work and says so.
  func stop() {
    lifeline.withLock { end in
      if let end { close(end) }
      end = nil
    }
  }

  /// Hands over each line that the worker writes, until it ends. To be called once; blocks.
  ///
  /// Returns the exit code, or minus the signal that ended it.
  func follow(_ line: (Data) -> Void) -> Int32 {
    var pending = Data()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(output, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { break }
      pending.append(contentsOf: buffer[..<count])
      while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
        line(pending[pending.startIndex..<end])
        pending.removeSubrange(pending.startIndex...end)
      }
    }
    if !pending.isEmpty { line(pending) }
    close(output)
    var status: Int32 = 0
    while waitpid(child, &status, 0) == -1, errno == EINTR {}
    stop()
    return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
  }

  private static func start(
    _ arguments: [String], _ environment: [String: String]
  ) throws -> (child: pid_t, output: Int32, lifeline: Int32) {
    let life = try ends()
    let output: (reading: Int32, writing: Int32)
    do {
      output = try ends()
    } catch {
      close(life.reading)
      close(life.writing)
      throw error
    }
    defer {
      close(life.reading)
      close(output.writing)
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, life.reading, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output.writing, STDOUT_FILENO)
    // A worker has nothing to say there but its last words.
    posix_spawn_file_actions_adddup2(&actions, output.writing, STDERR_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

    let path = Program.runningLink ?? Program.path
    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    var words = ([CommandLine.arguments[0]] + arguments).map { strdup($0) } + [nil]
    var settings = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + settings { free(word) } }
    var child = pid_t()
    let failure = posix_spawn(&child, path, &actions, &attributes, &words, &settings)
    guard failure == 0 else {
      close(life.writing)
      close(output.reading)
      throw Self.error("start a worker", failure)
    }
    return (child, output.reading, life.writing)
  }

  /// A pipe that other workers do not inherit.
  private static func ends() throws -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw error("make a pipe to a worker", errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func error(_ what: String, _ number: Int32) -> PipelineError {
    PipelineError(
      .inputOutput, "cannot \(what): \(String(cString: strerror(number)))",
      advice: "use fewer --jobs, or close other programs")
  }
}
