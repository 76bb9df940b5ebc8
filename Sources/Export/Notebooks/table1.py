# %% [markdown]
# # Every method in every scenario
#
# Table 1 of von Oswald, Henning, Sacramento, Grewe, *Continual learning with hypernetworks*,
# ICLR 2020: final test accuracy on split MNIST and permuted MNIST-10. **CL1** the task is given
# at test time; **CL2** it is not, and all tasks share one head; **CL3** the class is sought among
# those of all tasks.
#
# This notebook reads the results database and checkpoints of the store. What was published, and
# the verdicts, are as `engram report table1` gave them when the notebook was written. What was not
# run is said to be so.

# %% parameters
# The complete runs of the table, one for each cell and seed.
RUNS = ["table1-seed0-0123456789ab"]
# What the report says of each cell to show, in percent and percentage points.
ROWS = [{"benchmark": "split-mnist", "scenario": "CL1", "method": "hnet", "chance": 50, "verdict": "not run"}]
# What is published, and where.
REFERENCES = ["a publication"]
# The folder of the runs' store, which the variable ENGRAM_STORE overrides.
STORE_FOLDER = "../store"

# %% include store

# %% include activations

# %%
import json
import math
from html import escape

import h5py
import matplotlib.pyplot as plt
import numpy as np
from IPython.display import HTML, display

REPORT = {(row["benchmark"], row["scenario"], row["method"]): row for row in ROWS}

ALL = list(REPORT)
CELLS = {}  # benchmark: scenario: methods
for b, s, m in ALL:
    CELLS.setdefault(b, {}).setdefault(s, []).append(m)
COLUMNS = max(len(rows) for rows in CELLS.values())
# Mean, standard error and number of seeds.
published = {cell: row["published"] for cell, row in REPORT.items() if "published" in row}
CHANCE = {(row["benchmark"], row["scenario"]): row["chance"] for row in REPORT.values()}

def query(sql, **values):
    """The rows of a query; `:runs` stands for RUNS as JSON."""
    return database.execute(sql, {"runs": json.dumps(RUNS), **values}).fetchall()


IN_RUNS = "IN (SELECT value FROM json_each(:runs))"
parameters = {}
for run, key, value in query(f"SELECT run_id, key, value FROM run_setting WHERE run_id {IN_RUNS}"):
    parameters.setdefault(run, {})[key] = value
found = query(f"SELECT run_id, seed FROM run WHERE run_id {IN_RUNS} ORDER BY seed")
runs = {}  # of each cell, by seed
for run, _ in found:
    cell = tuple(parameters[run][key] for key in ("benchmark", "scenario", "method"))
    runs.setdefault(cell, []).append(run)
profiles = {parameters[run].get("profile", "full") for run, _ in found}

metrics = {}  # of each run: accuracies in percent, forgetting and transfer in percentage points
for run, metric, value in query(f"SELECT run_id, metric, value FROM run_metric WHERE run_id {IN_RUNS}"):
    metrics.setdefault(run, {})[metric] = value
counts = [len(runs[cell]) for cell in ALL if cell in runs]
print(f"runs: {sum(counts)}, cells: {len(counts)}, profile: {', '.join(sorted(profiles))}")
if profiles != {"full"}:
    print("These runs trained less than the published experiments, so there are no verdicts.")
plt.rcParams.update({"font.size": 9, "svg.hashsalt": "table1", "svg.fonttype": "none"})


def save(figure, name):
    for suffix in ("svg", "png"):
        figure.savefig(
            f"table1-{name}.{suffix}", dpi=160, metadata={"Date": None} if suffix == "svg" else None
        )
    plt.show()

# %% [markdown]
# ## Is it reproduced?
#
# Mean ± standard error of the final accuracy over seeds, in percent; n is the number of seeds.
#
# {{rule}}

# %%
def statistics(cell, metric="final accuracy"):
    """Mean, standard error (None for one seed) and n, in percent; None without runs."""
    values = [metrics[run][metric] for run in runs.get(cell, []) if metric in metrics.get(run, {})]
    if not values:
        return None
    n = len(values)
    return np.mean(values), np.std(values, ddof=1) / math.sqrt(n) if n > 1 else None, n


def compare(cell):
    """The difference to the published value, its 95 % interval, and the verdict, as reported."""
    row, measured = REPORT[cell], statistics(cell)
    if "measured" in row:
        mean, n = row["measured"]
        if measured is None or measured[2] != n or abs(measured[0] - mean) > 1e-6:
            return None, None, "the results have changed"
    return *row.get("difference", (None, None)), row["verdict"]


