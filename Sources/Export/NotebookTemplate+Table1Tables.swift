extension NotebookTemplate {
  /// Statistics over seeds, comparisons and tables in Python.
  static let table1Statistics = """
    def statistics(cell, metric="final_accuracy"):
        \"\"\"Mean, standard error (None for one seed) and n, in percent; None without runs.\"\"\"
        values = [metrics[run][metric] for run in runs.get(cell, []) if run in metrics]
        values = [100 * value for value in values if value is not None]
        if not values:
            return None
        n = len(values)
        return np.mean(values), np.std(values, ddof=1) / math.sqrt(n) if n > 1 else None, n


    def compare(cell):
        \"\"\"The difference to the published value, its 95 % interval, and the verdict, as reported.\"\"\"
        row, measured = REPORT[cell], statistics(cell)
        if "measured" in row:
            mean, n = row["measured"]
            if measured is None or measured[2] != n or abs(measured[0] - mean) > 1e-6:
                return None, None, "the results have changed"
        return *row.get("difference", (None, None)), row["verdict"]


    def chance(benchmark, scenario):
        \"\"\"Of guessing, in percent.\"\"\"
        return CHANCE[benchmark, scenario]


    def text(value, form="{:.2f}"):
        return "–" if value is None else form.format(value)


    def interval_text(value):
        return "–" if value is None else f"{value[0]:+.2f} to {value[1]:+.2f}"


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
    """

  /// The reproduction, cell by cell.
  static let table1Table = """
    def reproduction(benchmark):
        rows = []
        for scenario, names in CELLS[benchmark].items():
            joint = statistics((benchmark, scenario, "joint"))
            bound = "not run" if joint is None else f"{spread_text(joint)} %"
            rows.append(
                [f"{scenario}: chance {chance(benchmark, scenario):.0f} %, joint training (upper bound) {bound}"]
            )
            for method in names:
                cell = (benchmark, scenario, method)
                measured, (difference, interval, verdict) = statistics(cell), compare(cell)
                inference = statistics(cell, "task_inference_accuracy")
                rows.append([
                    method,
                    "not run" if measured is None else f"{spread_text(measured)} ({measured[2]})",
                    spread_text(published.get(cell)),
                    text(difference, "{:+.2f}"),
                    interval_text(interval),
                    verdict,
                    text(inference and inference[0]),
                ])
        return rows


    HEADINGS = [
        "method", "measured % (n)", "published %", "difference", "95 % interval", "verdict",
        "task inference %",
    ]
    for benchmark in CELLS:
        print(benchmark)
        show_table(HEADINGS, reproduction(benchmark))

    verdicts = {cell: compare(cell)[-1] for cell in ALL}
    remarks = {}
    for cell, row in REPORT.items():
        if "remark" in row and verdicts[cell] == row["verdict"]:
            remarks.setdefault(row["remark"], []).append(" ".join(cell))
    for remark, cells in remarks.items():
        print(f"{', '.join(cells)}: {remark}")
    changed = [" ".join(cell) for cell in ALL if verdicts[cell] == "the results have changed"]
    if changed:
        print(f"{', '.join(changed)}: 'engram export notebook table1' writes the notebook anew")
    print("\\nPublished:")
    for line in REFERENCES:
        print(f"  {line}")
    verdicts = list(verdicts.values())
    print("\\n" + ", ".join(f"{verdicts.count(v)} {v}" for v in dict.fromkeys(sorted(verdicts))))
    missing = [cell for cell in ALL if cell not in runs]
    if missing:
        print(f"\\n{len(missing)} of {len(ALL)} cells were not run; 'engram report table1' tells how:")
        for benchmark, rows in CELLS.items():
            for scenario in rows:
                names = [m for b, s, m in missing if (b, s) == (benchmark, scenario)]
                if names:
                    print(f"  {benchmark} {scenario}: {', '.join(names)}")
    """

  /// The table of costs.
  static let table1Costs = """
    COSTS = "seconds, trainable_weights, target_weights, stored_samples, memory_bytes"
    cost = {row[0]: row[1:] for row in query(f"SELECT run, {COSTS} FROM run_costs WHERE run {IN_RUNS}")}


    def duration(seconds):
        if seconds < 120:
            return f"{seconds:.0f} s"
        return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


    def mean_percent(cell, metric):
        \"\"\"The mean, with n where that is not the number of the cell's runs.\"\"\"
        value = statistics(cell, metric)
        if value is None:
            return text(None)
        return text(value[0]) + ("" if value[2] == len(runs[cell]) else f" ({value[2]})")


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
