import Foundation
import Results

extension NotebookTemplate {
  /// Table 1 of von Oswald et al. 2020: every method in every scenario.
  static let table1 = NotebookTemplate(
    name: "table1", summary: "every method in every scenario, Table 1 of the paper",
    subject: .table1
  ) { content, store in
    guard case .table1(let runs, let report) = content else {
      preconditionFailure("table1 shows the runs of cells")
    }
    return [
      .markdown(
        """
        # Every method in every scenario

        Table 1 of von Oswald, Henning, Sacramento, Grewe, *Continual learning with hypernetworks*,
        ICLR 2020: final test accuracy on split MNIST and permuted MNIST-10. **CL1** the task is given
        at test time; **CL2** it is not, and all tasks share one head; **CL3** the class is sought among
        those of all tasks.

        This notebook reads the results database and checkpoints of the store. What was published, and
        the verdicts, are as `engram report table1` gave them when the notebook was written. What was not
        run is said to be so.
        """),
      .code(loading(runs, report, store)),
      .markdown(
        """
        ## Is it reproduced?

        Mean ± standard error of the final accuracy over seeds, in percent; n is the number of seeds.

        \(report.rule)
        """),
      .code(table1Statistics),
      .code(table1Table),
      .markdown(
        """
        ## Measured and published

        Filled: measured, small dots being single seeds; open: published; bars are standard errors. The
        dotted line is joint training, the upper bound, the dashed one chance. The axis is logarithmic in
        the distance to 100 %.
        """),
      .code(table1Figure),
      .markdown(
        """
        ## While learning

        Accuracy of the hypernetworks' methods on each task (columns) after learning each task (rows),
        mean over seeds.
        """),
      .code(table1Matrices),
      .markdown(
        """
        Accuracy on the first task while the later ones are learned, mean over seeds, on the scale of
        the figure above; dashed grey: chance after the last task.
        """),
      .code(table1FirstTask),
      .markdown(
        """
        ## What it costs

        Seconds of computation of a run with all its stages, on the machine that computed them; all that
        a method keeps from task to task (weights, embeddings, importances, replay model, samples).
        Forgetting and transfer in percentage points; forward transfer is the gain, right after learning
        them, over networks that learned each task alone and are told the task: telling it is a part of
        the difference where a method has to.
        """),
      .code(table1Costs),
      .markdown(
        """
        ## What the replay model remembers

        Ten samples of each task, drawn from the replay model that the last task is learned beside; the
        last task itself has none, as nobody would ask for its samples. They are computed from the
        checkpoint alone: the hypernetwork generates the decoder's weights from a task's embedding, the
        decoder turns noise and the task's one-hot code into pixels. The decoder of DGR is one network
        without tasks. The first task of permuted MNIST is not permuted; of the others one sees no more
        than that they are not noise.
        """),
      .code(table1ReplayModel),
      .code(table1ReplayFigure),
    ]
  }

  private static func loading(
    _ runs: [String], _ report: Table1Report, _ store: String
  ) -> String {
    """
    import json
    import math
    import os
    import sqlite3
    from html import escape
    from pathlib import Path

    import h5py
    import matplotlib.pyplot as plt
    import numpy as np
    from IPython.display import HTML, display

    # The complete runs of the table, one for each cell and seed.
    RUNS = \(pythonLiteral(runs))
    # What the report says of each cell to show, in percent and percentage points.
    REPORT = [json.loads(row) for row in r\"\"\"
    \(report.notebookRows.joined(separator: "\n"))
    \"\"\".split("\\n") if row]
    REPORT = {(row["benchmark"], row["scenario"], row["method"]): row for row in REPORT}
    REFERENCES = \(pythonLiteral(report.references))

    ALL = list(REPORT)
    CELLS = {}  # benchmark: scenario: methods
    for b, s, m in ALL:
        CELLS.setdefault(b, {}).setdefault(s, []).append(m)
    COLUMNS = max(len(rows) for rows in CELLS.values())
    # Mean, standard error and number of seeds.
    published = {cell: row["published"] for cell, row in REPORT.items() if "published" in row}
    CHANCE = {(row["benchmark"], row["scenario"]): row["chance"] for row in REPORT.values()}

    \(opening(store))


    def query(sql, **values):
        \"\"\"The rows of a query; `:runs` stands for RUNS as JSON.\"\"\"
        return database.execute(sql, {"runs": json.dumps(RUNS), **values}).fetchall()


    IN_RUNS = "IN (SELECT value FROM json_each(:runs))"
    parameters = {}
    for run, key, value in query(f"SELECT run_id, key, value FROM run_parameter WHERE run_id {IN_RUNS}"):
        parameters.setdefault(run, {})[key] = value
    found = query(f"SELECT run_id, seed FROM run WHERE run_id {IN_RUNS} ORDER BY seed")
    runs = {}  # of each cell, by seed
    for run, seed in found:
        cell = tuple(parameters[run][key] for key in ("benchmark", "scenario", "method"))
        runs.setdefault(cell, []).append(run)
    profiles = {parameters[run].get("profile", "full") for run, _ in found}

    METRICS = "final_accuracy task_inference_accuracy forgetting backward_transfer forward_transfer"
    metrics = {
        row[0]: dict(zip(METRICS.split(), row[1:]))
        for row in query(
            f"SELECT run_id, {METRICS.replace(' ', ', ')} FROM run_metric WHERE run_id {IN_RUNS}"
        )
    }
    counts = [len(runs[cell]) for cell in ALL if cell in runs]
    print(f"runs: {sum(counts)}, cells: {len(counts)}, profile: {', '.join(sorted(profiles))}")
    if profiles != {"full"}:
        print("These runs trained less than what was published: nothing is held against it.")
    plt.rcParams.update({"font.size": 9, "svg.hashsalt": "table1", "svg.fonttype": "none"})


    def save(figure, name):
        for suffix in ("svg", "png"):
            figure.savefig(
                f"table1-{name}.{suffix}", dpi=160, metadata={"Date": None} if suffix == "svg" else None
            )
        plt.show()
    """
  }
}
