# %% [markdown]
# # The space of task embeddings
#
# A hypernetwork with two-dimensional task embeddings learned tasks one after another, as in
# Figure 4 of von Oswald, Henning, Sacramento, Grewe, *Continual learning with hypernetworks*,
# ICLR 2020, which shows split MNIST. Every point of the plane is an embedding; its colour is the
# accuracy of the weights that the hypernetwork generates for it.
#
# This notebook reads the results database and a checkpoint of the store, nothing else.

# %% parameters
# The run to show, and the folder of its store, which the variable ENGRAM_STORE overrides.
RUN = "fig4-seed0-0123456789ab"
STORE_FOLDER = "../store"

# %% include store

# %% include activations

# %%
import json

import h5py
import matplotlib.pyplot as plt
import numpy as np


def query(sql):
    return database.execute(sql, {"run": RUN}).fetchall()


def checkpoint_path():
    (path,) = query(
        "SELECT path FROM provenance WHERE run_id = :run AND kind = 'checkpoint'"
        " ORDER BY position DESC LIMIT 1"
    )[0]
    return STORE / path


experiment, seed, status = query(
    "SELECT experiment, seed, status FROM run WHERE run_id = :run"
)[0]
parameters = dict(query("SELECT key, value FROM run_setting WHERE run_id = :run"))
# Training images that were held out and tested on instead of the test images.
held_out = int(parameters.get("validation", 0))
tested = f"{held_out} training images held out" if held_out else "the test images"
print(f"{RUN}: {experiment} on {parameters['dataset']}, seed {seed}, {status}")
print(f"accuracies are of {tested}")

# %% [markdown]
# ## Accuracy per task

# %%
dataset_files = dict(
    query("SELECT output, path FROM provenance WHERE run_id = :run AND node = 'dataset'")
)
# The classes of several datasets are counted on.
datasets = parameters["dataset"].split("+")
prefixes = [f"{name}." for name in datasets] if len(datasets) > 1 else [""]
names = []
for prefix in prefixes:
    with open(STORE / dataset_files[f"{prefix}manifest.json"]) as file:
        names += json.load(file)["classes"]

# A bundle may have left the checkpoint out.
config = None
if checkpoint_path().exists():
    with h5py.File(checkpoint_path()) as file:
        config = json.loads(file.attrs["config_json"])
if config:
    classes = [task["classes"] for task in config["tasks"]]
elif "groups" in parameters:
    classes = [[int(c) for c in group.split(",")] for group in parameters["groups"].split("/")]
else:
    classes = [list(range(len(names)))] * int(parameters["tasks"])
classes = classes[: int(parameters.get("tasks", len(classes)))]


def classes_text(task):
    """The classes of a task in words."""
    mine = [names[c] for c in classes[task]]
    if len(mine) == len(names):
        return "all classes"
    if len(mine) > 4:
        return f"{len(mine)} of {len(names)} classes"
    return f"classes {', '.join(mine[:-1])} and {mine[-1]}"


# After task i, on task j, both from 0, in percent.
accuracy = {
    (i - 1, j - 1): value
    for i, j, value in query(
        "SELECT trained_task, evaluated_task, value FROM score"
        " WHERE run_id = :run AND metric = 'accuracy'"
    )
}
tasks = len(classes)
during = [accuracy[j, j] for j in range(tasks)]
final = [accuracy[tasks - 1, j] for j in range(tasks)]

width = max(len(classes_text(j)) for j in range(tasks))
print(f"task  {'':{width}}  after learning it  after learning all")
for j in range(tasks):
    print(f"{j + 1:4}  {classes_text(j):{width}}  {during[j]:15.2f} %  {final[j]:16.2f} %")
print(f"mean  {'':{width}}  {np.mean(during):15.2f} %  {np.mean(final):16.2f} %")

# %% [markdown]
# ## The figure
#
# The plane after the last task was learned: **(a)** accuracy on the first task, **(b)** on the last
# one. In the published figure the first task is solved in a wide region that holds the later
# embeddings, too; the last one owns a bounded region, and accuracy decays gracefully outside.
# Circles mark the learned embeddings; the red one is that of the task shown. The dashed line
# encloses the points whose accuracy is within two percentage points of the task's own.

