import ArgumentParser
import CommandLineTools
import Foundation
import Pipeline
import Runs

/// The command. Each verb is a file of this target.
@main
struct Engram: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "engram",
    abstract: "Continual learning with hypernetworks, as cached and typed pipelines.",
    discussion: """
      A run fetches a dataset, splits or permutes it into tasks, trains one network on them in \
      sequence, stores a checkpoint (HDF5) after each task, evaluates, and puts every number into \
      store/results.sqlite. What was computed once is never computed again.

      EXAMPLES
        engram run fig4                      Figure 4 of the paper
        engram run fig4 steps=50 grid=5      a quick look, in seconds
        engram run split-mnist --seeds 0..4  five seeds, mean, standard error
        engram run mine.yaml beta=0.02       a file: see 'engram experiments'
        engram sweep fig4 beta=0,0.01,0.1    each of three settings
        engram plan fig4 grid=101            what would run, what is there
        engram status                        what runs, what was interrupted
        engram why fig4 beta=0 train-task    which setting makes a stage run again
        engram results                       all runs
        engram results query 'select * from final_accuracy'
        engram report table1                 measured and published, cell by cell
        engram export notebook fig4          a notebook that draws the figure
        engram bundle fig4 -o fig4.engram    results in a file, for another store
        engram verify                        whether all that is stored is whole
        engram gc                            what could be freed

      EXIT CODES
        0    done
        1    failed; the message says what and where
        64   what was asked is wrong: a name that nothing has, a value that
             is not possible, a store that is not there; nothing was begun
        74   a result could not be written: to the database (see 'engram
             results rebuild'), standard output or the file that was named;
             what was computed is stored
        130  interrupted (SIGINT); the same command resumes
        141  the reader of standard output has gone, as in '… | head'; all is
             computed and stored
        143  terminated (SIGTERM); the same command resumes
      """,
    version: Program.release,
    subcommands: [
      Run.self, Sweep.self, Plan.self, Why.self, Results.self, Report.self, Checkpoints.self,
      Export.self, Datasets.self, ExperimentsCommand.self, Diagram.self, Status.self, Log.self,
      Verify.self, Collect.self, PinCommand.self, Unpin.self, BundleCommand.self, Unbundle.self,
      Worker.self,
    ])

  static func main() async {
    StandardStreams.prepare()
    await CommandProgram.run(Engram.self)
  }
}
