import Foundation
import Tasks

/// The strength of a regularizer that a search has found: the best of the values that were tried, on
/// training images held out for validation. Where older importances fade, their decay is part of it.
///
/// `make search-strengths` writes the searches to `Data/strengths.json`. Of each cell of the table the file
/// has the command, and the part of the answer of `engram sweep --json` that `Tests/Support/trials.py`
/// keeps.
package struct SearchedHyperparameters: Decodable, Sendable {
  /// The benchmark that was searched on.
  package let benchmark: ExperimentSettings.Benchmark
  /// The scenario that was searched in.
  package let scenario: Scenario
  /// The name of the method.
  package let method: String
  /// The command that made the search.
  package let command: String
  private let sweep: Sweep

  private struct Sweep: Decodable, Sendable {
    let seeds: [UInt64]
    let configurations: [Configuration]
  }
  private struct Configuration: Decodable, Sendable {
    struct Mean: Decodable, Sendable {
      let mean: Double
      let n: Int
    }
    let settings: [String: String]
    let metrics: [String: Mean]
  }

  /// One value that was tried.
  package struct Trial: Hashable, Sendable {
    /// The strength, `beta`.
    package let beta: Double
    /// `importance_decay`, where the search tried it.
    package let decay: Double?
    /// Mean final accuracy on the images held out, in percent.
    package let accuracy: Double
  }

  /// The cell, the best value, and where that comes from, in a line. Nil of no trials.
  package var summary: String? {
    best.map {
      "\(benchmark.rawValue) \(scenario.rawValue) \(method): "
        + String(format: "%g, ", $0.beta)
        + ($0.decay.map { String(format: "importance_decay=%g, ", $0) } ?? "") + provenance
    }
  }

  /// All values that were tried, ascending; those of one strength in the order of their decay.
  package var trials: [Trial] {
    sweep.configurations.compactMap { configuration in
      guard let text = configuration.settings["beta"], let beta = Double(text),
        let mean = configuration.metrics["final accuracy"]
      else { return nil }
      let decay = configuration.settings["importance_decay"].flatMap(Double.init)
      return Trial(beta: beta, decay: decay, accuracy: mean.mean)
    }.sorted { ($0.beta, $0.decay ?? 0) < ($1.beta, $1.decay ?? 0) }
  }

  /// The trial with the highest accuracy, of equals the one with the smallest strength; nil without trials.
  package var best: Trial? {
    trials.reduce(nil) { best, trial in
      best.map { trial.accuracy > $0.accuracy ? trial : $0 } ?? trial
    }
  }

  /// Whether the search has found a value of the setting of this name.
  package func finds(_ setting: String) -> Bool {
    setting == "beta" || setting == "importance_decay" && best?.decay != nil
  }

  /// Whether the settings have the values of the best trial.
  package func isUsed(in settings: ExperimentSettings) -> Bool {
    guard let best else { return false }
    return settings.beta == best.beta
      && (best.decay ?? settings.importanceDecay) == settings.importanceDecay
  }

  /// Where the best value comes from, in a line: the command, the accuracy and the seeds.
  package var provenance: String {
    let accuracy = best.map { String(format: " (%.2f %%, ", $0.accuracy) } ?? " ("
    let seeds = sweep.seeds.map { "\($0)" }.joined(separator: ", ")
    return "the best of '\(command)' on training images held out" + accuracy
      + (sweep.seeds.count == 1 ? "seed" : "seeds") + " \(seeds))"
  }

  /// All searches that come with the program.
  ///
  /// A file that cannot be read is a mistake of the program, which a test finds. The program then ends here,
  /// rather than train with strengths that nobody has found.
  package static let all: [SearchedHyperparameters] = {
    do { return try decode(Data(PackageResources.strengths_json)) } catch {
      fatalError("Data/strengths.json: \(error)")
    }
  }()

  /// Reads such a file. Throws `DecodingError`.
  package static func decode(_ json: Data) throws -> [SearchedHyperparameters] {
    try JSONDecoder().decode([SearchedHyperparameters].self, from: json)
  }

  /// The search for the method and the scenario of `settings`, on the benchmark with their kind of tasks; nil
  /// where there is none. Every experiment with permuted tasks takes what was found for permuted MNIST-10.
  package static func of(_ settings: ExperimentSettings) -> SearchedHyperparameters? {
    let benchmark: ExperimentSettings.Benchmark
    switch settings.taskKind {
    case .split: benchmark = .splitMNIST
    case .permuted: benchmark = .permutedMNIST10
    case .functions: return nil
    }
    return all.first {
      $0.benchmark == benchmark && $0.scenario == settings.scenario && $0.method == settings.method
    }
  }
}

extension ExperimentSettings {
  /// Takes the strength that was found for the method, and the decay of importances where it was searched.
  mutating func useSearchedHyperparameters() {
    guard let best = SearchedHyperparameters.of(self)?.best else { return }
    beta = best.beta
    importanceDecay = best.decay ?? importanceDecay
  }
}
