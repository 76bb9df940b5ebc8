#!/usr/bin/env python3
"""Writes row_losses.json and progressive.json: losses of parts of a batch, and networks of columns.

By the same rules as generate.py, whose pieces it shares.

Usage: baselines.py [folder]   (default: the folder of this script)
"""

import math
import random
import sys
from pathlib import Path

import numpy as np
from generate import ACTIVATIONS, activate, affine, check_gradient, draw, write

# ---------------------------------------------------------------------------------------------
# row_losses.json


def softmax(values, temperature):
    powers = [math.exp(value / temperature) for value in values]
    return [power / sum(powers) for power in powers]


def hard_loss(part, logits):
    """The weighted mean of −log softmax at the labels, and how many labels have the largest logit."""
    (low, high), (first, end) = part["rows"], part["scope"]
    total, correct = 0.0, 0
    for row, label in zip(range(low, high), part["labels"]):
        scoped = list(logits[row, first:end])
        total -= math.log(softmax(scoped, 1)[label])
        correct += scoped.index(max(scoped)) == label
    return part["weight"] * total / (high - low), correct


def soft_loss(part, logits):
    """The weighted mean of −T² Σ p log softmax(z / T)."""
    (low, high), (first, end) = part["rows"], part["scope"]
    temperature, total = part["temperature"], 0.0
    for row, wanted in zip(range(low, high), part["probabilities"]):
        reached = softmax(logits[row, first:end], temperature)
        total -= sum(p * math.log(q) for p, q in zip(wanted, reached))
    return part["weight"] * temperature**2 * total / (high - low)


def part_gradient(part, logits):
    """Of the part's loss by all logits: weight T / rows · (q Σp − p) in its rows and units."""
    (low, high), (first, end) = part["rows"], part["scope"]
    gradient = np.zeros_like(logits)
    for index, row in enumerate(range(low, high)):
        if part["kind"] == "hard":
            temperature = 1.0
            wanted = [float(k == part["labels"][index]) for k in range(end - first)]
        else:
            temperature, wanted = part["temperature"], part["probabilities"][index]
        reached = softmax(logits[row, first:end], temperature)
        for k in range(end - first):
            slope = reached[k] * sum(wanted) - wanted[k]
            gradient[row, first + k] = part["weight"] * temperature / (high - low) * slope
    return gradient


def row_losses():
    rng = random.Random(20240)
    cases = []
    for name, batch, outputs, rows in [
        # name, batch, outputs; parts: rows, scope, temperature (None: hard), teacher's scope, weight,
        # and what the teacher's logits of other units are taken for (none: they have no probability)
        (
            "new and replayed classes",
            7,
            6,
            [
                ((0, 3), (0, 6), None, None, 0.5),
                ((3, 7), (0, 6), 2.0, (0, 4), 0.5),
            ],
        ),
        (
            "a head each",
            6,
            8,
            [
                ((0, 2), (4, 6), None, None, 0.25),
                ((2, 4), (0, 2), 2.0, (0, 2), 0.375),
                ((4, 6), (2, 4), 3.0, (2, 4), 0.375),
            ],
        ),
        (
            "two losses of the same rows",
            3,
            4,
            [((0, 3), (1, 4), None, None, 0.75), ((1, 3), (0, 3), 1.0, (1, 3), 1.0)],
        ),
        (
            "new classes of a given logit",
            5,
            7,
            [
                ((0, 2), (0, 6), 2.0, (0, 4), 0.5, 0.0),
                ((2, 4), (1, 6), 1.0, (3, 5), 0.25, 3.0),
                ((4, 5), (0, 2), 2.0, (0, 2), 0.25, 3.0),
            ],
        ),
    ]:
        logits = draw(rng, batch, outputs, scale=2.0)
        parts, total = [], np.zeros_like(logits)
        for (low, high), (first, end), temperature, teacher, weight, *other in rows:
            part = {"rows": [low, high], "scope": [first, end], "weight": weight}
            if temperature is None:
                part["kind"] = "hard"
                part["labels"] = [rng.randrange(end - first) for _ in range(low, high)]
                part["loss"], part["correct"] = hard_loss(part, logits)
            else:
                part["kind"], part["temperature"] = "soft", temperature
                part["teacher_scope"] = list(teacher)
                part["teacher_logits"] = draw(rng, high - low, outputs, scale=2.0)
                probabilities = np.zeros((high - low, end - first))
                known = slice(teacher[0] - first, teacher[1] - first)
                for row in range(high - low):
                    scoped = part["teacher_logits"][row, teacher[0] : teacher[1]]
                    if other:
                        taken = np.full(end - first, other[0])
                        taken[known] = scoped
                        probabilities[row] = softmax(taken, temperature)
                    else:
                        probabilities[row, known] = softmax(scoped, temperature)
                if other:
                    part["other_logit"] = other[0]
                part["probabilities"] = probabilities
                part["loss"] = soft_loss(part, logits)
            gradient = part_gradient(part, logits)

            def value():
                hard = part["kind"] == "hard"
                return hard_loss(part, logits)[0] if hard else soft_loss(part, logits)

            check_gradient(name, value, logits, gradient)
            total += gradient
            parts.append(part)
        cases.append(
            {"name": name, "logits": logits, "parts": parts, "gradient": total}
        )
    return {"cases": cases}


