# %% [markdown]
# # CIFAR-10, then fifty classes of CIFAR-100
#
# Six tasks were learned one after another, as in Figure 5 of von Oswald, Henning, Sacramento,
# Grewe, *Continual learning with hypernetworks*, ICLR 2020: all of CIFAR-10, then five times ten
# classes of CIFAR-100, a tenth of the images each. The target network is a convolutional one with a
# head per task; a hypernetwork generates its weights. A network trained on one task after the other
# forgets the first ones. One that learns each task from scratch forgets nothing, but what it learned
# before does not help it.
#
# This notebook reads the results database, and for the last part a checkpoint and the images of the
# store, nothing else. No numbers of the paper's curves were published, so none are drawn.

# %% parameters
# What learned, and its complete runs, a seed each.
PANELS = [("hypernetwork", ["fig5-seed0-0123456789ab"])]
# The folder of their store, which the variable ENGRAM_STORE overrides.
STORE_FOLDER = "../store"

# %% include store

# %% include activations

# %%
import json

import h5py
import matplotlib.pyplot as plt
import numpy as np


def accuracies(run):
    """The accuracy in percent, [trained_task, evaluated_task]; NaN where there is none."""
    rows = database.execute(
        "SELECT trained_task, evaluated_task, value FROM score"
        " WHERE run_id = ? AND metric = 'accuracy'",
        (run,),
    ).fetchall()
    table = np.full((max(row[0] for row in rows),) * 2, np.nan)
    for trained, evaluated, value in rows:
        table[trained - 1, evaluated - 1] = value
    return table


def setting(run, key):
    found = database.execute(
        "SELECT value FROM run_setting WHERE run_id = ? AND key = ?", (run, key)
    ).fetchone()
    return found[0] if found else None


def hours(run):
    found = database.execute("SELECT seconds FROM run_costs WHERE run_id = ?", (run,)).fetchone()
    return found[0] / 3600


def classes(run):
    """A short name for each task's classes, such as 10–19."""
    groups = [[int(c) for c in g.split(",")] for g in setting(run, "groups").split("/")]
    return [f"{min(group)}–{max(group)}" for group in groups]


tables = {title: np.array([accuracies(run) for run in runs]) for title, runs in PANELS}
first = PANELS[0][1][0]
tasks = tables[PANELS[0][0]].shape[1]
changed = database.execute("SELECT settings FROM run WHERE run_id = ?", (first,)).fetchone()[0]
print(f"settings beside those of the published experiment: {changed or 'none'}")
length = setting(first, "epochs")
print(f"{length} epochs per task" if length else f"{setting(first, 'steps')} steps per task")
for title, runs in PANELS:
    print(f"{title}: {len(runs)} seed{'s' * (len(runs) > 1)}, the first one {runs[0]}")

# %% [markdown]
# ## Accuracies
#
# Test accuracy in percent, mean ± standard error over the seeds, and the hours that a run computed.
# *Final* is after the last task, *during* right after the task itself. Task 1 is CIFAR-10. Classes
# are counted on: 10 and above are those of CIFAR-100.

# %%
def summary(values, axis=0):
    mean, count = np.mean(values, axis=axis), np.shape(values)[axis]
    error = np.std(values, axis=axis, ddof=1) / np.sqrt(count) if count > 1 else np.nan * mean
    return mean, error


def text(values):
    mean, error = summary(values)
    return f"{mean:.1f}" + ("" if np.isnan(error) else f" ± {error:.1f}")


def line(title, values, time=""):
    cells = [text(values[:, j]) for j in range(tasks)] + [text(values.mean(axis=1))]
    print(f"{title:28}" + "".join(f"{cell:12}" for cell in cells) + time)


names = classes(first)[:tasks]
print(f"{'':28}" + "".join(f"{name:12}" for name in names) + f"{'mean':12}hours")
for title, runs in PANELS:
    final = tables[title][:, -1, :]
    line(f"{title}, final", final, text(np.array([hours(run) for run in runs])))
    line(f"{title}, during", np.diagonal(tables[title], axis1=1, axis2=2))

# %% [markdown]
# What the figure shows, as `engram report fig5` said when this was written:
#
# {{verdicts}}
#
# ## The figure
#
# Left: the accuracy on each task; shaded: standard error, where there are several seeds. Right: what
# is left of the first task while the others are learned.

# %%
plt.rcParams.update({"font.size": 9, "svg.hashsalt": "fig5", "svg.fonttype": "none"})
figure, (left, right) = plt.subplots(
    1, 2, figsize=(9.2, 3.4), layout="constrained", width_ratios=[3, 2], sharey=True
)
colours = {"from scratch": "tab:purple", "fine-tuning": "goldenrod", "joint training": "tab:green"}
others = iter(["tab:brown", "tab:pink", "tab:gray", "tab:olive", "tab:cyan", "black"])
places = np.arange(tasks)


