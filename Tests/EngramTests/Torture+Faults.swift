import Foundation
import TestSupport

/// What is done to the store.
extension Torture {
  /// Does the fault; returns whether it struck.
  func inflict(_ fault: Fault, _ workload: Workload) throws -> Bool {
    let arguments = workload.arguments + ["-q"]
    switch fault {
    case .killedAtCall:
      return try run(arguments, stop: "kill@\(Int.random(in: 1...150, using: &random))").wasKilled
    case .killedAtTime: return try signalled(arguments, SIGKILL).wasKilled
    case .interrupted: return try signalled(arguments, SIGINT).status == 130
    case .terminated: return try signalled(arguments, SIGTERM).status == 143
    case .fileLimit:
      let limit = [1, 4, 20, 100].randomElement(using: &random) ?? 1
      return try store.run(
        arguments, wrapper: ["sh", "-c", "ulimit -f \(limit); exec \"$@\"", "sh"]
      ).status != 0
    case .fullDisk: return try fullDisk(arguments)
    case .readOnly: return try readOnly(arguments)
    case .race: return try race(workload)
    case .haltedHolder: return try haltedHolder(workload)
    case .clock:
      let shift = Bool.random(using: &random) ? 31_536_000 : -31_536_000
      let result = try store.run(
        arguments, environment: ["LD_PRELOAD": clock.path, "CLOCK_SHIFT": "\(shift)"])
      expect(result.status == 0, fault, result.error)
      let year = Calendar(identifier: .gregorian).component(
        .year, from: Date().addingTimeInterval(Double(shift)))
      return try events(of: workload).last?.contains("\"time\":\"\(year)-") == true
    case .flippedBlob: return try damage(blobs(of: workload), flip)
    case .truncatedBlob: return try damage(blobs(of: workload), truncate)
    case .lostBlob: return try damage(blobs(of: workload), lose)
    case .flippedManifest: return try damage(manifests(of: workload), flip)
    case .truncatedManifest: return try damage(manifests(of: workload), truncate)
    case .lostManifest: return try damage(manifests(of: workload), lose)
    case .damagedJournal:
      let folder = store.url.appendingPathComponent("runs/\(workload.run)")
      let files = ["run.json", "events.jsonl"].map(folder.appendingPathComponent)
      // A bit that makes another schema of it would be a newer program's.
      let flip: (URL) throws -> Void = { [self] in
        try self.flip($0)
        let text = String(decoding: try Data(contentsOf: $0), as: UTF8.self)
        if text.contains(/"schema" : [02-9]/) { try truncate($0) }
      }
      return try damage(files, [flip, truncate, lose].randomElement(using: &random) ?? lose)
    case .leftovers: return try leaveThings()
    case .lostDatabase: return try damage([database], lose)
    case .damagedDatabase: return try damage([database], overwrite)
    case .lockedDatabase: return try lockedDatabase(workload)
    case .killedRebuild:
      return try run(
        ["results", "rebuild"], stop: "kill@\(Int.random(in: 1...6, using: &random))"
      ).wasKilled
    case .collection: return try collection(arguments)
    case .killedCollection:
      // Another run is forgotten, so that there is something to free.
      let others = workloads.filter {
        $0.run != workload.run && store.files("runs").contains("\($0.run)/run.json")
      }
      let forgotten = others.randomElement(using: &random).map { ["--forget", $0.run] } ?? []
      return try run(
        ["gc", "--delete"] + forgotten, stop: "kill@\(Int.random(in: 1...16, using: &random))"
      ).wasKilled
    case .ioError: return try failingWrite(arguments)
    case .shortWrite: return try shortWrite(arguments)
    case .submission: return try submitted(workload)
    case .newerStore, .newerManifest, .newerDescription, .newerDatabase:
      return try newer(fault, workload)
    }
  }

  func run(_ arguments: [String], stop: String) throws -> Command.Result {
    try store.run(arguments, environment: ["ENGRAM_STOP_AT": stop])
  }

  func signalled(_ arguments: [String], _ signal: Int32) throws -> Command.Result {
    let moment = UInt32.random(in: 20_000...300_000, using: &random)
    let call = Int.random(in: 1...100, using: &random)
    let command = try store.start(
      arguments, environment: isTimed ? [:] : ["ENGRAM_STOP_AT": "stop@\(call)"])
    if isTimed { usleep(moment) } else { _ = try command.waitForHalt() }
    command.signal(signal)
    command.signal(SIGCONT)
    return try command.wait()
  }
}
