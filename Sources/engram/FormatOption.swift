import ArgumentParser
import CommandLineTools
import Tables

/// The forms in which a verb can give its answer.
protocol AnswerForm: ExpressibleByArgument, CaseIterable, RawRepresentable, Hashable, Sendable
where RawValue == String {
  /// The form where none is asked for.
  static var usual: Self { get }
  /// JSON, which every verb has.
  static var json: Self { get }
}

/// The form of an answer: `--format`, and `--json` as a short form of it. The same in all verbs.
struct FormatOption<Form: AnswerForm>: ParsableArguments {
  @Option(
    name: .customLong("format"),
    help: ArgumentHelp(
      "The form of the answer (default: \(Form.usual.rawValue)).",
      valueName: Form.allCases.map(\.rawValue).joined(separator: "|")))
  private var chosen: Form?

  @Flag(help: "The same as --format json.")
  private var json = false

  func validate() throws {
    guard json, let chosen, chosen != .json else { return }
    throw ValidationError(
      "--json and '--format \(chosen.rawValue)' contradict each other; give one of them")
  }

  /// The form that was asked for.
  var form: Form { json ? .json : chosen ?? .usual }

  /// Whether JSON was asked for.
  var isJSON: Bool { form == .json }
}

/// The forms of a table.
enum TableForm: String, AnswerForm {
  case table, csv, json, jsonl
  static let usual = table
}

/// The forms of an answer that is a text for people, or a JSON document of its own.
enum SummaryForm: String, AnswerForm {
  case table, json
  static let usual = table
}

/// The forms of a report.
enum ReportForm: String, AnswerForm {
  case table, markdown, csv, json
  static let usual = table
}

/// The forms of a table that goes into a file.
enum FileForm: String, AnswerForm {
  case csv, json, jsonl
  static let usual = csv

  /// `table` in this form.
  func text(of table: ResultTable) -> String {
    switch self {
    case .csv: table.csv
    case .json: table.json
    case .jsonl: table.jsonLines
    }
  }
}

extension FormatOption where Form == TableForm {
  /// Writes the answer to standard output.
  func write(_ table: ResultTable) throws {
    switch form {
    case .table: try Output.write(table.text)
    case .csv: try Output.write(table.csv)
    case .json: try Output.write(table.json)
    case .jsonl: try Output.write(table.jsonLines)
    }
  }
}
