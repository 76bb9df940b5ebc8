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
    abstract: "Run, store and compare experiments in continual learning with hypernetworks.",
    discussion: """
      A run reads a dataset and makes tasks of it. It trains one network on the tasks, one after another, \
      and stores a checkpoint (HDF5) after each task. Then it evaluates and writes every number into \
      store/results.sqlite. No result is computed twice.

      EXAMPLES
        engram run fig4                      Figure 4 of the paper
        engram run fig4 steps=50 grid=5      a quick look, in seconds
        engram run split-mnist --seeds 0..4  five seeds, mean, standard error
        engram run mine.yaml beta=0.02       a file: see 'engram experiments'
        engram sweep fig4 beta=0,0.01,0.1    one run for each value
        engram plan fig4 grid=101            what would run, what is found
        engram status                        the runs and their states
        engram engines                       clusters that --on names
        engram why fig4 beta=0 train-task    which setting makes a stage run again
        engram results                       all runs with their final scores
        engram results query 'select * from final_accuracy'
        engram report table1                 measured and published, cell by cell
        engram export notebook fig4          a notebook that draws the figure
        engram bundle fig4 -o fig4.engram    runs in a file, for another store
        engram verify                        check every stored byte
        engram gc                            what could be removed

      EXIT CODES
        0    done
        1    failed; the message says what and where
        64   the request is wrong: an unknown name, an impossible value, a
             missing store; nothing was begun
        74   a result could not be written: to the database (see 'engram
             results rebuild'), to standard output or to the named file;
             what was computed is stored
        130  interrupted (SIGINT); the same command resumes
        141  the reader of standard output is gone, as in '… | head'; all is
             computed and stored
        143  terminated (SIGTERM); the same command resumes
      """,
    version: Program.release,
    subcommands: [
      Run.self, Sweep.self, EnginesCommand.self, Cancel.self, Logs.self, Plan.self, Why.self,
      Results.self, Report.self, Checkpoints.self,
      Export.self, Datasets.self, ExperimentsCommand.self, Diagram.self, Status.self, Log.self,
      Verify.self, Collect.self, PinCommand.self, Unpin.self, BundleCommand.self, Unbundle.self,
      Worker.self, TaskCommand.self, RecordCommand.self, ProbeCommand.self,
    ])

  static func main() async {
    StandardStreams.prepare()
    await CommandProgram.run(Engram.self)
  }
}