# ---------------------------------------------------------------------------------------------
# progressive.json


def draw_column(rng, sizes, earlier):
    """A column that sees `earlier` others, and its weights in the order of the flat vector."""
    layers, flat = [], []
    for index, (inputs, outputs) in enumerate(zip(sizes, sizes[1:])):
        layer = {
            "weight": draw(rng, outputs, inputs, scale=1 / math.sqrt(inputs)),
            "bias": draw(rng, outputs, scale=0.25),
        }
        flat += [layer["weight"], layer["bias"]]
        if index > 0 and earlier > 0:
            wide = earlier * inputs
            layer["scales"] = draw(rng, earlier)
            layer["projection"] = draw(rng, inputs, wide, scale=1 / math.sqrt(wide))
            layer["inner_bias"] = draw(rng, inputs, scale=0.25)
            layer["outer"] = draw(rng, outputs, inputs, scale=1 / math.sqrt(inputs))
            flat += [layer[key] for key in ("scales", "projection", "inner_bias", "outer")]
        layers.append(layer)
    return layers, np.concatenate([array.reshape(-1) for array in flat])


def run_column(layers, activation, x, before):
    """What each layer of a column puts out, given those of the columns before (eq. 2)."""
    outs = []
    for index, layer in enumerate(layers):
        z = affine(layer["weight"], layer["bias"], x)
        if "scales" in layer:
            joined = np.concatenate(
                [scale * column[index - 1] for scale, column in zip(layer["scales"], before)]
            )
            inner = affine(layer["projection"], layer["inner_bias"], joined)
            inner = np.array([activate(activation, item) for item in inner])
            z = z + affine(layer["outer"], np.zeros(len(z)), inner)
        last = index == len(layers) - 1
        x = z if last else np.array([activate(activation, item) for item in z])
        outs.append(x)
    return outs


def progressive():
    rng = random.Random(20241)
    cases = []
    for activation in ACTIVATIONS:
        sizes, columns, batch = [5, 4, 3, 6], 3, 3
        inputs = draw(rng, batch, sizes[0])
        drawn = [draw_column(rng, sizes, earlier) for earlier in range(columns)]
        logits = [np.zeros((batch, sizes[-1])) for _ in range(columns)]
        for row in range(batch):
            before = []
            for k, (layers, _) in enumerate(drawn):
                before.append(run_column(layers, activation, inputs[row], before))
                logits[k][row] = before[k][-1]
        cases.append(
            {
                "activation": activation,
                "sizes": sizes,
                "columns": [flat for _, flat in drawn],
                "inputs": inputs,
                "logits": logits,
            }
        )
    return {"cases": cases}


# ---------------------------------------------------------------------------------------------


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    write(folder, "row_losses.json", row_losses())
    write(folder, "progressive.json", progressive())


if __name__ == "__main__":
    main()
