import ArgumentParser
import CommandLineTools
import Foundation
import Pipeline
import Results
import Runs
import Tables

extension Export {
  /// `engram export answers`.
  struct Answers: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write which task and class each test sample was taken for.",
      discussion: """
        For runs that infer the task (method=hnet+ent, method=hnet+tir), after their last task. A line \
        for each test sample of each task: the task it is of, its place among the dataset's test images \
        (from 0), its class, and the task and class it was taken for. Tasks count from 1. An experiment \
        stands for the latest run of it that infers tasks; standard error tells which. Of a run that has \
        held images out for validation, which is to be named itself, the samples are those, and their \
        places are among the training images.

        EXAMPLES
          engram export answers table1 > answers.csv
          engram export answers table1-seed0-2123 --jsonl --output answers.jsonl
        """)
    @OptionGroup var target: RunArgument
    @Flag(help: "JSON, an object per line, instead of comma-separated values.")
    var jsonl = false
    @Option(
      name: .shortAndLong,
      help: ArgumentHelp("The file to write (default: standard output).", valueName: "file"))
    var output: String?
    @OptionGroup var store: StoreOption

    func run() throws {
      let store = try store.existing()
      let run = try RunCatalog(of: store).resolve(
        target.name, isComplete: true, where: \.hasTestAnswers,
        wanted: "has inferred the task of test images, as method=hnet+ent and method=hnet+tir do")
      let answers = try RunAnswers(of: run, in: store).answers
      let result = ResultTable(
        columns: ["task", "image", "class", "told_task", "told_class"],
        rows: answers.map { answer in
          [answer.task, answer.image, answer.trueClass, answer.toldTask, answer.toldClass]
            .map { .integer(Int64($0)) }
        })
      try Export.write(jsonl ? result.jsonLines : result.csv, to: output)
      Failure.message("answers of \(run.id): \(run.changes.joined(separator: " "))")
    }
  }

  /// Writes to a file, or to standard output where none is named.
  static func write(_ text: String, to output: String?) throws {
    guard let output else { return try Output.write(text) }
    try OutputFile(output).write(Data(text.utf8))
  }
}
