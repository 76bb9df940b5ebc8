import Foundation
import Statistics
import Tables

/// A published final accuracy: one cell of a table, of one method.
package struct PublishedResult: Codable, Hashable, Sendable {
  /// Which cell of which benchmark.
  package let cell: Table1Cell
  /// The table's column that it stands in.
  package let column: String
  /// In percent.
  package let accuracy: SeedStatistics
  /// Who published it.
  package let source: String
  /// Where.
  package let url: String
  /// The settings that it was published with where the cell has others, by name. A run without them is not
  /// the published experiment.
  package let settings: [String: String]
  /// Why the column stands for this method, where that is not plain, and in what the published program
  /// differs that no setting of this one says.
  package let notes: [String]

  /// Settings and notes in one line; nil without any.
  var note: String? {
    let settings = settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let list = settings.isEmpty ? [] : ["published with " + settings.joined(separator: " ")]
    let all = list + notes
    return all.isEmpty ? nil : all.joined(separator: "; ")
  }
}

/// The published values that measurements are held against, from `Data/published.json`.
package struct PublishedResults: Hashable, Sendable {
  /// What table it is, and of what.
  package let table: String
  /// The values, in the order of the file.
  package let results: [PublishedResult]
  /// Published errors of regression.
  package let errors: [PublishedErrors]

  /// The values of the file that is part of the program. Throws `invalidPublished`.
  package static func embedded() throws(ResultsError) -> PublishedResults {
    try PublishedResults(json: Data(PackageResources.published_json))
  }

  /// The value for `cell`; nil where none was published. Linear in the number of values.
  package subscript(cell: Table1Cell) -> PublishedResult? { results.first { $0.cell == cell } }

  /// Reads a file of published values.
  ///
  /// Throws `invalidPublished`, naming the value, for what is no such JSON or has unknown fields; for a
  /// scenario other than CL1 to CL3, a mean outside 0…100 %, a standard error that is missing or not
  /// positive (nothing could be held against the value), fewer than two seeds, a source or note that is not
  /// there, or two values for one cell; for errors that are none.
  package init(json: Data) throws(ResultsError) {
    let file: File
    do {
      file = try JSONDecoder().decode(File.self, from: json)
      try Self.refuseUnknownFields(of: json)
    } catch let error as ResultsError {
      throw error
    } catch {
      throw Self.invalid("\(error)")
    }
    guard file.seeds > 1 else { throw Self.invalid("'seeds' is \(file.seeds), not 2 or more") }
    var known: Set<Table1Cell> = []
    var results: [PublishedResult] = []
    for entry in file.results {
      let cell = Table1Cell(entry.benchmark, entry.scenario, entry.method)
      func invalid(_ reason: String) -> ResultsError { Self.invalid("\(cell): \(reason)") }
      guard !entry.benchmark.isEmpty, !entry.method.isEmpty, !entry.column.isEmpty else {
        throw invalid("a name is empty")
      }
      guard ["CL1", "CL2", "CL3"].contains(entry.scenario) else {
        throw invalid("there is no scenario '\(entry.scenario)'")
      }
      guard (0...100).contains(entry.mean) else { throw invalid("a mean of \(entry.mean) %") }
      guard entry.standardError > 0, entry.standardError < 100 else {
        throw invalid("a standard error of \(entry.standardError)")
      }
      guard let source = file.sources[entry.source] else {
        throw invalid("there is no source '\(entry.source)'")
      }
      var notes: [String] = []
      for name in entry.notes ?? [] {
        guard let note = file.notes[name] else { throw invalid("there is no note '\(name)'") }
        notes.append(note)
      }
      guard known.insert(cell).inserted else { throw invalid("it has two values") }
      results.append(
        PublishedResult(
          cell: cell, column: entry.column,
          accuracy: SeedStatistics(
            mean: entry.mean, standardError: entry.standardError, n: file.seeds),
          source: source.citation, url: source.url, settings: entry.settings ?? [:], notes: notes))
    }
    guard !results.isEmpty else { throw Self.invalid("there are no values") }
    errors = try (file.errors ?? []).map { entry throws(ResultsError) in
      guard let source = file.sources[entry.source] else {
        throw Self.invalid(
          "\(entry.experiment) \(entry.panel): there is no source '\(entry.source)'")
      }
      guard !entry.tasks.isEmpty, entry.tasks.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
        throw Self.invalid("\(entry.experiment) \(entry.panel): errors of \(entry.tasks)")
      }
      return PublishedErrors(
        experiment: entry.experiment, panel: entry.panel, tasks: entry.tasks,
        source: source.citation, url: source.url)
    }
    (table, self.results) = (file.table, results)
  }

  private static func invalid(_ reason: String) -> ResultsError {
    ResultsError(
      .invalidPublished, "the published values are not valid: \(reason)", path: "published.json")
  }

  /// The file, as it is written.
  private struct File: Decodable {
    struct Source: Decodable { let citation: String, url: String }
    struct Entry: Decodable {
      let benchmark: String, scenario: String, method: String, column: String
      let mean: Double, standardError: Double
      let source: String
      let settings: [String: String]?
      let notes: [String]?
    }
    let table: String
    let seeds: Int
    let sources: [String: Source]
    let notes: [String: String]
    let results: [Entry]
    let errors: [PublishedErrors.Entry]?
  }

  /// A misspelt field that may be absent would be overlooked by decoding alone.
  private static func refuseUnknownFields(of json: Data) throws {
    let fields: Set = [
      "benchmark", "scenario", "method", "column", "mean", "standardError", "source",
      "settings", "notes",
    ]
    let top = try JSONSerialization.jsonObject(with: json) as? [String: Any] ?? [:]
    let entries = top["results"] as? [[String: Any]] ?? []
    let errors = top["errors"] as? [[String: Any]] ?? []
    let unknown =
      Set(top.keys).subtracting(["table", "seeds", "sources", "notes", "results", "errors"])
      .union(entries.flatMap { Set($0.keys).subtracting(fields) })
      .union(errors.flatMap { Set($0.keys).subtracting(PublishedErrors.Entry.fields) })
    guard unknown.isEmpty else {
      throw invalid("unknown fields: \(unknown.sorted().joined(separator: ", "))")
    }
  }
}
