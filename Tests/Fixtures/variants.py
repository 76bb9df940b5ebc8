#!/usr/bin/env python3
"""Writes importance.json and variants.json: how much each weight matters, and tasks trained by the
method's options.

By the same rules as generate.py, whose pieces it shares.

Usage: variants.py [folder]   (default: the folder of this script)
"""

import math
import random
import sys
from pathlib import Path

import numpy as np
from generate import (
    arrays_of,
    batch_backward,
    check_gradient,
    copy_of,
    cross_entropy,
    draw,
    generate,
    generate_backward,
    make_hypernetwork,
    run_batch,
    write,
    zeros_like,
)
from optimizers import adam, adamw, change_of, clipped, fresh_state, rmsprop, sgd

# The setting that all hypernetworks here share: a small one for tasks with heads of two outputs.
SIZES, ACTIVATION, ROWS, HEAD = [3, 4, 6], "tanh", 6, 2
LAST_LAYER = SIZES[0] * SIZES[1] + SIZES[1]
WEIGHT_COUNT = LAST_LAYER + SIZES[1] * SIZES[2] + SIZES[2]
GEOMETRY = ("elu", 3, 2, [4], 17, WEIGHT_COUNT)


def join(tree):
    """All numbers of a tree as one vector, copied."""
    return np.concatenate([array.reshape(-1) for array in arrays_of(tree)])


def move(tree, change):
    """Adds a vector to a tree, in the order of `join`."""
    start = 0
    for array in arrays_of(tree):
        array += change[start : start + array.size].reshape(array.shape)
        start += array.size
    assert start == len(change)


def non_negative(rng, *shape):
    """Random weights of squares, every fifth of them 0."""
    values = np.abs(draw(rng, *shape))
    values.reshape(-1)[::5] = 0
    return values


def start_of(rng, name, past_count):
    """A random starting point as the fixtures describe it, and the inputs of its samples."""
    geometry, parameters = make_hypernetwork(rng, (name,) + GEOMETRY)
    del geometry["name"]
    past = draw(rng, past_count, geometry["task_embedding_size"])
    embedding = draw(rng, geometry["task_embedding_size"])
    pixels = [rng.randrange(256) for _ in range(ROWS * SIZES[0])]
    x = np.array(pixels, dtype=np.float64).reshape(ROWS, SIZES[0]) / 255
    start = {
        "target_sizes": SIZES,
        "target_activation": ACTIVATION,
        "hypernetwork": geometry,
        "past_embeddings": past,
        "initial_parameters": parameters,
        "initial_embedding": embedding,
        "pixels": {"shape": [ROWS, SIZES[0]], "values": pixels},
        "labels": [i % HEAD for i in range(ROWS)],
    }
    return start, x


# ---------------------------------------------------------------------------------------------
# importance.json


def sample_losses(kind, weights, row, label, offset):
    """What a sample's gradient is taken of, and its derivative by the generated weights.

    "fisher": log p(label | x) with the softmax over the head. "mas": the head's Σ f².
    """
    logits = run_batch(SIZES, ACTIVATION, weights, [row])
    if kind == "fisher":
        loss, slope = cross_entropy(logits, [label], offset, HEAD)
        value, upstream = -loss, -slope
    else:
        value, upstream = 0.0, np.zeros_like(logits)
        for k in range(offset, offset + HEAD):
            value += logits[0, k] ** 2
            upstream[0, k] = 2 * logits[0, k]
    by_weights, _ = batch_backward(SIZES, ACTIVATION, weights, np.array([row]), upstream)
    return value, by_weights


