import ArgumentParser
import CommandLineTools
import Engines
import Foundation
import Mistakes
import Runs
import Settings

/// Where `engines.yaml` is.
struct EngineFileOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The file of engines (default: engram/engines.yaml in XDG_CONFIG_HOME, else ~/.config).",
      valueName: "file"))
  var engines: String?

  /// The file. Throws `FileError`.
  func file() throws(FileError) -> EngineFile {
    try EngineFile(contentsOf: engines ?? EngineFile.usualPath)
  }
}

/// Which engine computes the runs, and how it is followed.
struct EngineOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Compute on this engine of engines.yaml, such as a Slurm cluster: see 'engram help engines'.",
      valueName: "name"))
  var on: String?
  @OptionGroup var file: EngineFileOption
  @Flag(help: "With --on: submit and do not wait; a last job records the results.")
  var detach = false
  @Option(
    help: ArgumentHelp(
      "With --on: seconds between two looks into the queue (default: 30).", valueName: "seconds"),
    transform: OptionValue.wholeNumber(1...3600))
  var poll: Int?

  func validate() throws {
    guard on == nil else { return }
    if poll != nil { throw ValidationError("--poll has no effect without --on; leave it out") }
    if detach { throw ValidationError("--detach has no effect without --on; leave it out") }
    if file.engines != nil {
      throw ValidationError("--engines has no effect without --on; leave it out")
    }
  }

  /// The engine that is asked for; nil where none is. Throws `FileError` or `MistakenRequest`.
  func description() throws -> EngineDescription? {
    guard let on else { return nil }
    return try file.file().engine(named: on)
  }

  /// What computes several runs: the engine that is described, else worker processes. Throws `MistakenRequest` for
  /// options that the engine has no use for.
  func engine(
    _ description: EngineDescription?, _ runner: ExperimentRunner, jobs: JobsOption,
    store: StoreOption, datasets: DatasetsOption, savepoints: SavepointOption, retriesFailed: Bool,
    isDryRun: Bool = false
  ) throws(MistakenRequest) -> any Engine {
    guard let description, let system = description.system else {
      let given = [("--detach", detach), ("--poll", poll != nil), ("--jobs", jobs.jobs != nil)]
      if let description, let (name, _) = given.first(where: \.1) {
        throw MistakenRequest(
          "\(name) has no effect on the local engine '\(description.name)'; leave it out")
      }
      return RunPool(
        jobs: description?.cpus ?? jobs.count, store: store, datasets: datasets,
        savepoints: savepoints)
    }
    if jobs.jobs != nil {
      throw MistakenRequest(
        "--jobs has no effect on '\(description.name)'; 'at-most:' in engines.yaml says how many tasks work at a time"
      )
    }
    return ClusterEngine(
      engine: description, system: system, runner: runner, options: datasets.arguments,
      savepoints: savepoints, retriesFailed: retriesFailed, detaches: detach, poll: poll ?? 30,
      isDryRun: isDryRun)
  }
}
