#!/usr/bin/env python3
"""Writes optimizers.json and schedules.json: steps of the optimizers, and learning rates over time.

By the same rules as generate.py, whose pieces it shares.

Usage: optimizers.py [folder]   (default: the folder of this script)
"""

import math
import random
import sys
from pathlib import Path

import numpy as np
from generate import adam_change, draw, momentum_change, write

# ---------------------------------------------------------------------------------------------
# One step, with weight decay and clipping

STATES = {
    "adam": ("m", "v"),
    "adamw": ("m", "v"),
    "sgd": ("velocity",),
    "rmsprop": ("v", "velocity"),
}


def fresh_state(settings, count):
    """All zeros; RMSprop without momentum has no velocity."""
    names = STATES[settings["kind"]]
    if settings["kind"] == "rmsprop" and settings["momentum"] == 0:
        names = ("v",)
    return {name: np.zeros(count) for name in names}


def norm_of(vector):
    total = 0.0
    for item in vector:
        total += item * item
    return math.sqrt(total)


def clipped(settings, gradient):
    """By the norm of the whole vector, or entry by entry; as it is without a limit."""
    result = gradient.copy()
    if "clip_norm" in settings:
        norm, limit = norm_of(gradient), settings["clip_norm"]
        if norm > limit:
            for i, g in enumerate(gradient):
                result[i] = g * (limit / norm)
    if "clip_value" in settings:
        limit = settings["clip_value"]
        for i, g in enumerate(gradient):
            result[i] = min(max(g, -limit), limit)
    return result


def rmsprop_change(settings, state, gradient):
    """One step of RMSprop in PyTorch's convention, not centred, as (change, new state); pure."""
    alpha, mu = settings["smoothing"], settings["momentum"]
    change, new = np.zeros_like(gradient), {name: np.zeros_like(a) for name, a in state.items()}
    for i, g in enumerate(gradient):
        new["v"][i] = alpha * state["v"][i] + (1 - alpha) * g * g
        direction = g / (math.sqrt(new["v"][i]) + settings["epsilon"])
        if mu != 0:
            new["velocity"][i] = mu * state["velocity"][i] + direction
            direction = new["velocity"][i]
        change[i] = -settings["learning_rate"] * direction
    return change, new


def change_of(settings, parameters, state, count, gradient):
    """(change, new state) of step number `count` from `parameters`; pure.

    Clipping sees the gradient without decay. AdamW's decay is a change of its own, every other
    one's a part of the gradient.
    """
    gradient = clipped(settings, gradient)
    decay, apart = settings.get("weight_decay", 0.0), settings["kind"] == "adamw"
    if decay != 0 and not apart:
        gradient = np.array([g + decay * p for g, p in zip(gradient, parameters)])
    if settings["kind"] in ("adam", "adamw"):
        change, m, v = adam_change(settings, state["m"], state["v"], count, gradient)
        state = {"m": m, "v": v}
    elif settings["kind"] == "sgd":
        change, velocity = momentum_change(settings, state["velocity"], gradient)
        state = {"velocity": velocity}
    else:
        change, state = rmsprop_change(settings, state, gradient)
    if apart:
        rate = settings["learning_rate"]
        change = np.array([c - rate * decay * p for c, p in zip(change, parameters)])
    return change, state


# ---------------------------------------------------------------------------------------------
# optimizers.json


def adam(name, rate, beta1=0.9, **settings):
    row = {"name": name, "kind": "adam", "learning_rate": rate, "beta1": beta1}
    return {**row, "beta2": 0.999, "epsilon": 1e-8, **settings}


def adamw(name, rate, **settings):
    return {**adam(name, rate, **settings), "kind": "adamw"}


def sgd(name, momentum=0.0, nesterov=False, rate=0.05, **settings):
    row = {"name": name, "kind": "sgd", "learning_rate": rate, "momentum": momentum}
    return {**row, "nesterov": nesterov, **settings}


def rmsprop(name, momentum=0.0, **settings):
    row = {"name": name, "kind": "rmsprop", "learning_rate": 2.0**-7, "smoothing": 0.99}
    return {**row, "momentum": momentum, "epsilon": 1e-8, **settings}