def importance_of(kind, geometry, parameters, embedding, x, labels, offset):
    """Means over the samples of the squared ("fisher") or absolute ("mas") gradient.

    Returns (tree by Θ_h, vector by the generated weights, smallest entry of any gradient by Θ_h).
    """
    weights = generate(geometry, parameters, embedding)
    by_parameters, by_weights, smallest = zeros_like(parameters), np.zeros_like(weights), math.inf
    for row, label in zip(x, labels):

        def value_of_weights():
            return sample_losses(kind, weights, row, label, offset)[0]

        def value():
            moved = generate(geometry, parameters, embedding)
            return sample_losses(kind, moved, row, label, offset)[0]

        _, slope = sample_losses(kind, weights, row, label, offset)
        gradients, _ = generate_backward(geometry, parameters, embedding, slope)
        check_gradient(kind, value_of_weights, weights, slope)
        check_gradient(kind, value, parameters, gradients)
        for i, g in enumerate(slope):
            by_weights[i] += (g * g if kind == "fisher" else abs(g)) / len(x)
        for total, gradient in zip(arrays_of(by_parameters), arrays_of(gradients)):
            for index in np.ndindex(total.shape):
                g = gradient[index]
                total[index] += (g * g if kind == "fisher" else abs(g)) / len(x)
                smallest = min(smallest, abs(g))
    return by_parameters, by_weights, smallest


def importance_cases():
    cases = []
    for number, offset in enumerate((0, 4)):
        for attempt in range(1000):
            rng = random.Random(3000000 + 1000 * number + attempt)
            start, x = start_of(rng, "", 0)
            del start["past_embeddings"]
            parameters, embedding = start.pop("initial_parameters"), start.pop("initial_embedding")
            place = (start["hypernetwork"], parameters, embedding, x, start["labels"], offset)
            fisher, by_weights, _ = importance_of("fisher", *place)
            mas, _, smallest = importance_of("mas", *place)
            # Absolute values have a kink at 0.
            if smallest > 1e-5:
                break
        else:
            raise RuntimeError(f"head {offset}: every attempt has a gradient near 0")
        cases.append(
            {
                "name": f"head_{offset}",
                "head_offset": offset,
                "head_count": HEAD,
                **start,
                "parameters": parameters,
                "embedding": embedding,
                "fisher_hypernetwork": fisher,
                "fisher_target": by_weights,
                "mas_hypernetwork": mas,
            }
        )
    return cases


def quadratic(factor, importance, anchor, point):
    """factor · Σ Ω (θ − anchor)², and its derivative by θ."""
    value, gradient = 0.0, np.zeros_like(point)
    for i, (o, a, p) in enumerate(zip(importance, anchor, point)):
        value += factor * o * (p - a) ** 2
        gradient[i] = 2 * factor * o * (p - a)
    return value, gradient


def checked_quadratic(what, factor, importance, anchor, point):
    value, gradient = quadratic(factor, importance, anchor, point)
    point = point.copy()

    def again():
        return quadratic(factor, importance, anchor, point)[0]

    check_gradient(what, again, point, gradient)
    return value, gradient


def consolidation(beta, importances, anchors, total, anchor, point, **settings):
    value, gradient = checked_quadratic("ewc", beta / 2, total, anchor, point)
    return {
        "beta": beta,
        **settings,
        "importances": importances,
        "anchors": anchors,
        "merged_importance": total,
        "merged_anchor": anchor,
        "parameters": point,
        "penalty_of_merged": value,
        "gradient": gradient,
    }


def merged_ewc():
    """Two tasks' penalties as one: the same but for a constant."""
    rng, count, beta = random.Random(3100000), 8, 0.75
    importances, anchors = non_negative(rng, 2, count), draw(rng, 2, count)
    importances[:, 0], importances[0, 1], importances[1, 2] = 0, 0, 0
    point = draw(rng, count)
    total, anchor = np.zeros(count), np.zeros(count)
    for i in range(count):
        (f1, f2), (a1, a2) = importances[:, i], anchors[:, i]
        total[i] = f1 + f2
        anchor[i] = (f1 * a1 + f2 * a2) / total[i] if total[i] > 0 else a2
    constants = []
    for place in (point, draw(rng, count)):
        first, by_first = quadratic(beta / 2, importances[0], anchors[0], place)
        second, by_second = quadratic(beta / 2, importances[1], anchors[1], place)
        merged, by_merged = quadratic(beta / 2, total, anchor, place)
        assert np.allclose(by_merged, by_first + by_second, rtol=1e-13, atol=1e-14)
        constants.append(first + second - merged)
    assert constants[0] > 0 and math.isclose(*constants, rel_tol=1e-12)
    return consolidation(beta, importances, anchors, total, anchor, point)


