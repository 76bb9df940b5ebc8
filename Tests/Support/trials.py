#!/usr/bin/env python3
"""Reduces the answer of `engram sweep --json` to what presets are made of.

Usage: trials.py <answer >reduced

Of each configuration are kept its settings and its final accuracy, and of the sweep its seeds: the
program has the searches of Sources/Settings/Data compiled in, and more of them takes long to
compile.
"""

import json
import sys

METRIC = "final accuracy"


def reduced(answer):
    return {
        "seeds": answer["seeds"],
        "configurations": [
            {
                "settings": trial["settings"],
                "metrics": {
                    name: {"mean": round(mean["mean"], 6), "n": mean["n"]}
                    for name, mean in trial["metrics"].items()
                    if name == METRIC
                },
            }
            for trial in answer["configurations"]
        ],
    }


if __name__ == "__main__":
    json.dump(reduced(json.load(sys.stdin)), sys.stdout, separators=(",", ":"))
