#!/usr/bin/env python3
"""Builds the documentation of the library products from the doc comments, as static pages.

Usage: swift package describe --type json | build_documentation.py BUILD OUTPUT

BUILD is a folder of a finished release build. The symbols are read from its modules, so nothing is
compiled. OUTPUT becomes one archive of all modules. A warning of docc ends the build with exit code 1,
but for parameters without a comment: here a comment names those only whose names do not say enough.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PASSED_OVER = "is missing documentation"


def run(*command):
    """Runs a command; its output is shown only if it fails."""
    result = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if result.returncode != 0:
        sys.exit(f"docs: {' '.join(map(str, command))}\n{result.stdout}")
    return result.stdout


def library_modules(package):
    """The targets of the library products, in alphabetical order."""
    shown = {
        target
        for product in package["products"]
        if "library" in product["type"]
        for target in product["targets"]
    }
    return sorted(shown)


def c_options(package):
    """What the compiler needs to find the C modules."""
    options = []
    for target in package["targets"]:
        if target["type"] == "system-target":
            options.append(f"-fmodule-map-file={target['path']}/module.modulemap")
    libraries = ["hdf5", "openblas", "zlib", "libcrypto"]
    options += run("pkg-config", "--cflags", *libraries).split()
    return [word for option in options for word in ("-Xcc", option)]


def warnings(path):
    """The warnings in a file of docc's diagnostics, as lines."""
    found = json.loads(path.read_text())["diagnostics"]
    return [
        f"{item.get('source', '?')}:{item.get('range', {}).get('start', {}).get('line', '?')}: "
        + item["summary"]
        for item in found
        if item["severity"] in ("warning", "error") and PASSED_OVER not in item["summary"]
    ]


def build(package, modules, output, work):
    """Writes the archive of all modules to `output`; returns the warnings."""
    target = json.loads(run("swift", "-print-target-info"))["target"]["unversionedTriple"]
    options = c_options(package)
    archives, found = [], []
    for module in library_modules(package):
        graphs, archive = work / module, work / f"{module}.doccarchive"
        graphs.mkdir()
        run(
            *("swift", "symbolgraph-extract", "-module-name", module, "-I", modules / "Modules"),
            *("-target", target, "-minimum-access-level", "public", "-skip-synthesized-members"),
            *("-emit-extension-block-symbols", "-output-dir", graphs, *options),
        )
        diagnostics = work / f"{module}.json"
        run(
            *("docc", "convert", "--additional-symbol-graph-dir", graphs),
            *("--fallback-display-name", module, "--fallback-bundle-identifier", f"engram.{module}"),
            *("--fallback-default-module-kind", "Library", "--diagnostics-file", diagnostics),
            *("--output-path", archive),
        )
        found += warnings(diagnostics)
        archives.append(archive)
    shutil.rmtree(output, ignore_errors=True)
    output.parent.mkdir(parents=True, exist_ok=True)
    run(
        *("docc", "merge", *archives, "--synthesized-landing-page-name", package["name"]),
        *("--output-path", output),
    )
    return found


def main():
    package = json.load(sys.stdin)
    modules, output = Path(sys.argv[1]), Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as work:
        found = build(package, modules, output, Path(work))
    if found:
        sys.exit("\n".join(["docs: the comments have mistakes", *found]))
    # A page for each symbol: a build without any has lost its input.
    pages = len(list(output.glob("documentation/**/index.html")))
    if pages < 100:
        sys.exit(f"docs: only {pages} pages")
    print(f"docs: {pages} pages in {output}; to read them: python3 -m http.server -d {output}")
    print("docs: then open http://localhost:8000/documentation/")


if __name__ == "__main__":
    main()
