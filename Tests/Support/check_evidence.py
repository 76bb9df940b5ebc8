#!/usr/bin/env python3
"""Compares the documents and the committed notebooks with the results that they are made from.

Usage: check_evidence.py engram notebooks-export docs/experiments.md README.md

The bundles in `notebooks-export/evidence` are taken into a new store. From it come

- the rows `| engram run … --seeds A..B | final | during |` of the documents, and the tables of Figures 2 and 5:
  every printed digit must be that of the results;
- the notebooks of Figures 2, 4 and 5, executed again: what their cells print must be what the committed ones
  printed, but for cells that need a checkpoint, since the bundles have none, and for commits.

Times, hosts and pixels are not compared.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SPREAD = re.compile(r"(\d[\d.]*) ± (\d[\d.]*)")
RUNS = re.compile(r"\| `engram run (\S+) --seeds (\d+)\.\.(\d+)` \| ([^|]+) \| ([^|]+) \|")
COMMIT = re.compile(r"commit [0-9a-f+]+")
failures = []


def engram(*words):
    result = subprocess.run([ENGRAM, *words], capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"engram {' '.join(words)}: {result.stderr}")
    return result.stdout


def agrees(text, value):
    """Whether a number as it is printed is `value`, rounded to as many digits."""
    digits = len(text.partition(".")[2])
    return abs(float(text) - value) <= 0.5000001 * 10**-digits


def compare(what, text, mean, error):
    """Compares `mean ± error` of a document with the results."""
    found = SPREAD.search(text)
    if not found or not agrees(found[1], mean) or not agrees(found[2], error):
        failures.append(f"{what}: '{text.strip()}', the results have {mean:.6g} ± {error:.6g}")


def check_runs(document):
    """The rows of runs with several seeds; returns how many there are."""
    rows = RUNS.findall(document.read_text())
    for name, first, last, *cells in rows:
        query = (
            "SELECT metric, mean, standard_error, seeds FROM summary WHERE experiment = "
            f"'{name}' AND settings = '' AND metric IN ('final accuracy', 'during accuracy')"
        )
        found = {row["metric"]: row for row in json.loads(engram("results", "query", query, "--json"))}
        for metric, text in zip(("final accuracy", "during accuracy"), cells):
            row = found.get(metric)
            if row is None or row["seeds"] != int(last) - int(first) + 1:
                failures.append(f"{document}: {name}: the evidence has not these seeds")
            else:
                compare(f"{document}: {name}, {metric}", text, row["mean"], row["standard_error"])
    return len(rows)


def check_figure2(document):
    """The table of errors; returns how many rows there are."""
    rows = json.loads(engram("report", "fig2", "--format", "json"))["rows"]
    count = 0
    for line in document.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        row = next((row for row in rows if row["title"] == cells[0]), None)
        if row is None or len(cells) < 5 or not SPREAD.search(cells[1]):
            continue
        count += 1
        for place, values in enumerate([*row["tasks"], row["mean"]], 1):
            what = f"{document}: {cells[0]}, column {place}"
            compare(what, cells[place], values["mean"], values["standardError"])
    return count


def check_figure5(document):
    """The table of accuracies, one seed each; returns how many rows there are."""
    rows = {}
    for row in json.loads(engram("report", "fig5", "profile=short", "--format", "json"))["rows"]:
        rows[row["title"]] = [*row["tasks"], row["mean"]]
        rows[row["title"] + ", during"] = row["during"]
    count = 0
    for line in document.read_text().splitlines():
        title, *cells = [cell.strip() for cell in line.strip("| ").split("|")]
        if title not in rows or len(cells) != 7 or any("±" in cell for cell in cells):
            continue
        count += 1
        # The mean of what was right after the tasks stands in no report.
        for place, (text, values) in enumerate(zip(cells, rows[title]), 1):
            if not agrees(text, values["mean"]):
                what = f"{document}: {title}, column {place}"
                failures.append(f"{what}: '{text}', the results have {values['mean']}")
    return count


def printed(notebook):
    """What the cells of code printed, without cells that need a checkpoint."""
    texts = []
    for cell in json.loads(Path(notebook).read_text())["cells"]:
        if cell["cell_type"] == "code" and "checkpoint" not in "".join(cell["source"]):
            streams = (output for output in cell["outputs"] if output["output_type"] == "stream")
            texts.append(COMMIT.sub("commit", "".join("".join(out["text"]) for out in streams)))
    return texts


def check_notebook(name, committed, folder, *options):
    engram("export", "notebook", name, *options, "--output", str(folder))
    again = folder / f"{name}.ipynb"
    words = ["-m", "nbconvert", "--log-level", "WARN", "--to", "notebook", "--execute", "--inplace"]
    subprocess.run([sys.executable, *words, again], check=True)
    old, new = printed(committed), printed(again)
    for before, after in zip(old, new):
        if before != after:
            failures.append(f"{committed} printed\n{before}\nand from the evidence\n{after}")
    if len(old) != len(new):
        failures.append(f"{committed} has other cells than a notebook that is exported now")


ENGRAM, notebooks, *documents = Path(sys.argv[1]).resolve(), *map(Path, sys.argv[2:])
with tempfile.TemporaryDirectory() as temporary:
    os.environ["ENGRAM_STORE"] = str(Path(temporary) / "store")
    for bundle in sorted((notebooks / "evidence").glob("*.engram")):
        engram("unbundle", str(bundle), "--quiet")
    if sum(check_runs(document) for document in documents) < 2:
        failures.append("the documents have no rows of runs to compare")
    if sum(check_figure2(document) for document in documents) < 7:
        failures.append("the documents have no table of Figure 2 to compare")
    if sum(check_figure5(document) for document in documents) < 5:
        failures.append("the documents have no table of Figure 5 to compare")
    run = re.search(r'RUN = \\"([^"\\]+)\\"', (notebooks / "fig4.ipynb").read_text())
    check_notebook("fig4", notebooks / "fig4.ipynb", Path(temporary) / "notebooks", "--run", run[1])
    check_notebook("fig2", notebooks / "fig2.ipynb", Path(temporary) / "notebooks")
    check_notebook("fig5", notebooks / "fig5.ipynb", Path(temporary) / "notebooks", "profile=short")
if failures:
    sys.exit("\n".join(failures))
print("the documents and the notebooks are those of the evidence")