# %%
points = query(
    "SELECT panel, x, y, accuracy_percent FROM fig4 WHERE run_id = :run ORDER BY panel, y, x"
)
marks = np.array(
    query("SELECT x, y FROM fig4_embedding WHERE run_id = :run ORDER BY task")
)
shown = {"a": 0, "b": tasks - 1}
panels = {}
for panel in sorted({row[0] for row in points}):
    rows = np.array([row[1:] for row in points if row[0] == panel], dtype=float)
    xs, ys = np.unique(rows[:, 0]), np.unique(rows[:, 1])
    panels[panel] = (xs, ys, rows[:, 2].reshape(len(ys), len(xs)))

plt.rcParams.update({"font.size": 9, "svg.hashsalt": RUN, "svg.fonttype": "none"})
figure, axes = plt.subplots(
    1, len(panels), figsize=(4.2 * len(panels), 4.5), sharey=True, layout="constrained",
    squeeze=False,
)
for ax, (panel, (xs, ys, values)) in zip(axes[0], panels.items()):
    task = shown[panel]
    half = (xs[1] - xs[0]) / 2
    image = ax.imshow(
        values, origin="lower", cmap="viridis", vmin=0, vmax=100, interpolation="nearest",
        extent=(xs[0] - half, xs[-1] + half, ys[0] - half, ys[-1] + half), aspect="equal",
    )
    near = values >= final[task] - 2
    if near.any() and not near.all():
        ax.contour(
            xs, ys, values, levels=[final[task] - 2], colors="white", linewidths=0.9,
            linestyles="dashed",
        )
    for j, (x, y) in enumerate(marks):
        own = j == task
        ax.plot(
            x, y, "o", markersize=8, markeredgewidth=1.3, markeredgecolor="white",
            markerfacecolor="crimson" if own else "black",
        )
        ax.annotate(
            str(j + 1), (x, y), xytext=(7, 5), textcoords="offset points", color="white",
            fontweight="bold", path_effects=[],
        )
    ax.set_title(f"({panel}) task {task + 1}: {classes_text(task)}", loc="left", fontsize=10)
    ax.set_xlabel("embedding, first dimension")
axes[0][0].set_ylabel("embedding, second dimension")
bar = figure.colorbar(image, ax=axes[0], shrink=0.85, pad=0.02)
bar.set_label("accuracy on images held out (%)" if held_out else "test accuracy (%)")
figure.supxlabel(
    "accuracy after learning all tasks: "
    + ",  ".join(f"task {j + 1}: {value:.2f} %" for j, value in enumerate(final)),
    fontsize=8.5,
)
for suffix in ("svg", "png"):
    figure.savefig(
        f"fig4.{suffix}", dpi=200, metadata={"Date": None} if suffix == "svg" else None
    )
plt.show()

for panel, (_, _, values) in panels.items():
    task = shown[panel]
    share = 100 * np.mean(values >= final[task] - 2)
    print(f"({panel}) within 2 points of task {task + 1}'s own accuracy: {share:.1f} % of the plane")
print(origin(RUN))
if "b" in panels:
    xs, ys, values = panels["b"]
    others = [
        values[np.abs(ys - y).argmin(), np.abs(xs - x).argmin()] for x, y in marks[:-1]
    ]
    chance = 100 / len(classes[-1])
    print(
        f"(b) the other tasks' embeddings give {np.mean(others):.1f} % on average,"
        f" chance is {chance:.0f} %"
    )

# %% [markdown]
# ## The weights of a task, from the checkpoint alone
#
# The hypernetwork in the checkpoint generates the weights of any task that was learned: for each
# chunk, its hidden layers take the task's embedding and the chunk's, the output layer gives the
# next piece of the flat weight vector, and the last piece is cut. Below they are generated with
# numpy and classify the images that the run was tested on; the accuracy equals the stored one.
# Which training images were held out, and how pixels were permuted, the program has drawn from
# its own random numbers (Philox 4×32-10; Salmon, Moraes, Dror, Shaw, SC 2011): so does this.

