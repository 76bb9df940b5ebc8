extension NotebookTemplate {
  /// The figure of measured and published accuracies of `table1`.
  static let table1Figure = #"""
    def stretched(accuracy):
        """Logarithmic in the distance to 100.05 %, which shows 99.8 beside 20."""
        return -np.log10(100.05 - np.minimum(accuracy, 100.0))


    def compressed(position):
        return 100.05 - 10.0 ** -position


    TICKS = [0, 50, 80, 90, 95, 98, 99, 99.5, 99.9]
    # The tables' order from the top, and one colour for all hypernetworks.
    count = max(len(names) for rows in CELLS.values() for names in rows.values())
    figure, axes = plt.subplots(
        len(CELLS), COLUMNS, figsize=(0.5 + 4 * COLUMNS, 0.25 * count * len(CELLS) + 1.8),
        layout="constrained", squeeze=False,
    )
    for row, (benchmark, scenarios) in zip(axes, CELLS.items()):
        for ax, (scenario, names) in zip(row, scenarios.items()):
            ax.set_xscale("function", functions=(stretched, compressed))
            for y, method in enumerate(names):
                cell = (benchmark, scenario, method)
                color = "C0" if method.startswith("hnet") else "0.35"
                measured = statistics(cell)
                if measured is not None:
                    seeds = [100 * metrics[run]["final_accuracy"] for run in runs[cell] if run in metrics]
                    if len(seeds) > 1:
                        ax.plot(seeds, [y - 0.14] * len(seeds), ".", color=color, alpha=0.5, markersize=3)
                    ax.errorbar(
                        measured[0], y - 0.14, xerr=measured[1], fmt="o", color=color, markersize=5,
                        capsize=2, linewidth=1,
                    )
                else:
                    ax.plot(0.975, y, "x", color="0.75", markersize=5, transform=ax.get_yaxis_transform())
                if cell in published:
                    mean, error, _ = published[cell]
                    ax.errorbar(
                        mean, y + 0.14, xerr=error, fmt="D", color="crimson", markerfacecolor="white",
                        markersize=4, capsize=2, linewidth=1,
                    )
            ax.axvline(chance(benchmark, scenario), color="0.6", linestyle="dashed", linewidth=0.8)
            joint = statistics((benchmark, scenario, "joint"))
            if joint is not None:
                ax.axvline(joint[0], color="0.3", linestyle="dotted", linewidth=0.9)
            shown = [s[0] for m in names if (s := statistics((benchmark, scenario, m)))]
            shown += [published[b, s, m][0] for b, s, m in published if (b, s) == (benchmark, scenario)]
            low = min(shown + [chance(benchmark, scenario)])
            low = max(0, low - 0.15 * (100 - low))
            ax.set_xlim(low, 100)
            ticks = [t for t in TICKS if low <= t and (t != 50 or low < 45 or low > 46)]
            ax.set_xticks(ticks, [f"{t:g}" for t in ticks], fontsize=8)
            ax.minorticks_off()
            ax.set_yticks(range(len(names)), names, fontsize=8)
            ax.set_ylim(len(names) - 0.4, -0.6)
            ax.grid(axis="x", color="0.92")
            ax.set_axisbelow(True)
            ax.set_title(f"{benchmark}, {scenario}", loc="left", fontsize=10)
    for ax in axes[-1]:
        ax.set_xlabel("final test accuracy (%)")
    keys = {
        "measured, hypernetworks": dict(marker="o", color="C0"),
        "measured, others": dict(marker="o", color="0.35"),
        "published": dict(marker="D", color="crimson", markerfacecolor="white", markersize=4),
        "not run": dict(marker="x", color="0.75"),
    }
    handles = [plt.Line2D([], [], linestyle="none", **{"markersize": 5, **key}) for key in keys.values()]
    figure.legend(handles, keys, loc="outside upper right", ncols=len(keys), fontsize=8, frameon=False)
    save(figure, "accuracy")
    """#

  /// The accuracy matrices of the hypernetworks' methods.
  static let table1Matrices = #"""
    accuracy = {}
    for run, trained, evaluated, value in query(
        f"SELECT run_id, trained_task, evaluated_task, accuracy FROM accuracy WHERE run_id {IN_RUNS}"
    ):
        accuracy.setdefault(run, {})[trained, evaluated] = value


    def mean_matrix(cell):
        """Mean over seeds of A[i][j] in percent, NaN above the diagonal."""
        mine = [accuracy[run] for run in runs.get(cell, []) if run in accuracy]
        if not mine:
            return None
        tasks = 1 + max(i for rows in mine for i, _ in rows)
        result = np.full((tasks, tasks), np.nan)
        for i, j in {key for rows in mine for key in rows}:
            if j <= i:
                result[i, j] = 100 * np.mean([rows[i, j] for rows in mine if (i, j) in rows])
        return result


    shown = {}
    for cell in ALL:
        if cell[2].startswith("hnet") and (matrix := mean_matrix(cell)) is not None:
            shown.setdefault(cell[0], []).append((cell, matrix))
    if shown:
        width = max(len(row) for row in shown.values())
        figure, axes = plt.subplots(
            len(shown), width, figsize=(1.75 * width + 1, 2.1 * len(shown) + 0.3), layout="constrained",
            squeeze=False,
        )
        for ax in axes.flat:
            ax.set_axis_off()
        for line, (benchmark, row) in zip(axes, shown.items()):
            for ax, (cell, matrix) in zip(line, row):
                ax.set_axis_on()
                image = ax.imshow(matrix, cmap="viridis", vmin=0, vmax=100)
                ax.set_title(f"{cell[1]} {cell[2]}", fontsize=8.5)
                places = sorted({0, len(matrix) - 1})
                ax.set_xticks(places, [p + 1 for p in places])
                ax.set_yticks(places, [p + 1 for p in places])
            line[0].set_ylabel(f"{benchmark}\nafter task")
            for ax, _ in zip(line, row):
                ax.set_xlabel("on task", fontsize=8.5)
        figure.colorbar(image, ax=axes, shrink=0.8, label="accuracy on task (%)")
        save(figure, "matrices")
    else:
        print("no method of hypernetworks was run")
    """#

  /// The accuracy on the first task while the later ones are learned.
  static let table1FirstTask = #"""
    ran = [name for name in dict.fromkeys(m for _, _, m in ALL) if any(cell[2] == name for cell in runs)]
    blues = dict(zip(["hnet", "hnet+r", "hnet+tir", "hnet+ent"], ["#08306b", "#2171b5", "#4eb3d3", "#a6bddb"]))
    # The bounds are black; the others have a colour each.
    bounds = {"fine-tuning": "dotted", "scratch": "dashdot", "joint": "dashed"}
    others = [name for name in ran if name not in blues and name not in bounds]
    styles = {name: dict(color=color, marker="o", markersize=3.5, linewidth=1.6) for name, color in blues.items()}
    styles |= {name: dict(color="black", linestyle=dashes, linewidth=1.2) for name, dashes in bounds.items()}
    styles |= {name: dict(color=f"C{1 + i % 8}", linewidth=1.2) for i, name in enumerate(others)}
    ran = [name for name in [*blues, *others, *bounds] if name in ran]
    if ran:
        figure, axes = plt.subplots(
            len(CELLS), COLUMNS, figsize=(0.5 + 4 * COLUMNS, 2.6 * len(CELLS)), layout="constrained",
            squeeze=False,
        )
        handles = {}
        for row, (benchmark, scenarios) in zip(axes, CELLS.items()):
            for ax, (scenario, names) in zip(row, scenarios.items()):
                for method in names:
                    matrix = mean_matrix((benchmark, scenario, method))
                    if matrix is None:
                        continue
                    (handles[method],) = ax.plot(
                        range(1, len(matrix) + 1), matrix[:, 0], clip_on=False, **styles[method]
                    )
                if not ax.lines:
                    ax.text(0.5, 0.5, "not run", ha="center", color="0.5", transform=ax.transAxes)
                    ax.set_xticks([])
                else:
                    ax.xaxis.get_major_locator().set_params(integer=True)
                ax.axhline(chance(benchmark, scenario), color="0.6", linestyle="dashed", linewidth=0.8)
                ax.set_yscale("function", functions=(stretched, compressed))
                ax.set_ylim(0, 100)
                ax.set_yticks(TICKS, [f"{t:g}" for t in TICKS], fontsize=8)
                ax.minorticks_off()
                ax.set_title(f"{benchmark}, {scenario}", loc="left", fontsize=10)
        for ax in axes[-1]:
            ax.set_xlabel("tasks learned")
        for row in axes:
            row[0].set_ylabel("accuracy on task 1 (%)")
        handles = {name: handles[name] for name in ran if name in handles}
        figure.legend(handles.values(), handles.keys(), loc="outside right upper", fontsize=8)
        save(figure, "first-task")
    """#
}