def curve(axes, x, values, label, colour, style="o-"):
    mean, error = summary(values)
    axes.plot(x, mean, style, color=colour, label=label, markersize=4, linewidth=1.5)
    if not np.isnan(error).any():
        axes.fill_between(x, mean - error, mean + error, color=colour, alpha=0.2, linewidth=0)


for title, table in tables.items():
    colour = "tab:red" if title == PANELS[0][0] else colours.get(title) or next(others)
    label = f"{title}, after all tasks" if title == PANELS[0][0] else title
    if title == PANELS[0][0]:
        during = np.diagonal(table, axis1=1, axis2=2)
        curve(left, places, during, f"{title}, right after the task", "tab:blue", "s--")
    curve(left, places, table[:, -1, :], label, colour)
    if title != "from scratch":
        curve(right, places, table[:, :, 0], title, colour)
left.set_xticks(places, [f"{j + 1}\n{name}" for j, name in enumerate(names)])
left.set_xlabel("task and its classes; from 10 on those of CIFAR-100")
left.set_ylabel("test accuracy in %")
left.set_title("(a) every task", loc="left", fontsize=9)
left.legend(fontsize=8, frameon=False)
right.set_xticks(places, places + 1)
right.set_xlabel("tasks learned")
right.set_title("(b) the first task", loc="left", fontsize=9)
for axes in (left, right):
    axes.set_ylim(0, 100)
    axes.grid(alpha=0.25)
    axes.spines[["top", "right"]].set_visible(False)
for suffix in ("svg", "png"):
    figure.savefig(
        f"fig5.{suffix}", dpi=200, metadata={"Date": None} if suffix == "svg" else None
    )
plt.show()
print(", ".join(sorted({origin(run) for title, runs in PANELS for run in runs})))

# %% [markdown]
# ## The last task, from the checkpoint alone
#
# A checkpoint of the hypernetwork holds all tasks: its layers take a task's embedding and a chunk's
# and give that chunk of the network's weights. The statistics of batch norm are kept per task. Below
# numpy generates the network of the last task and classifies its test images; the accuracy is the
# stored one. The distance between the tasks' statistics shows why each task has its own.

# %%
def found(run, output):
    """The same path; None also where the file was left out of a bundle."""
    path = artifact(run, output)
    return path if path and path.exists() else None


def generate(file, task):
    """The flat weights of the target network for a task."""
    config, group = json.loads(file.attrs["config_json"]), file["hypernetwork"]
    layers = [(x["weight"][:], x["bias"][:]) for _, x in sorted(group["layers"].items())]
    inner = ACTIVATIONS[config["hypernetwork"]["activation"]]
    x = group["task_embeddings"][task][None, :]
    if "chunk_embeddings" in group:
        chunks = group["chunk_embeddings"][:]
        x = np.hstack([np.repeat(x, len(chunks), axis=0), chunks])
    for weight, bias in layers[:-1]:
        x = inner(x @ weight.T + bias)
    return (x @ layers[-1][0].T + layers[-1][1]).ravel()


