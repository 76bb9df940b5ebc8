import Foundation
import Results

extension NotebookTemplate {
  /// Table 1 of von Oswald et al. 2020: every method in every scenario.
  static let table1 = NotebookTemplate(
    name: "table1", summary: "every method in every scenario, Table 1 of the paper",
    subject: .table1
  ) { runs, store in
    [
      .markdown(
        """
        # Every method in every scenario

        Table 1 of von Oswald, Henning, Sacramento, Grewe, *Continual learning with hypernetworks*,
        ICLR 2020: final test accuracy on split MNIST and permuted MNIST-10. **CL1** the task is given
        at test time; **CL2** it is not, and all tasks share one head; **CL3** the class is sought among
        those of all tasks.

        This notebook reads the results database and checkpoints of the store, nothing else. What was
        not run is said to be so.
        """),
      .code(loading(runs, store)),
      .markdown(
        """
        ## Is it reproduced?

        Mean ± standard error of the final accuracy over seeds, in percent; n is the number of seeds.
        A cell is **reproduced** where the 95 % interval of the difference to the published value
        contains 0, and else **better** or **worse**. The interval is Welch's t-interval; published
        standard errors are those of 20 seeds. For a single seed the standard deviation is taken to be
        the published one, SEM × √20.
        """),
      .code(statistics),
      .code(table),
      .markdown(
        """
        ## Measured and published

        Filled: measured, small dots being single seeds; open: published; bars are standard errors. The
        dotted line is joint training, the upper bound, the dashed one chance. The axis is logarithmic in
        the distance to 100 %. The cross marks what was not run.
        """),
      .code(table1Figure),
      .markdown(
        """
        ## While learning

        Accuracy of the hypernetworks' methods on each task (columns) after learning each task (rows),
        mean over seeds.
        """),
      .code(table1Matrices),
      .markdown("Accuracy on the first task while the later ones are learned, mean over seeds."),
      .code(table1FirstTask),
      .markdown(
        """
        ## What it costs

        Seconds of computation of a run with all its stages, on the machine that computed them; all that
        a method keeps from task to task (weights, embeddings, importances, replay model, samples).
        Forgetting and transfer in percentage points; forward transfer is the gain, right after learning
        them, over networks that learned each task alone.
        """),
      .code(costs),
      .markdown(
        """
        ## What the replay model remembers

        Ten samples of each task of split MNIST, after the last task was learned, computed from the
        checkpoint alone: the hypernetwork generates the decoder's weights from a task's embedding, the
        decoder turns noise and the task's one-hot code into pixels. The decoder of DGR is one network
        without tasks.
        """),
      .code(table1ReplayModel),
      .code(table1ReplayFigure),
    ]
  }

  /// The cells of the table as Python: benchmark → scenario → methods.
  private static var cells: String {
    let scenarios = Table1Cell.benchmarks.map { benchmark in
      let lines = Table1Cell.scenarios.map { scenario in
        let methods = Table1Cell.all.filter {
          $0.benchmark == benchmark && $0.scenario == scenario
        }.map(\.method)
        return
          "        \(pythonLiteral(scenario)): \(pythonLiteral(methods.joined(separator: " "))),\n"
      }
      return "    \(pythonLiteral(benchmark)): {\n\(lines.joined())    },\n"
    }
    return "{\n\(scenarios.joined())}"
  }

