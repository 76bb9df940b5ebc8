#!/usr/bin/env python3
"""Compares the dependency table in docs/architecture.md with the package's targets.

Usage: swift package describe --type json | check_dependencies.py docs/architecture.md

The table has the header `| target | holds | depends on |`. Its first column names one or more
targets in backticks, its last column the targets of this package that they depend on directly, or
`–` for none. Products of other packages and targets under Tests do not stand in it.
"""

import json
import re
import sys
from pathlib import Path

HEADER = ["target", "holds", "depends on"]


def cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def names(cell):
    """The target names in a cell, with or without backticks; none for a dash."""
    items = [item.strip().strip("`") for item in cell.split(",")]
    return [item for item in items if item not in ("", "–", "-", "—")]


def documented(text, name):
    """Target → dependencies, as the table has them."""
    lines = text.splitlines()
    starts = [index for index, line in enumerate(lines) if cells(line) == HEADER]
    if len(starts) != 1:
        sys.exit(f"{name} has {len(starts)} tables headed '| {' | '.join(HEADER)} |', not one")
    table = {}
    for index in range(starts[0] + 2, len(lines)):
        if not lines[index].lstrip().startswith("|"):
            break
        row = cells(lines[index])
        if len(row) != len(HEADER):
            sys.exit(f"{name}:{index + 1}: {len(row)} columns instead of {len(HEADER)}")
        for target in names(row[0]):
            if not re.fullmatch(r"[\w-]+", target) or target in table:
                sys.exit(f"{name}:{index + 1}: '{target}' is no name or stands there twice")
            table[target] = set(names(row[2]))
    return table


def described(package):
    """Target → direct dependencies inside the package, as SwiftPM has them."""
    return {
        target["name"]: set(target.get("target_dependencies", []))
        for target in package["targets"]
        if not target["path"].startswith("Tests/")
    }


def main():
    package = json.load(sys.stdin)
    path = Path(sys.argv[1])
    table = documented(path.read_text(encoding="utf-8"), path)
    actual = described(package)
    problems = [f"{name} is in {path.name}, but no target" for name in table.keys() - actual.keys()]
    problems += [f"target {name} is not in {path.name}" for name in actual.keys() - table.keys()]
    for name in table.keys() & actual.keys():
        if table[name] != actual[name]:
            written = ", ".join(sorted(table[name])) or "nothing"
            real = ", ".join(sorted(actual[name])) or "nothing"
            problems.append(f"{name} depends on {real}; {path.name} says {written}")
    if problems:
        sys.exit("\n".join(f"check_dependencies: {problem}" for problem in sorted(problems)))


if __name__ == "__main__":
    main()
