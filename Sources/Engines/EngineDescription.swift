import Foundation

/// An entry of `engines.yaml`: where runs are computed, and what each of them is given.
///
///     lab:
///       engine: slurm
///       partition: cpu
///       cpus: 4
///       memory: 2G
package struct EngineDescription: Codable, Hashable, Sendable {
  /// What starts the processes.
  package enum Kind: String, Codable, CaseIterable, Sendable {
    /// Worker processes of this command, on this machine.
    case local
    /// Jobs of Slurm.
    case slurm
  }

  /// How long a task may take.
  package enum TimeLimit: Codable, Hashable, Sendable {
    /// Three times what the store's results lead one to expect, and ten minutes at least.
    case auto
    case seconds(Int)
  }

  /// How many runs share a task.
  package enum Pack: Codable, Hashable, Sendable {
    /// As many as are expected to take ten minutes; one where nothing is known.
    case auto
    case runs(Int)
  }

  /// The name that `--on` takes.
  package let name: String
  /// What starts the processes.
  package var kind = Kind.local
  /// Processors of a task; of the local engine runs side by side.
  package var cpus = 1
  /// Memory of a task, as the batch system writes it, such as `2G`.
  package var memory: String?
  /// The partition of the nodes; the usual one where it is nil.
  package var partition: String?
  /// Who pays; the user's usual account where it is nil.
  package var account: String?
  /// How long a task may take.
  package var time = TimeLimit.auto
  /// Tasks at a time.
  package var atMost: Int?
  /// How many runs share a task.
  package var pack = Pack.auto
  /// Further options of the command that submits.
  package var options: [String] = []
  /// Lines of shell that a task begins with.
  package var setup = ""

  /// The least that a task of a batch system may be given, in seconds.
  package static let shortestTask = 180

  /// The batch system that has the engine's tasks; nil where they are processes of this host.
  package var system: (any BatchSystem)? {
    switch kind {
    case .local: nil
    case .slurm: Slurm()
    }
  }

  /// An engine that gives a task one processor, and leaves the rest to the batch system.
  package init(name: String, kind: Kind) { (self.name, self.kind) = (name, kind) }
}

extension EngineDescription.TimeLimit {
  /// `auto`, `90s`, `30min`, `2h`, `1d`, or Slurm's `[days-]hours:minutes:seconds`; nil for all else.
  package init?(text: String) {
    if text == "auto" {
      self = .auto
      return
    }
    for (unit, seconds) in [("s", 1), ("min", 60), ("h", 3600), ("d", 86400)]
    where text.hasSuffix(unit) {
      if let count = Int(text.dropLast(unit.count)), (1...1_000_000).contains(count) {
        self = .seconds(count * seconds)
        return
      }
    }
    guard let match = text.wholeMatch(of: /(?:(\d{1,3})-)?(\d{1,4}):(\d\d):(\d\d)/) else {
      return nil
    }
    let parts = [match.1 ?? "0", match.2, match.3, match.4].compactMap { Int($0) }
    let seconds = zip(parts, [86400, 3600, 60, 1]).reduce(0) { $0 + $1.0 * $1.1 }
    guard parts.count == 4, seconds > 0 else { return nil }
    self = .seconds(seconds)
  }
}