def online_ewc():
    rng, count, beta, gamma = random.Random(3200000), 8, 0.75, 0.875
    importances, anchors, point = non_negative(rng, 2, count), draw(rng, 2, count), draw(rng, count)
    total = np.array([gamma * f1 + f2 for f1, f2 in zip(*importances)])
    return consolidation(beta, importances, anchors, total, anchors[1], point, gamma=gamma)


def synaptic_intelligence():
    count, beta, xi = 8, 0.75, 0.1
    for attempt in range(1000):
        rng = random.Random(3300000 + attempt)
        previous, start = non_negative(rng, count), draw(rng, count)
        end, path, steps = start.copy(), np.zeros(count), []
        for _ in range(4):
            # Mostly downhill.
            gradient = draw(rng, count)
            change = draw(rng, count, scale=0.125) - np.round(gradient * 128) / 1024
            for i in range(count):
                path[i] += -gradient[i] * change[i]
            end = end + change
            steps.append({"gradient": gradient, "change": change})
        # One path integral is negative, and stays so.
        if sum(path < 0) == 1:
            break
    else:
        raise RuntimeError("si: every attempt has another number of negative path integrals")
    importance = np.zeros(count)
    for i in range(count):
        importance[i] = previous[i] + path[i] / ((end[i] - start[i]) ** 2 + xi)
    point = end + draw(rng, count, scale=0.25)
    value, gradient = checked_quadratic("si", beta, importance, end, point)
    return {
        "beta": beta,
        "xi": xi,
        "previous_importance": previous,
        "start": start,
        "steps": steps,
        "end": end,
        "path_integral": path,
        "importance": importance,
        "parameters": point,
        "penalty": value,
        "gradient": gradient,
    }


# ---------------------------------------------------------------------------------------------
# variants.json


def weight_factors(variant, past_count):
    """How much the squared difference of each weight of each past task counts."""
    factors = np.ones((past_count, WEIGHT_COUNT))
    inputs, outputs = SIZES[-2:]
    for task in range(past_count):
        for output in range(outputs):
            if variant["heads_only"] and output not in range(HEAD * task, HEAD * (task + 1)):
                for i in range(inputs):
                    factors[task, LAST_LAYER + output * inputs + i] = 0
                factors[task, LAST_LAYER + outputs * inputs + output] = 0
        if variant["fisher_weighted"]:
            for p in range(WEIGHT_COUNT):
                factors[task, p] *= variant["fisher"][task, p]
    return factors


def output_penalty(geometry, beta, past, targets, factors, point):
    """β/t Σ_j Σ_p factor_jp (target_jp − f_p(e_j, point))², and its derivative by `point`."""
    value, sums = 0.0, zeros_like(point)
    for embedding, target, factor in zip(past, targets, factors):
        weights = generate(geometry, point, embedding)
        upstream = np.zeros_like(weights)
        for p, (a, b, c) in enumerate(zip(target, weights, factor)):
            value += beta / len(past) * c * (b - a) ** 2
            upstream[p] = 2 * beta / len(past) * c * (b - a)
        part, _ = generate_backward(geometry, point, embedding, upstream)
        for total, addend in zip(arrays_of(sums), arrays_of(part)):
            total += addend
    return value, sums


def weight_penalty(variant, beta, point):
    """β/2 Σ Ω (Θ − anchor)² for EWC, β Σ Ω (Θ − anchor)² for SI and MAS; and its derivative."""
    factor = beta / 2 if variant["regularizer"] == "ewc" else beta
    value, gradients = 0.0, zeros_like(point)
    trees = (variant["importance"], variant["anchor"], point, gradients)
    for o, a, p, g in zip(*map(arrays_of, trees)):
        part, slope = quadratic(factor, o.reshape(-1), a.reshape(-1), p.reshape(-1))
        value += part
        g += slope.reshape(g.shape)
    return value, gradients