# %%
def generate_weights(path, task):
    """The target network's layers [(weight, bias), …] for one task."""
    with h5py.File(path) as file:
        config = json.loads(file.attrs["config_json"])
        group = file["hypernetwork"]
        layers = [(l["weight"][:], l["bias"][:]) for _, l in sorted(group["layers"].items())]
        x = group["task_embeddings"][task][None, :]
        if "chunk_embeddings" in group:
            chunks = group["chunk_embeddings"][:]
            x = np.hstack([np.repeat(x, len(chunks), axis=0), chunks])
        shapes = file["target/shapes"][:]
    activation = ACTIVATIONS[config["hypernetwork"]["activation"]]
    for weight, bias in layers[:-1]:
        x = activation(x @ weight.T + bias)
    flat = (x @ layers[-1][0].T + layers[-1][1]).ravel()
    result, start = [], 0
    for rows, columns in shapes:
        middle, end = start + rows * columns, start + rows * columns + rows
        result.append((flat[start:middle].reshape(rows, columns), flat[middle:end]))
        start = end
    return result


class Random:
    """The program's random numbers: a function of seed, purpose and index."""

    WORD = 2**32 - 1

    def __init__(self, seed, purpose, index=0):
        name = 2166136261
        for byte in purpose.encode():
            name = (name ^ byte) * 16777619 & self.WORD
        self.key, self.tag = (seed & self.WORD, seed >> 32), (index, name)
        self.block, self.words = 0, []

    def word(self):
        if not self.words:
            c, k = [self.block & self.WORD, self.block >> 32, *self.tag], self.key
            for _ in range(10):
                p, q = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
                c = [q >> 32 ^ c[1] ^ k[0], q & self.WORD, p >> 32 ^ c[3] ^ k[1], p & self.WORD]
                k = ((k[0] + 0x9E3779B9) & self.WORD, (k[1] + 0xBB67AE85) & self.WORD)
            self.block, self.words = self.block + 1, c[::-1]
        return self.words.pop()

    def below(self, bound):
        while True:
            high = self.word()
            product = (high << 32 | self.word()) * bound
            if product % 2**64 >= 2**64 % bound:
                return product >> 64


def read_images(part):
    paths = [STORE / dataset_files[f"{part}-{what}.idx"] for what in ("images", "labels")]
    count, height, width = np.fromfile(paths[0], ">i4", count=3, offset=4)
    images = np.fromfile(paths[0], np.uint8, offset=16).reshape(count, height, width)
    return images.astype(np.float32) / 255, np.fromfile(paths[1], np.uint8, offset=8)


def test_set():
    """The images and labels that the run was tested on."""
    if not held_out:
        return read_images("test")
    images, labels = read_images("train")
    random, numbers = Random(seed, "validation"), list(range(len(labels)))
    for i in range(held_out):
        j = i + random.below(len(labels) - i)
        numbers[i], numbers[j] = numbers[j], numbers[i]
    mine = sorted(numbers[:held_out])
    return images[mine], labels[mine]


def inputs_of(images, task):
    """Images as the task's network sees them: of permuted tasks with a margin, and permuted."""
    padding = int(parameters.get("padding", 0))
    x = np.pad(images, ((0, 0), (padding, padding), (padding, padding)))
    x = x.reshape(len(images), -1)
    # Tasks of the same classes are permutations; the first one is none.
    if task == 0 or classes[task] != classes[0]:
        return x
    random, order = Random(seed, "permutation", task), list(range(x.shape[1]))
    for i in range(len(order) - 1, 0, -1):
        j = random.below(i + 1)
        order[i], order[j] = order[j], order[i]
    return x[:, order]


def test_accuracy(task):
    """Accuracy with the weights that the checkpoint generates, and the number of samples."""
    head = config["tasks"][task]
    images, labels = test_set()
    mine = np.isin(labels, head["classes"])
    x = inputs_of(images[mine], task)
    weights = iter(generate_weights(checkpoint_path(), task))
    for layer in config["target"]["layers"]:
        kind = layer.split()[0]
        if kind == "dense":
            weight, bias = next(weights)
            x = x @ weight.T + bias
        elif kind != "dropout":  # which acts in training alone
            x = ACTIVATIONS[kind](x)
    logits = x
    first = head["head_offset"]
    best = logits[:, first : first + head["head_count"]].argmax(axis=1)
    return np.mean(np.array(head["classes"])[best] == labels[mine]), len(x)


