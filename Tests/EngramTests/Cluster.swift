import Foundation
import Synchronization
import TestSupport
import Testing

/// A Slurm of three nodes on this machine: see `Tests/Support/slurm/cluster.sh`.
final class Cluster: Sendable {
  /// Whether one can be started: by root, where Slurm is installed.
  static let isPossible: Bool =
    geteuid() == 0
    && ["slurmctld", "slurmd", "sbatch", "munged"].allSatisfy {
      (try? Command.run(["sh", "-c", "command -v \($0)"]))?.status == 0
    }
  /// Whether one can have a database of what has ended.
  static let hasAccounting: Bool = ["slurmdbd", "mariadbd"].allSatisfy {
    (try? Command.run(["sh", "-c", "command -v \($0)"]))?.status == 0
  }
  /// Whether every fault is tried: `make test-all`.
  static let isWanted = isPossible && ProcessInfo.processInfo.environment["ENGRAM_TEST_ALL"] != nil

  private static let instance = Mutex<Cluster?>(nil)

  /// The cluster that tests share, started when it is asked for first.
  static func shared() throws -> Cluster {
    try instance.withLock { instance in
      if let instance { return instance }
      let cluster = try Cluster()
      instance = cluster
      atexit { Cluster.instance.withLock { $0?.stop() } }
      return cluster
    }
  }

  private let folder: TemporaryFolder
  private let variables: [String: String]
  private static let script = TestProject.root.appendingPathComponent(
    "Tests/Support/slurm/cluster.sh"
  ).path

  /// A cluster of its own; who makes it stops it.
  ///
  /// - Parameter accounting: `dbd` for one with a database, which `sacct` asks
  init(accounting: String = "none") throws {
    folder = try TemporaryFolder()
    // munged wants no folder above its socket that others may write to.
    _ = try Command.run(["chmod", "755", folder.url.path])
    var problem = ""
    // A port may be somebody's already.
    for attempt in 0..<4 {
      let place = folder.url.appendingPathComponent("slurm\(attempt)").path
      let variables = [
        "SLURM_TEST_DIR": place, "SLURM_TEST_PORT": "\(Int.random(in: 200...600) * 50)",
        "SLURM_CONF": place + "/slurm.conf", "SLURM_TEST_ACCOUNTING": accounting,
      ]
      let start = try Command.run(["bash", Self.script, "start", "3"], environment: variables)
      if start.status == 0 {
        self.variables = variables
        return
      }
      problem = start.error
      _ = try Command.run(["bash", Self.script, "stop"], environment: variables)
    }
    throw Refusal(problem)
  }

  /// Why there is no cluster.
  private struct Refusal: Error {
    let problem: String
    init(_ problem: String) { self.problem = problem }
  }

  /// What a process needs to find it.
  var environment: [String: String] { ["SLURM_CONF": variables["SLURM_CONF"] ?? ""] }

  /// Does something to the cluster, such as `kill-node n1`.
  func control(_ words: String..., sourceLocation: SourceLocation = #_sourceLocation) throws {
    // Its servers keep what they inherit open, so nothing of them is read.
    let result = try Command.run(["bash", Self.script] + words, environment: variables)
    try #require(result.status == 0, "\(words): \(result.error)", sourceLocation: sourceLocation)
  }

  /// Ends its processes, and the jobs.
  func stop() {
    _ = try? Command.run(["bash", Self.script, "stop"], environment: variables)
  }

  /// Whether any task of these jobs waits or is at work.
  func knows(_ job: String) throws -> Bool {
    try !run(["squeue", "-h", "-t", "PD,R,CG,CF,S", "-n", job]).isEmpty
  }

  /// What a command of Slurm writes.
  func run(_ words: [String]) throws -> String {
    let result = try Command.run(words, environment: variables)
    #expect(result.status == 0, "\(words): \(result.error)")
    return result.output
  }

  /// The nodes where tasks of these jobs are at work, by the tasks' places.
  func nodes(of job: String) throws -> [Int: String] {
    let lines = try run(["squeue", "-h", "-r", "-t", "R", "-n", job, "-o", "%K %N"]).split(
      separator: "\n")
    return Dictionary(
      lines.compactMap { line in
        let words = line.split(separator: " ")
        return words.count == 2 ? Int(words[0]).map { ($0, String(words[1])) } : nil
      }
    ) { $1 }
  }
}

extension TestStore {
  /// A file of engines with the one named `lab`, of these further lines.
  func engines(_ lines: [String] = ["time: 5min"]) throws -> [String] {
    let file = folder.url.appendingPathComponent("engines-\(UUID().uuidString).yaml")
    let text =
      (["lab:", "  engine: slurm"] + lines.map { "  \($0)" }).joined(separator: "\n") + "\n"
    try Data(text.utf8).write(to: file)
    return ["--on", "lab", "--engines", file.path]
  }

  /// The name of a submission's jobs; nil before it is written.
  func jobName(of submission: String) -> String? {
    struct Document: Decodable { let jobName: String }
    let file = url.appendingPathComponent("submissions/\(submission)/submission.json")
    return (try? JSONDecoder().decode(Document.self, from: Data(contentsOf: file)))?.jobName
  }

  /// A folder for the path with a command of its own in place of the one of that name.
  func replacing(_ command: String, by script: String) throws -> [String: String] {
    let tools = folder.url.appendingPathComponent("tools")
    try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
    let file = tools.appendingPathComponent(command)
    try Data("#!/bin/bash\n\(script)\n".utf8).write(to: file)
    _ = try Command.run(["chmod", "755", file.path])
    return ["PATH": tools.path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")]
  }

  /// Whether a submission's jobs may wait or be at work.
  func isHeld(_ submission: String) -> Bool {
    FileManager.default.fileExists(
      atPath: url.appendingPathComponent("submissions/\(submission)/held.json").path)
  }

  /// The submissions of the store, by their folders' names.
  var submissions: [String] {
    let folder = url.appendingPathComponent("submissions")
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
      .filter { $0.hasPrefix("s-") }.sorted()
  }
}
