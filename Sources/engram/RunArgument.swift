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

/// The run that a name stands for. A verb that shows it says which run that is: an experiment may have many.
struct NamedRun {
  /// The identifier of the run.
  let id: String
  /// What was asked for.
  private let name: String
  /// The settings of the run that differ from those of its experiment.
  private let settings: String

  /// A run in the database. Throws as `ResultsStore.resolve(run:)`.
  init(_ name: String, in results: ResultsStore) throws {
    (self.name, id) = (name, try results.resolve(run: name))
    let found = try results.query(
      "SELECT settings FROM run WHERE run_id = \(ResultsStore.literal(id))")
    settings = found.rows.first?[0].plainText ?? ""
  }

  /// A run that `name` was found to stand for.
  init(_ name: String, _ run: RunDescription) {
    (self.name, id, settings) = (name, run.id, run.changes.joined(separator: " "))
  }

  /// Says on standard error which run it is, unless its identifier was given. To be called when the result is
  /// written: where that cannot be done, there is one message, and it is about that.
  func tell() {
    guard name != id else { return }
    Failure.message(
      "'\(name)' stands for the run \(id)" + (settings.isEmpty ? "" : ": \(settings)"))
  }
}
