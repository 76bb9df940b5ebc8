# %% [markdown]
# # Three functions, one after another
#
# Three functions of one number were learned one after another, as in Figure 2 of von Oswald,
# Henning, Sacramento, Grewe, *Continual learning with hypernetworks*, ICLR 2020: `x + 3` on
# [−4, −2], `2x² − 1` on [−1, 1] and `(x − 3)³` on [2, 4], each from a hundred noisy points. A
# network that is trained on one after the other forgets the first ones; a hypernetwork keeps them.
#
# This notebook reads the results database, the points, what was predicted in the end, and a
# checkpoint of the store, nothing else.

# %% parameters
# What learned, and its complete runs, a seed each.
PANELS = [("hypernetwork", ["fig2-seed0-0123456789ab"])]
# The folder of their store, which the variable ENGRAM_STORE overrides.
STORE_FOLDER = "../store"

# %% include store

# %% include activations

# %%
import json

import h5py
import matplotlib.pyplot as plt
import numpy as np


def errors(run):
    """The mean squared error on each task after the last one."""
    return [
        error
        for (error,) in database.execute(
            "SELECT mean_squared_error FROM final_error WHERE run_id = ? ORDER BY task", (run,)
        )
    ]


for title, runs in PANELS:
    print(f"{title}: {len(runs)} seed{'s' * (len(runs) > 1)}, the first one {runs[0]}")

# %% [markdown]
# ## Errors
#
# The mean squared error on each function after the last one was learned, at fifty points without
# noise; mean ± standard error over the seeds.

# %%
def summary(values):
    mean = np.mean(values)
    if len(values) < 2:
        return f"{mean:.3g}"
    return f"{mean:.3g} ± {np.std(values, ddof=1) / np.sqrt(len(values)):.2g}"


tasks = len(errors(PANELS[0][1][0]))
print(f"{'':26}" + "".join(f"{f'task {j + 1}':20}" for j in range(tasks)) + "mean")
for title, runs in PANELS:
    table = np.array([errors(run) for run in runs])
    columns = [summary(table[:, j]) for j in range(tasks)] + [summary(table.mean(axis=1))]
    print(f"{title:26}" + "".join(f"{text:20}" for text in columns).rstrip())

# %% [markdown]
# What the figure shows, as `engram report fig2` said when this was written:
#
# {{verdicts}}
#
# ## The figure
#
# Dashed: the functions; dots: the points that were learned from; lines: what is predicted on each
# function's interval after the last one was learned, of the first seed.

# %%
plt.rcParams.update({"font.size": 9, "svg.hashsalt": "fig2", "svg.fonttype": "none"})
columns = min(4, len(PANELS))
rows = -(-len(PANELS) // columns)
figure, axes = plt.subplots(
    rows, columns, figsize=(2.9 * columns, 2.5 * rows), sharex=True, sharey=True,
    layout="constrained", squeeze=False,
)
colours = ["tab:blue", "tab:orange", "tab:green", "tab:red", "tab:purple", "tab:brown"]
for index, (title, runs) in enumerate(PANELS):
    ax = axes.flat[index]
    with open(artifact(runs[0], "tables.json")) as file:
        tables = json.load(file)
    with open(artifact(runs[0], "predictions.json")) as file:
        outputs = json.load(file)["outputs"]
    for j, predicted in enumerate(outputs):
        training, test = tables[j]["training"], tables[j]["test"]
        colour = colours[j % len(colours)]
        ax.plot(
            training["inputs"], training["targets"], ".", color=colour, alpha=0.2,
            markersize=3,
        )
        ax.plot(test["inputs"], test["targets"], "--", color="black", linewidth=1)
        ax.plot(test["inputs"], predicted, color=colour, linewidth=1.8)
    name = f"({chr(97 + index)}) {title}"
    ax.set_title(name, loc="left", fontsize=9)
    error = np.mean(errors(runs[0]))
    ax.text(0.97, 0.04, f"error {error:.2g}", transform=ax.transAxes, ha="right", fontsize=8)
# A network that has forgotten may be far off: what there was to learn stays in sight.
axes.flat[0].set_ylim(-2.4, 1.7)
for ax in axes.flat[len(PANELS) :]:
    ax.set_visible(False)
for ax in axes[-1]:
    ax.set_xlabel("x")
for ax in axes[:, 0]:
    ax.set_ylabel("y")
for suffix in ("svg", "png"):
    figure.savefig(
        f"fig2.{suffix}", dpi=200, metadata={"Date": None} if suffix == "svg" else None
    )
plt.show()
print(", ".join(sorted({origin(run) for title, runs in PANELS for run in runs})))

# %% [markdown]
# ## The functions, from the checkpoint alone
#
# A checkpoint of a hypernetwork holds all tasks: its layers take a task's embedding and give the
# weights of the network that follows the task's function. Below numpy does the same; the
# predictions are those of the figure.

# %%
for title, runs in PANELS:
    path = artifact(runs[0], "checkpoint.h5")
    if path is None:
        continue
    if not path.exists():
        print(f"{title}: not compared, a bundle has left the checkpoint out")
        continue
    with h5py.File(path) as file:
        config = json.loads(file.attrs["config_json"])
        group = file["hypernetwork"]
        if "chunk_embeddings" in group:
            print(f"{title}: weights in chunks are not generated here")
            continue
        layers = [(x["weight"][:], x["bias"][:]) for _, x in sorted(group["layers"].items())]
        embeddings = group["task_embeddings"][:]
    inner = ACTIVATIONS[config["hypernetwork"]["activation"]]
    network = config["target"]
    with open(artifact(runs[0], "tables.json")) as file:
        tables = json.load(file)
    with open(artifact(runs[0], "predictions.json")) as file:
        outputs = json.load(file)["outputs"]
    largest = 0
    for j, embedding in enumerate(embeddings):
        x = embedding
        for weight, bias in layers[:-1]:
            x = inner(weight @ x + bias)
        weights = layers[-1][0] @ x + layers[-1][1]
        y = np.array(tables[j]["test"]["inputs"])[:, None]
        start = 0
        for layer in network["layers"]:
            kind, *number = layer.split()
            if kind == "dense":
                before, after = y.shape[1], int(number[0])
                matrix = weights[start : start + before * after].reshape(after, before)
                start += before * after
                y = y @ matrix.T + weights[start : start + after]
                start += after
            elif kind != "dropout":  # which acts in training alone
                y = ACTIVATIONS[kind](y)
        largest = max(largest, np.abs(y[:, 0] - outputs[j]).max())
    print(f"{title}: largest difference to the stored predictions {largest:.1e}")
    assert largest < 1e-3
