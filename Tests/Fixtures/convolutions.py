#!/usr/bin/env python3
"""Writes convolutions.json: networks of feature maps, their outputs and gradients, by PyTorch.

PyTorch is no requirement of the project, so `make fixtures` leaves this script out. All is computed in double
precision; weights, inputs and upstream gradients are multiples of 1/256.

Usage: convolutions.py [folder]   (default: the folder of this script)
"""

import json
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
BATCH = 3
ACTIVATIONS = {"relu": F.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "elu": F.elu}


def convolution(channels, side=3, stride=1, padding=1, normalized=True, activation="relu", shortcut=None):
    return dict(
        kind="convolution",
        channels=channels,
        side=side,
        stride=stride,
        padding=padding,
        normalized=normalized,
        activation=activation,
        shortcut=shortcut,
    )


def pooling(height, width, maximum):
    return dict(kind="pooling", height=height, width=width, maximum=maximum)


CASES = {
    # Two stages of one residual block each; maps are counted from the input, which is 0.
    "residual": dict(
        input=[3, 9, 8],
        steps=[
            convolution(4),
            convolution(4),
            convolution(4, shortcut=1),
            convolution(8, stride=2),
            convolution(8, shortcut=3),
            pooling(5, 4, maximum=False),
        ],
    ),
    # More than one vector of channels.
    "wide": dict(
        input=[2, 7, 13],
        steps=[convolution(33), convolution(18, side=1, padding=0), convolution(20, stride=2)],
    ),
    "plain": dict(
        input=[3, 12, 11],
        steps=[
            convolution(5, normalized=False),
            convolution(6, padding=0, normalized=False, activation="tanh"),
            pooling(2, 2, maximum=True),
            convolution(7, side=2, stride=3, normalized=False, activation="sigmoid"),
            convolution(3, side=1, padding=0, normalized=False, activation=None),
        ],
    ),
    "large filters": dict(
        input=[1, 11, 12],
        steps=[convolution(6, side=5, padding=2, activation="elu"), convolution(4, side=4, stride=2)],
    ),
}


def shapes(case):
    """Of each convolution: its parameters' shapes, in order."""
    channels = [case["input"][0]]
    for step in case["steps"]:
        channels.append(step.get("channels", channels[-1]))
    return [
        (step["channels"], channels[i], step["side"], step["normalized"])
        for i, step in enumerate(case["steps"])
        if step["kind"] == "convolution"
    ]


def take(flat, case):
    """The parameters from the flat vector: all scales and shifts first, then filters and biases."""
    place, norms, filters = 0, [], []

    def next_(*shape):
        nonlocal place
        count = torch.Size(shape).numel()
        place += count
        return flat[place - count : place].view(shape)

    for out, _, _, normalized in shapes(case):
        norms.append((next_(out), next_(out)) if normalized else None)
    for out, inputs, side, _ in shapes(case):
        filters.append((next_(out, inputs, side, side), next_(out)))
    assert place == len(flat)
    return list(zip(norms, filters))


def run(case, flat, x, statistics, training):
    """The last maps, as [batch, channels, rows, columns]. Statistics are changed in training."""
    parameters, maps, number, place = take(flat, case), [x], 0, 0
    for step in case["steps"]:
        h = maps[-1]
        if step["kind"] == "pooling":
            window = (step["height"], step["width"])
            h = F.max_pool2d(h, window) if step["maximum"] else F.avg_pool2d(h, window)
        else:
            norm, (weight, bias) = parameters[number]
            number += 1
            h = F.conv2d(h, weight, bias, step["stride"], step["padding"])
            if norm:
                count = step["channels"]
                mean, variance = (
                    statistics[place : place + count],
                    statistics[place + count : place + 2 * count],
                )
                place += 2 * count
                h = F.batch_norm(h, mean, variance, norm[0], norm[1], training, 0.1, 1e-5)
            if step["shortcut"] is not None:
                other = maps[step["shortcut"]]
                if other.shape != h.shape:
                    extra = (h.shape[1] - other.shape[1]) // 2
                    other = F.pad(other[:, :, ::2, ::2], (0, 0, 0, 0, extra, extra))
                h = h + other
            if step["activation"]:
                h = ACTIVATIONS[step["activation"]](h)
        maps.append(h)
    return maps[-1]


def rounded(generator, *shape, scale=1.0):
    return (256 * scale * torch.randn(*shape, generator=generator)).round() / 256


def compute(name, case):
    generator = torch.Generator().manual_seed(len(name))
    count = sum(2 * o * n for o, _, _, n in shapes(case))
    count += sum(o * i * s * s + o for o, i, s, _ in shapes(case))
    weights = rounded(generator, count, scale=0.4)
    statistics = torch.cat(
        [
            torch.cat([rounded(generator, o), 0.5 + rounded(generator, o).abs()])
            for o, _, _, normalized in shapes(case)
            if normalized
        ]
        or [torch.zeros(0)]
    )
    x = rounded(generator, BATCH, *case["input"])
    result = dict(
        name=name,
        batch=BATCH,
        **case,
        weights=weights.tolist(),
        statistics=statistics.tolist(),
        inputs=x.flatten().tolist(),
    )
    upstream = None
    for mode in ["frozen", "training"]:
        flat, running = weights.clone().requires_grad_(), statistics.clone()
        outputs = run(case, flat, x, running, mode == "training")
        if upstream is None:
            upstream = rounded(generator, *outputs.shape)
            result["upstream"] = upstream.flatten().tolist()
        (outputs * upstream).sum().backward()
        gradient = flat.grad.clone()
        if mode == "training":
            check(case, weights, x, statistics, upstream, gradient)
        result[mode] = dict(
            outputs=outputs.detach().flatten().tolist(), gradient=gradient.tolist(), statistics=running.tolist()
        )
    return result


def check(case, weights, x, statistics, upstream, gradient):
    """Compares some derivatives with central differences."""
    for i in range(0, len(weights), max(1, len(weights) // 60)):
        values = []
        for sign in (1, -1):
            moved = weights.clone()
            moved[i] += sign * 1e-6
            values.append((run(case, moved, x, statistics.clone(), True) * upstream).sum().item())
        numeric = (values[0] - values[1]) / 2e-6
        assert abs(numeric - gradient[i]) < 1e-5 * (1 + abs(numeric)), (i, numeric, gradient[i])


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    cases = [compute(name, case) for name, case in CASES.items()]
    text = json.dumps(dict(cases=cases), separators=(",", ":"))
    (folder / "convolutions.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
