import ArgumentParser
import CommandLineTools
import Experiments
import Pipeline
import Results
import Runs

/// Which run is meant.
struct RunArgument: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "A run, the beginning of its identifier, an experiment (its latest run), or latest.",
      valueName: "run"))
  var name = "latest"
}

/// Finds the run that a name stands for. Standard error says which run that is, where the name is not the run's
/// identifier: an experiment may have many runs.
enum NamedRun {
  /// The identifier of a run in the database. Throws as `ResultsStore.resolve(run:)`.
  static func resolve(_ name: String, in results: ResultsStore) throws -> String {
    let id = try results.resolve(run: name)
    guard id != name else { return id }
    let found = try results.query(
      "SELECT settings FROM run WHERE run_id = \(ResultsStore.literal(id))")
    tell(name, id, found.rows.first?[0].plainText ?? "")
    return id
  }

  /// A run that has a folder in the store. Throws as `RunCatalog.resolve`.
  static func resolve(_ name: String, in catalog: RunCatalog) throws -> RunDescription {
    let run = try catalog.resolve(name)
    tell(name, run)
    return run
  }

  /// Says that `name` stands for `run`, unless it is the run's identifier.
  static func tell(_ name: String, _ run: RunDescription) {
    if name != run.id { tell(name, run.id, run.changes.joined(separator: " ")) }
  }

  private static func tell(_ name: String, _ id: String, _ settings: String) {
    Failure.message(
      "'\(name)' stands for the run \(id)" + (settings.isEmpty ? "" : ": \(settings)"))
  }
}