def chance(benchmark, scenario):
    """Of guessing, in percent."""
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
    """Rows of texts; a row of one text is a heading."""
    lines = ["<tr>" + "".join(f"<th>{escape(column)}</th>" for column in columns) + "</tr>"]
    for row in rows:
        span = f' colspan="{len(columns)}"' if len(row) == 1 else ""
        tag = "th" if len(row) == 1 else "td"
        style = ' style="text-align: left"'
        lines.append(
            "<tr>" + "".join(f"<{tag}{span}{style}>{escape(cell)}</{tag}>" for cell in row) + "</tr>"
        )
    display(HTML("<table>" + "".join(lines) + "</table>"))

# %%
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
            inference = statistics(cell, "task inference")
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
print("\nPublished:")
for line in REFERENCES:
    print(f"  {line}")
verdicts = list(verdicts.values())
print("\n" + ", ".join(f"{verdicts.count(v)} {v}" for v in dict.fromkeys(sorted(verdicts))))
missing = [cell for cell in ALL if cell not in runs]
if missing:
    print(f"\n{len(missing)} of {len(ALL)} cells were not run; 'engram report table1' tells how:")
    for benchmark, rows in CELLS.items():
        for scenario in rows:
            names = [m for b, s, m in missing if (b, s) == (benchmark, scenario)]
            if names:
                print(f"  {benchmark} {scenario}: {', '.join(names)}")

# %% [markdown]
# ## Measured and published
#
# Filled: measured, small dots being single seeds; open: published; bars are standard errors. The
# dotted line is joint training, the upper bound, the dashed one chance. The axis is logarithmic in
# the distance to 100 %.

# %%
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
                seeds = [metrics[run]["final accuracy"] for run in runs[cell] if run in metrics]
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

# %% [markdown]
# ## While learning
#
# Accuracy of the hypernetworks' methods on each task (columns) after learning each task (rows),
# mean over seeds.

# %%
accuracy = {}
for run, trained, evaluated, value in query(
    "SELECT run_id, trained_task, evaluated_task, value FROM score"
    f" WHERE metric = 'accuracy' AND run_id {IN_RUNS}"
):
    accuracy.setdefault(run, {})[trained - 1, evaluated - 1] = value


def mean_matrix(cell):
    """Mean over seeds of A[i][j] in percent, NaN above the diagonal."""
    mine = [accuracy[run] for run in runs.get(cell, []) if run in accuracy]
    if not mine:
        return None
    tasks = 1 + max(i for rows in mine for i, _ in rows)
    result = np.full((tasks, tasks), np.nan)
    for i, j in {key for rows in mine for key in rows}:
        if j <= i:
            result[i, j] = np.mean([rows[i, j] for rows in mine if (i, j) in rows])
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

# %% [markdown]
# Accuracy on the first task while the later ones are learned, mean over seeds, on the scale of
# the figure above; dashed grey: chance after the last task.

# %%
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

# %% [markdown]
# ## What it costs
#
# Seconds of computation of a run with all its stages, on the machine that computed them; all that
# a method keeps from task to task (weights, embeddings, importances, replay model, samples).
# Forgetting and transfer in percentage points; forward transfer is the gain, right after learning
# them, over networks that learned each task alone and are told the task: telling it is a part of
# the difference where a method has to.

# %%
COSTS = "seconds, trainable_weights, target_weights, stored_samples, memory_bytes"
cost = {row[0]: row[1:] for row in query(f"SELECT run_id, {COSTS} FROM run_costs WHERE run_id {IN_RUNS}")}


def duration(seconds):
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def mean_percent(cell, metric):
    """The mean, with n where that is not the number of the cell's runs."""
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
                mean_percent(cell, "backward transfer"),
                mean_percent(cell, "forward transfer"),
            ])
show_table(
    [
        "method", "time", "memory", "trainable weights", "target weights", "stored samples",
        "forgetting", "backward transfer", "forward transfer",
    ],
    rows,
)

# %% [markdown]
# ## What the replay model remembers
#
# Ten samples of each task, drawn from the replay model that the last task is learned beside; the
# last task itself has none, as nobody would ask for its samples. They are computed from the
# checkpoint alone: the hypernetwork generates the decoder's weights from a task's embedding, the
# decoder turns noise and the task's one-hot code into pixels. The decoder of DGR is one network
# without tasks. The first task of permuted MNIST is not permuted; of the others one sees no more
# than that they are not noise.

