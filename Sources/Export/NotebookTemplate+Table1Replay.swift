extension NotebookTemplate {
  /// Reading a replay model's decoder and drawing samples of it, with numpy alone.
  static let table1ReplayModel = #"""
    ACTIVATIONS = {
        "relu": lambda x: np.maximum(x, 0),
        "elu": lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0))),
        "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
        "tanh": np.tanh,
    }


    def replay_checkpoint(benchmark, methods):
        """The last replay model of a run of one of the methods, and which of them; None without one."""
        for method in methods:
            for scenario in ("CL3", "CL2", "CL1"):
                for run in runs.get((benchmark, scenario, method), []):
                    rows = query(
                        "SELECT path FROM provenance WHERE run = :run AND stage = 'train-replay-model'"
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
        """Images [count, height, width] of one task; of any, where the decoder has no conditions."""
        x = random.standard_normal((count, config["latent"]))
        if config["conditions"]:
            code = np.zeros((count, config["conditions"]))
            code[:, task] = 1
            x = np.hstack([x, code])
        for weight, bias in layers[:-1]:
            x = np.maximum(x @ weight.T + bias, 0)
        pixels = 1 / (1 + np.exp(-(x @ layers[-1][0].T + layers[-1][1])))
        return pixels.reshape(count, *config["image"][:2])
    """#

  /// The grid of samples.
  static let table1ReplayFigure = #"""
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
    """#
}