def convolve(x, weight, bias, stride, padding):
    """A convolution of `[image, channel, row, column]`, all taps in one product."""
    side = weight.shape[2]
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(x, (side, side), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    return np.einsum("nchwij,ocij->nohw", windows, weight, optimize=True) + bias[:, None, None]


def pool(x, side, reduce):
    if side is None:
        return x.mean(axis=(2, 3), keepdims=True)
    rows, columns = x.shape[2] // side, x.shape[3] // side
    cut = x[:, :, : rows * side, : columns * side]
    return reduce(cut.reshape(*x.shape[:2], rows, side, columns, side), axis=(3, 5))


class Network:
    """A target network, its layers as texts, with flat weights and a task's statistics of batch norm."""

    def __init__(self, layers, weights, statistics):
        self.layers, self.weights, self.statistics = layers, weights, statistics

    def take(self, *shape):
        start, self.place = self.place, self.place + int(np.prod(shape))
        return self.weights[start : self.place].reshape(shape)

    def normalized(self, x):
        channels = x.shape[1]
        mean = self.statistics[self.seen : self.seen + channels]
        variance = self.statistics[self.seen + channels : self.seen + 2 * channels]
        self.seen += 2 * channels
        scale, shift = next(self.scales)
        factor = scale / np.sqrt(variance + 1e-5)
        return x * factor[:, None, None] + (shift - mean * factor)[:, None, None]

    def convolved(self, x, channels, side=3, stride=1, padding=1):
        weight, bias = self.take(channels, x.shape[1], side, side), self.take(channels)
        return convolve(x, weight, bias, stride, padding)

    def block(self, x, channels, stride):
        y = np.maximum(self.normalized(self.convolved(x, channels, stride=stride)), 0)
        y = self.normalized(self.convolved(y, channels))
        shortcut, more = x[:, :, ::stride, ::stride], channels - x.shape[1]
        return np.maximum(
            y + np.pad(shortcut, ((0, 0), (more // 2, more - more // 2), (0, 0), (0, 0))), 0
        )

    def outputs(self, x):
        """Of images `[image, channel, row, column]`."""
        self.place = self.seen = 0
        # The scales and shifts of all batch norms stand before everything else.
        channels = []
        for layer, after in zip(self.layers, self.layers[1:] + [""]):
            kind, *words = layer.split()
            norms = 2 if kind == "block" else int(kind == "conv" and after == "batchnorm")
            channels += [int(words[0])] * norms if norms else []
        self.scales = iter([(self.take(count), self.take(count)) for count in channels])
        for layer in self.layers:
            kind, *words = layer.split()
            stride = int(words[words.index("stride") + 1]) if "stride" in words else 1
            if kind == "conv":
                side = int(words[words.index("size") + 1]) if "size" in words else 3
                padding = 0 if "valid" in words else side // 2
                x = self.convolved(x, int(words[0]), side, stride, padding)
            elif kind == "block":
                x = self.block(x, int(words[0]), stride)
            elif kind == "batchnorm":
                x = self.normalized(x)
            elif kind == "maxpool":
                x = pool(x, int(words[0]), np.max)
            elif kind == "avgpool":
                x = pool(x, int(words[0]) if words else None, np.mean)
            elif kind == "dense":
                x = x.reshape(len(x), -1)
                x = x @ self.take(int(words[0]), x.shape[1]).T + self.take(int(words[0]))
            elif kind != "dropout":  # which acts in training alone
                x = ACTIVATIONS[kind](x)
        return x


def test_images(run, wanted):
    """The test images of some classes, as bytes, with their classes."""
    names = json.loads(artifact(run, "datasets.json").read_text())
    images, labels, start = [], [], 0
    for name in names:
        manifest = json.loads(artifact(run, f"{name}.manifest.json").read_text())
        shape = [manifest["image"][side] for side in ("channels", "height", "width")]
        before, label = manifest["record"]["label_bytes"], manifest["record"]["label"]
        records = np.fromfile(artifact(run, f"{name}.test.records"), np.uint8)
        records = records.reshape(-1, before + np.prod(shape))
        mine = np.isin(start + records[:, label], wanted)
        images.append(records[mine][:, before:].reshape(-1, *shape))
        labels.append(start + records[mine][:, label])
        start += len(manifest["classes"])
    return np.concatenate(images), np.concatenate(labels)


path = found(first, "checkpoint.h5")
if PANELS[0][0] != "hypernetwork":
    print("not compared: there is no run of the hypernetwork")
elif path is None:
    print("not compared: the checkpoint was left out of the bundle that the run came in")
elif found(first, "datasets.json") is None or found(first, "cifar-100.test.records") is None:
    print("not compared: the images are not in the store")
elif setting(first, "validation"):
    print("not compared: the run was tested on training images that were held out")
else:
    with h5py.File(path) as file:
        config = json.loads(file.attrs["config_json"])
        last = len(config["tasks"]) - 1
        head = config["tasks"][last]
        # A network without batch norm keeps none.
        statistics = file["statistics"][:] if "statistics" in file else np.zeros((last + 1, 0))
        network = Network(config["target"]["layers"], generate(file, last), statistics[last])
    images, labels = test_images(first, head["classes"])
    x = images.astype(np.float32) / 255
    if setting(first, "normalization") == "imagenet":
        x -= np.array([0.485, 0.456, 0.406], np.float32)[:, None, None]
        x /= np.array([0.229, 0.224, 0.225], np.float32)[:, None, None]
    start = head["head_offset"]
    parts = np.array_split(x, -(-len(x) // 100))
    logits = np.concatenate([network.outputs(part) for part in parts])
    best = logits[:, start : start + head["head_count"]].argmax(axis=1)
    computed = np.mean(np.array(head["classes"])[best] == labels)
    stored = tables[PANELS[0][0]][0][-1, -1] / 100
    print(f"task {last + 1}: computed {100 * computed:.4f} %, stored {100 * stored:.4f} %")
    # Rounding may turn a sample or two that lie on the border, no more.
    assert abs(computed - stored) * len(x) < 2.5, "the checkpoint gives another accuracy"
    if statistics.size:
        print("distance of the statistics of each task from those of task 1, relative to these:")
        distance = np.linalg.norm(statistics - statistics[0], axis=1)
        print("  ".join(f"{value:.2f}" for value in distance / np.linalg.norm(statistics[0])))