# The rows share one sequence of random numbers: add new ones at the end.
OPTIMIZERS = [
    adam("adam", 0.001),
    adam("adam_large_rate", 0.25),
    adam("adam_beta1_half", 0.0001, beta1=0.5),
    sgd("sgd"),
    sgd("sgd_momentum", 0.9),
    sgd("sgd_nesterov", 0.9, True),
    adamw("adamw", 2.0**-6, weight_decay=2.0**-3),
    adam("adam_weight_decay", 2.0**-6, weight_decay=2.0**-3),
    sgd("sgd_weight_decay", rate=2.0**-5, weight_decay=2.0**-3),
    sgd("sgd_nesterov_weight_decay", 0.9, True, rate=2.0**-5, weight_decay=2.0**-3),
    rmsprop("rmsprop", weight_decay=0.0),
    rmsprop("rmsprop_momentum_weight_decay", 0.9, weight_decay=2.0**-3),
    adam("adam_clip_norm", 2.0**-6, weight_decay=0.0, clip_norm=1.0),
    sgd("sgd_momentum_clip_value", 0.9, rate=2.0**-5, weight_decay=0.0, clip_value=0.5),
    adamw("adamw_clip_norm", 2.0**-6, weight_decay=2.0**-3, clip_norm=1.0),
]


def optimizers():
    parameter_count, step_count = 12, 8
    rng = random.Random(20200426)
    cases = []
    for settings in OPTIMIZERS:
        parameters = draw(rng, parameter_count)
        state = fresh_state(settings, parameter_count)
        case = {**settings, "initial_parameters": parameters.copy(), "steps": []}
        touched = []
        for step in range(step_count):
            # Gradients of very different sizes, and exact zeros, where epsilon and the bias
            # corrections matter.
            scale = 10.0 ** (1 - step % 4)
            gradient = draw(rng, parameter_count, scale=scale, step=2.0**-16)
            gradient[0] = 0.0
            gradient[1] = 0.0 if step < 3 else gradient[1]
            gradient[2] = 2.0**-24 * (1 + step)
            probe = draw(rng, parameter_count, step=2.0**-16)
            touched.append(not np.array_equal(clipped(settings, gradient), gradient))
            lookahead, after = change_of(settings, parameters, state, step, gradient)
            probe_lookahead = change_of(settings, parameters, state, step, probe)[0]
            parameters, state = parameters + lookahead, after
            case["steps"].append(
                {
                    "gradient": gradient,
                    "lookahead": lookahead,
                    "probe_gradient": probe,
                    "probe_lookahead": probe_lookahead,
                    "parameters": parameters,
                    **state,
                }
            )
        # A limit cuts some steps' gradients and leaves others alone.
        limited = "clip_norm" in settings or "clip_value" in settings
        assert set(touched) == ({False, True} if limited else {False}), settings["name"]
        cases.append(case)
    return {"cases": cases}


# ---------------------------------------------------------------------------------------------
# schedules.json


def observations_of(case):
    """The mean loss of every full window."""
    window, losses = case["window"], case["losses"]
    return [
        sum(losses[start : start + window]) / window
        for start in range(0, len(losses) - window + 1, window)
    ]


