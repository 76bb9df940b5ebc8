#!/usr/bin/env python3
"""Writes reference numbers that the Swift tests compare with; and has the rules and the pieces that
optimizers.py and variants.py, which write the others, share.

Everything is computed in float64 in the most direct way: one loop per sum, every generated weight
materialised, every derivative written out by the chain rule and then checked here against central
differences. Nothing is shared with the Swift sources, so an error has to be made twice, in two
languages and two formulations, to go unseen.

Inputs are multiples of a power of two that `Float` holds exactly: a test in single precision
evaluates the same function at the same point, and its error is its arithmetic alone. Random inputs
come from `random.Random`, whose sequence Python fixes; running the script twice on one machine
writes the same bytes.

Usage: generate.py [folder]   (default: the folder of this script)
"""

import json
import math
import random
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np

ACTIVATIONS = ("relu", "elu", "tanh", "sigmoid")


# ---------------------------------------------------------------------------------------------
# Inputs and encoding


def draw(rng, *shape, scale=1.0, step=2.0**-10):
    """Normal numbers of the given standard deviation, rounded to multiples of `step`."""
    values = [round(rng.gauss(0.0, scale) / step) * step for _ in range(math.prod(shape))]
    return np.array(values, dtype=np.float64).reshape(shape)


def encode(value):
    """Vectors as plain lists; arrays of higher rank as shape and row-major values."""
    if isinstance(value, dict):
        return {key: encode(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [encode(item) for item in value]
    if isinstance(value, np.ndarray):
        flat = [float(item) for item in value.reshape(-1)]
        assert all(math.isfinite(item) for item in flat)
        return flat if value.ndim == 1 else {"shape": list(value.shape), "values": flat}
    if isinstance(value, np.floating):
        return float(value)
    return value


def pack(value, indent=0):
    """JSON with one line for each list of plain values."""
    pad = "  " * (indent + 1)
    if isinstance(value, dict) and value:
        lines = [f"{pad}{json.dumps(key)}: {pack(item, indent + 1)}" for key, item in value.items()]
        return "{\n" + ",\n".join(lines) + "\n" + "  " * indent + "}"
    if isinstance(value, list) and any(isinstance(item, (dict, list)) for item in value):
        lines = [pad + pack(item, indent + 1) for item in value]
        return "[\n" + ",\n".join(lines) + "\n" + "  " * indent + "]"
    return json.dumps(value, allow_nan=False)


def write(folder, name, content):
    text = pack(encode(content)) + "\n"
    (folder / name).write_text(text, encoding="utf-8")
    print(f"{name}: {len(text)} bytes")


def arrays_of(tree):
    """The arrays of a parameter tree, in a fixed order, not copied."""
    if isinstance(tree, np.ndarray):
        return [tree]
    if isinstance(tree, dict):
        return [array for item in tree.values() for array in arrays_of(item)]
    if isinstance(tree, list):
        return [array for item in tree for array in arrays_of(item)]
    return []


def copy_of(tree):
    if isinstance(tree, np.ndarray):
        return tree.copy()
    if isinstance(tree, dict):
        return {key: copy_of(item) for key, item in tree.items()}
    if isinstance(tree, list):
        return [copy_of(item) for item in tree]
    return tree


def check_gradient(what, function, tree, gradient, h=1e-5):
    """Compares every entry of `gradient` with the central difference of `function` at `tree`.

    Errors count in units of the largest entry, so that small gradients are checked as sharply.
    """
    points, slopes = arrays_of(tree), arrays_of(gradient)
    assert [p.shape for p in points] == [s.shape for s in slopes], what
    unit = max(abs(item) for slope in slopes for item in slope.reshape(-1))
    assert unit > 0, what
    worst = 0.0
    for point, slope in zip(points, slopes):
        for index in np.ndindex(point.shape):
            kept = point[index]
            point[index] = kept + h
            above = function()
            point[index] = kept - h
            below = function()
            point[index] = kept
            numeric = (above - below) / (2 * h)
            worst = max(worst, abs(numeric - slope[index]) / unit)
    assert worst < 1e-6, f"{what}: a derivative is off by {worst:.2e} of the largest"


# ---------------------------------------------------------------------------------------------
# Scalar pieces


def activate(name, z):
    if name == "relu":
        return z if z > 0 else 0.0
    if name == "elu":
        return z if z > 0 else math.expm1(z)
    if name == "tanh":
        return math.tanh(z)
    if name == "sigmoid":
        return 1 / (1 + math.exp(-z))
    raise ValueError(name)


def slope_of(name, z):
    """The derivative of the activation at pre-activation `z`."""
    if name == "relu":
        return 1.0 if z > 0 else 0.0
    if name == "elu":
        return 1.0 if z > 0 else math.exp(z)
    if name == "tanh":
        return 1 - math.tanh(z) ** 2
    if name == "sigmoid":
        s = 1 / (1 + math.exp(-z))
        return s * (1 - s)
    raise ValueError(name)


def affine(weight, bias, x):
    """weight x + bias, one sum per output."""
    rows, columns = weight.shape
    out = np.zeros(rows)
    for r in range(rows):
        total = bias[r]
        for c in range(columns):
            total += weight[r, c] * x[c]
        out[r] = total
    return out


def affine_backward(weight, x, upstream, weight_gradient, bias_gradient):
    """Adds to both gradients, and returns the gradient with respect to `x`."""
    rows, columns = weight.shape
    back = np.zeros(columns)
    for r in range(rows):
        bias_gradient[r] += upstream[r]
        for c in range(columns):
            weight_gradient[r, c] += upstream[r] * x[c]
            back[c] += weight[r, c] * upstream[r]
    return back


def perceptron(layers, activation, x):
    """Runs affine layers with an activation between them.

    Returns the result, the input of each layer, and the pre-activation of each layer.
    """
    inputs, sums = [], []
    for index, layer in enumerate(layers):
        inputs.append(x)
        z = affine(layer["weight"], layer["bias"], x)
        sums.append(z)
        last = index == len(layers) - 1
        x = z if last else np.array([activate(activation, item) for item in z])
    return x, inputs, sums


def perceptron_backward(layers, activation, inputs, sums, upstream, gradients):
    """Adds to `gradients` (same tree as `layers`); returns the gradient of the input."""
    for index in reversed(range(len(layers))):
        if index < len(layers) - 1:
            slopes = [slope_of(activation, item) for item in sums[index]]
            upstream = np.array([u * s for u, s in zip(upstream, slopes)])
        upstream = affine_backward(
            layers[index]["weight"],
            inputs[index],
            upstream,
            gradients[index]["weight"],
            gradients[index]["bias"],
        )
    return upstream


def zeros_like(tree):
    result = copy_of(tree)
    for array in arrays_of(result):
        array[...] = 0
    return result


# ---------------------------------------------------------------------------------------------
# Optimizers without further options; optimizers.py has the others


def adam_change(settings, m, v, count, gradient):
    """One Adam step (Kingma & Ba 2015, Algorithm 1) as (change, new m, new v); pure."""
    b1, b2 = settings["beta1"], settings["beta2"]
    change, new_m, new_v = np.zeros_like(m), np.zeros_like(m), np.zeros_like(m)
    for i, g in enumerate(gradient):
        new_m[i] = b1 * m[i] + (1 - b1) * g
        new_v[i] = b2 * v[i] + (1 - b2) * g * g
        m_hat = new_m[i] / (1 - b1 ** (count + 1))
        v_hat = new_v[i] / (1 - b2 ** (count + 1))
        change[i] = -settings["learning_rate"] * m_hat / (math.sqrt(v_hat) + settings["epsilon"])
    return change, new_m, new_v


def momentum_change(settings, velocity, gradient):
    """One step of SGD in PyTorch's convention as (change, new velocity); pure."""
    mu = settings["momentum"]
    change, new_velocity = np.zeros_like(velocity), np.zeros_like(velocity)
    for i, g in enumerate(gradient):
        new_velocity[i] = mu * velocity[i] + g
        direction = g + mu * new_velocity[i] if settings["nesterov"] else new_velocity[i]
        change[i] = -settings["learning_rate"] * direction
    return change, new_velocity


# ---------------------------------------------------------------------------------------------
# hypernetwork.json


HYPERNETWORKS = [
    # name, activation, E, Q (0: full), hidden sizes, N, P
    ("chunked_relu", "relu", 3, 2, [4, 5], 7, 31),
    ("chunked_elu", "elu", 3, 2, [4, 5], 7, 31),
    ("chunked_tanh", "tanh", 3, 2, [4, 5], 7, 31),
    ("chunked_sigmoid", "sigmoid", 3, 2, [4, 5], 7, 31),
    ("chunked_without_truncation", "elu", 4, 3, [6], 5, 20),
    ("full", "sigmoid", 2, 0, [6, 4], 23, 23),
    ("chunked_linear", "relu", 4, 3, [], 6, 22),
    ("full_linear", "relu", 3, 0, [], 11, 11),
    ("chunk_larger_than_target", "tanh", 3, 2, [4], 13, 9),
]


def make_hypernetwork(rng, row):
    """A hypernetwork's geometry and parameters; `layers` are the hidden layers."""
    name, activation, embedding, chunk_embedding, hidden, size, generated = row
    count = math.ceil(generated / size)
    layers, width = [], embedding + chunk_embedding
    for next_width in hidden:
        weight = draw(rng, next_width, width, scale=1 / math.sqrt(width))
        layers.append({"weight": weight, "bias": draw(rng, next_width, scale=0.25)})
        width = next_width
    output = {
        "weight": draw(rng, size, width, scale=1 / math.sqrt(width)),
        "bias": draw(rng, size, scale=0.25),
    }
    chunks = draw(rng, count, chunk_embedding) if chunk_embedding else None
    geometry = {
        "name": name,
        "kind": "chunked" if chunk_embedding else "full",
        "activation": activation,
        "task_embedding_size": embedding,
        "chunk_embedding_size": chunk_embedding,
        "hidden_sizes": list(hidden),
        "chunk_size": size,
        "chunk_count": count,
        "generated_count": generated,
    }
    return geometry, {"layers": layers, "output": output, "chunk_embeddings": chunks}


def hyper_input(parameters, chunk, embedding):
    """[e_t, c_k], or e_t alone in a full hypernetwork."""
    chunks = parameters["chunk_embeddings"]
    return embedding if chunks is None else np.concatenate([embedding, chunks[chunk]])


def generate(geometry, parameters, embedding, margin=None):
    """All P target weights: one call per chunk, joined, the last one cut.

    `margin` collects the sizes of the hidden pre-activations, to keep ReLU away from its kink.
    """
    stack = parameters["layers"] + [parameters["output"]]
    joined = []
    for chunk in range(geometry["chunk_count"]):
        x = hyper_input(parameters, chunk, embedding)
        out, _, sums = perceptron(stack, geometry["activation"], x)
        joined.extend(out)
        if margin is not None:
            margin.extend(abs(item) for z in sums[:-1] for item in z)
    return np.array(joined[: geometry["generated_count"]])


def generate_backward(geometry, parameters, embedding, upstream):
    """Gradients of Σ_p upstream_p θ_p: (same tree as `parameters`, task embedding)."""
    gradients = zeros_like(parameters)
    stack = parameters["layers"] + [parameters["output"]]
    slots = gradients["layers"] + [gradients["output"]]
    size, embedding_size = geometry["chunk_size"], geometry["task_embedding_size"]
    embedding_gradient = np.zeros(embedding_size)
    for chunk in range(geometry["chunk_count"]):
        x = hyper_input(parameters, chunk, embedding)
        _, inputs, sums = perceptron(stack, geometry["activation"], x)
        piece = np.zeros(size)
        for n in range(size):
            p = chunk * size + n
            if p < geometry["generated_count"]:
                piece[n] = upstream[p]
        back = perceptron_backward(stack, geometry["activation"], inputs, sums, piece, slots)
        embedding_gradient += back[:embedding_size]
        if gradients["chunk_embeddings"] is not None:
            gradients["chunk_embeddings"][chunk] += back[embedding_size:]
    return gradients, embedding_gradient


def away_from_kinks(geometry, parameter_sets, embeddings):
    """Whether no hidden unit lies so near 0 that ReLU's two sides could be confused."""
    margin = [1.0]
    for parameters in parameter_sets:
        for embedding in embeddings:
            generate(geometry, parameters, embedding, margin)
    return min(margin) > 1e-3


def dot(a, b):
    total = 0.0
    for x, y in zip(a, b):
        total += x * y
    return total


def hypernetworks():
    cases = []
    for number, row in enumerate(HYPERNETWORKS):
        task_count = 2
        for attempt in range(1000):
            rng = random.Random(1000 * (number + 1) + attempt)
            geometry, parameters = make_hypernetwork(rng, row)
            embeddings = draw(rng, task_count, geometry["task_embedding_size"])
            if away_from_kinks(geometry, [parameters], embeddings):
                break
        else:
            raise RuntimeError(f"{row[0]}: every attempt has a unit near 0")
        tasks = []
        for task in range(task_count):
            embedding = embeddings[task].copy()
            upstream = draw(rng, geometry["generated_count"])

            def loss():
                return dot(upstream, generate(geometry, parameters, embedding))

            gradients, embedding_gradient = generate_backward(
                geometry, parameters, embedding, upstream
            )
            check_gradient(row[0], loss, parameters, gradients)
            check_gradient(row[0], loss, [embedding], [embedding_gradient])
            tasks.append(
                {
                    "generated_weights": generate(geometry, parameters, embedding),
                    "upstream": upstream,
                    "loss": loss(),
                    "gradients": {**gradients, "task_embedding": embedding_gradient},
                }
            )
        cases.append(
            {**geometry, "parameters": parameters, "task_embeddings": embeddings, "tasks": tasks}
        )
    return {"cases": cases}


# ---------------------------------------------------------------------------------------------
# regularizer.json


def regularizer(geometry, beta, past, snapshot, lookahead):
    """β/t Σ_j ‖f(e_j, Θ*) − f(e_j, Θ+ΔΘ)‖², all weights of all past tasks written out."""
    total = 0.0
    for embedding in past:
        old = generate(geometry, snapshot, embedding)
        new = generate(geometry, lookahead, embedding)
        for a, b in zip(old, new):
            total += (a - b) ** 2
    return beta / len(past) * total


def regularizer_gradient(geometry, beta, past, snapshot, lookahead):
    """The derivative by Θ; ΔΘ is a constant, so it is the derivative by Θ+ΔΘ."""
    sums = zeros_like(lookahead)
    for embedding in past:
        old = generate(geometry, snapshot, embedding)
        new = generate(geometry, lookahead, embedding)
        upstream = np.array([2 * beta / len(past) * (b - a) for a, b in zip(old, new)])
        part, _ = generate_backward(geometry, lookahead, embedding, upstream)
        for total, addend in zip(arrays_of(sums), arrays_of(part)):
            total += addend
    return sums


def regularizers():
    rows = [(row, 0.125, 2.0**-10) for row in HYPERNETWORKS]
    # The difference that one step with a small rate makes: single precision must not cancel.
    rows += [
        (("chunked_elu_small_step",) + HYPERNETWORKS[1][1:], 2.0**-17, 2.0**-21),
        (("full_small_step",) + HYPERNETWORKS[5][1:], 2.0**-17, 2.0**-21),
    ]
    cases = []
    for number, (row, scale, step) in enumerate(rows):
        for attempt in range(1000):
            rng = random.Random(500000 + 1000 * (number + 1) + attempt)
            geometry, snapshot = make_hypernetwork(rng, row)
            lookahead = copy_of(snapshot)
            for array in arrays_of(lookahead):
                array += draw(rng, *array.shape, scale=scale, step=step)
            past = draw(rng, 4, geometry["task_embedding_size"])
            if away_from_kinks(geometry, [snapshot, lookahead], past):
                break
        else:
            raise RuntimeError(f"{row[0]}: every attempt has a unit near 0")
        for array in arrays_of([snapshot, lookahead, past]):
            assert np.array_equal(array, array.astype(np.float32).astype(np.float64))
        evaluations = []
        for past_count, beta in ((1, 0.01), (2, 0.1), (4, 0.5)):
            embeddings = [past[j] for j in range(past_count)]

            def value():
                return regularizer(geometry, beta, embeddings, snapshot, lookahead)

            gradients = regularizer_gradient(geometry, beta, embeddings, snapshot, lookahead)
            check_gradient(row[0], value, lookahead, gradients, h=min(1e-5, scale / 8))
            evaluations.append(
                {"past_count": past_count, "beta": beta, "value": value(), "gradients": gradients}
            )
        cases.append(
            {
                **geometry,
                "snapshot": snapshot,
                "lookahead": lookahead,
                "past_embeddings": past,
                "evaluations": evaluations,
            }
        )
    return {"cases": cases}


# ---------------------------------------------------------------------------------------------
# networks.json


def unflatten(sizes, flat):
    """Per layer: weight [out, in] row-major, then bias."""
    layers, offset = [], 0
    for width, next_width in zip(sizes, sizes[1:]):
        weight = flat[offset : offset + next_width * width].reshape(next_width, width)
        offset += next_width * width
        layers.append({"weight": weight, "bias": flat[offset : offset + next_width]})
        offset += next_width
    assert offset == len(flat)
    return layers


def cross_entropy(logits, labels, offset, count):
    """Mean over the batch of −log softmax(head)[label]; and its derivative by the logits."""
    rows = len(labels)
    loss, gradient = 0.0, np.zeros_like(logits)
    for r in range(rows):
        head = [logits[r, offset + k] for k in range(count)]
        shift = max(head)
        normalizer = shift + math.log(sum(math.exp(item - shift) for item in head))
        loss += (normalizer - head[labels[r]]) / rows
        for k in range(count):
            probability = math.exp(head[k] - normalizer)
            gradient[r, offset + k] = (probability - (1 if k == labels[r] else 0)) / rows
    return loss, gradient


def mean_squared_error(outputs, targets):
    """Mean over all elements of (y − target)²; and its derivative by the outputs."""
    loss, gradient = 0.0, np.zeros_like(outputs)
    for index in np.ndindex(outputs.shape):
        difference = outputs[index] - targets[index]
        loss += difference**2 / outputs.size
        gradient[index] = 2 * difference / outputs.size
    return loss, gradient


def run_batch(sizes, activation, flat, x):
    return np.array([perceptron(unflatten(sizes, flat), activation, row)[0] for row in x])


def batch_backward(sizes, activation, flat, x, upstream):
    """Gradients of the flat weights and of the inputs, one row of the batch after the other."""
    gradient, back = np.zeros_like(flat), np.zeros_like(x)
    layers, slots = unflatten(sizes, flat), unflatten(sizes, gradient)
    for r, row in enumerate(x):
        _, inputs, sums = perceptron(layers, activation, row)
        back[r] = perceptron_backward(layers, activation, inputs, sums, upstream[r], slots)
    return gradient, back


def networks():
    sizes, rows = [5, 4, 3, 4], 6
    weight_count = sum(o * i + o for i, o in zip(sizes, sizes[1:]))
    cases = []
    for number, activation in enumerate(ACTIVATIONS):
        for attempt in range(1000):
            rng = random.Random(900000 + 1000 * number + attempt)
            flat = draw(rng, weight_count, scale=0.75)
            x = draw(rng, rows, sizes[0])
            layers = unflatten(sizes, flat)
            sums = [z for row in x for z in perceptron(layers, activation, row)[2][:-1]]
            if min(abs(item) for z in sums for item in z) > 1e-3:
                break
        else:
            raise RuntimeError(f"{activation}: every attempt has a unit near 0")
        targets = draw(rng, rows, sizes[-1])
        logits = run_batch(sizes, activation, flat, x)

        entropies = []
        for offset, count in ((0, 4), (2, 2), (1, 3)):
            labels = [rng.randrange(count) for _ in range(rows)]
            loss, upstream = cross_entropy(logits, labels, offset, count)
            gradient, back = batch_backward(sizes, activation, flat, x, upstream)

            def entropy():
                moved = run_batch(sizes, activation, flat, x)
                return cross_entropy(moved, labels, offset, count)[0]

            check_gradient(activation, entropy, [flat, x], [gradient, back])
            entropies.append(
                {
                    "head_offset": offset,
                    "head_count": count,
                    "labels": labels,
                    "loss": loss,
                    "logit_gradient": upstream,
                    "weight_gradient": gradient,
                    "input_gradient": back,
                }
            )

        loss, upstream = mean_squared_error(logits, targets)
        gradient, back = batch_backward(sizes, activation, flat, x, upstream)

        def error():
            return mean_squared_error(run_batch(sizes, activation, flat, x), targets)[0]

        check_gradient(activation, error, [flat, x], [gradient, back])
        cases.append(
            {
                "name": f"mlp_{activation}",
                "activation": activation,
                "sizes": sizes,
                "weights": flat,
                "inputs": x,
                "logits": logits,
                "cross_entropy": entropies,
                "mean_squared_error": {
                    "targets": targets,
                    "loss": loss,
                    "logit_gradient": upstream,
                    "weight_gradient": gradient,
                    "input_gradient": back,
                },
            }
        )
    return {"cases": cases}


# ---------------------------------------------------------------------------------------------
# training.json


def train_task(case, geometry, sizes, parameters, past, embedding, x, labels):
    """Trains one task on the whole batch for some steps; yields what each step did.

    The four moves of a step stand here in the order that the method has: task gradient,
    lookahead, regularizer at the lookahead, one step for the parameters and one for e_t.
    """
    snapshot = copy_of(parameters)
    arrays = arrays_of(parameters)
    state = [(np.zeros(a.size), np.zeros(a.size)) for a in arrays]
    embedding_state = (np.zeros(embedding.size), np.zeros(embedding.size))

    def change_of(gradient, state, step):
        """(change, next state) of the optimizer for one array."""
        flat = gradient.reshape(-1)
        if case["optimizer"]["kind"] == "adam":
            change, m, v = adam_change(case["optimizer"], *state, step, flat)
            return change.reshape(gradient.shape), (m, v)
        change, velocity = momentum_change(case["optimizer"], state[0], flat)
        return change.reshape(gradient.shape), (velocity, state[1])

    for step in range(case["step_count"]):
        weights = generate(geometry, parameters, embedding)
        logits = run_batch(sizes, case["target_activation"], weights, x)
        loss, upstream = cross_entropy(logits, labels, case["head_offset"], case["head_count"])
        by_weights, _ = batch_backward(sizes, case["target_activation"], weights, x, upstream)
        gradients, embedding_gradient = generate_backward(
            geometry, parameters, embedding, by_weights
        )
        penalty = 0.0
        if len(past) > 0:
            ahead = copy_of(parameters)
            if case["lookahead"]:
                for a, g, s in zip(arrays_of(ahead), arrays_of(gradients), state):
                    a += change_of(g, s, step)[0]
            penalty = regularizer(geometry, case["beta"], past, snapshot, ahead)
            extra = regularizer_gradient(geometry, case["beta"], past, snapshot, ahead)
            for g, e in zip(arrays_of(gradients), arrays_of(extra)):
                g += e
        smallest = min(
            abs(item) for g in arrays_of([gradients, embedding_gradient]) for item in g.reshape(-1)
        )
        for i, g in enumerate(arrays_of(gradients)):
            change, state[i] = change_of(g, state[i], step)
            arrays[i] += change
        change, embedding_state = change_of(embedding_gradient, embedding_state, step)
        embedding += change
        record = {
            "loss": loss,
            "regularizer": penalty,
            "parameters": copy_of(parameters),
            "embedding": embedding.copy(),
        }
        yield record, smallest


def training():
    sizes, rows = [3, 4, 6], 6
    weight_count = sum(o * i + o for i, o in zip(sizes, sizes[1:]))
    adam = {"kind": "adam", "learning_rate": 2.0**-6, "beta1": 0.9, "beta2": 0.999}
    adam["epsilon"] = 1e-8
    sgd = {"kind": "sgd", "learning_rate": 2.0**-5, "momentum": 0.5, "nesterov": False}
    cases = []
    for number, (name, optimizer, past_count, lookahead) in enumerate(
        [
            ("first_task_adam", adam, 0, True),
            ("third_task_adam", adam, 2, True),
            ("third_task_adam_without_lookahead", adam, 2, False),
            ("third_task_sgd", sgd, 2, True),
        ]
    ):
        case = {
            "name": name,
            "optimizer": optimizer,
            "beta": 0.5,
            "lookahead": lookahead,
            "step_count": 5,
            "target_sizes": sizes,
            "target_activation": "tanh",
            "head_offset": 2 * past_count,
            "head_count": 2,
        }
        for attempt in range(1000):
            rng = random.Random(1500000 + 1000 * number + attempt)
            row = (name, "elu", 3, 2, [4], 17, weight_count)
            geometry, parameters = make_hypernetwork(rng, row)
            past = draw(rng, past_count, 3)
            embedding = draw(rng, 3)
            pixels = [rng.randrange(256) for _ in range(rows * sizes[0])]
            x = np.array(pixels, dtype=np.float64).reshape(rows, sizes[0]) / 255
            labels = [i % 2 for i in range(rows)]
            start = {"parameters": copy_of(parameters), "embedding": embedding.copy()}
            steps = list(
                train_task(case, geometry, sizes, parameters, past, embedding, x, labels)
            )
            # Adam's first step is ±η however small a gradient is: keep clear of rounding.
            if min(smallest for _, smallest in steps) > 1e-5:
                break
        else:
            raise RuntimeError(f"{name}: every attempt has a gradient near 0")
        del geometry["name"]
        cases.append(
            {
                **case,
                "hypernetwork": geometry,
                "past_embeddings": past,
                "initial_parameters": start["parameters"],
                "initial_embedding": start["embedding"],
                "pixels": {"shape": [rows, sizes[0]], "values": pixels},
                "labels": labels,
                "steps": [record for record, _ in steps],
            }
        )
    return {"cases": cases}


# ---------------------------------------------------------------------------------------------
# metrics.json


def mean(values):
    return None if not values else sum(values, Fraction(0)) / len(values)


def metrics_of(name, rows):
    """Metrics of a lower-triangular accuracy matrix of decimal strings, in exact arithmetic."""
    a = [[Fraction(item) for item in row] for row in rows]
    t = len(a)
    assert [len(row) for row in a] == list(range(1, t + 1))
    forgetting = [max(a[i][j] for i in range(j, t - 1)) - a[t - 1][j] for j in range(t - 1)]
    results = {
        "final": mean([a[t - 1][j] for j in range(t)]),
        "during": mean([a[j][j] for j in range(t)]),
        "forgetting": mean(forgetting),
        "backward_transfer": mean([a[t - 1][j] - a[j][j] for j in range(t - 1)]),
    }
    values = [float(a[i][j]) if j <= i else None for i in range(t) for j in range(t)]
    return {
        "name": name,
        "accuracy": {"shape": [t, t], "values": values},
        **{key: None if item is None else float(item) for key, item in results.items()},
    }


def summary_of(strings):
    """Mean and standard error (sample standard deviation over √n; none for a single value)."""
    values = [Fraction(item) for item in strings]
    n, centre = len(values), mean(values)
    error = None
    if n > 1:
        variance = sum((item - centre) ** 2 for item in values) / (n - 1)
        error = math.sqrt(variance / n)
    return {
        "values": [float(item) for item in values],
        "count": n,
        "mean": float(centre),
        "standard_error": error,
    }


def metrics():
    matrices = [
        metrics_of("one_task", [["0.75"]]),
        metrics_of("two_tasks_forgetting", [["0.99"], ["0.61", "0.97"]]),
        metrics_of("two_tasks_improving", [["0.8"], ["0.9", "0.7"]]),
        metrics_of(
            # Task 0 is best in the middle: forgetting is not minus the backward transfer.
            "five_tasks",
            [
                ["0.9"],
                ["0.95", "0.8"],
                ["0.85", "0.9", "1"],
                ["0.7", "0.6", "0.98", "0.5"],
                ["0.65", "0.7", "0.99", "0.25", "0.875"],
            ],
        ),
        metrics_of("five_tasks_perfect", [["1"] * (i + 1) for i in range(5)]),
    ]
    summaries = [
        summary_of(["0.5"]),
        summary_of(["0.25", "0.75"]),
        summary_of(["0.9957", "0.9979", "0.9983", "0.9961", "0.9970"]),
    ]
    return {"cases": matrices, "summaries": summaries}


# ---------------------------------------------------------------------------------------------


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    write(folder, "hypernetwork.json", hypernetworks())
    write(folder, "regularizer.json", regularizers())
    write(folder, "networks.json", networks())
    write(folder, "training.json", training())
    write(folder, "metrics.json", metrics())


if __name__ == "__main__":
    main()
