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
      abstract: "Write the inferred task and the predicted class of each test sample.",
      discussion: """
        Only runs that infer the task have answers (method=hnet+ent, method=hnet+tir). The answers are those \
        after the last task. There is a row for each test sample of each task:

          task             the task of the sample, from 1
          image            its place among the dataset's test images, from 0
          class            its class
          inferred_task    the task that the run inferred, from 1
          predicted_class  the class that the run predicted

        The name of an experiment stands for its latest run with answers. A run that holds out images for \
        validation is tested on these: name it by its identifier. Its column image is the place among the \
        training images.

        EXAMPLES
          engram export answers table1 > answers.csv
          engram export answers table1-seed0-2123 --format jsonl -o answers.jsonl
        """)
    @OptionGroup var target: RunArgument
    @OptionGroup var file: OutputOption
    @OptionGroup var store: StoreOption
    @OptionGroup var format: FormatOption<FileForm>

    func run() throws {
      let options = store.arguments
      let store = try store.existing()
      let run = try RunCatalog(of: store).resolve(
        target.name, isComplete: true, where: \.hasTestAnswers,
        wanted: "has inferred the task of test images, as method=hnet+ent and method=hnet+tir do")
      let answers = try RunAnswers(of: run, in: store, options: options).answers
      let result = ResultTable(
        columns: ["task", "image", "class", "inferred_task", "predicted_class"],
        rows: answers.map { answer in
          [answer.task, answer.image, answer.trueClass, answer.inferredTask, answer.predictedClass]
            .map { .integer(Int64($0)) }
        })
      try file.write(format.form.text(of: result))
      NamedRun(target.name, run).tell()
    }
  }
}
