extension NotebookTemplate {
  /// Generating a task's weights from the checkpoint with numpy alone, and testing them on the images that
  /// the run was tested on.
  static let fig4Weights = """
    ACTIVATIONS = {
        "relu": lambda x: np.maximum(x, 0),
        "elu": lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0))),
        "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
        "tanh": np.tanh,
    }


    def generate_weights(path, task):
        \"\"\"The target network's layers [(weight, bias), …] for one task.\"\"\"
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
        \"\"\"The program's random numbers: a function of seed, purpose and index.\"\"\"

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
        \"\"\"The images and labels that the run was tested on.\"\"\"
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
        \"\"\"Images as the task's network sees them: of permuted tasks with a margin, and permuted.\"\"\"
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
        \"\"\"Accuracy with the weights that the checkpoint generates, and the number of samples.\"\"\"
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
    for task in sorted({0, tasks - 1}) if config else []:
        computed, samples = test_accuracy(task)
        stored = accuracy[tasks - 1, task]
        print(f"task {task + 1}: computed {100 * computed:.4f} %, stored {100 * stored:.4f} %")
        # Rounding may turn a sample or two that lie on the border, no more.
        assert abs(computed - stored) * samples < 2.5, "the checkpoint gives another accuracy"
    """
}