def plateau_rates(case, creeping=False):
    """The rate of every step, and how far each observation stays from the bound it is held to.

    With `creeping`, wrongly, the best observation follows improvements that are too small to count.
    """
    rate, smallest = case["learning_rate"], case["learning_rate"] * case["minimum_factor"]
    best, bad, seen = math.inf, 0, observations_of(case)
    rates, margins = [], []
    for k in range(case["total_steps"]):
        # Windows that ended before step k.
        if k > 0 and k % case["window"] == 0:
            observation = seen[k // case["window"] - 1]
            bound = best * (1 - case["threshold"])
            if best < math.inf:
                margins.append(abs(observation - bound) / bound)
            if observation < bound:
                best, bad = observation, 0
            else:
                bad += 1
                best = min(best, observation) if creeping else best
            if bad > case["patience"]:
                rate, bad = max(rate * case["factor"], smallest), 0
        rates.append(rate)
    return rates, margins


def rate_of(case, k):
    """The rate of step k of every schedule that does not look at losses."""
    base = case["learning_rate"]
    if case["kind"] == "constant":
        return base
    if case["kind"] == "step":
        return base * case["factor"] ** (k // case["interval"])
    if case["kind"] == "milestones":
        multiplier = 1.0
        for milestone, value in zip(case["milestones"], case["multipliers"]):
            if k >= milestone:
                multiplier = value
        return base * multiplier
    if case["kind"] == "exponential":
        return base * case["factor"] ** k
    if case["kind"] == "cosine":
        smallest = base * case["minimum_factor"]
        wave = 1 + math.cos(math.pi * k / case["total_steps"])
        return smallest + (base - smallest) * wave / 2
    raise ValueError(case["kind"])


def plateau_case(number, name, window, patience, threshold, factor, minimum_factor, steps):
    """Losses that fall and then stay, until they have driven the rate down to its minimum."""
    case = {"name": name, "kind": "plateau", "window": window, "patience": patience}
    case.update(threshold=threshold, factor=factor, minimum_factor=minimum_factor)
    case.update(learning_rate=2.0**-4, total_steps=steps)
    smallest = case["learning_rate"] * minimum_factor
    for attempt in range(10000):
        rng = random.Random(2600000 + 10000 * number + attempt)
        noise = draw(rng, steps, scale=0.125)
        # Multiples of 2⁻¹⁰, like the noise.
        case["losses"] = [
            max((512 + round(1536 * 0.5 ** (8 * k / steps))) / 1024 + noise[k], 0.125)
            for k in range(steps)
        ]
        rates, margins = plateau_rates(case)
        changes = [k for k in range(1, steps) if rates[k] != rates[k - 1]]
        seen = observations_of(case)
        lows = [i for i in range(1, len(seen)) if seen[i] < min(seen[:i])]
        # Several cuts and the last of them by less than the factor; time enough after it for one
        # more; improvements after the first cut and, with a threshold, some too small to count.
        without = plateau_rates({**case, "threshold": 0.0})[0]
        if (
            min(margins) > 1e-3
            and len(changes) >= 3
            and rates[changes[-1]] == smallest > rates[changes[-1] - 1] * factor
            and changes[-1] + (patience + 2) * window < steps
            and lows[-1] >= changes[0] // window
            and (threshold == 0 or rates not in (without, plateau_rates(case, creeping=True)[0]))
        ):
            return {**case, "rates": rates}
    raise RuntimeError(f"{name}: no attempt shows everything")


def schedules():
    def case(name, kind, steps, rate=2.0**-4, **settings):
        row = {"name": name, "kind": kind, **settings}
        row.update(learning_rate=rate, total_steps=steps)
        return {**row, "rates": [rate_of(row, k) for k in range(steps)]}

    milestones = {"milestones": [8, 12, 16, 18], "multipliers": [0.1, 0.01, 0.001, 0.0005]}
    cases = [
        case("constant", "constant", 6),
        case("step", "step", 20, interval=6, factor=0.1),
        case("step_every_step", "step", 5, interval=1, factor=0.5),
        case("milestones", "milestones", 20, 0.001, **milestones),
        case("milestones_up_and_down", "milestones", 9, milestones=[3, 4], multipliers=[2.0, 0.25]),
        case("exponential", "exponential", 16, factor=0.875),
        case("cosine", "cosine", 16, minimum_factor=0.0),
        case("cosine_with_minimum", "cosine", 15, minimum_factor=0.0625),
        plateau_case(0, "plateau", 1, 1, 0.0, 0.5, 0.1875, 24),
        plateau_case(1, "plateau_with_windows", 4, 2, 2.0**-5, 0.25, 0.03125, 110),
    ]
    return {"cases": cases}


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    write(folder, "optimizers.json", optimizers())
    write(folder, "schedules.json", schedules())


if __name__ == "__main__":
    main()
