import ArgumentParser
import CommandLineTools
import Engines
import Foundation
import Pipeline
import Runs
import Tensors

/// A small job that tells what a node of a batch system sees of this host.
///
/// This process holds a lock in the store, which the job asks for. Where locks do not reach from host to host, leases
/// are judged by their age: see docs/store.md.
struct EngineProbe {
  let engine: EngineDescription
  let system: any BatchSystem
  let store: Store
  /// Seconds between two looks into the queue.
  let poll: Int

  /// What the job tells.
  struct Answer: Codable {
    enum Locks: String, Codable {
      case shared
      case local
      case absent
    }

    let host: String
    let numericClass: String
    let locks: Locks
  }

  /// What the job of an engine's latest check told; nil where there was none.
  private static func document(_ engine: EngineDescription, in store: Store) throws -> StoreDocument
  {
    try StoreDocument(
      engine.name, at: store.submissionsFolder.appendingPathComponent("probes"), of: store)
  }

  /// Whether a job of the engine has told that this host's locks do not reach it.
  static func isUnreached(_ engine: EngineDescription, in store: Store) -> Bool {
    let answer = try? document(engine, in: store).read(as: Answer.self)
    return answer.map { $0.locks != .shared } ?? false
  }

  private static let lockName = "lock"
  private static let answerName = "answer.json"

  /// Submits the job and waits for it; `tell` is called with what it waits for. Throws `EngineError` where the
  /// job ends without an answer.
  func ask(_ tell: (String) -> Void) async throws -> Answer {
    let name = "probe-" + UUID().uuidString.prefix(8).lowercased()
    let folder = store.submissionsFolder.appendingPathComponent(name, isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let lock = try FileLock.tryFile(folder.appendingPathComponent(Self.lockName))
    defer { withExtendedLifetime(lock) {} }
    let script = folder.appendingPathComponent("probe.sh")
    let text = """
      #!/bin/bash
      \(engine.setup)
      trap '' \(system.warning.name)
      exec \(ShellCommand.text([Program.path, "probe", folder.path]))

      """
    try Data(text.utf8).write(to: script)
    var small = engine
    small.cpus = 1
    _ = try system.submit(
      BatchJob(
        name: name, script: script, place: 0, tasks: 1,
        log: folder.appendingPathComponent("log"), seconds: Int(TaskTime.least), engine: small))
    do {
      let answer = try await answer(in: folder, of: name, tell)
      try Self.document(engine, in: store).replace(with: answer)
      return answer
    } catch {
      try? system.cancelJobs(named: name)
      throw error
    }
  }

  private func answer(
    in folder: URL, of name: String, _ tell: (String) -> Void
  ) async throws -> Answer {
    let file = folder.appendingPathComponent(Self.answerName)
    var said = ""
    // The answer may be seen a while after the queue has let go of the job.
    var looksAfterEnd = 0
    while true {
      for _ in 0..<poll {
        if let bytes = try? Data(contentsOf: file) {
          return try JSONDecoder().decode(Answer.self, from: bytes)
        }
        try await Task.sleep(for: .seconds(1))
      }
      let text: String
      switch try system.tasks(ofJobsNamed: [name]).first?.state {
      case .waiting(let reason): text = "the job waits" + (reason == "None" ? "" : ": \(reason)")
      case .stuck(let reason):
        throw EngineError(
          .refused, "the job will never start: \(reason); change '\(engine.name)' in engines.yaml")
      case .running(let node): text = "the job is at work on \(node)"
      default:
        looksAfterEnd += 1
        text = said
      }
      guard looksAfterEnd <= 2 else {
        let file = folder.appendingPathComponent("log-0.log")
        let log = (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) }
        throw EngineError(
          .refused,
          "the job ended and told nothing"
            + (log.map { $0.isEmpty ? "; its log is empty" : "; its log: \($0.suffix(500))" }
              ?? "; it has no log: is '\(store.root.path)' the same folder on its node?"))
      }
      if text != said { tell(text) }
      said = text
    }
  }

  /// Looks, on the node, and writes the answer. Throws `PipelineError`.
  static func answer(in folder: URL) throws {
    let locks: Answer.Locks =
      switch try FileLock.look(at: folder.appendingPathComponent(lockName)) {
      case .held: .shared
      case .free: .local
      case .unsupported: .absent
      }
    let answer = Answer(
      host: ProcessInfo.processInfo.hostName, numericClass: NumericClass.current, locks: locks)
    try JSONEncoder().encode(answer).write(
      to: folder.appendingPathComponent(answerName), options: .atomic)
  }
}

extension EngineProbe.Answer {
  /// What people are told.
  var text: String {
    let locks =
      switch locks {
      case .shared: "shared with this host"
      case .local: "not shared with this host; work of other hosts is told by its age"
      case .absent: "none here; work of other hosts is told by its age"
      }
    let here = NumericClass.current
    let arithmetic =
      numericClass == here
      ? "\(numericClass), as here"
      : "\(numericClass), and here \(here): choose other nodes by 'options:' in engines.yaml"
    return """
      a job ran on \(host)
        locks       \(locks)
        arithmetic  \(arithmetic)

      """
  }
}

/// `engram probe`: the job of `engram engines check --job`; not meant for people.
struct ProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe", abstract: "Tell what this host sees.", shouldDisplay: false)

  @Argument(help: "The folder of the question.")
  var folder: String

  func run() throws {
    try EngineProbe.answer(in: URL(fileURLWithPath: folder, isDirectory: true))
  }
}
