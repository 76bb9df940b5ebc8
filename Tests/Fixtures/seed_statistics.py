#!/usr/bin/env python3
"""Reference numbers for Student's t distribution and Welch's interval, in `statistics.json`.

The distribution is integrated: with t = √ν tan θ its density becomes proportional to
cos(θ)^(ν − 1), a smooth function on an interval, and Simpson's rule with 20,000 pieces is exact to
about twelve digits for ν ≥ 2. For ν = 1 and 2 the closed forms check it. Quantiles come by
bisection of that integral. Nothing is taken from the Swift sources.
"""

import json
import math
import sys
from pathlib import Path

PIECES = 20_000


def simpson(function, start, end):
    step = (end - start) / PIECES
    total = function(start) + function(end)
    for index in range(1, PIECES):
        total += function(start + index * step) * (4 if index % 2 else 2)
    return total * step / 3


def cumulative(t, freedom):
    scale = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(math.pi)
    angle = math.atan(abs(t) / math.sqrt(freedom))
    half = scale * simpson(lambda x: math.cos(x) ** (freedom - 1), 0.0, angle)
    return 0.5 + math.copysign(half, t)


def quantile(probability, freedom):
    low, high = 0.0, 1.0
    while cumulative(high, freedom) < probability:
        high *= 2
    for _ in range(44):
        middle = (low + high) / 2
        if cumulative(middle, freedom) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def welch(first, second):
    """Each is (mean, standard error or None, n)."""
    (mean, error, n), (reference, spread, m) = first, second
    if error is None:
        # The deviation of one seed is the reference's.
        variance = spread**2 * m
        total, freedom = variance + spread**2, m - 1
    else:
        total = error**2 + spread**2
        freedom = total**2 / (error**4 / (n - 1) + spread**4 / (m - 1))
    difference, width = mean - reference, quantile(0.975, freedom) * math.sqrt(total)
    return {
        "mean": mean, "error": error, "n": n, "reference": reference, "spread": spread,
        "reference_n": m, "difference": difference, "standard_error": math.sqrt(total),
        "degrees_of_freedom": freedom, "lower": difference - width, "upper": difference + width,
    }


def seeds(measured, reference, margin, most=2000):
    """The first n of 2, 3, … whose interval reaches `margin` to either side at most, one after
    another; None where not even a mean without error of its own would have such an interval."""
    (_, error, n), (_, spread, m) = measured, reference
    variance = spread**2 * m if error is None else error**2 * n
    needed = None
    if cumulative(margin / spread, m - 1) >= 0.975:
        for count in range(2, most):
            own = variance / count
            total = own + spread**2
            freedom = total**2 / (own**2 / (count - 1) + spread**4 / (m - 1))
            if cumulative(margin / math.sqrt(total), freedom) >= 0.975:
                needed = count
                break
        assert needed is not None
    return {
        "error": error, "n": n, "spread": spread, "reference_n": m, "margin": margin,
        "needed": needed,
    }


def main():
    # Closed forms: ν = 1 is Cauchy's distribution, ν = 2 has t / √(2 + t²).
    for t in (0.3, 1.0, 4.0):
        assert abs(cumulative(t, 1.0) - 0.5 - math.atan(t) / math.pi) < 1e-12
        assert abs(cumulative(t, 2.0) - 0.5 - t / (2 * math.sqrt(2 + t * t))) < 1e-12
    values = [
        {"freedom": freedom, "t": t, "probability": cumulative(t, freedom)}
        for freedom in (1.0, 2.0, 3.7, 19.0, 22.4, 150.0) for t in (-2.5, -0.4, 0.0, 0.1, 1.3, 6.0)
    ]
    quantiles = [
        {"freedom": freedom, "probability": p, "t": quantile(p, freedom)}
        for freedom in (1.0, 2.0, 2.3, 4.0, 9.0, 19.0, 21.6, 38.0, 120.0)
        for p in (0.6, 0.95, 0.975, 0.995)
    ]
    cases = [
        welch((98.0, 0.05, 3), (98.02, 0.03, 20)),
        welch((98.2, 0.05, 5), (98.0, 0.03, 20)),
        welch((94.9, 0.21, 2), (95.3, 0.13, 20)),
        welch((99.5, 0.0, 4), (99.61, 0.02, 20)),
        welch((64.0, None, 1), (64.32, 1.90, 20)),
        welch((50.0, None, 1), (64.32, 1.90, 20)),
    ]
    needed = [
        seeds((51.0, 9.09, 2), (69.48, 0.80, 20), 1.0),
        seeds((51.0, 9.09, 2), (69.48, 0.80, 20), 2.0),
        seeds((88.21, 0.54, 10), (87.01, 0.47, 20), 1.0),
        seeds((95.7, 0.5, 3), (95.72, 0.25, 20), 1.0),
        seeds((91.7, 1.02, 3), (90.79, 0.41, 20), 1.0),
        seeds((66.16, 1.53, 3), (63.95, 1.90, 20), 4.0),
        seeds((66.16, 1.53, 3), (63.95, 1.90, 20), 3.9),
        seeds((30.97, None, 1), (29.31, 0.62, 20), 1.5),
        seeds((98.0, 0.0, 4), (98.02, 0.03, 20), 1.0),
        seeds((98.0, 0.02, 2), (98.02, 0.03, 20), 1.0),
    ]
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    text = json.dumps(
        {"values": values, "quantiles": quantiles, "cases": cases, "needed": needed}, indent=1
    )
    (folder / "statistics.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