# %%
def replay_checkpoint(benchmark, methods):
    """The last replay model of a run of one of the methods, and which of them; None without one."""
    for method in methods:
        for scenario in ("CL3", "CL2", "CL1"):
            for run in runs.get((benchmark, scenario, method), []):
                rows = query(
                    "SELECT path FROM provenance WHERE run_id = :run AND stage = 'train-replay-model'"
                    " AND output LIKE '%.h5' ORDER BY position DESC LIMIT 1",
                    run=run,
                )
                if rows and (STORE / rows[0][0]).exists():
                    return STORE / rows[0][0], method
    return None


def read_layers(group):
    return [(layer["weight"][:], layer["bias"][:]) for _, layer in sorted(group.items())]


def decoders(path):
    """The configuration, and the decoder's layers [(weight, bias), …] of each task learned."""
    with h5py.File(path) as file:
        assert file.attrs["format"] == "engram-replay-model", f"{path} is no replay model"
        config = json.loads(file.attrs["config_json"])
        if not config.get("hypernetwork"):
            return config, [read_layers(file["decoder/layers"])]
        group = file["decoder/hypernetwork"]
        layers = read_layers(group["layers"])
        embeddings = group["task_embeddings"][:]
        chunks = group["chunk_embeddings"][:] if "chunk_embeddings" in group else None
    activation = ACTIVATIONS[config["hypernetwork"]["activation"]]
    sizes = config["decoder"]
    result = []
    for embedding in embeddings:
        x = embedding[None, :]
        if chunks is not None:
            x = np.hstack([np.repeat(x, len(chunks), axis=0), chunks])
        for weight, bias in layers[:-1]:
            x = activation(x @ weight.T + bias)
        flat = (x @ layers[-1][0].T + layers[-1][1]).ravel()
        mine, start = [], 0
        for columns, rows in zip(sizes, sizes[1:]):
            middle, end = start + rows * columns, start + rows * columns + rows
            mine.append((flat[start:middle].reshape(rows, columns), flat[middle:end]))
            start = end
        result.append(mine)
    return config, result


def samples(config, layers, task, count, random):
    """Images of one task; of any, where the decoder has no conditions.

    [count, height, width], and channels last where there are several.
    """
    x = random.standard_normal((count, config["latent"]))
    if config["conditions"]:
        code = np.zeros((count, config["conditions"]))
        code[:, task] = 1
        x = np.hstack([x, code])
    for weight, bias in layers[:-1]:
        x = np.maximum(x @ weight.T + bias, 0)
    pixels = 1 / (1 + np.exp(-(x @ layers[-1][0].T + layers[-1][1])))
    # The decoder's outputs are channel by channel.
    images = pixels.reshape(count, -1, *config["image"][:2])
    return np.moveaxis(images, 1, 3) if images.shape[1] > 1 else images[:, 0]

# %%
COLUMNS = 10
grids, absent = {}, []
for benchmark in CELLS:
    for methods in (["hnet+r"], ["hnet+tir"], ["dgr+distill", "dgr"]):
        found = replay_checkpoint(benchmark, methods)
        if found is None:
            absent.append(f"{benchmark} {' or '.join(methods)}")
            continue
        path, method = found
        config, models = decoders(path)
        random = np.random.default_rng(0)
        if config.get("hypernetwork"):
            rows = [samples(config, layers, t, COLUMNS, random) for t, layers in enumerate(models)]
        else:
            # One decoder for all tasks: as many rows, of whatever it draws.
            rows = [samples(config, models[0], 0, COLUMNS, random) for _ in range(config["tasks"])]
        grids.setdefault(benchmark, []).append((method, bool(config.get("hypernetwork")), rows))
for benchmark, panels in grids.items():
    print(f"replay models of {benchmark}: {', '.join(method for method, *_ in panels)}")
if absent:
    print(f"no replay model in the store: {', '.join(absent)}")

for benchmark, panels in grids.items():
    height = max(len(rows) for *_, rows in panels)
    figure, axes = plt.subplots(
        1, len(panels), figsize=(4.4 * len(panels) + 0.6, 0.46 * height + 0.5), layout="constrained",
        squeeze=False,
    )
    for ax, (method, has_tasks, rows) in zip(axes[0], panels):
        ax.imshow(np.vstack([np.hstack(list(row)) for row in rows]), cmap="gray_r", vmin=0, vmax=1)
        size = rows[0].shape[1]
        names = [f"task {t + 1}" for t in range(len(rows))] if has_tasks else [""] * len(rows)
        ax.set_yticks([size * (t + 0.5) - 0.5 for t in range(len(rows))], names)
        ax.set_xticks([])
        ax.tick_params(length=0)
        ax.set_title(f"{method}, {len(rows)} tasks learned", loc="left", fontsize=10)
    save(figure, "replay" if benchmark == "split-mnist" else f"replay-{benchmark}")