  private static func loading(_ runs: [String], _ store: String) -> String {
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

    # The complete runs of the table's cells, one for each seed.
    RUNS = \(pythonLiteral(runs))
    STORE = Path(os.environ.get("ENGRAM_STORE", \(pythonLiteral(store))))
    CELLS = \(cells)
    CELLS = {b: {s: names.split() for s, names in rows.items()} for b, rows in CELLS.items()}

    database = sqlite3.connect(f"file:{STORE / 'results.sqlite'}?mode=ro", uri=True)


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
        if cell[2] not in CELLS.get(cell[0], {}).get(cell[1], [cell[2]]):
            CELLS[cell[0]][cell[1]].append(cell[2])
    profiles = {parameters[run].get("profile", "full") for run, _ in found}

    METRICS = "final_accuracy task_inference_accuracy forgetting backward_transfer forward_transfer"
    metrics = {
        row[0]: dict(zip(METRICS.split(), row[1:]))
        for row in query(
            f"SELECT run_id, {METRICS.replace(' ', ', ')} FROM run_metric WHERE run_id {IN_RUNS}"
        )
    }
    published = {
        row[:3]: row[3:]
        for row in query(
            "SELECT benchmark, scenario, method, mean, standard_error, seeds FROM published_accuracy"
        )
    }
    print(f"{len(found)} runs of {len(runs)} cells; profile: {', '.join(sorted(profiles))}")
    if profiles != {"full"}:
        print("These runs trained less than what was published: differences do not say much.")
    plt.rcParams.update({"font.size": 9, "svg.hashsalt": "table1", "svg.fonttype": "none"})


    def save(figure, name):
        for suffix in ("svg", "png"):
            figure.savefig(
                f"table1-{name}.{suffix}", dpi=160, metadata={"Date": None} if suffix == "svg" else None
            )
        plt.show()
    """
  }

  private static let statistics = """
    def statistics(cell, metric="final_accuracy"):
        \"\"\"Mean, standard error (None for one seed) and n, in percent; None without runs.\"\"\"
        values = [metrics[run][metric] for run in runs.get(cell, []) if run in metrics]
        values = [100 * value for value in values if value is not None]
        if not values:
            return None
        n = len(values)
        return np.mean(values), np.std(values, ddof=1) / math.sqrt(n) if n > 1 else None, n


    def t_quantile(freedom):
        \"\"\"The 97.5 % quantile of Student's t: with t = √ν tan θ its density is cos(θ)^(ν − 1).\"\"\"
        angles = np.linspace(0, np.pi / 2, 200_001)
        density = np.cos(angles) ** (freedom - 1)
        area = np.concatenate([[0], np.cumsum((density[1:] + density[:-1]) / 2)])
        return math.sqrt(freedom) * math.tan(np.interp(0.95, area / area[-1], angles))


    def compare(cell):
        \"\"\"The difference to the published value, and the verdict.\"\"\"
        measured = statistics(cell)
        if measured is None:
            return None, "not run"
        if cell not in published:
            return None, "no published value"
        (mean, error, n), (reference, spread, seeds) = measured, published[cell]
        if error is None:
            square, freedom = spread**2 * seeds + spread**2, seeds - 1
        else:
            square = error**2 + spread**2
            freedom = square**2 / (error**4 / (n - 1) + spread**4 / (seeds - 1))
        difference, width = mean - reference, t_quantile(freedom) * math.sqrt(square)
        if abs(difference) <= width:
            return difference, "reproduced"
        return difference, "better" if difference > 0 else "worse"


    def chance(benchmark, scenario):
        \"\"\"Of guessing, in percent: among a task's classes, or in CL3 those of all tasks.\"\"\"
        if benchmark == "permuted-mnist-10":
            return 1 if scenario == "CL3" else 10
        return 10 if scenario == "CL3" else 50


    def text(value, form="{:.2f}"):
        return "–" if value is None else form.format(value)


    def spread_text(value):
        if value is None:
            return "–"
        return f"{value[0]:.2f}" + (f" ± {value[1]:.2f}" if value[1] is not None else "")


    def show_table(columns, rows):
        \"\"\"Rows of texts; a row of one text is a heading.\"\"\"
        lines = ["<tr>" + "".join(f"<th>{escape(column)}</th>" for column in columns) + "</tr>"]
        for row in rows:
            span = f' colspan="{len(columns)}"' if len(row) == 1 else ""
            tag = "th" if len(row) == 1 else "td"
            style = ' style="text-align: left"'
            lines.append(
                "<tr>" + "".join(f"<{tag}{span}{style}>{escape(cell)}</{tag}>" for cell in row) + "</tr>"
            )
        display(HTML("<table>" + "".join(lines) + "</table>"))


    ALL = [(b, s, m) for b, rows in CELLS.items() for s, names in rows.items() for m in names]
    """

  private static let table = """
    def reproduction(benchmark):
        rows = []
        for scenario, names in CELLS[benchmark].items():
            joint = statistics((benchmark, scenario, "joint"))
            bound = "not run" if joint is None else f"{spread_text(joint)} %"
            rows.append(
                [f"{scenario}: chance {chance(benchmark, scenario)} %, joint training (upper bound) {bound}"]
            )
            for method in names:
                cell = (benchmark, scenario, method)
                measured, (difference, verdict) = statistics(cell), compare(cell)
                inference = statistics(cell, "task_inference_accuracy")
                rows.append([
                    method,
                    "not run" if measured is None else f"{spread_text(measured)} ({measured[2]})",
                    spread_text(published.get(cell)),
                    text(difference, "{:+.2f}"),
                    verdict,
                    text(inference and inference[0]),
                ])
        return rows


    HEADINGS = ["method", "measured % (n)", "published %", "difference", "verdict", "task inference %"]
    for benchmark in CELLS:
        print(benchmark)
        show_table(HEADINGS, reproduction(benchmark))

    verdicts = [compare(cell)[1] for cell in ALL]
    print(", ".join(f"{verdicts.count(v)} {v}" for v in dict.fromkeys(sorted(verdicts))))
    missing = [cell for cell in ALL if cell not in runs]
    if missing:
        print(f"\\n{len(missing)} of {len(ALL)} cells were not run; 'engram report table1' tells how:")
        for benchmark, rows in CELLS.items():
            for scenario in rows:
                names = [m for b, s, m in missing if (b, s) == (benchmark, scenario)]
                if names:
                    print(f"  {benchmark} {scenario}: {', '.join(names)}")
    """

  private static let costs = """
    COSTS = "seconds, trainable_weights, target_weights, stored_samples, memory_bytes"
    cost = {row[0]: row[1:] for row in query(f"SELECT run, {COSTS} FROM run_costs WHERE run {IN_RUNS}")}


    def duration(seconds):
        if seconds < 120:
            return f"{seconds:.0f} s"
        return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


    def mean_percent(cell, metric):
        value = statistics(cell, metric)
        return text(value and value[0])


    rows = []
    for benchmark, scenarios in CELLS.items():
        for scenario, names in scenarios.items():
            ran = [m for m in names if (benchmark, scenario, m) in runs]
            rows += [[f"{benchmark}, {scenario}" + ("" if ran else ": not run")]]
            for method in ran:
                cell = (benchmark, scenario, method)
                mine = [cost[run] for run in runs[cell] if run in cost]
                times = [row[0] for row in mine if row[0] is not None]
                known = next((row for row in mine if row[1] is not None), (None,) * 5)
                rows.append([
                    method,
                    duration(np.mean(times)) if times else "–",
                    text(known[4] and known[4] / 1e6, "{:.1f} MB"),
                    text(known[1], "{:,}"),
                    text(known[2], "{:,}"),
                    text(known[3], "{:,}"),
                    mean_percent(cell, "forgetting"),
                    mean_percent(cell, "backward_transfer"),
                    mean_percent(cell, "forward_transfer"),
                ])
    show_table(
        [
            "method", "time", "memory", "trainable weights", "target weights", "stored samples",
            "forgetting", "backward transfer", "forward transfer",
        ],
        rows,
    )
    """
}