def task_loss(case, geometry, parameters, embedding, x, labels):
    """(loss, gradient by Θ_h as a tree, gradient by e_t)."""
    weights = generate(geometry, parameters, embedding)
    logits = run_batch(SIZES, ACTIVATION, weights, x)
    loss, upstream = cross_entropy(logits, labels, case["head_offset"], HEAD)
    by_weights, _ = batch_backward(SIZES, ACTIVATION, weights, x, upstream)
    return (loss, *generate_backward(geometry, parameters, embedding, by_weights))


def train(case, x, check=False):
    """Trains a task on the whole batch, as generate.py does, but with every option.

    Returns the steps' records, the smallest entry of any gradient that an optimizer saw, and per
    step which of three gradients a limit cut: the task's, the sum, the embedding's.
    """
    optimizer, variant, beta = case["optimizer"], case["variant"], case["beta"]
    geometry, past, labels = case["hypernetwork"], case["past_embeddings"], case["labels"]
    parameters, embedding = copy_of(case["initial_parameters"]), case["initial_embedding"].copy()
    state = fresh_state(optimizer, join(parameters).size)
    embedding_state = fresh_state(optimizer, embedding.size)
    targets = [generate(geometry, parameters, e) for e in past]
    factors = weight_factors(variant, len(past))
    records, smallest, cuts = [], math.inf, []
    for step in range(case["step_count"]):
        loss, by_parameters, by_embedding = task_loss(
            case, geometry, parameters, embedding, x, labels
        )
        task_gradient = join(by_parameters)

        point = copy_of(parameters)
        if variant["lookahead"] == "optimizer":
            move(point, change_of(optimizer, join(parameters), state, step, task_gradient)[0])
        elif variant["lookahead"] == "sgd":
            move(point, -optimizer["learning_rate"] * task_gradient)
        if variant["regularizer"] == "value_preserving":
            targets = [generate(geometry, parameters, e) for e in past]

        def penalty():
            if variant["regularizer"] in ("output", "value_preserving"):
                return output_penalty(geometry, beta, past, targets, factors, point)
            return weight_penalty(variant, beta, point)

        value, by_point = penalty()
        gradient = task_gradient + join(by_point)
        if check:

            def loss_again():
                return task_loss(case, geometry, parameters, embedding, x, labels)[0]

            check_gradient(case["name"], loss_again, parameters, by_parameters)
            check_gradient(case["name"], loss_again, [embedding], [by_embedding])
            check_gradient(case["name"], lambda: penalty()[0], point, by_point)

        raw = (task_gradient, gradient, by_embedding)
        seen = [clipped(optimizer, g) for g in raw]
        smallest = min([smallest] + [abs(item) for g in seen for item in g])
        cuts.append([not np.array_equal(a, b) for a, b in zip(raw, seen)])
        change, state = change_of(optimizer, join(parameters), state, step, gradient)
        move(parameters, change)
        change, embedding_state = change_of(
            optimizer, embedding, embedding_state, step, by_embedding
        )
        embedding = embedding + change
        records.append(
            {
                "loss": loss,
                "regularizer": value,
                "parameters": copy_of(parameters),
                "embedding": embedding,
            }
        )
    return records, smallest, cuts


PLAIN = {
    "regularizer": "output",
    "lookahead": "optimizer",
    "heads_only": False,
    "fisher_weighted": False,
}
QUADRATIC = {"lookahead": "none"}