if not config:
    print("not compared: the checkpoint was left out of the bundle that the run came in")
if config and "test-images.idx" not in dataset_files:
    print("not compared: this notebook reads images in the format of MNIST")
    config = None
if config and any(x.split()[0] in ("conv", "block") for x in config["target"]["layers"]):
    print("not compared: this notebook has no convolutions")
    config = None
for task in sorted({0, tasks - 1}) if config else []:
    computed, samples = test_accuracy(task)
    stored = accuracy[tasks - 1, task] / 100
    print(f"task {task + 1}: computed {100 * computed:.4f} %, stored {100 * stored:.4f} %")
    # Rounding may turn a sample or two that lie on the border, no more.
    assert abs(computed - stored) * samples < 2.5, "the checkpoint gives another accuracy"

# %% [markdown]
# ## All seeds

# %%
print("settings / metric                mean %  standard error  seeds")
for settings, metric, mean, error, seeds in query(
    "SELECT settings, metric, mean, standard_error, seeds FROM summary"
    " WHERE experiment = (SELECT experiment FROM run WHERE run_id = :run)"
):
    name = f"{settings} {metric}".strip()
    print(f"{name:30}  {mean:7.2f}  {'–' if error is None else error:>14}  {seeds:5}")

# %% [markdown]
# The regions of the figure, of all seeds with these settings whose plane was scanned:

# %%
def near(run, panel, task):
    """How much of the plane lies within 2 points of the task's own accuracy, in %."""
    values = np.array(
        database.execute(
            "SELECT accuracy_percent FROM fig4 WHERE run_id = ? AND panel = ?", (run, panel)
        ).fetchall()
    )
    ((own,),) = database.execute(
        "SELECT value FROM score WHERE run_id = ? AND metric = 'accuracy'"
        " AND trained_task = ? AND evaluated_task = ?",
        (run, tasks, task + 1),
    ).fetchall()
    return 100 * np.mean(values >= own - 2)


def others(run):
    """The accuracy on the last task at the other tasks' embeddings, in %, on average."""
    plane = np.array(
        database.execute(
            "SELECT x, y, accuracy_percent FROM fig4 WHERE run_id = ? AND panel = 'b'", (run,)
        ).fetchall()
    )
    learned = database.execute(
        "SELECT x, y FROM fig4_embedding WHERE run_id = ? ORDER BY task", (run,)
    ).fetchall()
    return np.mean(
        [plane[np.hypot(plane[:, 0] - x, plane[:, 1] - y).argmin(), 2] for x, y in learned[:-1]]
    )


# The latest run of each seed.
runs = dict(
    query(
        "SELECT seed, run_id FROM run WHERE status = 'complete' AND configuration ="
        " (SELECT configuration FROM run WHERE run_id = :run)"
        " AND numeric_class IS (SELECT numeric_class FROM run WHERE run_id = :run)"
        " AND run_id IN (SELECT run_id FROM embedding_accuracy) ORDER BY finished_at"
    )
)
measures = {f"plane within 2 points of task {shown[p] + 1}": p for p in panels}
rows = {
    name: [near(runs[seed], panel, shown[panel]) for seed in sorted(runs)]
    for name, panel in measures.items()
}
if "b" in panels:
    rows[f"other embeddings on task {tasks}"] = [others(runs[seed]) for seed in sorted(runs)]
for name, values in rows.items():
    error = np.std(values, ddof=1) / np.sqrt(len(values)) if len(values) > 1 else None
    text = f"{np.mean(values):.1f}" + ("" if error is None else f" ± {error:.1f}")
    each = ", ".join(f"{value:.1f}" for value in values)
    print(f"{name:34}  {text:>11} %   seeds {', '.join(map(str, sorted(runs)))}: {each}")
