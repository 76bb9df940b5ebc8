#!/usr/bin/env python3
"""Writes methods.json: what EWC, online EWC, MAS and SI remember of three tasks and how they draw
weights back, for a network that is trained directly.

By the same rules as generate.py, whose pieces it shares. Gradients are computed for one sample at a
time.

Usage: methods.py [folder]   (default: the folder of this script)
"""

import random
import sys
from pathlib import Path

import numpy as np
from generate import (
    batch_backward,
    check_gradient,
    cross_entropy,
    draw,
    run_batch,
    write,
)
from variants import checked_quadratic, quadratic

SIZES, ACTIVATION, SAMPLES, TASKS, HEAD = [4, 5, 6], "tanh", 7, 3, 2
COUNT = sum((a + 1) * b for a, b in zip(SIZES, SIZES[1:]))


def scope_of(scenario, task):
    """Where the outputs begin among which a task is classified, and how many there are."""
    if scenario == "CL1":
        return task * HEAD, HEAD
    if scenario == "CL2":
        return 0, HEAD
    return 0, (task + 1) * HEAD


def first_unit(scenario, task):
    return 0 if scenario == "CL2" else task * HEAD


def likelihood(flat, row, label, scope):
    """−log p(label) of one sample, and its derivative by the weights."""
    logits = run_batch(SIZES, ACTIVATION, flat, row)
    loss, upstream = cross_entropy(logits, [label], *scope)
    return loss, batch_backward(SIZES, ACTIVATION, flat, row, upstream)[0]


def squared_length(flat, row, scope):
    """‖f(x)‖² over the scope's outputs, and its derivative by the weights."""
    logits = run_batch(SIZES, ACTIVATION, flat, row)
    upstream, value = np.zeros_like(logits), 0.0
    for unit in range(scope[0], scope[0] + scope[1]):
        value += logits[0, unit] ** 2
        upstream[0, unit] = 2 * logits[0, unit]
    return value, batch_backward(SIZES, ACTIVATION, flat, row, upstream)[0]


def importance_of(method, flat, x, labels, scenario, task):
    scope, total = scope_of(scenario, task), np.zeros(COUNT)
    shift = first_unit(scenario, task) - scope[0]
    for row, label in zip(x, labels):
        row, point = row.reshape(1, -1), flat.copy()

        def sample():
            if method == "mas":
                return squared_length(point, row, scope)
            return likelihood(point, row, label + shift, scope)

        _, gradient = sample()
        check_gradient(method, lambda: sample()[0], point, gradient)
        total += np.abs(gradient) if method == "mas" else gradient**2
    return total / len(x)


def tasks_of(rng):
    tasks = []
    for _ in range(TASKS):
        pixels = np.array(
            [rng.randrange(256) for _ in range(SAMPLES * SIZES[0])], dtype=np.float64
        ).reshape(SAMPLES, SIZES[0])
        labels = [rng.randrange(HEAD) for _ in range(SAMPLES)]
        tasks.append({"pixels": pixels, "labels": labels, "weights": draw(rng, COUNT, scale=0.7)})
    return tasks


def importance_case(number, method, scenario, strength, gamma):
    rng = random.Random(7000000 + number)
    tasks = tasks_of(rng)
    factor = strength if method == "mas" else strength / 2
    past, importance, anchor = [], np.zeros(COUNT), np.zeros(COUNT)
    for index, task in enumerate(tasks):
        flat = task["weights"]
        if past:
            task["penalty"], task["gradient"] = checked_quadratic(
                method, factor, importance, anchor, flat
            )
        if method == "ewc" and past:
            # One quadratic for all anchors has the slope of their sum.
            each = sum(2 * factor * o * (flat - a) for o, a in past)
            assert np.allclose(each, task["gradient"], rtol=1e-12, atol=1e-12)
        own = importance_of(
            method, flat, task["pixels"] / 255, task["labels"], scenario, index
        )
        past.append((own, flat))
        if method == "ewc":
            importance = sum(o for o, _ in past)
            anchor = sum(o * a for o, a in past) / np.where(importance > 0, importance, 1)
            anchor = np.where(importance > 0, anchor, flat)
        else:
            importance = (gamma if method == "online-ewc" else 1) * importance + own
            anchor = flat
        task["importance"], task["anchor"] = importance, anchor
    return {
        "name": f"{method} {scenario}",
        "method": method,
        "scenario": scenario,
        "strength": strength,
        "decay": gamma,
        "tasks": tasks,
    }


def synaptic_intelligence():
    """Steps of two tasks: gradients of the task alone, and whatever way the weights went."""
    rng, strength, xi = random.Random(7100000), 0.75, 0.1
    point = draw(rng, COUNT)
    importance, anchor, tasks = np.zeros(COUNT), np.zeros(COUNT), []
    for index in range(2):
        start, path, steps = point.copy(), np.zeros(COUNT), []
        for _ in range(3):
            own, after = draw(rng, COUNT), point + draw(rng, COUNT, scale=0.25)
            step = {"gradient": own, "before": point, "after": after}
            if index > 0:
                step["penalty"], step["penalty_gradient"] = quadratic(
                    strength, importance, anchor, point
                )
            for i in range(COUNT):
                path[i] -= own[i] * (after[i] - point[i])
            steps.append(step)
            point = after
        # A negative one would draw the weight away from its anchor.
        importance = np.maximum(0, importance + path / ((point - start) ** 2 + xi))
        anchor = point
        tasks.append({"steps": steps, "importance": importance, "anchor": anchor})
    return {"strength": strength, "damping": xi, "tasks": tasks}


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    cases = [
        importance_case(number, *case)
        for number, case in enumerate(
            [
                ("ewc", "CL1", 3.0, 1.0),
                ("ewc", "CL3", 3.0, 1.0),
                ("online-ewc", "CL2", 1.5, 0.875),
                ("mas", "CL3", 0.75, 1.0),
                ("mas", "CL1", 0.75, 1.0),
            ]
        )
    ]
    content = {
        "layers": SIZES,
        "activation": ACTIVATION,
        "cases": cases,
        "si": synaptic_intelligence(),
    }
    write(folder, "methods.json", content)


if __name__ == "__main__":
    main()