# Name, optimizer, what the variant has other than PLAIN, and other settings of the optimizer or of
# the variant, which must lead to another place.
RATE, SGD_RATE = 2.0**-6, 2.0**-4
VARIANTS = [
    ("value_preserving", adam("", RATE), {"regularizer": "value_preserving"}, PLAIN),
    ("sgd_lookahead", adam("", RATE), {"lookahead": "sgd"}, PLAIN),
    ("heads_only", adam("", RATE), {"heads_only": True}, PLAIN),
    ("fisher_weighted", adam("", RATE), {"fisher_weighted": True}, PLAIN),
    (
        "heads_only_value_preserving",
        adam("", RATE),
        {"regularizer": "value_preserving", "heads_only": True},
        {"heads_only": False},
    ),
    ("ewc", adam("", RATE), {"regularizer": "ewc", **QUADRATIC}, {"regularizer": "si"}),
    ("si", adam("", RATE), {"regularizer": "si", **QUADRATIC}, {"regularizer": "ewc"}),
    ("mas", adam("", RATE), {"regularizer": "mas", **QUADRATIC}, {"regularizer": "ewc"}),
    ("adamw_weight_decay", adamw("", RATE, weight_decay=2.0**-2), {}, {"weight_decay": 0.0}),
    ("adam_clip_norm", adam("", RATE, clip_norm=2.0), {}, {"clip_norm": 1e9}),
    ("rmsprop", rmsprop("", 0.5), {}, {"momentum": 0.0}),
    ("sgd_nesterov", sgd("", 0.5, True, rate=SGD_RATE), {}, {"nesterov": False}),
]


def with_changes(case, changes):
    """The case with other settings of its optimizer or its variant."""
    parts = {}
    for part in ("optimizer", "variant"):
        known = {k: v for k, v in changes.items() if k in case[part]}
        parts[part] = {**case[part], **known}
    assert parts["optimizer"] != case["optimizer"] or parts["variant"] != case["variant"]
    return {**case, **parts}


def check_layout():
    """Chunks must end within the rows of a past task's head, and the last one must be cut."""
    size, inputs = GEOMETRY[4], SIZES[-2]
    borders = range(size, WEIGHT_COUNT, size)
    first = range(LAST_LAYER, LAST_LAYER + HEAD * inputs)
    assert any(border in first[1:] for border in borders) and WEIGHT_COUNT % size != 0


def variants():
    check_layout()
    past_count, cases = 2, []
    for number, (name, optimizer, differences, other) in enumerate(VARIANTS):
        optimizer = {key: value for key, value in optimizer.items() if key != "name"}
        for attempt in range(1000):
            rng = random.Random(3500000 + 1000 * number + attempt)
            start, x = start_of(rng, name, past_count)
            variant = {**PLAIN, **differences}
            if variant["fisher_weighted"]:
                variant["fisher"] = non_negative(rng, past_count, WEIGHT_COUNT)
            if variant["regularizer"] in ("ewc", "si", "mas"):
                variant["importance"] = zeros_like(start["initial_parameters"])
                variant["anchor"] = copy_of(start["initial_parameters"])
                for array in arrays_of(variant["importance"]):
                    array += non_negative(rng, *array.shape)
                for array in arrays_of(variant["anchor"]):
                    array += draw(rng, *array.shape, scale=0.25)
            case = {
                "name": name,
                "optimizer": optimizer,
                "variant": variant,
                "beta": 0.5,
                "step_count": 5,
                "head_offset": HEAD * past_count,
                "head_count": HEAD,
                **start,
            }
            records, smallest, cuts = train(case, x)
            # Adam's first step is ±η however small a gradient is: keep clear of rounding.
            if smallest <= 1e-5:
                continue
            # Each of the three gradients is cut in some steps and left alone in others.
            if "clip_norm" not in optimizer or all(len(set(cut)) == 2 for cut in zip(*cuts)):
                break
        else:
            raise RuntimeError(f"{name}: no attempt shows everything")
        again, _, _ = train(case, x, check=True)
        assert all(np.array_equal(*pair) for pair in zip(*map(arrays_of, (again, records))))
        elsewhere = train(with_changes(case, other), x)[0][-1]["parameters"]
        distance = max(abs(join(records[-1]["parameters"]) - join(elsewhere)))
        assert distance > 1e-4, f"{name}: the variant makes no difference"
        cases.append({**case, "steps": records})
    return {"cases": cases}


# ---------------------------------------------------------------------------------------------


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    importance = {
        "cases": importance_cases(),
        "ewc": merged_ewc(),
        "online_ewc": online_ewc(),
        "si": synaptic_intelligence(),
    }
    write(folder, "importance.json", importance)
    write(folder, "variants.json", variants())


if __name__ == "__main__":
    main()
